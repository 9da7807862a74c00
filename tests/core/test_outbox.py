"""The states of one message, answer by answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.outbox.entry import (
    NONCE_LIMIT,
    Cancelled,
    Entry,
    EntryState,
    Limited,
    Missing,
    Outcome,
    Refused,
    Sent,
    Threaded,
    Unclear,
    after,
    fair_order,
    is_due,
    recovered,
    sending,
    unblocked,
    wait,
)
from bot.core.outbox.kinds import Kind
from bot.core.outbox.sweeps import swept
from bot.core.outbox.trouble import Trouble, TroubleCode

LOCKED, FULL, GONE = Trouble(TroubleCode.LOCKED), Trouble(TroubleCode.THREADS_FULL), Trouble(TroubleCode.DELETED)
NOTHING = Trouble(TroubleCode.NOTHING_TO_SAY)
CUT_OFF = Trouble(TroubleCode.UNREACHED, {"text": "cut off"})
NOW = datetime(2026, 1, 4, 17, tzinfo=UTC)
END = {EntryState.DONE, EntryState.CANCELLED}
OUTCOMES: st.SearchStrategy[Outcome] = st.one_of(
    st.builds(Sent, st.integers(1, 9)),
    st.just(Threaded()),
    st.just(Unclear(CUT_OFF)),
    st.just(Missing()),
    st.builds(Limited, st.floats(0, 3600), st.sampled_from([None, FULL])),
    st.builds(Refused, st.sampled_from([LOCKED, CUT_OFF]), st.booleans()),
    st.builds(Cancelled, st.sampled_from([GONE, NOTHING])),
)


def entry(**facts) -> Entry:
    plain = {"id": 1, "key": "abcd1234-260104-post", "kind": Kind.POST, "club_id": 1, "week_id": 1, "server_id": 1}
    return Entry(**{**plain, "channel_id": 2, "is_forum": False, "wants_thread": True, **facts})


@given(
    st.lists(st.tuples(st.sampled_from(["send", "answer", "crash", "unblock"]), OUTCOMES), max_size=30), st.booleans()
)
def test_whatever_happens_an_entry_stays_valid(steps: list[tuple[str, Outcome]], wants_thread: bool) -> None:
    present, now = entry(wants_thread=wants_thread), NOW
    for what, outcome in steps:
        now += timedelta(minutes=1)
        before, present = present, _moved(present, what, outcome, now)
        assert present.attempts >= before.attempts
        assert present.first_sent_at is None or present.first_sent_at == (before.first_sent_at or now)
        assert before.message_id is None or present.message_id == before.message_id
        # A message that is there is never sent again.
        assert not (before.message_id and present.state in {EntryState.PENDING, EntryState.SENDING})
        # A message that may be posted isn't sent again either, before the bot has looked for it.
        assert before.state is not EntryState.UNKNOWN or present.state is not EntryState.PENDING or outcome == Missing()
        assert before.state not in END or present.state is before.state
        assert present.state is not EntryState.DONE or (present.message_id and present.done_at)
        assert present.state is not EntryState.POSTED or wants_thread


def _moved(present: Entry, what: str, outcome: Outcome, now: datetime) -> Entry:
    if what == "send" and present.state is EntryState.PENDING:
        return sending(present, now)
    if what == "crash":
        return recovered(present)
    if what == "unblock" and present.state is EntryState.BLOCKED:
        return unblocked(present)
    if what == "answer" and present.state not in END and _can_follow(present, outcome):
        return after(present, outcome, now)
    return present


def _can_follow(present: Entry, outcome: Outcome) -> bool:
    """Whether the sender can report this outcome in the entry's state."""
    if isinstance(outcome, Threaded):
        return present.state is EntryState.POSTED
    if isinstance(outcome, Sent):
        return present.message_id is None and present.state in {EntryState.SENDING, EntryState.UNKNOWN}
    if isinstance(outcome, Missing):
        return present.message_id is None
    return True


def test_a_message_without_problems() -> None:
    sent = sending(entry(), NOW)
    assert (sent.state, sent.attempts, sent.first_sent_at) == (EntryState.SENDING, 1, NOW)
    posted = after(sent, Sent(7), NOW)
    assert (posted.state, posted.message_id, posted.is_doubtful) == (EntryState.POSTED, 7, False)
    done = after(posted, Threaded(), NOW)
    assert (done.state, done.done_at, done.not_before) == (EntryState.DONE, NOW, None)
    assert after(replace(sent, wants_thread=False), Sent(7), NOW).state is EntryState.DONE


def test_an_unclear_answer_leads_to_a_search_and_two_sweeps() -> None:
    unknown = after(sending(entry(wants_thread=False), NOW), Unclear(CUT_OFF), NOW)
    assert unknown.state is EntryState.UNKNOWN
    assert not is_due(unknown, NOW)
    assert is_due(unknown, NOW + timedelta(seconds=2))
    done = after(unknown, Sent(7), NOW)
    assert done.is_doubtful
    assert done.not_before == NOW + timedelta(minutes=2)
    again = swept(done, Missing(), NOW + timedelta(minutes=2))
    assert again.not_before == NOW + timedelta(minutes=12)
    assert swept(again, Missing(), NOW + timedelta(minutes=12)).not_before is None


def test_a_message_found_missing_is_sent_again_with_the_same_nonce() -> None:
    first = sending(entry(), NOW)
    second = sending(after(after(first, Unclear(CUT_OFF), NOW), Missing(), NOW), NOW + timedelta(minutes=3))
    assert (second.attempts, second.nonce, second.first_sent_at) == (2, first.nonce, NOW)


