"""What is proposed for a new paper, from a provider's facts and from its file."""

from __future__ import annotations

import pytest

from bot.core.catalog.drafts import MOST_PROPOSED, drafted_paper, is_about_another_paper, proposed_ancestors
from bot.core.fulltext.matching import KnownPapers
from bot.core.fulltext.proposals import PaperLineage, Proposal
from bot.core.fulltext.quoting import Quote
from bot.core.fulltext.scoring import Reason, Sign
from bot.core.providers.facts import Author, PaperFacts
from tests.support.shipped import shipped_catalog

KNOWN = KnownPapers(shipped_catalog())
FACTS = PaperFacts(
    "arxiv",
    "Folded Adapters",
    "https://arxiv.org/abs/2401.00001",
    authors=(Author("Robin Aldane"),),
    arxiv_id="2401.00001",
    abstract="An abstract.",
)


def proposal(title: str, score: float, arxiv_id: str | None = None, *quotes: Quote) -> Proposal:
    return Proposal(title, 2021, arxiv_id, None, score, 3, (Reason(Sign.METHOD, 2),), quotes)


def lineage(*scores: float, title: str = "Folded Adapters", year: int | None = 2024) -> PaperLineage:
    proposals = [proposal(f"A paper of place {place}", score) for place, score in enumerate(scores)]
    return PaperLineage(title, year, 20, tuple(proposals), ("Miko Farrow",))


def why(reasons: object) -> str:
    return f"because of {reasons}"


@pytest.mark.parametrize(
    ("scores", "chosen"),
    [
        ((), 0),
        ((5.0,), 1),
        ((5.0, 0.1), 2),
        ((5.0, 4.0, 1.4), 2),
        ((5.0, 4.0, 1.6), 3),
        ((5.0, 4.5, 4.0, 3.9), 3),
        ((5.0, 4.5, 4.2, 4.1), 4),
        ((5.0, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0), 4),
        ((-1.0, -2.0, -3.0), 2),
    ],
)
def test_two_to_four_are_chosen_at_first(scores: tuple[float, ...], chosen: int) -> None:
    ancestors = proposed_ancestors(lineage(*scores), KNOWN, why)
    assert len(ancestors) == min(len(scores), MOST_PROPOSED)
    assert [each.is_chosen for each in ancestors] == [place < chosen for place in range(len(ancestors))]


def test_an_ancestor_has_its_sentence_and_its_key() -> None:
    found = proposal(
        "LoRA: Low-Rank Adaptation of Large Language Models",
        3.0,
        "2106.09685",
        Quote("We build on LoRA [1].", "3 Method"),
        Quote("Other.", "4"),
    )
    (ancestor,) = proposed_ancestors(PaperLineage("T", 2024, 1, (found,)), KNOWN, lambda reasons: str(len(reasons)))
    assert ancestor.key == "lora"
    assert (ancestor.sentence, ancestor.section, ancestor.why) == ("We build on LoRA [1].", "3 Method", "1")


def test_an_unknown_ancestor_has_no_key() -> None:
    (ancestor,) = proposed_ancestors(lineage(1.0), KNOWN, why)
    assert (ancestor.key, ancestor.sentence, ancestor.section) == (None, "", "")


def test_a_provider_s_facts_come_first_and_the_file_fills_gaps() -> None:
    paper = drafted_paper(FACTS, lineage(title="FOLDED ADAPTERS"))
    assert paper
    assert (paper.title, paper.year, paper.authors) == ("Folded Adapters", 2024, ("Robin Aldane",))
    assert (paper.arxiv_id, paper.url) == ("2401.00001", "https://arxiv.org/abs/2401.00001")


@pytest.mark.parametrize(("may_show", "abstract"), [(True, "An abstract."), (False, "")])
def test_an_abstract_needs_its_license(may_show: bool, abstract: str) -> None:
    facts = PaperFacts("arxiv", "T", "", abstract="An abstract.", may_show_abstract=may_show)
    paper = drafted_paper(facts, None)
    assert paper
    assert paper.abstract == abstract


def test_an_id_alone_takes_the_title_from_the_file() -> None:
    facts = PaperFacts("", "", "https://arxiv.org/abs/2401.00001", arxiv_id="2401.00001")
    paper = drafted_paper(facts, lineage())
    assert paper
    assert (paper.title, paper.arxiv_id) == ("Folded Adapters", "2401.00001")
    assert paper.authors == ("Miko Farrow",)
    assert drafted_paper(facts, None) is None


@pytest.mark.parametrize("title", ["", " – ", "…"])
def test_without_a_title_there_is_no_paper(title: str) -> None:
    assert drafted_paper(None, lineage(title=title)) is None
    assert drafted_paper(None, None) is None


@pytest.mark.parametrize(
    ("title", "is_another"),
    [
        ("Folded Adapters", False),
        ("Folded adapters: a study of forty layers", False),
        ("", False),
        ("Denoising Diffusion Probabilistic Models", True),
    ],
)
def test_a_file_of_another_paper_is_noticed(title: str, is_another: bool) -> None:
    assert is_about_another_paper(FACTS, lineage(title=title)) is is_another
