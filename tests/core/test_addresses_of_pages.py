"""What the addresses of pages tell: the DOI of a paper, or the words of its title."""

from __future__ import annotations

import pytest

from bot.core.papers.identifiers import Doi, parse_identifier
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


@pytest.mark.parametrize(
    ("links", "doi"),
    [
        (
            (
                "https://dl.acm.org/doi/10.1145/3442188.3445922?ref=x "
                "https://dl.acm.org/doi/pdf/10.1145/3442188.3445922 "
                "https://dl.acm.org/doi/pdf/10.1145/3442188.3445922?casa_token=a https://www.pnas.org/doi/full/"
                "10.1145/3442188.3445922 https://journals.plos.org/x/article?id=10.1145/3442188.3445922&type=a "
                "https://www.frontiersin.org/articles/10.1145/3442188.3445922/full "
                "https://doi-org.proxy.example.edu/10.1145/3442188.3445922 "
                "https://agupubs.onlinelibrary.wiley.com/doi/epdf/10.1145/3442188.3445922"
            ),
            "10.1145/3442188.3445922",
        ),
        (
            (
                "https://www.biorxiv.org/content/10.1101/2020.01.01.123456v1.full "
                "https://www.biorxiv.org/content/10.1101/2020.01.01.123456v2.full.pdf+html?x=1 "
                "https://www.biorxiv.org/content/10.1101/2020.01.01.123456v1"
            ),
            "10.1101/2020.01.01.123456",
        ),
        (
            (
                "nature.com/articles/s41586-021-03819-2?utm_source=x#Sec1 nature.com/articles/s41586-021-03819-2.pdf "
                "https://www.nature.com/articles/s41586-021-03819-2.epdf?author_access_token=x"
            ),
            "10.1038/s41586-021-03819-2",
        ),
        ("https://www.jstor.org/stable/2183914 jstor.org/stable/pdf/2183914.pdf?x=y", "10.2307/2183914"),
        ("https://zenodo.org/records/1234567/files/a.pdf https://zenodo.org/record/1234567", "10.5281/zenodo.1234567"),
        ("https://papers.ssrn.com/sol3/papers.cfm?abstract_id=376&x=1", "10.2139/ssrn.376"),
        (
            "elifesciences.org/articles/12345v2 elifesciences.org/articles/12345#a",
            "10.7554/elife.12345",
        ),
    ],
)
def test_a_page_of_a_publisher_has_the_doi_in_its_address(links: str, doi: str) -> None:
    for link in links.split():
        found = parse_identifier(link)
        assert isinstance(found, Doi), link
        assert found.id == doi, link
