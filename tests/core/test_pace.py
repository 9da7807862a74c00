"""Members may send six forms per minute; after that, they have to wait."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.pace import AT_ONCE, WINDOW, TooFastError, require_pace
from cogs.ui.refusals import sentence

NOW = datetime(2026, 1, 11, 17, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_six_forms_within_a_minute_are_the_limit() -> None:
    sent = [NOW - number * 10 * SECOND for number in range(AT_ONCE)]
    require_pace(sent[1:], NOW, "logs")
    with pytest.raises(TooFastError) as refusal:
        require_pace(sent, NOW, "logs")
    assert sentence(refusal.value) == "You're going fast: 6 logs in a minute. Send this one again in 10 s."


def test_forms_older_than_a_minute_do_not_count() -> None:
    require_pace([NOW - WINDOW] * AT_ONCE, NOW, "logs")
    with pytest.raises(TooFastError, match="seconds=1\\)"):
        require_pace([NOW - WINDOW + SECOND / 2] * AT_ONCE, NOW, "logs")
