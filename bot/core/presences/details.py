"""The details that outbox entries about presences store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Self

from bot.core.outbox.details import Details

if TYPE_CHECKING:
    from bot.core.weeks.week import Week


@dataclass(frozen=True, slots=True)
class QuestionDetails(Details):
    """The slot of the meeting that is asked about, in ISO format; None if it is the week's own."""

    slot: str | None = None

    @classmethod
    def about(cls, week: Week, slot: date) -> Self:
        return cls(None if slot == week.slot else slot.isoformat())

    def slot_in(self, week: Week) -> date:
        return date.fromisoformat(self.slot) if self.slot else week.slot
