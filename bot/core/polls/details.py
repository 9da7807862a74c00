"""The details that outbox entries about polls store."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.outbox.details import Details


@dataclass(frozen=True, slots=True)
class PollDetails(Details):
    """Which poll. `club_name` is set for the poll's own message, `members` for its result: who nominated the winner."""

    poll_id: int = 0
    club_name: str | None = None
    members: list[int] | None = None


@dataclass(frozen=True, slots=True)
class PollEndDetails(Details):
    """The poll to end because its club has closed. That is right whatever happens later, so a restore keeps it."""

    poll_id: int = 0
    club_name: str = ""
    is_withdrawn: bool = True
