"""LaTeX, HTML and Markdown: what is dropped, what is kept, and that any text ends in an answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.fulltext.manuscript import PaperPart
from bot.core.fulltext.unreadable import UnreadableError
from bot.extraction.bibtex import references_of
from bot.extraction.html_pages import read_html
from bot.extraction.latex import read_latex
from bot.extraction.markdown import read_markdown
from tests.support.made_papers import TITLE, foxnet_latex

TOKENS = st.sampled_from(
    [
        "\\section{",
        "}",
        "{",
        "\\cite{a}",
        "\\begin{abstract}",
        "\\end{abstract}",
        "$",
        "%",
        "[",
        "]",
        "\n\n",
        "We",
        " x ",
    ]
)
TAGS = st.sampled_from(
    ["<div>", "</div>", "<p>", "<h2>References</h2>", "<li id='bib.1'>", "<math alttext='x'>", "</math>"]
)


def test_macros_comments_and_footnotes_of_latex() -> None:
    source = foxnet_latex().replace(
        "Each", "% hidden\nThe \\jump\\footnote{Not {in} the text.} \\href{http://x}{is here}. Each"
    )
    manuscript = read_latex({"main.tex": source})
    text = " ".join(passage.text for passage in manuscript.passages if passage.part is PaperPart.METHOD)
    assert manuscript.title == TITLE
    assert "The jump is here. Each jump counts." in text
    assert "we build on DogNet [dog]" in " ".join(passage.text for passage in manuscript.passages)


def test_included_files_and_a_bibliography_beside_the_text() -> None:
    bib = "@article{dog, title={{DogNet}: Networks}, author={Ad{\\'a}, A. and Bo, B.}, year=2017, eprint={1701.00001}}"
    files = {
        "main.tex": "\\documentclass{a}\\title{T}\\begin{document}\\input{parts/one}\\bibliography{r}\\end{document}",
        "parts/one.tex": "\\section{Method} We extend \\citet[see][p.~1]{dog} here.",
        "r.bib": bib + "@misc{other, title={Not cited}, year=2000}",
    }
    manuscript = read_latex(files)
    (found,) = manuscript.references
    assert (found.label, found.title, found.year, found.arxiv_id) == ("dog", "DogNet: Networks", 2017, "1701.00001")
    assert manuscript.passages[0].text == "We extend [dog] here."


def test_an_entry_of_bibtex_without_fields() -> None:
    assert [(found.label, found.title, found.year) for found in references_of("@misc{x}")] in ([], [("x", "", None)])


def test_labels_and_formulas_of_html() -> None:
    page = (
        "<h1>T</h1><h2>1 Method</h2><p>See <math alttext='x^2'><mi>y</mi></math> in [1].<style>no</style></p>"
        "<h2>References</h2><ul><li class='ltx_bibitem'><span class='ltx_tag_bibitem'>[1]</span>"
        "Ada Ba. On it. 2017.</li>"
        "<li class='ltx_bibitem'><span class='ltx_tag_bibitem'>Bo (2018)</span>B. Bo. On that. 2018.</li></ul>"
    )
    manuscript = read_html(page)
    assert [passage.text for passage in manuscript.passages] == ["See x^2 in [1]."]
    assert [(found.label, found.title) for found in manuscript.references] == [("1", "On it"), ("", "On that")]


def test_emphasis_and_links_of_markdown() -> None:
    text = "# **T**\n\n## Abstract\n\nWe **use** _this_ [link](http://x) and `code`.\n\n"
    text += "## References\n\nA. Ada. On it. 2017.\n"
    manuscript = read_markdown(text)
    assert manuscript.passages[0].text == "We use this link and code."
    assert manuscript.references[0].title == "On it"


@given(st.lists(TOKENS | st.text(max_size=8), max_size=40))
def test_any_latex_ends(parts: list[str]) -> None:
    read_latex({"main.tex": "\\begin{document}" + "".join(parts)})


@given(st.lists(TAGS | st.text(max_size=8), max_size=40))
def test_any_html_ends(parts: list[str]) -> None:
    read_html("".join(parts))


@given(st.text(alphabet="#*_[]() |-\nab1.", max_size=120))
def test_any_markdown_ends(text: str) -> None:
    read_markdown(text)


def test_a_source_without_a_document() -> None:
    with pytest.raises(UnreadableError):
        read_latex({"a.tex": "nothing"})


def test_the_file_that_was_named_is_the_main_one() -> None:
    files = {name: foxnet_latex().replace("Lazy", name) for name in ("a.tex", "b.tex")}
    assert read_latex(files, "b.tex").title == TITLE.replace("Lazy", "b.tex")
