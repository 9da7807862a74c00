"""The details that outbox entries about clubs store."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.outbox.details import Details


@dataclass(frozen=True, slots=True)
class NewsDetails(Details):
    """What happened to the club, in one word. News about a break have its first day, and those of a moved post both."""

    news: str
    day: str | None = None
    before: str | None = None
