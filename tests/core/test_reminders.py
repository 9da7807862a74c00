"""Who is reminded by direct message, and who in the thread."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.outbox.entry import Entry, EntryState, Refused, after, sending
from bot.core.outbox.kinds import Kind
from bot.core.outbox.trouble import Trouble, TroubleCode
from bot.core.privacy.member_data import without_member
from bot.core.reminders.details import DirectDetails
from bot.core.reminders.reminder import Due, split, still_helps
from bot.core.weeks.week import Week, WeekState

NOON = datetime(2026, 1, 16, 12, tzinfo=UTC)
DAY = timedelta(days=1)
MEMBERS = st.lists(st.integers(1, 9), unique=True)
WEEK = Week(
    id=1,
    club_id=1,
    slot=date(2026, 1, 11),
    number=1,
    paper_key="lora",
    state=WeekState.READING,
    is_late=False,
    due_at=NOON - 5 * DAY,
    logs_due=NOON,
    reviews_due=NOON + 2 * DAY,
    channel_id=1,
    message_id=1,
    thread_id=1,
    note=None,
    next_step=None,
    next_step_at=None,
)


@given(MEMBERS, MEMBERS, MEMBERS)
def test_nobody_is_reminded_twice_or_against_their_wish(owing: list[int], called: list[int], asked: list[int]) -> None:
    parted = split(owing, called, asked)
    assert not set(parted.directly) & set(parted.in_thread)
    assert set(parted.directly) == set(owing) & set(asked)
    assert [member for member in called if member not in asked] == list(parted.in_thread)


@given(MEMBERS, MEMBERS, MEMBERS, MEMBERS)
def test_whom_an_anonymous_club_calls_does_not_depend_on_who_owes(
    one: list[int], other: list[int], authors: list[int], asked: list[int]
) -> None:
    assert split(one, authors, asked).in_thread == split(other, authors, asked).in_thread


def test_a_reminder_helps_until_its_deadline() -> None:
    assert still_helps(Due.LOG, WEEK, NOON - DAY)
    assert not still_helps(Due.LOG, WEEK, NOON)
    assert not still_helps(Due.REVIEWS, WEEK, NOON - DAY)
    reviewing = replace(WEEK, state=WeekState.REVIEWING)
    assert still_helps(Due.REVIEWS, reviewing, NOON + DAY)
    assert not still_helps(Due.REVIEWS, reviewing, NOON + 2 * DAY)
    assert not still_helps(Due.LOG, reviewing, NOON - DAY)
    assert not still_helps(Due.REVIEWS, replace(WEEK, state=WeekState.CLOSED), NOON)


def test_a_refused_direct_message_never_waits_for_organizers() -> None:
    entry = Entry(1, "key", Kind.DIRECT, 1, 1, 1, 1, is_forum=False, wants_thread=False)
    sent = sending(entry, NOON)
    for is_gone in (False, True):
        refused = after(sent, Refused(Trouble(TroubleCode.NO_ACCESS), is_gone=is_gone), NOON)
        assert refused.state is EntryState.CANCELLED


def test_an_erased_member_is_in_no_details() -> None:
    stored = without_member(DirectDetails(Due.LOG, 7).stored(), 7)
    entry = Entry(1, "key", Kind.DIRECT, 1, 1, 1, 1, is_forum=False, wants_thread=False, details=stored)
    assert DirectDetails.of(entry).member == 0
