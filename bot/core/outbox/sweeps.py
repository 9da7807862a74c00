"""When to search for copies of a message. Any message that was ever in doubt may exist twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.outbox.entry import FIRST_SWEEP, FURTHEST_WAIT, Limited, Missing, Outcome, Refused

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.outbox.entry import Entry

# Counted from when the message was posted.
SECOND_SWEEP = timedelta(minutes=12)
# If Discord refuses a search, the bot repeats it this often, for this long.
SWEEP_PAUSE, SWEEPS_END = timedelta(hours=1), timedelta(days=1)


def swept(entry: Entry, outcome: Outcome, now: datetime) -> Entry:
    """Return the entry after a search for copies. `not_before` is the time of the next search, None after the last.

    The outcome is `Missing` if no copy is left. A search that could not finish is repeated for a day; meanwhile
    `trouble` is what organizers can do about it.
    """
    done_at = entry.done_at or now
    if isinstance(outcome, Missing) or (isinstance(outcome, Refused) and outcome.is_gone):
        due = done_at + SECOND_SWEEP
        return replace(entry, not_before=due if now < due <= now + FURTHEST_WAIT else None, trouble=None)
    pause = timedelta(seconds=outcome.seconds) if isinstance(outcome, Limited) else FIRST_SWEEP
    due = now + (SWEEP_PAUSE if isinstance(outcome, Refused) else pause)
    # A time far from now was stored while the clock was wrong.
    if abs(due - done_at) > SWEEPS_END:
        return replace(entry, not_before=None, trouble=None)
    return replace(entry, not_before=due, trouble=outcome.trouble if isinstance(outcome, Refused) else entry.trouble)
