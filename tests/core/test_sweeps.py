"""When the bot looks for copies, and for how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.outbox.entry import Entry, EntryState, Limited, Missing, Refused, Unclear
from bot.core.outbox.kinds import Kind
from bot.core.outbox.sweeps import SECOND_SWEEP, SWEEPS_END, swept
from bot.core.outbox.trouble import Trouble, TroubleCode

NOW = datetime(2026, 1, 4, 17, tzinfo=UTC)
DONE = Entry(
    id=1,
    key="00c1ab00-260104-post",
    kind=Kind.POST,
    club_id=1,
    week_id=1,
    server_id=1,
    channel_id=1,
    is_forum=True,
    wants_thread=False,
    state=EntryState.DONE,
    message_id=7,
    done_at=NOW,
)
LOCKED = Refused(Trouble(TroubleCode.LOCKED))
UNCLEAR = Unclear(Trouble(TroubleCode.ANSWERED, {"status": 504}))


def test_two_complete_searches_are_enough() -> None:
    once = swept(DONE, Missing(), NOW + timedelta(minutes=2))
    assert once.not_before == NOW + SECOND_SWEEP
    assert swept(once, Missing(), NOW + SECOND_SWEEP).not_before is None


def test_a_refusal_is_kept_for_organizers_and_retried_for_a_day() -> None:
    now, entry = NOW + timedelta(minutes=2), DONE
    entry = swept(entry, LOCKED, now)
    assert (entry.trouble, entry.state) == (LOCKED.trouble, EntryState.DONE)
    looks = 1
    while entry.not_before is not None:
        assert entry.not_before > now
        now, looks = entry.not_before, looks + 1
        entry = swept(entry, LOCKED, now)
    assert looks == 24
    assert now - NOW <= SWEEPS_END
    assert entry.trouble is None


def test_once_the_copy_is_gone_the_problem_is_cleared() -> None:
    refused = swept(DONE, LOCKED, NOW + timedelta(hours=1))
    assert swept(refused, Missing(), NOW + timedelta(hours=2)) == replace(DONE, not_before=None)


@pytest.mark.parametrize("outcome", [UNCLEAR, Limited(0)])
def test_an_unclear_search_is_repeated_and_is_no_problem(outcome: Unclear | Limited) -> None:
    now = NOW + timedelta(hours=1)
    again = swept(DONE, outcome, now)
    assert again.not_before is not None
    assert again.not_before >= now
    assert again.trouble is None


def test_in_a_deleted_channel_there_is_no_copy() -> None:
    assert swept(DONE, replace(LOCKED, is_gone=True), NOW + timedelta(hours=1)).not_before is None


@pytest.mark.parametrize("outcome", [Missing(), LOCKED, UNCLEAR])
def test_a_message_with_a_date_years_ahead_is_not_checked_for_years(outcome: Missing | Refused) -> None:
    assert swept(replace(DONE, done_at=NOW + timedelta(days=3650)), outcome, NOW).not_before is None
