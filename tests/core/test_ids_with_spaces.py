"""Ids as text copied from a PDF has them, and links in Markdown."""

from __future__ import annotations

import pytest

from bot.core.papers.identifiers import ArxivId, Doi, without_stray_spaces
from bot.core.search.ids import ids_in


@pytest.mark.parametrize(
    "typed",
    [
        *("2106. 09685", "2106 .09685", "arXiv : 2106.09685", "arxiv: 2106. 09685", "2106.\n09685"),
        *("https: //arxiv.org/abs/2106.09685", "https://arxiv.org/abs/ 2106.09685", "2 1 0 6 . 0 9 6 8 5"),
        *("[LoRA](https://arxiv.org/abs/2106.09685)", "2106.09685"),
    ],
)
def test_an_arxiv_id_with_spaces_is_read(typed):
    assert ArxivId("2106.09685") in list(ids_in(typed))


@pytest.mark.parametrize("typed", ["10.1103 / abc.58", "10. 1103/abc.58", "doi : 10.1103/ abc.58", "10.1103/\nabc.58"])
def test_a_doi_with_spaces_is_read(typed):
    assert Doi("10.1103/abc.58") in list(ids_in(typed))


def test_a_link_whose_text_is_its_doi_has_one():
    found = list(ids_in("[10.1103/abc.58](https://doi.org/10.1103/abc.58)"))[1:]
    assert set(found) == {Doi("10.1103/abc.58")}


@pytest.mark.parametrize("typed", ["Attention in 2017. A review", "lora: low-rank", "version 3. 5", "9999. 99999", ""])
def test_other_texts_stay_as_they_are(typed):
    assert without_stray_spaces(typed) == typed
