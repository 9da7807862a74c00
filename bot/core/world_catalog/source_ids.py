"""Ids of OpenAlex and Semantic Scholar, as members type them: bare, with a prefix, or in the address of a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.core.world_catalog.paper import OPENALEX, SEMANTIC_SCHOLAR

if TYPE_CHECKING:
    from collections.abc import Iterator

IDS = re.compile(
    r"(?<![\w/.])(?:(?:(?:https?://)?(?:www\.|api\.)?openalex\.org/(?:works/)?|openalex:\s?)(?P<work>w\d{4,12})"
    r"|(?:(?:https?://)?api\.semanticscholar\.org/)?(?:(?:corpus ?id|s2cid)(?::\s?|\s)|(?P<short>s2:\s?))"
    r"(?P<corpus>\d{1,12}))(?!\w)/?(?:[?#]\S*)?",
    re.IGNORECASE | re.ASCII,
)
AROUND = "<>().,;"
FEWEST_DIGITS_IN_PROSE = 5
BARE_WORK = re.compile(r"w\d{4,12}", re.IGNORECASE | re.ASCII)


def source_id_of(query: str) -> str | None:
    """Return the id that the whole query is, in the form that `WorldPaper.all_names` has."""
    typed = query.strip().strip(AROUND)
    if BARE_WORK.fullmatch(typed):
        return OPENALEX + typed.lower()
    match = IDS.fullmatch(typed)
    return _name(match) if match else None


def source_ids_in(text: str) -> Iterator[str]:
    """Yield the ids in a message. A bare one may be any other word."""
    yield from (_name(match) for match in IDS.finditer(text) if _is_sure(match))


def _is_sure(match: re.Match[str]) -> bool:
    """Return whether a message means the paper. "S2: 11 people came" and "corpus ID 3" don't."""
    is_long = len(match["corpus"] or "") >= FEWEST_DIGITS_IN_PROSE
    is_spaced = len(match[0].split()) > 1
    if match["short"]:
        return is_long and not is_spaced
    return bool(match["work"]) or is_long or not is_spaced


def _name(match: re.Match[str]) -> str:
    return f"{OPENALEX}{match['work'].lower()}" if match["work"] else f"{SEMANTIC_SCHOLAR}{match['corpus']}"
