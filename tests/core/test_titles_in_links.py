"""The words of titles in the addresses of pages."""

from __future__ import annotations

import pytest

from bot.core.papers.titles_in_links import title_words

TIDES = "Slow Tides in Old Harbors"


@pytest.mark.parametrize(
    "link",
    [
        "https://www.semanticscholar.org/paper/Slow-Tides-in-Old-Harbors/2c03df8b48bf3fa39054345bafabfeff15bfd11d",
        "https://scholar.google.com/scholar?hl=en&q=Slow+Tides+in+Old+Harbors",
        "paperswithcode.com/paper/Slow-Tides-in-Old-Harbors",
        "<https://www.researchgate.net/publication/286512696_Slow_Tides_in_Old_Harbors>",
        "https://proceedings.neurips.cc/paper/4824-Slow-Tides-in-Old-Harbors.pdf",
        "https://blog.example.org/2016/Slow-Tides-in-Old-Harbors-123abc?utm=a#top",
        "https://example.org/Slow%20Tides%20in%20Old%20Harbors.html",
    ],
)
def test_a_title_in_an_address(link: str) -> None:
    assert title_words(link) == TIDES


@pytest.mark.parametrize(
    "link",
    [
        "https://arxiv.org/abs/slow-tides-in-old-harbors",
        "https://doi.org/slow-tides-in-old-harbors",
        "https://example.org/short-title",
        "https://[::1/slow-tides-in-old-harbors",
        "slow-tides-in-old-harbors",
        "https://example.org/",
        "",
    ],
)
def test_addresses_without_one(link: str) -> None:
    assert title_words(link) == ""
