"""The details that outbox entries of reminders by direct message store."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.outbox.details import Details


@dataclass(frozen=True, slots=True)
class DirectDetails(Details):
    """Who is reminded of what. `member` is 0 once they were erased."""

    due: str = ""
    member: int = 0
