"""Views of a paper, and positions in the catalog, in the words that custom ids use."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.papers.paper import Tier

if TYPE_CHECKING:
    from typing import Self

ANY = "any"


class PaperView(StrEnum):
    """The views of a paper."""

    CARD = "card"
    LINEAGE = "lineage"
    CLUSTER = "cluster"
    WRITE = "write"
    CITE = "cite"


class WorldView(StrEnum):
    """The views of a paper of the world that nobody has added yet."""

    CARD = "world-card"
    LINEAGE = "world-lineage"
    CITE = "world-cite"


@dataclass(frozen=True, slots=True)
class BrowsedShelf:
    """A page of the catalog, filtered by a tier and a topic (a slug). Pages count from 0."""

    tier: Tier | None = None
    topic: str | None = None
    page: int = 0

    @property
    def parts(self) -> tuple[str, str, str]:
        """The shelf as the parts of a custom id."""
        return self.tier or ANY, self.topic or ANY, str(self.page)

    @classmethod
    def read(cls, tier: str, topic: str, page: str) -> Self:
        """Return the shelf from a custom id's parts. An unknown tier, as in a forged id, means any."""
        known = tier in set(Tier)
        return cls(Tier(tier) if known else None, None if topic == ANY else topic, int(page))

    def at_page(self, page: int) -> BrowsedShelf:
        return replace(self, page=page)