def unclear_once(kind: Kind) -> Entry:
    sent = sending(entry(kind=kind, wants_thread=False), NOW)
    return after(after(sent, Unclear(CUT_OFF), NOW), Missing(), NOW)


def test_a_poll_with_nothing_left_to_say_is_looked_for_once_more_if_it_may_appear() -> None:
    waiting = after(unclear_once(Kind.POLL), Cancelled(NOTHING), NOW)
    later = NOW + timedelta(minutes=10)
    assert (waiting.state, waiting.not_before) == (EntryState.UNKNOWN, later)
    found, missing = after(waiting, Sent(7), later), after(waiting, Missing(), later)
    assert (found.state, found.message_id) == (EntryState.DONE, 7)
    assert (missing.state, missing.trouble, missing.not_before) == (EntryState.CANCELLED, NOTHING, None)


@pytest.mark.parametrize(
    "certain",
    [entry(kind=Kind.POLL), after(sending(entry(kind=Kind.POLL), NOW), Limited(60), NOW), unclear_once(Kind.LOG)],
)
def test_what_needs_no_end_or_cannot_appear_is_cancelled_at_once(certain: Entry) -> None:
    assert after(certain, Cancelled(NOTHING), NOW).state is EntryState.CANCELLED


SENDING = sending(entry(), NOW)
POSTED = after(SENDING, Sent(7), NOW)
UNKNOWN = after(SENDING, Unclear(CUT_OFF), NOW)


@pytest.mark.parametrize(
    ("before", "outcome", "state", "seconds", "trouble"),
    [
        (SENDING, Unclear(CUT_OFF), EntryState.UNKNOWN, 2, CUT_OFF),
        (POSTED, Unclear(CUT_OFF), EntryState.POSTED, 2, CUT_OFF),
        (SENDING, Limited(60, FULL), EntryState.PENDING, 60, FULL),
        (POSTED, Limited(60, FULL), EntryState.POSTED, 60, FULL),
        (UNKNOWN, Limited(600), EntryState.UNKNOWN, 600, None),
        (UNKNOWN, Missing(), EntryState.PENDING, None, None),
        (POSTED, Refused(LOCKED), EntryState.BLOCKED, None, LOCKED),
        (UNKNOWN, Cancelled(GONE), EntryState.CANCELLED, None, GONE),
        (UNKNOWN, Sent(7), EntryState.POSTED, None, None),
    ],
)
def test_the_next_state_after_each_answer(
    before: Entry, outcome: Outcome, state: EntryState, seconds: float | None, trouble: Trouble | None
) -> None:
    later = NOW + timedelta(hours=1)
    found = after(before, outcome, later)
    assert (found.state, found.trouble) == (state, trouble)
    assert found.not_before == (None if seconds is None else later + timedelta(seconds=seconds))
    assert found.is_doubtful == (isinstance(outcome, Unclear) or before is UNKNOWN)


@pytest.mark.parametrize(
    ("before", "ready"),
    [
        (SENDING, EntryState.PENDING),  # the first answer was a clear refusal, so nothing can be posted
        (UNKNOWN, EntryState.UNKNOWN),
        (sending(replace(UNKNOWN, state=EntryState.PENDING), NOW), EntryState.UNKNOWN),
        (POSTED, EntryState.POSTED),
    ],
)
def test_a_refused_message_waits_for_an_organizer_and_an_unclear_one_is_looked_for(
    before: Entry, ready: EntryState
) -> None:
    blocked = after(before, Refused(LOCKED), NOW)
    assert not is_due(blocked, NOW + timedelta(days=99))
    freed = unblocked(blocked)
    assert (freed.state, freed.trouble) == (ready, None)
    assert is_due(freed, NOW)


@pytest.mark.parametrize(
    ("before", "may_be_twice"),
    [
        (SENDING, False),
        (sending(after(SENDING, Limited(60), NOW), NOW), True),
        (recovered(SENDING), True),
        (UNKNOWN, True),
    ],
)
def test_a_message_is_looked_for_again_if_there_may_be_a_copy(before: Entry, may_be_twice: bool) -> None:
    posted = after(before, Sent(7), NOW)
    done = after(posted, Threaded(), NOW)
    assert posted.is_doubtful == done.is_doubtful == may_be_twice
    assert done.not_before == (NOW + timedelta(minutes=2) if may_be_twice else None)


KEYS = st.text(min_size=1, max_size=80) | st.text("ab", min_size=NONCE_LIMIT - 1, max_size=2 * NONCE_LIMIT)


@given(KEYS, KEYS)
def test_a_nonce_is_short_and_unique(one: str, other: str) -> None:
    assert 0 < len(entry(key=one).nonce) <= NONCE_LIMIT
    assert (entry(key=one).nonce == entry(key=other).nonce) == (one == other)


@given(st.lists(st.integers(1, 5), max_size=40))
def test_servers_take_turns(servers: list[int]) -> None:
    entries = [entry(id=number, server_id=server) for number, server in enumerate(servers)]
    ordered = fair_order(entries)
    assert sorted(found.id for found in ordered) == [found.id for found in entries]
    seen: dict[int, int] = {}
    turns = []
    for found in ordered:
        seen[found.server_id] = seen.get(found.server_id, 0) + 1
        turns.append(seen[found.server_id])
    assert turns == sorted(turns)
    for server in set(servers):
        ids = [found.id for found in ordered if found.server_id == server]
        assert ids == sorted(ids)


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 2), (2, 4), (5, 32), (9, 512), (10, 600), (16, 600), (10_000, 600)]
)
def test_delays_double_up_to_ten_minutes(attempts: int, seconds: int) -> None:
    assert wait(attempts) == timedelta(seconds=seconds)
