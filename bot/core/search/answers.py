"""The answers that the search gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.core.papers.identifiers import Identifier


@dataclass(frozen=True, slots=True)
class Hit:
    """A paper's key and how well it matches, from 0 to 1.

    1 means a name or title exactly as in the catalog. From about 0.8, every word was found. Below 0.5, nothing is
    returned.
    """

    key: str
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """Exactly one paper is meant. `score` is as in `Hit`; None if an id or a link says which."""

    key: str
    score: float | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class DidYouMean:
    """1–10 papers that may be meant, best first. A single one is a guess worth asking about."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class NothingFound:
    """No paper was found.

    `identifier` is set if the query has a valid id or link of a paper that is not in the catalog.
    """

    identifier: Identifier | None = None
