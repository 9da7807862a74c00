"""What is asked for what a member typed, which titles are the same, and what becomes of outside text."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.catalog.facts import tidied
from bot.core.catalog.found_outside import new_paper
from bot.core.errors import BadIdentifierError
from bot.core.papers.ids import ArxivId, Doi
from bot.core.providers.facts import Author, PaperFacts
from bot.core.providers.outside_ids import arxiv_in, ids_of, is_open_license
from bot.core.providers.outside_text import one_line, plain_text, year_of
from bot.core.providers.questions import LONGEST_TITLE, Title, is_same_title, key_of, paper_meant, question_of
from bot.core.providers.refusals import NoProviderKnowsError, PageWithoutIdError


@pytest.mark.parametrize(
    ("source", "question"),
    [
        ("2106.09685", ArxivId("2106.09685")),
        ("https://arxiv.org/pdf/2106.09685v2", ArxivId("2106.09685")),
        ("https://doi.org/10.48550/arXiv.2106.09685", ArxivId("2106.09685")),
        ("https://www.semanticscholar.org/arxiv/2106.09685", ArxivId("2106.09685")),
        ("doi:10.1234/Owls.2021", Doi("10.1234/owls.2021")),
        ("https://aclanthology.org/N19-1423.pdf", Doi("10.18653/v1/n19-1423")),
        (" “Small owls”\n read ", Title('"Small owls" read')),
        ("x" * 5000, Title("x" * LONGEST_TITLE)),
    ],
)
def test_what_is_asked(source: str, question: object) -> None:
    assert question_of(source) == question


@pytest.mark.parametrize("source", ["https://evil.example/2106.09685", "http://169.254.169.254/", "file:///etc/passwd"])
def test_a_link_elsewhere_is_never_a_question(source: str) -> None:
    with pytest.raises(BadIdentifierError):
        question_of(source)


def test_a_page_that_nobody_looks_up() -> None:
    with pytest.raises(PageWithoutIdError):
        question_of("https://openreview.net/forum?id=nZeVKeeFYf9")


@pytest.mark.parametrize("source", ["", "  ", "?!", "a", "\u200b\u200b"])
def test_what_is_no_title(source: str) -> None:
    with pytest.raises(NoProviderKnowsError):
        question_of(source)


@given(st.text(max_size=400))
def test_a_key_fits_its_column_and_repeats_nothing_that_was_typed(text: str) -> None:
    key = key_of(Title(text))
    assert len(key) <= 300
    assert key.startswith("title:")
    assert int(key.removeprefix("title:"), 16) >= 0


def test_keys_of_ids() -> None:
    assert key_of(ArxivId("2106.09685", 2)) == key_of(ArxivId("2106.09685")) == "arxiv:2106.09685"
    assert key_of(Doi("10.1/" + "x" * 250)) == "doi:10.1/" + "x" * 250
    assert key_of(Title("Small Owls!")) == key_of(Title("small  owls"))


@pytest.mark.parametrize(
    ("asked", "found", "same"),
    [
        ("LoRA", "LoRA", True),
        ("lora", "LoRA+", True),
        ("LoRA", "QLoRA", False),
        ("attention is all you need", "Attention Is All You Need.", True),
        ("attention is al you need", "Attention Is All You Need", True),
        ("Attention Is All You Need", "Attention Is Not All You Need", False),
        ("Attention Is All You Need", "Attention", False),
        ("", "", False),
        ("...", "???", False),
    ],
)
def test_titles(asked: str, found: str, same: bool) -> None:
    assert is_same_title(asked, found) is same


def test_a_long_beginning_of_a_title_means_it() -> None:
    title = "On the Reading Habits of Owls and Other Birds of the Night in Northern Forests"
    beginning = title[:60].rpartition(" ")[0]
    owls, short = (PaperFacts("A site", each, "https://example.org") for each in (title, beginning))
    assert paper_meant(beginning, [owls]) is owls
    assert paper_meant(beginning, [owls, short]) is short
    assert paper_meant("On the Reading Habits of Owls", [owls]) is None
    assert paper_meant(title, [short]) is None


@given(st.text(), st.text())
def test_the_order_of_titles_does_not_matter(first: str, second: str) -> None:
    assert is_same_title(first, second) == is_same_title(second, first)


@given(st.text(max_size=300), st.integers(1, 100))
def test_outside_text_is_one_visible_line(sent: str, longest: int) -> None:
    for text in (plain_text(sent, longest), one_line(sent, longest)):
        assert len(text) <= longest
        assert text == " ".join(text.split())
        assert not [char for char in text if unicodedata.category(char)[0] == "C"]


@pytest.mark.parametrize(
    ("sent", "plain"),
    [
        (None, ""),
        ("H<sub>2</sub>O &amp; <i>more</i>", "H2O & more"),
        ("if a < b and c > d", "if a < b and c > d"),
        ("<jats:title>Abstract</jats:title><jats:p>One.</jats:p><jats:p>Two.</jats:p>", "One. Two."),
        ("A&amp;amp;B", "A&B"),
        ("\u202eOwls\u202c\x00 \ud800fly\n\tfar\u200b", "Owls fly far"),
        ("<script>x</script>", "x"),
    ],
)
def test_markup_goes(sent: str | None, plain: str) -> None:
    assert plain_text(sent) == plain


def test_impossible_years_are_none() -> None:
    assert [year_of(year) for year in (None, 0, -1, 99999, 2021)] == [None, None, None, None, 2021]


@pytest.mark.parametrize(
    ("written", "is_open"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", True),
        ("http://creativecommons.org/licenses/by-sa/4.0/legalcode", True),
        ("https://creativecommons.org/publicdomain/zero/1.0/", True),
        ("cc-by", True),
        ("CCBY", True),
        ("public-domain", True),
        ("cc-by-nc-nd", False),
        ("CCBYNCND", False),
        ("https://creativecommons.org/licenses/by-nc/4.0/", False),
        ("https://evil.example/https://creativecommons.org/licenses/by/4.0/", False),
        ("other-oa", False),
        ("", False),
        (None, False),
    ],
)
def test_open_licenses(written: str | None, is_open: bool) -> None:
    assert is_open_license(written) is is_open


def test_ids_in_answers() -> None:
    assert ids_of("https://doi.org/10.1234/Owls", None) == (None, "10.1234/owls")
    assert ids_of("10.48550/arXiv.2106.09685", None) == ("2106.09685", None)
    assert ids_of("nonsense", "2106.09685v3") == ("2106.09685", None)
    assert ids_of(None, "9999.99999") == (None, None)
    assert arxiv_in("https://arxiv.org/abs/2106.09685v1") == "2106.09685"
    assert [arxiv_in(link) for link in ("https://doi.org/10.1/x", "https://evil.example/2106.09685", None)] == [
        None
    ] * 3


FACTS = PaperFacts(
    "arxiv",
    "Small Owls",
    "https://arxiv.org/abs/2106.09685",
    authors=(Author("Ada Owl", "Owl", "Ada"), Author("The Nest Group")),
    year=2021,
    venue="Journal of Owls",
    arxiv_id="2106.09685",
    doi="10.1234/owls",
    abstract="By moonlight.",
    may_show_abstract=True,
)


def test_facts_become_a_paper_to_add() -> None:
    paper = tidied(new_paper(FACTS))
    assert (paper.title, paper.authors, paper.year) == ("Small Owls", ("Ada Owl", "The Nest Group"), 2021)
    assert (paper.arxiv_id, paper.doi, paper.url) == (FACTS.arxiv_id, FACTS.doi, FACTS.url)
    assert (paper.venue, paper.abstract) == ("Journal of Owls", "By moonlight.")


def test_an_abstract_that_may_not_be_shown_is_not_added() -> None:
    assert new_paper(replace(FACTS, may_show_abstract=False)).abstract == ""
