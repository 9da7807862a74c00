"""How many forms one member may send in a minute: far more than anybody writes, far fewer than a script sends."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.errors import TooFastError

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

AT_ONCE, WINDOW = 6, timedelta(minutes=1)


def require_pace(sent: Collection[datetime], now: datetime, things: str) -> None:
    """`sent` is when the member's last ones came, also those that were kept as drafts. Raises TooFastError."""
    # What has a time to come was stored by a clock that was wrong then.
    recent = sorted(moment for moment in sent if now - WINDOW < moment <= now + WINDOW)
    if len(recent) >= AT_ONCE:
        seconds = max(1, math.ceil((recent[-AT_ONCE] + WINDOW - now).total_seconds()))
        raise TooFastError(
            f"That were {AT_ONCE} {things} within a minute. Send this one again in {seconds} s.", seconds
        )
