"""Finds papers by the ids, DOIs and links in a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.papers.identifiers import LONGEST_IDENTIFIER, Doi, identifiers_in, same_link, without_stray_spaces
from bot.core.papers.links import linked, pages_of
from bot.core.search.text import normalise
from bot.core.search.words import STOP_WORDS
from bot.core.text.typed import readable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.core.papers.identifiers import Identifier
    from bot.core.papers.paper import Paper


class PaperIds:
    def __init__(self, papers: Sequence[Paper]) -> None:
        """Number the papers in the given order."""
        self._numbers = {known: number for number, paper in enumerate(papers) for known in _ids(paper)}

    def number(self, identifier: Identifier | str) -> int | None:
        """Return the paper with this id, DOI or link.

        A DOI is tried as typed, then without a slash or period at its end.
        """
        if isinstance(identifier, str):
            return self._numbers.get(same_link(identifier))
        if isinstance(identifier, Doi) and (exact := self._numbers.get(identifier.written)) is not None:
            return exact
        return self._numbers.get(identifier.id)


def ids_in(query: str) -> Iterator[Identifier | str]:
    """Yield the query itself, which may be a link, and the ids and links anywhere in it."""
    text = without_stray_spaces(readable(query[:LONGEST_IDENTIFIER]))
    yield text.strip()
    yield from (identifier for _, _, identifier in identifiers_in(text))


def without_ids(text: str) -> tuple[str, Identifier | None]:
    """Return the words next to ids and links in a readable text, and the first id.

    The words are empty if they say nothing.
    """
    beside: list[str] = []
    at, first = 0, None
    for start, end, identifier in identifiers_in(text):
        beside.append(text[at:start])
        at = end
        first = first or (None if isinstance(identifier, str) else identifier)
    words = " ".join([*beside, text[at:]])
    return (words if set(normalise(words).split()) - STOP_WORDS else ""), first


def _ids(paper: Paper) -> Iterator[str]:
    if paper.arxiv_id:
        yield paper.arxiv_id.lower()
    if paper.doi:
        yield paper.doi.lower()
        yield from (page.id for page in pages_of(Doi(paper.doi.lower())))
    if found := linked(paper.url):
        yield found.id
    if link := same_link(paper.url):
        yield link
