"""How long the bot keeps data that nobody needs any more. What is needed is in `bot/storage/privacy/pruning.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Retention:
    """`outbox` counts from the end of a week, `drafts` from when one was typed."""

    outbox: timedelta
    drafts: timedelta

    def ended_before(self, now: datetime) -> datetime:
        """Of weeks that ended before this instant, the outbox keeps only what is needed."""
        return now - self.outbox

    def drafted_before(self, now: datetime) -> datetime:
        return now - self.drafts
