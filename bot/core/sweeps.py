"""When copies of a message are looked for: what was ever in doubt may be there twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.outbox import FIRST_SWEEP, FURTHEST_WAIT, REASON_LIMIT, Limited, Missing, Outcome, Refused

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.outbox import Entry

# Counted from when the message was there.
SECOND_SWEEP = timedelta(minutes=12)
# A look that Discord refuses is made again so often, and so long.
SWEEP_PAUSE, SWEEPS_END = timedelta(hours=1), timedelta(days=1)


def swept(entry: Entry, outcome: Outcome, now: datetime) -> Entry:
    """After a look for copies: `not_before` is the time of the next one, None after the last.

    `Missing` where there is none, or none any more. A look that came to no end is made again for a day; `reason` then
    says what organisers can do about it.
    """
    done_at = entry.done_at or now
    if isinstance(outcome, Missing) or (isinstance(outcome, Refused) and outcome.is_gone):
        due = done_at + SECOND_SWEEP
        return replace(entry, not_before=due if now < due <= now + FURTHEST_WAIT else None, reason="", trouble="")
    pause = timedelta(seconds=outcome.seconds) if isinstance(outcome, Limited) else FIRST_SWEEP
    due = now + (SWEEP_PAUSE if isinstance(outcome, Refused) else pause)
    # A time of its own that is far ahead is that of a clock which was wrong.
    if abs(due - done_at) > SWEEPS_END:
        return replace(entry, not_before=None, reason="", trouble="")
    reason = outcome.reason if isinstance(outcome, Refused) else entry.reason
    trouble = outcome.trouble if isinstance(outcome, Refused) else entry.trouble
    return replace(entry, not_before=due, reason=reason[:REASON_LIMIT], trouble=trouble)
