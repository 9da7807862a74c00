"""Which words of a query a paper of the world leaves unanswered, and where titles begin inside of references."""

from __future__ import annotations

import pytest

from bot.core.search import NothingFound
from bot.core.world_catalog.judging import FoundInWorld, Offered, WorldHit, judge
from bot.core.world_catalog.left_over import is_titled, says_more
from bot.core.world_catalog.name_words import spelt_out
from bot.core.world_catalog.paper import WorldPaper
from bot.core.world_catalog.references import beginnings_inside

TITLE = "Three-Step Supervised Pruning of Behavior Trees for Mobile Robots"
PAPER = WorldPaper(TITLE, ("Jörg Nörenberg", "Ada Nwosu"), 2019, "Phys. Rev. E")


@pytest.mark.parametrize(
    "query",
    [
        TITLE,
        TITLE.upper(),
        "pruning behaviour trees, mobile robot",
        "three step supervised prunning of behavoir trees",
        "threestep supervised pru ning of behaviortrees for mobile robots",
        "Noerenberg and Nwosu, pruning behavior trees, Phys. Rev. E 99, 123 (2018)",
        "norenberg's pruning of behavior trees",
        "have you read the paper on pruning behavior trees? (ICRA)",
        "supervised pruning of behavior tre",
    ],
)
def test_a_paper_answers_every_telling_word(query):
    assert not says_more(query, PAPER)
    assert isinstance(judge(query, NothingFound(), [WorldHit(PAPER, 0.99)]), FoundInWorld)


@pytest.mark.parametrize(
    "query",
    [
        f"Comment on “{TITLE}”",
        f"{TITLE} Part II",
        f"{TITLE} 2",
        TITLE.replace("Supervised", "Unsupervised"),
        TITLE.replace("Mobile", "Aerial"),
        f"Erratum: {TITLE}",
        f"{TITLE} by Grace Hopper",
    ],
)
def test_a_word_that_is_left_means_another_paper(query):
    assert says_more(query, PAPER)
    assert isinstance(judge(query, NothingFound(), [WorldHit(PAPER, 0.99)]), Offered)


def test_titles_begin_behind_signs():
    found = beginnings_inside("[7] A. Vaswani et al., “Attention is all you need,” in NIPS, 2017, pp. 1-12")
    assert "attentionisallyouneed" in found
    assert "attention" not in found
    assert len(beginnings_inside("a. " * 200 + "word " * 200)) <= 24
    assert beginnings_inside("") == []


def test_names_are_spelt_with_and_without_accents():
    assert spelt_out("Jörg Nörenberg") == ("jorg norenberg", "joerg noerenberg")
    assert spelt_out("Ada Nwosu") == ("ada nwosu",)


@pytest.mark.parametrize(
    ("words", "is_its"),
    [
        ("slow tides in the brain s harbors measured twice", True),
        ("slow tides in the brains harbors measured twice oduya 2020", True),
        ("slow tides in oduya", True),
        ("slow tides in the brains harbors", True),
        ("slow tides in", False),
        ("slow tides in the brains harbors measured twice 2", False),
        ("why slow tides in the brains harbors measured twice matter", False),
        ("tides in the harbors of the slow brain measured twice", False),
        ("", False),
    ],
)
def test_words_of_an_address_are_a_title(words: str, is_its: bool) -> None:
    paper = WorldPaper("Slow Tides in the Brain's Harbors, Measured Twice", ("Mara Oduya",), 2020)
    assert is_titled(words, paper) is is_its
