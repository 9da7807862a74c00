"""Which settings a club may have, and how people type them."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.clubs.club import (
    LONGEST_NAME,
    WEEKDAYS,
    BadTimeOfDayError,
    ClubSettings,
    SettingOutOfRangeError,
    UnknownWeekdayError,
    club_name,
    time_of_day,
    weekday,
)
from bot.core.errors import ClubError
from bot.core.text.short_inputs import one_line
from cogs.ui.refusals import sentence

SLOT = WeeklySlot(6, time(18), "Europe/Berlin")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("18:00", time(18)),
        (" 6:30 ", time(6, 30)),
        ("18.15", time(18, 15)),
        ("18h45", time(18, 45)),
        ("6pm", time(18)),
        ("6:30 P.M.", time(18, 30)),
        ("12am", time(0)),
        ("12:15 pm", time(12, 15)),
        ("0", time(0)),
        ("00:00", time(0)),
        ("23:59", time(23, 59)),
        ("7:00\u202fPM", time(19)),
        ("18：00", time(18)),
        ("１８：００", time(18)),
        ("１８:００", time(18)),
        ("\u200b18:00\ufeff", time(18)),
        ("18\u223600", time(18)),
        ("18\ua78900", time(18)),
        ("18。00", time(18)),
        ("١٨:٠٠", time(18)),
        ("१८:३०", time(18, 30)),
        ("6\u00a0p.m.", time(18)),
        ("６ｐｍ", time(18)),
        ("\u200e6:30\u2009pm\u200f", time(18, 30)),
    ],
)
def test_times_of_day(typed: str, read: time) -> None:
    assert time_of_day(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "25:00",
        "24:00",
        "18:60",
        "18:5",
        "18pm",
        "0am",
        "6 p",
        "am",
        "",
        "noon",
        "-1",
        "18:00:00",
        "`18`",
        "1e1",
        "\u202e",
    ],
)
def test_invalid_times(typed: str) -> None:
    with pytest.raises(BadTimeOfDayError) as refusal:
        time_of_day(typed)
    assert "Try `18:00` or `6 pm`" in sentence(refusal.value)


@given(st.text(max_size=30))
def test_any_text_is_a_time_or_refused_in_a_line(typed: str) -> None:
    try:
        said = f"{time_of_day(typed):%H:%M}"
    except ClubError as refusal:
        said = sentence(refusal)
    assert said.isprintable()
    assert said.count("`") in {0, 6}


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("Monday", 0),
        ("sunday", 6),
        (" Thu ", 3),
        ("tu", 1),
        ("SAT", 5),
        ("Ｆｒｉ", 4),
        ("Wed\u200b", 2),
        ("\u00a0sat.", 5),
    ],
)
def test_weekdays(typed: str, day: int) -> None:
    assert weekday(typed) == day


@pytest.mark.parametrize("typed", ["", "t", "s", "Someday", "Sonntag", "8"])
def test_invalid_weekdays(typed: str) -> None:
    with pytest.raises(UnknownWeekdayError) as refusal:
        weekday(typed)
    assert ", ".join(WEEKDAYS) in sentence(refusal.value)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Sunday \n papers ", "Sunday papers"),
        ("e\u0301tude", "étude"),
        ("a\u202eb\u200bc", "abc"),
        ("読書会", "読書会"),
        ("कृत्रिम क्\u200dष", "कृत्रिम क्\u200dष"),
        ("👩\u200d🔬 papers\u200d", "👩\u200d🔬 papers"),
        ("\u200cمی\u200cخوانیم", "می\u200cخوانیم"),
        ("x" * LONGEST_NAME, "x" * LONGEST_NAME),
    ],
)
def test_names(typed: str, name: str) -> None:
    assert club_name(typed) == name


@pytest.mark.parametrize("typed", ["", "  ", "\u200b\u2060", "x" * (LONGEST_NAME + 1)])
def test_invalid_names(typed: str) -> None:
    with pytest.raises(ClubError):
        club_name(typed)


@given(st.text())
def test_a_name_is_one_visible_line_and_is_kept_unchanged(typed: str) -> None:
    line = one_line(typed)
    assert one_line(line) == line
    assert "\n" not in line
    assert line == line.strip()


@pytest.mark.parametrize(
    ("setting", "allowed", "refused"),
    [
        ("log_days", (1, 14), (0, -1, 15, 10**9)),
        ("review_days", (1, 14), (0, -1, 15, 10**9)),
        ("reviewers", (1, 3), (0, -1, 4, 10**9)),
    ],
)
def test_numbers_within_their_range(setting: str, allowed: tuple[int, ...], refused: tuple[int, ...]) -> None:
    for value in allowed:
        assert getattr(ClubSettings("x", 1, False, SLOT, **{setting: value}), setting) == value  # type: ignore[arg-type]
    for value in refused:
        with pytest.raises(SettingOutOfRangeError) as refusal:
            ClubSettings("x", 1, False, SLOT, **{setting: value})  # type: ignore[arg-type]
        assert sentence(refusal.value) == f"`{setting}` can be {allowed[0]} to {allowed[1]}, not {value:,}."


@pytest.mark.parametrize("number", [-1, 7, 10**9])
def test_a_damaged_weekday_is_refused(number: int) -> None:
    """Reckoned modulo seven, it would move a club's posts to another day for good."""
    with pytest.raises(SettingOutOfRangeError):
        ClubSettings("x", 1, False, WeeklySlot(number, time(18), "Europe/Berlin"))
