"""A club's breaks: which are taken, and what they do to deadlines."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.calendar.breaks import (
    LONGEST_BREAK,
    LONGEST_REASON,
    MOST_BREAKS,
    Break,
    BreakBackwardsError,
    BreakOverError,
    BreaksOverlapError,
    BreakTooLongError,
    LongBreakReasonError,
    TooManyBreaksError,
    after_break,
    break_at,
    break_between,
    moved_deadline,
    new_break,
    reminder_at,
    still_needed,
    stretched,
)
from bot.core.calendar.weekly_slot import zone_names, zone_of

ZONES = st.sampled_from(sorted(zone_names()))
DAY = timedelta(days=1)
DAYS = st.dates(date(2011, 12, 1), date(2012, 3, 1))  # Samoa skipped a day of that winter
MOMENTS = st.datetimes(datetime(2011, 12, 1), datetime(2012, 3, 1), timezones=st.just(UTC))  # noqa: DTZ001
BREAKS = st.lists(st.builds(lambda first, days: Break(first, first + days * DAY), DAYS, st.integers(0, 20)), max_size=4)
TODAY = date(2026, 6, 1)
SUMMER = Break(date(2026, 7, 20), date(2026, 8, 31), "Summer")


def taken(first: str, last: str, *, reason: str = "", breaks: tuple[Break, ...] = (SUMMER,)) -> Break:
    return new_break(date.fromisoformat(first), date.fromisoformat(last), reason, breaks, TODAY)


def test_a_break_is_taken() -> None:
    assert taken("2026-12-20", "2027-01-03", reason=" Winter\n break ").reason == "Winter break"
    assert taken("2026-07-19", "2026-07-19") == Break(date(2026, 7, 19), date(2026, 7, 19))
    assert taken("2026-05-20", "2026-06-01").first == date(2026, 5, 20)


OVERLAP = {"first": SUMMER.first, "last": SUMMER.last, "is_one_day": False}


@pytest.mark.parametrize(
    ("first", "last", "refusal", "facts"),
    [
        ("2026-09-02", "2026-09-01", BreakBackwardsError, {"first": date(2026, 9, 2), "last": date(2026, 9, 1)}),
        ("2026-05-01", "2026-05-31", BreakOverError, {"last": date(2026, 5, 31)}),
        ("2027-01-01", "2028-01-02", BreakTooLongError, {"days": LONGEST_BREAK + 1, "most": LONGEST_BREAK}),
        ("2026-07-01", "2026-07-20", BreaksOverlapError, OVERLAP),
        ("2026-08-31", "2026-09-20", BreaksOverlapError, OVERLAP),
        ("2026-08-01", "2026-08-02", BreaksOverlapError, OVERLAP),
    ],
)
def test_other_breaks_are_refused(first: str, last: str, refusal: type[Exception], facts: dict[str, object]) -> None:
    with pytest.raises(refusal) as refused:
        taken(first, last)
    assert vars(refused.value) == facts


def test_a_club_has_only_so_many_breaks_ahead() -> None:
    ahead = tuple(
        Break(date(2027, 1, 1) + week * 7 * DAY, date(2027, 1, 1) + week * 7 * DAY) for week in range(MOST_BREAKS)
    )
    over = tuple(Break(date(2020, 1, day), date(2020, 1, day)) for day in range(1, 31))
    assert taken("2026-12-20", "2026-12-21", breaks=over + ahead[1:]).last == date(2026, 12, 21)
    with pytest.raises(TooManyBreaksError):
        taken("2026-12-20", "2026-12-21", breaks=ahead)
    with pytest.raises(LongBreakReasonError):
        taken("2026-12-20", "2026-12-21", reason="x" * (LONGEST_REASON + 1))


@given(MOMENTS, BREAKS, ZONES)
def test_what_waits_out_a_break_comes_on_the_first_day_after_it(
    moment: datetime, breaks: list[Break], zone: str
) -> None:
    waited = after_break(moment, breaks, zone)
    assert break_at(waited, breaks, zone) is None
    if break_at(moment, breaks, zone) is None:
        assert waited == moment
        return
    days = {day.astimezone(zone_of(zone)).date() for day in _days_between(moment, waited)}
    days -= {waited.astimezone(zone_of(zone)).date()}
    assert all(any(one.covers(day) for one in breaks) for day in days)


@given(MOMENTS, st.integers(1, 14), BREAKS, ZONES)
def test_a_stretched_week_keeps_its_days(start: datetime, days: int, breaks: list[Break], zone: str) -> None:
    """The days outside of breaks after the start are at least as many as before, and the last one is needed."""
    deadline = start + days * DAY
    later = stretched(deadline, start, breaks, zone)
    assert break_at(later, breaks, zone) is None
    assert later >= deadline
    first, promised, last = (at.astimezone(zone_of(zone)).date() for at in (start, deadline, later))
    free = [first + (number + 1) * DAY for number in range((last - first).days)]
    free = [day for day in free if not any(one.covers(day) for one in breaks)]
    # Where the calendar skips a day, a promise to that day ends a day later.
    assert len(free) - (promised - first).days in {0, 1}
    if not any(one.first <= promised and one.last > first for one in breaks):
        assert later == deadline


def test_a_deadline_moves_by_the_days_of_a_break_and_keeps_its_time() -> None:
    start, deadline = datetime(2026, 10, 18, 16, tzinfo=UTC), datetime(2026, 10, 23, 16, tzinfo=UTC)
    autumn = [Break(date(2026, 10, 20), date(2026, 10, 26))]
    # 18:00 in Berlin, before and after the end of summer time.
    assert stretched(deadline, start, autumn, "Europe/Berlin") == datetime(2026, 10, 30, 17, tzinfo=UTC)
    assert after_break(deadline, autumn, "Europe/Berlin") == datetime(2026, 10, 27, 17, tzinfo=UTC)


def _days_between(first: datetime, last: datetime) -> list[datetime]:
    return [first + hours * timedelta(hours=12) for hours in range(int((last - first) / timedelta(hours=12)) + 1)]


@given(MOMENTS, st.timedeltas(timedelta(hours=1), timedelta(days=30)), BREAKS, ZONES)
def test_a_reminder_comes_before_its_deadline_and_outside_of_breaks(
    moment: datetime, ahead: timedelta, breaks: list[Break], zone: str
) -> None:
    deadline = moment + ahead
    at = reminder_at(moment, deadline, breaks, zone)
    assert moment <= at <= deadline
    if break_at(deadline, breaks, zone) is None:
        assert at == deadline or break_at(at, breaks, zone) is None
    else:
        assert at == moment
    assert at == moment or break_at(moment, breaks, zone) is not None


@given(
    MOMENTS,
    st.integers(1, 30),
    BREAKS,
    st.builds(lambda first, days: Break(first, first + days * DAY), DAYS, st.integers(0, 20)),
    ZONES,
)
def test_deadlines_keep_their_days_when_a_break_is_added(
    now: datetime, days: int, breaks: list[Break], added: Break, zone: str
) -> None:
    deadline = stretched(now + days * DAY, now, breaks, zone)
    moved = moved_deadline(deadline, now, breaks, [*breaks, added], zone)
    assert moved >= deadline
    assert break_at(moved, [*breaks, added], zone) is None
    today, last = now.astimezone(zone_of(zone)).date(), deadline.astimezone(zone_of(zone)).date()
    if added.last < today or added.first > last:
        assert moved == deadline
    assert moved_deadline(now - DAY, now, breaks, [*breaks, added], zone) == now - DAY


def test_a_deadline_moves_by_the_days_of_the_break() -> None:
    now, due = datetime(2026, 7, 17, 12, tzinfo=UTC), datetime(2026, 7, 22, 16, tzinfo=UTC)
    assert moved_deadline(due, now, [], [SUMMER], "Europe/Berlin") == datetime(2026, 9, 3, 16, tzinfo=UTC)


def test_breaks_are_found_between_days_and_forgotten_long_after() -> None:
    winter = Break(date(2026, 12, 20), date(2027, 1, 3))
    assert break_between([winter, SUMMER], date(2026, 7, 1), date(2027, 2, 1)) == SUMMER
    assert break_between([winter, SUMMER], date(2026, 9, 1), date(2026, 12, 20)) == winter
    assert break_between([winter, SUMMER], date(2026, 9, 1), date(2026, 12, 19)) is None
    assert still_needed([winter, SUMMER], date(2026, 11, 1)) == (SUMMER, winter)
    assert still_needed([winter, SUMMER], date(2027, 1, 1)) == (winter,)
