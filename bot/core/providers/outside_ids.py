"""Ids and licenses as providers write them."""

from __future__ import annotations

import re
from urllib.parse import quote

from bot.core.papers.ids import ARXIV_DOI, arxiv_id, doi
from bot.core.papers.links import linked
from bot.core.providers.facts import CitedPaper
from bot.core.providers.outside_text import plain_text, year_of

# Licenses that let anybody show the text to others. Each source spells them in its own way: a link, "cc-by", "CCBY".
OPEN = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/(?:licenses/by(?:-sa)?/|publicdomain/).*"
    r"|cc[-_ ]?by(?:[-_ ]?sa)?(?:[-_ ]\d\.\d)?|cc[-_ ]?0(?:[-_ ]1\.0)?|public[-_ ]?domain",
    re.IGNORECASE,
)
DOI_LINK = re.compile(r"https?://(?:dx\.)?doi\.org/", re.IGNORECASE)


def is_open_license(written: str | None) -> bool:
    return bool(OPEN.fullmatch((written or "").strip()))


def ids_of(written_doi: str | None, written_arxiv: str | None = None) -> tuple[str | None, str | None]:
    """Return the arXiv id and the DOI. ArXiv's own DOIs are its ids."""
    paper = arxiv_id(written_arxiv.strip()) if written_arxiv else None
    found = doi(DOI_LINK.sub("", written_doi.strip())) if written_doi else None
    if found and found.id.startswith(ARXIV_DOI):
        paper, found = paper or arxiv_id(found.id.removeprefix(ARXIV_DOI)), None
    return paper.id if paper else None, found.id if found else None


def arxiv_in(link: str | None) -> str | None:
    """Return the arXiv id that a link leads to."""
    found = linked(link or "")
    return found.id if found and arxiv_id(found.id) else None


def cited(
    title: str | None, year: int | None, *, written_doi: str | None = None, written_arxiv: str | None = None
) -> CitedPaper | None:
    """Return an entry of a reference list; None if it names nothing."""
    paper, found = ids_of(written_doi, written_arxiv)
    text = plain_text(title)
    return CitedPaper(text, year_of(year), paper, found) if text or paper or found else None


def address_of(paper: str | None, found: str | None, otherwise: str) -> str:
    """Return the address of the paper's page, made from its ids."""
    if paper:
        return f"https://arxiv.org/abs/{paper}"
    return f"https://doi.org/{quote(found, safe='/:;()')}" if found else otherwise
