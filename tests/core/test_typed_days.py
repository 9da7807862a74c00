"""Dates that people type: many ways to write the same day, and plain refusals of what could be two."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.calendar.typed_days import FarDateError, PastDateError, UnclearDateError, UnknownDateError, typed_day
from bot.core.errors import ClubError

TODAY = date(2026, 11, 29)
DAYS = st.dates(TODAY, TODAY + timedelta(days=1000))


@pytest.mark.parametrize(
    "typed",
    [
        *("2026-12-20", "2026/12/20", "20 Dec", "20 December", "Dec 20", "Dec 20 2026", "December 20th, 2026"),
        *("20.12.", "20.12.2026", "20. 12.", "12/20", "20/12/2026", "20-12-2026", "20th of December", "Sun, 20 Dec"),
        *("  20   dec ", "20 DEC.", "２０ Dec", "20 Dec\u200b"),
    ],
)
def test_a_day_is_read(typed: str) -> None:
    assert typed_day(typed, TODAY) == date(2026, 12, 20)


@pytest.mark.parametrize(
    ("typed", "day"),
    [("29 Nov", TODAY), ("28 Nov", date(2027, 11, 28)), ("5.1.", date(2027, 1, 5)), ("29 Feb", date(2028, 2, 29))],
)
def test_without_a_year_the_next_such_day_is_meant(typed: str, day: date) -> None:
    assert typed_day(typed, TODAY) == day


@pytest.mark.parametrize(
    "typed",
    ["", "soon", "30 Feb", "2026-02-30", "32 Dec", "Dec", "20", "1 2 2026", "20-22 Dec", "Dec 20 - 22", "20.13."],
)
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(UnknownDateError):
        typed_day(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        *(("Today", TODAY), ("tomorrow ", TODAY + timedelta(days=1)), ("today evening", None)),
        *(("Sunday", TODAY), ("sun", TODAY), ("Monday", TODAY + timedelta(days=1)), ("Weds", None)),
        *(("tues", TODAY + timedelta(days=2)), (" THURS. ", TODAY + timedelta(days=4))),
        *(("Saturday", TODAY + timedelta(days=6)), ("next Friday", None), ("Sunday evening", None)),
    ],
)
def test_a_weekday_is_the_next_one_from_today_on(typed: str, day: date | None) -> None:
    if day is None:
        with pytest.raises(UnknownDateError):
            typed_day(typed, TODAY)
    else:
        assert typed_day(typed, TODAY) == day


def test_what_could_be_two_days_is_refused_with_both() -> None:
    with pytest.raises(UnclearDateError) as refused:
        typed_day("3/4", TODAY)
    assert refused.value.days == ("2027-03-04", "2027-04-03")
    # These are the same day either way.
    assert typed_day("5/5", TODAY) == date(2027, 5, 5)


def test_days_that_are_over_or_far_ahead_are_refused() -> None:
    with pytest.raises(PastDateError):
        typed_day("2026-11-28", TODAY)
    with pytest.raises(FarDateError):
        typed_day("2030-01-01", TODAY)


@given(DAYS)
def test_every_day_is_read_however_it_is_written(day: date) -> None:
    month = f"{day:%B}"
    for typed in (
        day.isoformat(),
        f"{day.day} {month} {day.year}",
        f"{month[:3]} {day.day}, {day.year}",
        f"{day.day}.{day.month}.{day.year}",
    ):
        assert typed_day(typed, TODAY) == day


@given(st.text(max_size=60))
def test_any_text_is_a_day_or_refused(typed: str) -> None:
    with suppress(ClubError):
        assert typed_day(typed, TODAY) >= TODAY
