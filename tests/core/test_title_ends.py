"""What stands before and after a title is left out, and nothing of the title itself is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.schedules.person_names import is_full_name, people_in
from bot.core.schedules.title_ends import without_ends

TITLES = (
    "Learning by Example",
    "Berg & Ito (2018)",
    "Berg, Ito, & Lind (2021)",
    "Berg et al. (2020)",
    "Ada Berg (2020)",
    "Berg et al. 2004 Am nat",
    "Neural Machine Translation by Jointly Learning to Align and Translate",
    "Improving Language Understanding by Generative Pre-Training",
    "Reasoning with Transformers",
    "Playing Atari with Deep Reinforcement Learning",
    "Sampling by Markov Chain Monte Carlo",
    "Optimization by Simulated Annealing",
    "Inference with Thompson Sampling",
    "Auto-Encoding Variational Bayes",
    "Nash Equilibrium and Correlated Play",
    "The Kolmogorov Structure Function",
    "Edge Detection by Gabor Filters",
    "Bayes and Nash: Two Views of Play",
    "Alice and Bob: Reconciling Formal Models and Implementation",
    "Romeo and Juliet: A Study of Two Houses",
    "Alan Turing: The Enigma",
    "Vision and Language: A Survey of Tasks",
    "Conditional Random Fields: Models for Sequence Data",
    "Convergence of Adam and Beyond",
    "Julia: A Fresh Approach to Numerical Computing",
    "Random Walks, Markov Chains",
    "Lisp Power, Dylan Style",
    "Cities of the World: New York, Los Angeles, San Francisco",
    "Insertion, Evasion, and Denial of Service",
    "Do Language Models Plan Ahead? A Study",
    "Old Maps Show (Almost) As Much As Towns",
    "Guarded Types (Functional Pearl)",
    "Hilbert Spaces (Part II)",
    "A Tale of Two Cities: Paris and London",
    "The Emperor's New Clothes - Again",
    "The Algorithmic Foundations of Privacy, ch. 1-3",
    "Steps Toward Artificial Intelligence",
    "Can a Machine Think? Alan Turing on Minds",
    "Stand by Me",
)
PEOPLE = (
    "Leo Brandt",
    "Ada Jensen and Martin Hofer",
    "David P. Divino",
    "Clément de Chastel and Xavier D'Hautrive",
    "Olivier Mellier, Manuel Robles, Marc Ferland",
    "Rui C.d.S. Almeida, Tom Schreiber, Minjun Lee",
    "Yang Mengwei, Zhou Tianlin & Li Wei",
    "J. van der Weide",
)
ENDS = (
    " by {}",
    ", by {}",
    " (with {})",
    " ({})",
    " ({}, 2019)",
    " by {}, Town Memo 2009",
    ". {}, 1945",
    " - {}",
    " | {}",
    ", {} et al.",
    " (joint work with {})",
    " • {}",
)
BEHIND = (
    " – Berg et al. (2019)",
    " by Berg et al.",
    " (TOWN 2019)",
    " [TOWN'19]",
    ", TOWN '19",
    " | TOWN 2019",
    " — TOWN'19",
    ", in TOWN 2019",
    "（Berg et al., 2019）",
    " (sections 4 - 6)",
    ", section 3",
    " - sections 3.1–3.4",
    " (pp. 3-9)",
    " (Kapitel 2)",
    " (first half)",
    " (up to Theorem 2, the order of rivers)",
    " (cont'd)",
    " — excerpts",
    " (Marie)",
)
IN_FRONT = (
    "【TOWN2019】",
    "[TOWN'20 best paper]",
    "TOWN'20 -",
    "Berg et al., 2019:",
    "Section 2 of",
    "Pages 3-9 from",
    "(TOWN 2015)",
    "[TOWN'20]",
    "(Letters on Towns 2017)",
    "TOWN 2019:",
)


@pytest.mark.parametrize("title", TITLES)
def test_a_title_stays_whole(title: str) -> None:
    assert without_ends(title) == title


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("people", PEOPLE)
def test_people_after_a_title_are_left_out(end: str, people: str) -> None:
    assert without_ends("Maps of small towns" + end.format(people)) == "Maps of small towns"


@pytest.mark.parametrize("people", PEOPLE)
def test_people_before_a_title_are_left_out(people: str) -> None:
    assert without_ends(f"{people}: Maps of small towns") == "Maps of small towns"


@pytest.mark.parametrize("behind", BEHIND)
def test_what_else_is_after_a_title_is_left_out(behind: str) -> None:
    assert without_ends(f"Maps of small towns{behind}") == "Maps of small towns"


@pytest.mark.parametrize("front", IN_FRONT)
def test_what_else_is_before_a_title_is_left_out(front: str) -> None:
    assert without_ends(f"{front} Maps of small towns") == "Maps of small towns"


@given(st.sampled_from(TITLES), st.sampled_from(ENDS[:6]), st.sampled_from(PEOPLE))
def test_only_the_end_is_left_out(title: str, end: str, people: str) -> None:
    assert without_ends(title + end.format(people)) == title


@given(st.text(alphabet="Ada Bo.,-'’()[]“”\"20:;&by", max_size=80))
def test_what_is_left_stands_in_the_title(text: str) -> None:
    assert without_ends(text) in text


@pytest.mark.parametrize(
    "words",
    [
        "Markov Chain",
        "Gaussian Processes",
        "Human Feedback",
        "New York",
        "Deep Networks",
        "Shannon Entropy",
        "Stack Overflow",
        "Lie Groups",
        "Word Vectors",
    ],
)
def test_capitalized_words_are_no_name(words: str) -> None:
    assert not is_full_name(words)


def test_surnames_are_a_list_only_where_one_may_be() -> None:
    assert people_in("Horowitz, Hayworth, Xia and Heer", may_be_surnames=True)
    assert not people_in("Horowitz, Hayworth, Xia and Heer")
    assert not people_in("Aligning and Translating", may_be_surnames=True)
