"""What is proposed for a new paper: its facts, and up to six papers that it seems to build on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from bot.core.catalog.found_outside import new_paper
from bot.core.catalog.own_papers import NewPaper, ProposedAncestor
from bot.core.papers.title_letters import letters_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.core.fulltext.matching import KnownPapers
    from bot.core.fulltext.proposals import PaperLineage, Proposal
    from bot.core.fulltext.scoring import Reason
    from bot.core.providers.facts import PaperFacts

MOST_PROPOSED = 6
# How high a proposal must score to be checked at first, as a share of the best one's score: the first two always are,
# the next two only if they are close. On the papers of docs/LINEAGE.md, that checks three of six, and a reader accepts
# three quarters of those.
CHOSEN_FROM = (0.0, 0.0, 0.3, 0.8)
SAME_TITLE = 70  # of 100: an extra or a missing subtitle still passes


def drafted_paper(facts: PaperFacts | None, lineage: PaperLineage | None) -> NewPaper | None:
    """Return the facts that both give, a provider's first; None without a title.

    A file's own arXiv id counts if no provider says which paper it is.
    """
    found = new_paper(facts) if facts else NewPaper("")
    if lineage:
        found = replace(
            found,
            title=found.title or lineage.title,
            authors=found.authors or lineage.authors,
            year=found.year or lineage.year,
        )
        if facts is None and lineage.arxiv_id:
            found = replace(found, arxiv_id=lineage.arxiv_id, url=f"https://arxiv.org/abs/{lineage.arxiv_id}")
    return found if letters_of(found.title) else None


def is_about_another_paper(facts: PaperFacts, lineage: PaperLineage) -> bool:
    """Return whether the file has another title than the paper that was asked for. None counts as the same."""
    asked, found = letters_of(facts.title), letters_of(lineage.title)
    return bool(asked and found) and fuzz.partial_ratio(asked, found) < SAME_TITLE


def proposed_ancestors(
    lineage: PaperLineage, known: KnownPapers, why: Callable[[Sequence[Reason]], str]
) -> tuple[ProposedAncestor, ...]:
    """Return the best proposals, of which two to four are chosen. `why` words the reasons for one."""
    proposals = lineage.proposals[:MOST_PROPOSED]
    best = max((proposal.score for proposal in proposals), default=0.0)
    return tuple(
        _ancestor(proposal, known, why(proposal.reasons), is_chosen=_is_chosen(place, proposal.score, best))
        for place, proposal in enumerate(proposals)
    )


def _is_chosen(place: int, score: float, best: float) -> bool:
    if place >= len(CHOSEN_FROM):
        return False
    return not CHOSEN_FROM[place] or score >= CHOSEN_FROM[place] * max(best, 0)


def _ancestor(proposal: Proposal, known: KnownPapers, why: str, *, is_chosen: bool) -> ProposedAncestor:
    quote = proposal.quotes[0] if proposal.quotes else None
    return ProposedAncestor(
        proposal.title,
        year=proposal.year,
        arxiv_id=proposal.arxiv_id,
        doi=proposal.doi,
        key=known.key_of(proposal.title, proposal.year, proposal.arxiv_id, proposal.doi),
        why=why,
        sentence=quote.text if quote else "",
        section=quote.heading if quote else "",
        is_chosen=is_chosen,
    )
