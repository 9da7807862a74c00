"""Ids of OpenAlex and Semantic Scholar, as members type them: bare, with a prefix, or in the address of a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.core.world_catalog.paper import OPENALEX, SEMANTIC_SCHOLAR

if TYPE_CHECKING:
    from collections.abc import Iterator

IDS = re.compile(
    r"(?<![\w/.])(?:(?:(?:https?://)?(?:www\.|api\.)?openalex\.org/(?:works/)?|openalex:\s?)(?P<work>w\d{4,12})"
    r"|(?:(?:https?://)?api\.semanticscholar\.org/)?(?:corpusid|s2):\s?(?P<corpus>\d{1,12}))(?!\w)/?",
    re.IGNORECASE | re.ASCII,
)
BARE_WORK = re.compile(r"w\d{4,12}", re.IGNORECASE | re.ASCII)


def source_id_of(query: str) -> str | None:
    """Return the id that the whole query is, in the form that `WorldPaper.all_names` has."""
    typed = query.strip()
    if BARE_WORK.fullmatch(typed):
        return OPENALEX + typed.lower()
    match = IDS.fullmatch(typed)
    return _name(match) if match else None


def source_ids_in(text: str) -> Iterator[str]:
    """Yield the ids in a message. A bare one may be any other word."""
    yield from map(_name, IDS.finditer(text))


def _name(match: re.Match[str]) -> str:
    return f"{OPENALEX}{match['work'].lower()}" if match["work"] else f"{SEMANTIC_SCHOLAR}{match['corpus']}"
