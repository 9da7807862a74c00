"""One message's way, answer by answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.outbox import (
    NONCE_LIMIT,
    Entry,
    EntryState,
    Kind,
    Limited,
    Missing,
    Outcome,
    Refused,
    Sent,
    Threaded,
    Unclear,
    Withdrawn,
    after,
    fair_order,
    is_due,
    recovered,
    sending,
    unblocked,
    wait,
)
from bot.core.sweeps import swept

NOW = datetime(2026, 1, 4, 17, tzinfo=UTC)
END = {EntryState.DONE, EntryState.CANCELLED}
OUTCOMES: st.SearchStrategy[Outcome] = st.one_of(
    st.builds(Sent, st.integers(1, 9)),
    st.just(Threaded()),
    st.just(Unclear("cut off")),
    st.just(Missing()),
    st.builds(Limited, st.floats(0, 3600), st.sampled_from(["", "too many threads"])),
    st.builds(Refused, st.sampled_from(["locked", "x" * 400]), st.booleans()),
    st.just(Withdrawn("gone")),
)


def entry(**facts) -> Entry:
    plain = {"id": 1, "key": "abcd1234-260104-post", "kind": Kind.POST, "club_id": 1, "week_id": 1, "server_id": 1}
    return Entry(**{**plain, "channel_id": 2, "is_forum": False, "wants_thread": True, **facts})


@given(
    st.lists(st.tuples(st.sampled_from(["send", "answer", "crash", "unblock"]), OUTCOMES), max_size=30), st.booleans()
)
def test_whatever_comes_an_entry_stays_sound(steps: list[tuple[str, Outcome]], wants_thread: bool) -> None:
    present, now = entry(wants_thread=wants_thread), NOW
    for what, outcome in steps:
        now += timedelta(minutes=1)
        before, present = present, _moved(present, what, outcome, now)
        assert present.attempts >= before.attempts
        assert present.first_sent_at is None or present.first_sent_at == (before.first_sent_at or now)
        assert before.message_id is None or present.message_id == before.message_id
        assert len(present.reason) <= 200
        # A message that is there is never sent again.
        assert not (before.message_id and present.state in {EntryState.PENDING, EntryState.SENDING})
        # Nor one that may be there, before it was looked for.
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
    """What the sender can say in a state."""
    if isinstance(outcome, Threaded):
        return present.state is EntryState.POSTED
    if isinstance(outcome, Sent):
        return present.message_id is None and present.state in {EntryState.SENDING, EntryState.UNKNOWN}
    if isinstance(outcome, Missing):
        return present.message_id is None
    return True


def test_the_plain_way() -> None:
    sent = sending(entry(), NOW)
    assert (sent.state, sent.attempts, sent.first_sent_at) == (EntryState.SENDING, 1, NOW)
    posted = after(sent, Sent(7), NOW)
    assert (posted.state, posted.message_id, posted.is_doubtful) == (EntryState.POSTED, 7, False)
    done = after(posted, Threaded(), NOW)
    assert (done.state, done.done_at, done.not_before) == (EntryState.DONE, NOW, None)
    assert after(replace(sent, wants_thread=False), Sent(7), NOW).state is EntryState.DONE


def test_an_unclear_answer_is_looked_into_and_its_message_swept_twice() -> None:
    unknown = after(sending(entry(wants_thread=False), NOW), Unclear("cut off"), NOW)
    assert unknown.state is EntryState.UNKNOWN
    assert not is_due(unknown, NOW)
    assert is_due(unknown, NOW + timedelta(seconds=2))
    done = after(unknown, Sent(7), NOW)
    assert done.is_doubtful
    assert done.not_before == NOW + timedelta(minutes=2)
    again = swept(done, Missing(), NOW + timedelta(minutes=2))
    assert again.not_before == NOW + timedelta(minutes=12)
    assert swept(again, Missing(), NOW + timedelta(minutes=12)).not_before is None


def test_what_was_looked_for_and_is_missing_is_sent_again_with_the_same_nonce() -> None:
    first = sending(entry(), NOW)
    second = sending(after(after(first, Unclear("?"), NOW), Missing(), NOW), NOW + timedelta(minutes=3))
    assert (second.attempts, second.nonce, second.first_sent_at) == (2, first.nonce, NOW)


SENDING = sending(entry(), NOW)
POSTED = after(SENDING, Sent(7), NOW)
UNKNOWN = after(SENDING, Unclear("cut off"), NOW)


@pytest.mark.parametrize(
    ("before", "outcome", "state", "seconds", "reason"),
    [
        (SENDING, Unclear("cut off"), EntryState.UNKNOWN, 2, "cut off"),
        (POSTED, Unclear("cut off"), EntryState.POSTED, 2, "cut off"),
        (SENDING, Limited(60, "too many threads"), EntryState.PENDING, 60, "too many threads"),
        (POSTED, Limited(60, "too many threads"), EntryState.POSTED, 60, "too many threads"),
        (UNKNOWN, Limited(600), EntryState.UNKNOWN, 600, ""),
        (UNKNOWN, Missing(), EntryState.PENDING, None, ""),
        (POSTED, Refused("locked"), EntryState.BLOCKED, None, "locked"),
        (UNKNOWN, Withdrawn("gone"), EntryState.CANCELLED, None, "gone"),
        (UNKNOWN, Sent(7), EntryState.POSTED, None, ""),
    ],
)
def test_what_each_answer_leads_to(
    before: Entry, outcome: Outcome, state: EntryState, seconds: float | None, reason: str
) -> None:
    later = NOW + timedelta(hours=1)
    found = after(before, outcome, later)
    assert (found.state, found.reason) == (state, reason)
    assert found.not_before == (None if seconds is None else later + timedelta(seconds=seconds))
    assert found.is_doubtful == (isinstance(outcome, Unclear) or before is UNKNOWN)


@pytest.mark.parametrize(
    ("before", "ready"),
    [
        (SENDING, EntryState.PENDING),  # the first answer was a plain no, so nothing can be there
        (UNKNOWN, EntryState.UNKNOWN),
        (sending(replace(UNKNOWN, state=EntryState.PENDING), NOW), EntryState.UNKNOWN),
        (POSTED, EntryState.POSTED),
    ],
)
def test_what_was_refused_waits_for_an_organiser_and_what_may_be_there_is_looked_for(
    before: Entry, ready: EntryState
) -> None:
    blocked = after(before, Refused("locked"), NOW)
    assert not is_due(blocked, NOW + timedelta(days=99))
    freed = unblocked(blocked)
    assert (freed.state, freed.reason) == (ready, "")
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
def test_a_message_is_looked_for_again_where_it_may_be_there_twice(before: Entry, may_be_twice: bool) -> None:
    posted = after(before, Sent(7), NOW)
    done = after(posted, Threaded(), NOW)
    assert posted.is_doubtful == done.is_doubtful == may_be_twice
    assert done.not_before == (NOW + timedelta(minutes=2) if may_be_twice else None)


KEYS = st.text(min_size=1, max_size=80) | st.text("ab", min_size=NONCE_LIMIT - 1, max_size=2 * NONCE_LIMIT)


@given(KEYS, KEYS)
def test_a_nonce_is_short_and_its_own(one: str, other: str) -> None:
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
def test_waits_double_and_end_at_ten_minutes(attempts: int, seconds: int) -> None:
    assert wait(attempts) == timedelta(seconds=seconds)
