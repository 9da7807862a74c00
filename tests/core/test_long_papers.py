"""A paper that takes several periods: one meeting in each, in any rhythm, whatever breaks come in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.calendar.breaks import Break, break_at
from bot.core.calendar.rhythm import Rhythm
from bot.core.calendar.timetable import Timetable
from bot.core.calendar.weekly_slot import WeeklySlot, zone_names
from bot.core.calendar_files.sessions import Plans, SessionStatus, coming_sessions
from bot.core.meetings.event import EventFacts
from bot.core.meetings.plan import Meeting, MeetingPlan, Place, PlaceKind, meeting_by_plan, meeting_of
from bot.core.syllabus.syllabus import each_named, in_slots
from bot.core.weeks.note import Note, NoteCode, Part, part_of
from bot.core.weeks.week import WeekState
from tests.core.test_calendar_files import MONDAY_SEVEN, NOW, club, told, week

if TYPE_CHECKING:
    from collections.abc import Sequence

DAY = timedelta(days=1)
days = st.dates(date(2020, 1, 1), date(2035, 1, 1))
times = st.times().map(lambda at: at.replace(microsecond=0, second=0))
slots = st.builds(WeeklySlot, st.integers(0, 6), times, st.sampled_from(sorted(zone_names())))
tables = st.builds(Timetable, slots, st.sampled_from(Rhythm), days)
plans = st.builds(MeetingPlan, st.integers(0, 6), times)
waits = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 60)), max_size=3)


def with_breaks(table: Timetable, first: date, found: Sequence[tuple[int, int]]) -> Timetable:
    """The breaks begin so many days after `first`, and last so many days more."""
    breaks = (Break(first + wait * DAY, first + (wait + length) * DAY) for wait, length in found)
    return replace(table, breaks=tuple(sorted(breaks)))


def held(plan: MeetingPlan, taken: Sequence[date], table: Timetable) -> dict[date, Meeting]:
    found = {day: meeting_by_plan(plan, day, table, goes_on=day != taken[0]) for day in taken}
    return {day: meeting for day, meeting in found.items() if meeting}


@settings(max_examples=200)
@given(tables, days, plans, st.integers(1, 6), st.tuples(waits, waits))
def test_each_period_has_exactly_one_meeting_and_none_is_in_a_break(
    table: Timetable, start: date, plan: MeetingPlan, periods: int, breaks: tuple[list[tuple[int, int]], ...]
) -> None:
    """Breaks that were known when the paper was planned, and others that are added after its post."""
    first, (known, late) = table.coming(start, 2)[1], breaks
    planned = with_breaks(table, first, known)
    taken = planned.coming(planned.next_after(table.instant_on(first) - timedelta(minutes=1)), periods)
    now = replace(planned, breaks=(*planned.breaks, *with_breaks(table, taken[0] + DAY, late).breaks))
    meetings = held(plan, taken, now)
    assert len({now.period_of(day) for day in taken}) == periods
    for day, meeting in meetings.items():
        assert break_at(meeting.starts_at, now.breaks, now.slot.zone) is None
        assert meeting.starts_at > now.instant_on(day)
    for (_, meeting), (following, _) in pairwise(meetings.items()):
        assert meeting.starts_at <= now.instant_on(following)
    for day in set(taken) - meetings.keys():
        usual = meeting_of(plan, day, table)
        assert not now.is_free(day) or break_at(usual.starts_at, now.breaks, now.slot.zone) is not None


@given(tables, days, plans, st.integers(1, 6))
def test_without_breaks_every_period_of_the_paper_has_its_meeting(
    table: Timetable, start: date, plan: MeetingPlan, periods: int
) -> None:
    taken = table.coming(table.coming(start, 2)[1], periods)
    meetings = held(plan, taken, table)
    assert list(meetings) == taken
    assert len({meeting.starts_at for meeting in meetings.values()}) == periods


def test_a_break_over_a_further_slot_leaves_out_its_session() -> None:
    table = Timetable(WeeklySlot(6, time(18), "Europe/Berlin"))
    plan, taken = MeetingPlan(3, time(19)), table.coming(date(2026, 1, 11), 3)
    on_break = replace(table, breaks=(Break(date(2026, 1, 14), date(2026, 1, 20)),))
    # The first meeting waits until after the break, in the days of the second, which has no slot any more.
    assert [(day, meeting.starts_at.date()) for day, meeting in held(plan, taken, on_break).items()] == [
        (date(2026, 1, 11), date(2026, 1, 22)),
        (date(2026, 1, 25), date(2026, 1, 29)),
    ]


def test_an_event_says_which_meeting_of_the_paper_it_is() -> None:
    place = Place(PlaceKind.LINK, link="https://meet.example.org")
    meeting = meeting_of(
        MeetingPlan(3, time(19), place=place), date(2026, 1, 11), Timetable(WeeklySlot(6, time(18), "UTC"))
    )
    facts = EventFacts(meeting.starts_at, meeting.ends_at, place, "Sunday papers", 3, "lora")
    assert "part" not in facts.stored()
    second = replace(facts, part=Part(2, 3))
    assert EventFacts.read(second.stored()) == second
    assert EventFacts.read(facts.stored()) == facts
    assert second.differs_in(facts) == {"words"}


def test_a_slot_in_which_a_paper_goes_on_is_known_by_its_note() -> None:
    assert part_of(Note(NoteCode.CONTINUES, {"week": 7, "part": 2, "of": 3})) == Part(2, 3)
    assert each_named(in_slots(["a", "b"], {"a": 3})) == ["a", "a", "a", "b"]
    assert each_named([]) == []


def test_each_meeting_has_its_event_in_calendars_and_the_first_keeps_its_identity() -> None:
    of = club(meeting=MONDAY_SEVEN)
    first, second, third = of.timetable.coming(date(2026, 3, 8), 3)
    before = told(of, {}, NOW, Plans(papers=["lora", "lora", "lora", "b"]))
    posted = replace(week(of, first), periods=3)
    further = [
        replace(
            week(of, day, WeekState.SKIPPED),
            id=9 + number,
            number=None,
            paper_key=None,
            note=Note(NoteCode.CONTINUES, {"week": posted.id, "part": number, "of": 3}),
        )
        for number, day in enumerate((second, third), 2)
    ]
    now = replace(of, next_slot=third + 7 * DAY)
    after = told(now, before, NOW + DAY, Plans([*reversed(further), posted], papers=["b"]))
    assert list(after)[:3] == list(before)[:3] == [of.timetable.period_of(day) for day in (first, second, third)]
    assert [one.sequence for one in after.values()][:3] == [1, 1, 1]
    sessions = coming_sessions(now, Plans([posted, *further], papers=["b"]), NOW)[:4]
    assert [one.part for one in sessions] == [Part(1, 3), Part(2, 3), Part(3, 3), None]
    assert [one.paper_key for one in sessions] == ["lora", "lora", "lora", "b"]
    assert [one.week for one in sessions] == [posted, posted, posted, None]
    on_break = replace(now, breaks=(Break(second, second + 3 * DAY, "Easter"),))
    (_, left_out, *_) = coming_sessions(on_break, Plans([posted, *further], papers=["b"]), NOW)
    assert (left_out.status, left_out.reason) == (SessionStatus.BREAK, "Easter")


def test_without_meetings_a_further_slot_is_no_event() -> None:
    of = replace(club(), next_slot=date(2026, 3, 22))
    posted = replace(week(of, date(2026, 3, 8)), periods=2)
    note = Note(NoteCode.CONTINUES, {"week": posted.id, "part": 2, "of": 2})
    further = replace(week(of, date(2026, 3, 15), WeekState.SKIPPED), id=10, note=note)
    sessions = coming_sessions(of, Plans([further, posted]), NOW)
    assert [(one.week, one.part) for one in sessions][:2] == [(posted, None), (None, None)]
