"""The details that outbox entries of messages to hosts store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.core.outbox.details import Details


class HostNews(StrEnum):
    """What a message to a member is about. The value is stored.

    `ASKED` asks them to host, `TAKEN` says that their offer became theirs, `ASSIGNED` that an organizer chose them,
    `OFF` that the session they host doesn't take place, `MOVED` that it has another date, and `CARD` is what they need
    an hour before.
    """

    ASKED = "asked"
    TAKEN = "taken"
    ASSIGNED = "assigned"
    OFF = "off"
    MOVED = "moved"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class HostDetails(Details):
    """Who is told what about which session. `member` is 0 once they were erased. `slot` is an ISO date.

    `named` are the members whose words a card may quote: if one of them is erased, so is the card.
    """

    news: str = ""
    slot: str = ""
    member: int = 0
    named: list[int] | None = None

    @classmethod
    def about(cls, news: HostNews, day: date, member_id: int) -> HostDetails:
        return cls(news, day.isoformat(), member_id)

    @property
    def day(self) -> date:
        return date.fromisoformat(self.slot)
