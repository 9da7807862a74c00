"""Proposes what a paper builds on: its references, best first, each with reasons and sentences of the paper itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.fulltext.bylines import authors_in
from bot.core.fulltext.citing import citations_in
from bot.core.fulltext.features import Evidence
from bot.core.fulltext.quoting import Quote, quotes_of
from bot.core.fulltext.scoring import Reason, reasons_for, score_of

if TYPE_CHECKING:
    from bot.core.fulltext.manuscript import Manuscript, Reference

MOST_PROPOSALS = 10


@dataclass(frozen=True, slots=True)
class Proposal:
    """A reference that the paper seems to build on. `mentions` counts its markers in the text."""

    title: str
    year: int | None
    arxiv_id: str | None
    doi: str | None
    score: float
    mentions: int
    reasons: tuple[Reason, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class PaperLineage:
    """What one file says. `references` counts the entries of its reference list. Unclear `authors` are left out.

    `arxiv_id` is the paper's own. A year that the file does not state is a guess: the newest that it cites.
    """

    title: str
    year: int | None
    references: int
    proposals: tuple[Proposal, ...]
    authors: tuple[str, ...] = ()
    arxiv_id: str | None = None
    is_year_stated: bool = True


def lineage_of(manuscript: Manuscript) -> PaperLineage:
    citations = citations_in(manuscript)
    evidence = Evidence(manuscript, citations)
    scored = [(score_of(evidence.features(at)), at) for at in range(len(manuscript.references))]
    proposals: list[Proposal] = []
    for score, at in sorted(scored, key=lambda each: (-each[0], each[1])):
        reference, mentions = manuscript.references[at], citations.mentions[at]
        if len(proposals) < MOST_PROPOSALS and mentions and not _is_same(reference, proposals):
            proposals.append(
                Proposal(
                    title=reference.title or reference.text[:200],
                    year=reference.year,
                    arxiv_id=reference.arxiv_id,
                    doi=reference.doi,
                    score=round(score, 3),
                    mentions=sum(not mention.is_by_name for mention in mentions),
                    reasons=reasons_for(evidence.seen(at)),
                    quotes=quotes_of(mentions),
                )
            )
    authors = authors_in(manuscript.byline)
    return PaperLineage(
        title=manuscript.title,
        year=manuscript.year,
        references=len(manuscript.references),
        proposals=tuple(proposals),
        authors=authors,
        arxiv_id=manuscript.arxiv_id,
        is_year_stated=manuscript.is_year_stated,
    )


def _is_same(reference: Reference, proposals: list[Proposal]) -> bool:
    """Return whether the list holds the work twice, as a preprint and as published."""
    return any(reference.title and reference.title.casefold() == proposal.title.casefold() for proposal in proposals)
