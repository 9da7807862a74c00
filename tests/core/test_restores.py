"""Which messages the bot looks for after an older backup was restored."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.core.outbox.entry import Entry, EntryState
from bot.core.outbox.kinds import Kind
from bot.core.outbox.restores import Restore, first_id_after, in_doubt, is_slot_in_doubt, restored
from bot.core.outbox.trouble import Trouble, TroubleCode

BACKUP, RESTORED = datetime(2026, 3, 1, 12, tzinfo=UTC), datetime(2026, 3, 10, 12, tzinfo=UTC)
RESTORES = [Restore(BACKUP, RESTORED, 1_000_000)]
DAY = timedelta(days=1)


def entry(kind: Kind = Kind.POST, **facts: Any) -> Entry:
    plain = Entry(
        id=1, key="abc", kind=kind, club_id=1, week_id=1, server_id=1, channel_id=5, is_forum=False, wants_thread=False
    )
    return replace(plain, **facts)


@pytest.mark.parametrize("kind", [Kind.POST, Kind.REMINDER, Kind.DIGEST, Kind.ASSIGNMENTS, Kind.REVIEW_REMINDER])
def test_messages_of_a_slot_are_looked_for_since_the_backup(kind: Kind) -> None:
    doubtful = in_doubt(entry(kind), RESTORES, RESTORED - DAY)
    assert (doubtful.state, doubtful.first_sent_at, doubtful.is_doubtful) == (EntryState.UNKNOWN, BACKUP, True)
    assert in_doubt(entry(kind), RESTORES, RESTORED + 15 * DAY) == entry(kind)
    assert in_doubt(entry(kind), [], RESTORED - DAY) == entry(kind)


@pytest.mark.parametrize(("kind", "name"), [(Kind.LOG, "log_id"), (Kind.REVIEW, "review_id"), (Kind.REVISED, "log_id")])
def test_messages_of_a_number_are_looked_for_if_the_backup_has_the_number(kind: Kind, name: str) -> None:
    old, new = entry(kind, details={name: 17}), entry(kind, details={name: 1_000_000})
    assert in_doubt(old, RESTORES, None).state is EntryState.UNKNOWN
    assert in_doubt(new, RESTORES, None) == new


@pytest.mark.parametrize(
    "said", [entry(Kind.NOTICE), entry(Kind.POLL, details={"poll_id": 1}), entry(Kind.ASSIGNMENTS, key="abc-more-2")]
)
def test_messages_after_a_press_or_an_error_are_new(said: Entry) -> None:
    assert in_doubt(said, RESTORES, RESTORED - DAY) == said


def test_with_two_restores_the_search_begins_at_the_older_backup() -> None:
    both = [*RESTORES, Restore(BACKUP - DAY, RESTORED + DAY, 2_000_000)]
    assert in_doubt(entry(), both, RESTORED).first_sent_at == BACKUP - DAY


@pytest.mark.parametrize("state", [EntryState.PENDING, EntryState.SENDING, EntryState.UNKNOWN, EntryState.BLOCKED])
def test_unsettled_messages_of_the_backup_are_looked_for(state: EntryState) -> None:
    made = BACKUP - DAY
    found = restored(entry(state=state, trouble=Trouble(TroubleCode.LOCKED), not_before=RESTORED), made, ())
    assert (found.state, found.first_sent_at, found.is_doubtful) == (EntryState.UNKNOWN, made, True)
    assert (found.trouble, found.not_before) == (None, None)
    assert restored(entry(state=state, first_sent_at=made - DAY), made, ()).first_sent_at == made - DAY


def test_a_post_without_its_thread_continues_with_the_thread() -> None:
    assert restored(entry(state=EntryState.POSTED, message_id=9), BACKUP, ()).state is EntryState.POSTED


@pytest.mark.parametrize("state", [EntryState.DONE, EntryState.CANCELLED])
def test_settled_messages_stay_settled(state: EntryState) -> None:
    assert restored(entry(state=state), BACKUP, ()) == entry(state=state)


def test_an_older_text_does_not_replace_a_newer_one_but_a_withdrawn_log_is_removed() -> None:
    edit = entry(Kind.LOG_EDIT, details={"log_id": 3, "version": 2}, not_before=RESTORED)
    given_up = restored(edit, BACKUP, ())
    assert (given_up.state, given_up.not_before) == (EntryState.CANCELLED, None)
    assert given_up.trouble == Trouble(TroubleCode.NEWER_MAY_SHOW)
    assert restored(edit, BACKUP, {3}) == edit


@pytest.mark.parametrize(("channel", "state"), [(0, EntryState.CANCELLED), (5, EntryState.UNKNOWN)])
def test_a_notice_is_looked_for_in_its_channel_and_given_up_without_one(channel: int, state: EntryState) -> None:
    assert restored(entry(Kind.NOTICE, channel_id=channel), BACKUP, ()).state is state


def test_new_numbers_are_far_above_the_lost_ones() -> None:
    assert [first_id_after(largest) for largest in (0, 17, 999_999, 1_000_000)] == [
        1_000_000,
        1_000_000,
        1_000_000,
        2_000_000,
    ]


def test_slots_of_two_weeks_after_the_restore_may_have_been_posted_ahead() -> None:
    assert is_slot_in_doubt(RESTORES, RESTORED + 13 * DAY)
    assert not is_slot_in_doubt(RESTORES, RESTORED + 15 * DAY)
