"""Six forms a minute, and then how long to wait."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.errors import TooFastError
from bot.core.pace import AT_ONCE, WINDOW, require_pace

NOW = datetime(2026, 1, 11, 17, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_six_within_a_minute_are_enough() -> None:
    sent = [NOW - number * 10 * SECOND for number in range(AT_ONCE)]
    require_pace(sent[1:], NOW, "logs")
    with pytest.raises(TooFastError, match=r"6 logs within a minute\. Send this one again in 10 s\."):
        require_pace(sent, NOW, "logs")


def test_what_is_older_than_a_minute_does_not_count() -> None:
    require_pace([NOW - WINDOW] * AT_ONCE, NOW, "logs")
    with pytest.raises(TooFastError, match="in 1 s"):
        require_pace([NOW - WINDOW + SECOND / 2] * AT_ONCE, NOW, "logs")
