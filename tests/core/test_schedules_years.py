"""A list's years: right, or none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.schedules.dates import first_date
from bot.core.schedules.files import read_schedule
from bot.core.schedules.years import SchoolYear, with_years, year_in


@st.composite
def lists(draw: st.DrawFn) -> list[date]:
    """Draw the days of a group that meets weekly or every other week, with breaks, from the first or from the last."""
    day = draw(st.dates(date(2004, 1, 1), date(2036, 1, 1)))
    step = timedelta(draw(st.sampled_from([7, 14])))
    breaks = draw(st.dictionaries(st.integers(0, 60), st.integers(1, 5), max_size=4))
    days = []
    for at in range(draw(st.integers(4, 60))):
        days.append(day)
        day += step * (1 + breaks.get(at, 0))
    return days[::-1] if draw(st.booleans()) else days


def read(written: list[str], heading: str = "") -> list[date | None]:
    found = [first_date(text) for text in written]
    return with_years(found, [year_in(heading)] * len(found), [heading] * len(found))


def write(days: list[date], *, weekdays: set[int], years: dict[int, int]) -> list[str]:
    return [
        (f"{day:%a}, " if at in weekdays else "") + f"{day:%b} {day.day}" + (f", {years[at]}" if at in years else "")
        for at, day in enumerate(days)
    ]


def some(days: list[date]) -> st.SearchStrategy[set[int]]:
    return st.sampled_from([set[int](), set(range(len(days))), set(range(0, len(days), 3))])


@given(lists(), st.data())
def test_one_year_that_is_said_gives_all(days: list[date], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(days) - 1))
    written = write(days, weekdays=data.draw(some(days)), years={at: days[at].year})
    assert read(written) == days


@given(lists(), st.data())
def test_without_any_year_there_is_none(days: list[date], data: st.DataObject) -> None:
    assert read(write(days, weekdays=data.draw(some(days)), years={})) == [None] * len(days)


@given(lists(), st.data())
def test_below_a_term_every_year_is_right_or_missing(days: list[date], data: st.DataObject) -> None:
    """The heading names the year in which a list in order begins. From the last row on, it needs a season."""
    first = min(days)
    autumn = f"Fall {first.year}"
    heading = autumn if days[0] > first else data.draw(st.sampled_from([autumn, str(first.year)]))
    assert read(write(days, weekdays=data.draw(some(days)), years={}), heading) == days


@given(lists(), st.data())
def test_a_year_above_a_list_from_the_last_row_on_is_right_or_missing(days: list[date], data: st.DataObject) -> None:
    days = sorted(days, reverse=True)
    heading = str(data.draw(st.sampled_from(days)).year)
    found = read(write(days, weekdays=data.draw(some(days)), years={}), heading)
    assert all(one in {day, None} for one, day in zip(found, days, strict=True))


@given(lists(), st.data())
def test_a_slip_in_one_year_spoils_no_other_row(days: list[date], data: st.DataObject) -> None:
    right, slip = data.draw(st.lists(st.integers(0, len(days) - 1), min_size=2, max_size=2, unique=True))
    years = {right: days[right].year, slip: days[slip].year + data.draw(st.sampled_from([-1, 1]))}
    found = read(write(days, weekdays=set(range(len(days))), years=years))
    others = [(one, day) for at, (one, day) in enumerate(zip(found, days, strict=True)) if at != slip]
    assert all(one == day for one, day in others)
    found = read(write(days, weekdays=set(), years=years), str(days[right].year) if days[0] < days[-1] else "")
    assert found[right] == days[right]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Wed, 10 Jan 24", "2024-01-10"),
        ("10 Jan 24: Maps", "2024-01-10"),
        ("3-Mar-21 Maps", "2021-03-03"),
        ("Meeting 10, Wed Jan 24", "None"),
        ("Wed, 10 Jan 10:30", "None"),
        ("10 Jan 11am", "None"),
        ("Week 2 Jan 24", "None"),
    ],
)
def test_a_year_of_two_digits(written: str, day: str) -> None:
    found = first_date(written)
    assert str(found.in_year(None) if found else None) == day


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("2019--2020 Sem 2", SchoolYear(2019)),
        ("2019 to 2020", SchoolYear(2019)),
        ("WS 23/24", SchoolYear(2023)),
        ("AY 2023-24", SchoolYear(2023)),
        ("Room 23/24", None),
        ("2019-2021", None),
    ],
)
def test_a_school_year(written: str, year: SchoolYear | None) -> None:
    assert year_in(written) == year


@pytest.mark.parametrize("behind", ["(Wed)", "Wed", "(水)", "（수）", ", Wednesday", "周三", "(수요일)"])
def test_the_day_of_the_week_decides_behind_the_date_too(behind: str) -> None:
    rows = "".join(f"- {month}/{day} {behind}: Maps of town {day}\n" for month, day in ((1, 31), (1, 24), (12, 20)))
    text = f"# Readings 2024\n\n{rows}"
    days = [str(session.date) for session in read_schedule("schedule.md", text.encode()).sessions]
    assert days == ["2024-01-31", "2024-01-24", "2023-12-20"]


def test_past_sessions_are_a_list_of_their_own() -> None:
    coming = "## Upcoming\n\n- Oct 4: Maps of old towns\n- Oct 11: Maps of new towns\n"
    past = "## Past\n\n- Jan 11: Maps of two rivers\n- Jan 18: Maps of old walls\n- Mar 8: Maps of far seas\n"
    for text in (f"# Readings 2023\n\n{coming}\n{past}", f"# Readings 2023\n\n{past}\n{coming}"):
        days = {str(session.date) for session in read_schedule("schedule.md", text.encode()).sessions}
        assert days == {"2023-01-11", "2023-01-18", "2023-03-08", "2023-10-04", "2023-10-11"}


@pytest.mark.parametrize(
    ("sentence", "year"),
    [
        ("In spring 2021, we began to meet.", 2021),
        ("We have met since the spring of 2021.", 2021),
        ("We meet in fall 2021.", None),
        ("In spring 2021 and in spring 2022, we met.", None),
        ("In April 2021, Berg wrote a book on maps.", None),
        ("We like the [report in spring 2021](https://example.org).", None),
    ],
)
def test_a_sentence_may_tell_the_year(sentence: str, year: int | None) -> None:
    rows = "- April 7: Maps of old towns\n- April 14: Maps of new towns\n- May 5: Maps of rivers\n"
    found = read_schedule("schedule.md", f"{sentence}\n\n{rows}".encode()).sessions
    assert {session.date.year if session.date else None for session in found} == {year}


def test_a_sentence_tells_no_year_against_the_days_of_the_week() -> None:
    text = "We have met since the spring of 2021.\n\n- Mon, April 7: Maps of old towns\n- April 14: Maps of new towns\n"
    assert {session.date for session in read_schedule("schedule.md", text.encode()).sessions} == {None}


@pytest.mark.parametrize(
    ("rows", "days"),
    [
        # Three dates show no order, so the days of the week do.
        (["4月10日（水）", "12月18日（水）", "1月15日（水）"], ["2024-04-10", "2024-12-18", "2025-01-15"]),
        (["Wed, Jan 15", "Wed, Dec 18", "Wed, Apr 10"], ["2025-01-15", "2024-12-18", "2024-04-10"]),
        (["Jan 10 '24", "Jan. 17, ’24", "Jan 24"], ["2024-01-10", "2024-01-17", "2024-01-24"]),
        (["Do, 10. Oktober", "Donnerstag, den 5. Dezember"], ["2024-10-10", "2024-12-05"]),
    ],
)
def test_a_short_list_below_a_year(rows: list[str], days: list[str]) -> None:
    assert [str(day) for day in read(rows, "2024")] == days
