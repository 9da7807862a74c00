"""What the search answers with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.core.identifiers import Identifier


@dataclass(frozen=True, slots=True)
class Hit:
    """One paper's key and how well it answers, from 0 to 1.

    1 is a name or title as the catalogue has it; from about 0.8 every word was found; below 0.5 nothing is returned.
    """

    key: str
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """The one paper that is meant."""

    key: str


@dataclass(frozen=True, slots=True)
class DidYouMean:
    """1–10 papers that may be meant, best first. A single one is a guess worth asking about."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class NothingFound:
    """`identifier` is set where the query names, by a valid id or link, a paper that the catalogue does not hold."""

    identifier: Identifier | None = None
