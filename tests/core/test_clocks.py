"""Discord's time shows whether this machine's clock is right."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.calendar.clock_check import ASK_AGAIN_S, LIMIT_S, READINGS, STALE_S, ClockCheck, time_told

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR, YEARS = timedelta(hours=1), timedelta(days=3653)


class Machine:
    """A machine's clock, which may be wrong, and the true time."""

    def __init__(self) -> None:
        self.true, self.ahead = NOON, timedelta(0)
        self.check = ClockCheck(lambda: self.true + self.ahead, lambda: self.true.timestamp() % 1e6)

    def answer(self, told: datetime | None = None) -> None:
        self.check.note(told or self.true)

    def wait(self, span: timedelta) -> None:
        self.true += span


@pytest.fixture
def machine() -> Machine:
    return Machine()


def test_until_discord_tells_the_time_the_machine_is_trusted(machine: Machine) -> None:
    machine.ahead = YEARS
    assert (machine.check.trouble(), machine.check.should_ask()) == ("", False)
    assert machine.check.now() == NOON + YEARS


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (YEARS, "this machine's clock is 10 years ahead of Discord's"),
        (-HOUR, "this machine's clock is 1 hour behind Discord's"),
        (timedelta(minutes=6), "this machine's clock is 6 minutes ahead of Discord's"),
        (timedelta(minutes=4), ""),
        (-timedelta(minutes=4), ""),
    ],
)
def test_a_clock_far_from_discords_is_reported_and_not_used(machine: Machine, ahead: timedelta, words: str) -> None:
    machine.ahead = ahead
    machine.answer()
    assert machine.check.trouble() == words
    assert machine.check.now() == (NOON if words else NOON + ahead)


def test_a_clock_that_jumps_between_two_answers_is_noticed_at_once(machine: Machine) -> None:
    machine.answer()
    machine.wait(HOUR / 2)
    assert machine.check.trouble() == ""
    machine.ahead = YEARS
    assert machine.check.trouble() != ""
    assert machine.check.now() == NOON + HOUR / 2
    machine.ahead = timedelta(0)
    assert machine.check.trouble() == ""


@pytest.mark.parametrize("wrong", [NOON - HOUR, NOON + YEARS, datetime(1970, 1, 1, tzinfo=UTC)])
def test_a_single_answer_with_a_wrong_time_is_outvoted(machine: Machine, wrong: datetime) -> None:
    machine.answer()
    machine.answer()
    machine.answer(wrong)
    assert machine.check.trouble() == ""


@given(st.lists(st.booleans(), min_size=3, max_size=12))
def test_the_clock_is_right_while_most_recent_answers_are(are_right: list[bool]) -> None:
    machine = Machine()
    for is_right in are_right:
        machine.answer(None if is_right else NOON - YEARS)
    assert machine.check.is_wrong == (sum(are_right[-READINGS:]) < 2)


def test_after_a_sleep_that_the_clock_missed_discord_is_asked_first(machine: Machine) -> None:
    for _ in range(READINGS):
        machine.answer()
    seconds = machine.check._elapsed()
    machine.wait(8 * HOUR)
    machine.check._elapsed = lambda: seconds
    assert machine.check.is_wrong
    assert machine.check.should_ask()
    for _ in range(READINGS):
        machine.answer()
    machine.check.note_asked()
    assert machine.check.trouble() == ""


def test_discord_is_asked_again_after_an_hour_and_each_minute_while_the_clock_is_wrong(machine: Machine) -> None:
    machine.answer()
    machine.wait(timedelta(seconds=STALE_S - 1))
    assert not machine.check.should_ask()
    machine.wait(timedelta(seconds=2))
    assert machine.check.should_ask()
    machine.check.note_asked()
    assert not machine.check.should_ask()
    machine.ahead = timedelta(seconds=LIMIT_S + 60)
    assert machine.check.should_ask()
    machine.check.note_asked()
    assert not machine.check.should_ask()
    machine.wait(timedelta(seconds=ASK_AGAIN_S + 1))
    assert machine.check.should_ask()


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ({"Date": "Sun, 01 Mar 2026 12:00:00 GMT"}, NOON),
        ({"Date": "Sun, 01 Mar 2026 13:00:00 +0100"}, NOON),
        ({"Date": "Sun, 01 Mar 2026 11:59:00 GMT", "Age": "60"}, NOON),
        ({"Date": "Sun, 01 Mar 2026 12:00:00 -0000"}, NOON),
        ({}, None),
        ({"Date": ""}, None),
        ({"Date": "yesterday"}, None),
        ({"Date": "Sun, 01 Mar 2026 12:00:00 GMT", "Age": "old"}, None),
        ({"Date": "Sun, 01 Mar 99999 12:00:00 GMT"}, None),
        ({"Date": "Sun, 01 Mar 2026 12:00:00 GMT", "Age": "9" * 20}, None),
    ],
)
def test_the_time_of_an_answer(headers: dict[str, str], told: datetime | None) -> None:
    assert time_told(headers) == told
