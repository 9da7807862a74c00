"""Limits how many forms a member may send in a minute: far more than people write, far fewer than a script sends."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.errors import ClubError

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

AT_ONCE, WINDOW = 6, timedelta(minutes=1)


@dataclass(eq=False)
class TooFastError(ClubError):
    """`most` forms were sent within a minute. `seconds` until the next one may be sent."""

    forms: str
    most: int
    seconds: int


def require_pace(sent: Collection[datetime], now: datetime, forms: str) -> None:
    """Raise TooFastError if the member has sent too many forms.

    `sent` holds the times of the latest ones, including those kept as drafts. `forms` are "logs" or "reviews".
    """
    # A time in the future was stored while the clock was wrong.
    recent = sorted(moment for moment in sent if now - WINDOW < moment <= now + WINDOW)
    if len(recent) >= AT_ONCE:
        seconds = max(1, math.ceil((recent[-AT_ONCE] + WINDOW - now).total_seconds()))
        raise TooFastError(forms, AT_ONCE, seconds)
