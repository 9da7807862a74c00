"""Recognizes one of the world's papers that a server has already."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from bot.core.papers.author_names import family_name
from bot.core.papers.identifiers import ArxivId, Doi
from bot.core.papers.likeness import plain_family
from bot.core.search.text import LONGEST_TITLE, squash
from bot.core.world_catalog.namesakes import are_namesakes, given_words, without_spaces

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
    ours, theirs = _people(known.authors), _people(paper.authors)
    if not ours or not theirs:
        return True
    return any(
        family == other and not are_namesakes(mine, others) for (family, mine), (other, others) in product(ours, theirs)
    )


def _people(authors: tuple[str, ...]) -> set[tuple[str, tuple[str, ...]]]:
    families = ((name, plain_family(family_name(name))) for name in map(without_spaces, authors[:MOST_AUTHORS]))
    return {(family, given_words(name, family)) for name, family in families}
