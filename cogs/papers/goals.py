"""What a member may want of a paper, and where they are while browsing: the words that custom ids are made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.papers import Tier

if TYPE_CHECKING:
    from typing import Self

ANY = "any"


class Goal(StrEnum):
    """What to show of a paper."""

    CARD = "card"
    LINEAGE = "lineage"
    CLUSTER = "cluster"
    WRITE = "write"
    CITE = "cite"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of the catalogue, narrowed to a tier and a topic (a slug); pages count from 0."""

    tier: Tier | None = None
    topic: str | None = None
    page: int = 0

    @property
    def parts(self) -> tuple[str, str, str]:
        """As a custom id spells it."""
        return self.tier or ANY, self.topic or ANY, str(self.page)

    @classmethod
    def read(cls, tier: str, topic: str, page: str) -> Self:
        """From a custom id's parts; an unknown tier, as a forged id may hold, is any."""
        known = tier in set(Tier)
        return cls(Tier(tier) if known else None, None if topic == ANY else topic, int(page))

    def turned_to(self, page: int) -> Shelf:
        return replace(self, page=page)
