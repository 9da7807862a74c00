"""LaTeX: what the bot writes, it reads as the same text, and it reads what others write."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.papers.bibtex_titles import protected
from bot.core.papers.latex import MOST_DEPTH, doi_in_latex, from_latex, in_latex, link_in_latex

PIECES = st.sampled_from(
    [
        "{",
        "}",
        "\\",
        "$",
        "%",
        "~",
        "^2",
        "_{i}",
        "^{-3}",
        "x^",
        "--",
        "---",
        "``",
        "''",
        '"',
        "?`",
        "<<",
        ",,",
        "&",
        "#",
        "U-Net",
        "O(n^2)",
        "é",
        "ű",
        "ø",
        "数学",
        "−",
        "α",
        "a_b",
        "A",
        "LoRA:",
        "GPT-3",
        "{^2}",
        "\\alpha",
        " ",
    ]
)
LETTERS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=8)
TEXTS = st.lists(PIECES | LETTERS, max_size=12).map(
    lambda pieces: " ".join(unicodedata.normalize("NFC", "".join(pieces)).split())
)


@given(TEXTS)
def test_what_is_written_is_read_as_the_same(text: str) -> None:
    assert from_latex(in_latex(text)) == text
    assert from_latex(protected(text)) == text


@given(TEXTS)
def test_braces_are_balanced(text: str) -> None:
    depth = 0
    for character in in_latex(text):
        depth += (character == "{") - (character == "}")
        assert depth >= 0
    assert depth == 0


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"{\"O}zg{\"u}r \& {\L}ukasz {\o}", "Özgür & Łukasz ø"),
        (r"Na\"{\i}ve \textit{Bayes} \emph{or} \texttt{not\_so}", "Naïve Bayes or not_so"),
        (r"{$\mathcal{O}(n^{2})$} {$10^{-3}$} H$_{2}$O", "𝒪(n^2) 10^{-3} H_2O"),
        ("50% more for $5", "50% more for $5"),
        ("From $5 to $10: pricing of things", "From $5 to $10: pricing of things"),
        ("Cheap $100 robots and $200 arms", "Cheap $100 robots and $200 arms"),
        ("Robots for $5-$10", "Robots for $5-$10"),
        (r"From $5 to $10 for $\alpha$-robots", "From $5 to $10 for α-robots"),
        (r"$2 \times 2$ games in SU($2$)", "2 × 2 games in SU(2)"),
        (r"\mkbibemph{The Concept} of {{\unknown{Law}}}", "The Concept of Law"),
        ("Deal or {No} {Deal}? {End}-to-{End}", "Deal or No Deal? End-to-End"),
        ("A  line\n\tand~another", "A line and another"),
        (r"Comp\-utation", "Computation"),
        (r"Decays of ${\mathrm{B}}^{0}$ into ``$\alpha$''", "Decays of B^0 into “α”"),
        (r"Cooling ${\mathrm{He}}_{3}$ below $T_{c}$ at last", "Cooling He_3 below T_c at last"),
        (r"Broken $\mathrm{x$ and $y}$ z", "Broken xandy z"),
        (r"cut off \textbf{", "cut off"),
        (r"An Unfinished \sqrt[Root", "An Unfinished [Root"),
    ],
)
def test_what_others_write_is_read(written: str, text: str) -> None:
    assert from_latex(written) == text


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("U-Net for All", "{U-Net} for All"),
        ("It Needs O(n^2) Memory", "It Needs {O}(n$^{2}$) Memory"),
        ("Gödel's proof", r"G{\"o}del's proof"),
    ],
)
def test_capitals_are_protected_and_accents_spelled(title: str, written: str) -> None:
    assert protected(title) == written


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(RecursionError):
        from_latex("{" * (MOST_DEPTH + 1) + r"\'e" + "}" * (MOST_DEPTH + 1))


def test_a_doi_that_bibtex_would_change_becomes_a_link() -> None:
    assert doi_in_latex("10.1000/a_b(c)") == "10.1000/a_b(c)"
    assert doi_in_latex("10.1000/{a}%") == "https://doi.org/10.1000/%7Ba%7D%25"
    assert link_in_latex("https://example.org/{a}?b=c_d%20e") == "https://example.org/%7Ba%7D?b=c_d%20e"
