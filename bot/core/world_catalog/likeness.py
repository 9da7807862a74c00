"""Recognizes one of the world's papers that a server has already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.papers.author_names import family_name
from bot.core.papers.identifiers import ArxivId, Doi
from bot.core.papers.likeness import plain_family
from bot.core.search.text import LONGEST_TITLE, squash

if TYPE_CHECKING:
    from bot.core.papers.paper import Catalog, Paper
    from bot.core.search.lookups import Lookups
    from bot.core.world_catalog.paper import WorldPaper

MOST_AUTHORS = 30


def known_key(paper: WorldPaper, catalog: Catalog, index: Lookups) -> str | None:
    """Return the key of the same paper in the catalog: by arXiv id, DOI, or the same title with a common author."""
    if paper.arxiv_id and (key := index.holds(ArxivId(paper.arxiv_id))):
        return key
    if paper.doi and (key := index.holds(Doi(paper.doi, paper.doi))):
        return key
    title = squash(paper.title, LONGEST_TITLE)
    return next((key for key in index.prose.called(title) if _is_same(paper, title, catalog[key])), None)


def _is_same(paper: WorldPaper, title: str, known: Paper) -> bool:
    if title not in {squash(each, LONGEST_TITLE) for each in (known.title, *known.other_titles)}:
        return False
    ours, theirs = _families(known.authors), _families(paper.authors)
    return not ours or not theirs or not ours.isdisjoint(theirs)


def _families(authors: tuple[str, ...]) -> set[str]:
    return {plain_family(family_name(author)) for author in authors[:MOST_AUTHORS]}
