"""What an erasure does with entries, details and messages."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import discord.utils
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.outbox.entry import FIRST_SWEEP, Entry, EntryState
from bot.core.outbox.kinds import CHANGES, FOR_ERASURES, Kind
from bot.core.outbox.trouble import Trouble, TroubleCode
from bot.core.privacy.details import names_member
from bot.core.privacy.erasure import (
    CHANGE_KINDS,
    LATER,
    SOON,
    THEN,
    ErasedData,
    MessageNeed,
    first_id_after,
    followed,
    is_changed,
    is_over,
    need_of,
    still_shown,
    tried_again,
)
from bot.core.privacy.member_data import without_member
from bot.core.privacy.mentions import without_mentions
from bot.core.reviews.details import AssignmentsDetails

NOW = datetime(2026, 1, 11, 17, tzinfo=UTC)
ADA, BO = 812_345_678_901_234_000, 812_345_678_901_234_001
BLOCKED = Trouble(TroubleCode.LOCKED)

# As large as Discord's: no number of ours is.
users = st.integers(10**12, 2**63 - 1)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
leaves = st.fixed_dictionaries({"type": st.just(10), "content": texts})
parts = st.recursive(
    leaves, lambda inner: st.fixed_dictionaries({"type": st.just(17), "components": st.lists(inner, max_size=3)})
)


def entry(kind: Kind, state: EntryState = EntryState.DONE, **facts: Any) -> Entry:
    details = facts.pop("details", {})
    return Entry(
        1, "k-review-abc", kind, 1, 1, 1, 1, is_forum=False, wants_thread=False, state=state, details=details, **facts
    )


@given(users, st.lists(users, max_size=5), st.lists(st.tuples(users, st.integers(1, 99)), max_size=5), st.booleans())
def test_details_lose_one_member_and_nothing_else(
    user_id: int, members: list[int], pairs: list[tuple[int, int]], is_author: bool
) -> None:
    details: dict[str, Any] = {
        "members": [*members, user_id],
        "reviewers": members,
        "given": [list(pair) for pair in pairs],
        "asked": [[user_id, 3]],
        "author_id": user_id if is_author else 1,
        "part": 0,
        "log_ids": [3],
    }
    left = without_member(details, user_id)
    assert not names_member(left, user_id)
    assert without_member(left, user_id) == left
    assert left["members"] == [one for one in members if one != user_id]
    assert left["given"] == [list(pair) for pair in pairs if pair[0] != user_id]
    assert left["asked"] == []
    assert is_author == ("author_id" not in left)
    assert json.loads(json.dumps(left)) == left


@given(users)
def test_an_empty_list_still_names_nobody(user_id: int) -> None:
    left = without_member(AssignmentsDetails(reviewers=[user_id], part=0).stored(), user_id)
    assert left == {"reviewers": [], "part": 0}


@given(st.lists(parts, max_size=3), users)
def test_a_message_that_mentions_nobody_stays_as_it_is(components: list[dict[str, Any]], user_id: int) -> None:
    if f"<@{user_id}>" not in str(components):
        assert without_mentions(components, user_id, "a former member") == components


@given(st.lists(texts, min_size=1, max_size=4), users, users)
def test_every_mention_goes_and_others_stay(around: list[str], user_id: int, other: int) -> None:
    if user_id == other or any("<@" in text for text in around):
        return
    content = f"<@{user_id}>".join([*around, f"<@{other}>", f"<@!{user_id}>"])
    (left,) = without_mentions([{"type": 10, "content": content}], user_id, "a former member")
    assert str(user_id) not in left["content"].replace(str(other), "") or str(user_id) in "".join(around)
    assert f"<@{other}>" in left["content"]
    assert f"<@{user_id}>" not in left["content"]
    assert f"<@!{user_id}>" not in left["content"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<@7> reviews <@8>", "A former member reviews <@8>"),
        ("<@8> reviews <@7> and <@9>", "<@8> reviews a former member and <@9>"),
        ("### <@7> on it\n-# by <@!7>", "### A former member on it\n-# by a former member"),
        ("<@77> and `<@78>`", "<@77> and `<@78>`"),
    ],
)
def test_a_line_begins_with_a_capital(before: str, after: str) -> None:
    (left,) = without_mentions([{"type": 10, "content": before}], 7, "a former member")
    assert left["content"] == after


def test_only_texts_change() -> None:
    button = {"type": 2, "custom_id": "pc:x:v1:<@7>", "label": "<@7>"}
    row = {"type": 1, "components": [button], "accessory": {"type": 10, "content": "<@7>"}}
    (left,) = without_mentions([row], 7, "x")
    assert left == {"type": 1, "components": [button], "accessory": {"type": 10, "content": "X"}}


HELD = ErasedData(
    logs=frozenset({3}),
    reviews=frozenset({5}),
    answers={6: "abc"},
    weeks=frozenset({1}),
    digests=frozenset({1}),
)


@pytest.mark.parametrize(
    ("kind", "details", "need"),
    [
        (Kind.LOG, {"log_id": 3}, MessageNeed.DELETE),
        (Kind.LOG, {"log_id": 4}, None),
        (Kind.LOG_EDIT, {"log_id": 3}, MessageNeed.DELETE),
        (Kind.REVISED, {"log_id": 3}, MessageNeed.DELETE),
        (Kind.REVISED, {"log_id": 4}, MessageNeed.UNMENTION),
        (Kind.REVIEW, {"review_id": 5, "log_id": 4}, MessageNeed.UNMENTION),
        (Kind.REVIEW, {"review_id": 6, "log_id": 3}, MessageNeed.REWORD_REVIEW),
        (Kind.REVIEW, {"review_id": 7, "log_id": 3}, MessageNeed.DELETE),
        (Kind.REVIEW, {"review_id": 7, "log_id": 4}, None),
        (Kind.DIGEST, {}, MessageNeed.REWORD_DIGEST),
        (Kind.ASSIGNMENTS, {}, MessageNeed.UNMENTION),
        (Kind.REMINDER, {}, MessageNeed.UNMENTION),
        (Kind.REVIEW_REMINDER, {}, MessageNeed.UNMENTION),
        (Kind.POST, {}, None),
        (Kind.POLL, {}, None),
        (Kind.NOTICE, {}, None),
    ],
)
def test_what_a_message_needs(kind: Kind, details: dict[str, Any], need: MessageNeed | None) -> None:
    assert need_of(entry(kind, details=details), HELD, keeps_reviews=True) is need


def test_a_revised_log_of_another_week_called_somebody_else() -> None:
    told = replace(entry(Kind.REVISED, details={"log_id": 4}), week_id=2)
    assert need_of(told, HELD, keeps_reviews=True) is None


@pytest.mark.parametrize(("review_id", "afterwards"), [(7, None), (5, MessageNeed.UNMENTION)])
def test_a_withdrawn_review_goes_until_its_message_says_so(review_id: int, afterwards: MessageNeed | None) -> None:
    posted = entry(Kind.REVIEW, details={"review_id": review_id, "log_id": 4})
    edit = replace(entry(Kind.REVIEW_EDIT, EntryState.BLOCKED, details={"is_withdrawn": True}), key=f"{posted.key}-x")
    for said, need in ((edit, MessageNeed.DELETE), (replace(edit, state=EntryState.DONE), afterwards)):
        held = replace(HELD, still_shown=still_shown([posted, said], 1))
        assert need_of(posted, held, keeps_reviews=True) is need


@pytest.mark.parametrize(("withdrawn_by", "need"), [(1, MessageNeed.DELETE), (2, None)])
def test_a_review_withdrawn_on_its_way_goes_if_it_was_the_member_s(withdrawn_by: int, need: MessageNeed | None) -> None:
    details = {"review_id": 7, "log_id": 4, "withdrawn_by": withdrawn_by}
    posted = entry(Kind.REVIEW, EntryState.SENDING, details=details)
    edit = replace(entry(Kind.REVIEW_EDIT, EntryState.BLOCKED, details={"is_withdrawn": True}), key=f"{posted.key}-x")
    for entries in ([posted], [posted, edit]):
        held = replace(HELD, still_shown=still_shown(entries, 1))
        assert need_of(posted, held, keeps_reviews=True) is need


def test_reviews_go_if_their_writer_wants_that() -> None:
    assert need_of(entry(Kind.REVIEW, details={"review_id": 5}), HELD, keeps_reviews=False) is MessageNeed.DELETE


def test_a_message_elsewhere_that_names_the_member_needs_it_too() -> None:
    elsewhere = replace(entry(Kind.REMINDER), week_id=2)
    assert need_of(elsewhere, HELD, keeps_reviews=True) is None
    assert need_of(elsewhere, HELD, keeps_reviews=True, is_named=True) is MessageNeed.UNMENTION


def test_what_was_never_sent_is_cancelled() -> None:
    done = followed(entry(Kind.LOG, EntryState.PENDING), MessageNeed.DELETE, NOW)
    assert (done.entry.state, done.is_waited_for, done.is_message_there) == (EntryState.CANCELLED, False, False)


@pytest.mark.parametrize("state", [EntryState.SENDING, EntryState.UNKNOWN])
def test_what_is_on_its_way_is_waited_for(state: EntryState) -> None:
    done = followed(entry(Kind.LOG, state, first_sent_at=NOW, attempts=1), MessageNeed.DELETE, NOW)
    assert (done.entry.state, done.is_waited_for, done.entry.details[THEN]) == (state, True, "delete")


@pytest.mark.parametrize("state", [EntryState.PENDING, EntryState.BLOCKED, EntryState.CANCELLED])
def test_what_may_be_there_is_looked_for(state: EntryState) -> None:
    doubtful = entry(Kind.LOG, state, first_sent_at=NOW, is_doubtful=True, attempts=1)
    done = followed(doubtful, MessageNeed.DELETE, NOW)
    assert (done.entry.state, done.entry.not_before) == (EntryState.UNKNOWN, NOW + FIRST_SWEEP)
    assert done.is_waited_for


def test_a_posted_message_is_changed_and_its_late_copies_are_waited_for() -> None:
    swept = entry(Kind.LOG, message_id=9, not_before=NOW + FIRST_SWEEP)
    done = followed(swept, MessageNeed.DELETE, NOW)
    assert (done.entry, done.is_message_there, done.is_waited_for) == (swept, True, True)
    assert not followed(entry(Kind.LOG, message_id=9), MessageNeed.DELETE, NOW).is_waited_for


def test_what_still_has_to_be_said_is_composed_again() -> None:
    done = followed(entry(Kind.ASSIGNMENTS, EntryState.PENDING), MessageNeed.UNMENTION, NOW)
    assert (done.entry.state, done.entry.attempts, done.is_waited_for) == (EntryState.PENDING, 1, False)


@given(st.sampled_from(Kind), st.sampled_from(EntryState), st.sampled_from(MessageNeed), st.booleans(), st.booleans())
def test_no_message_is_overlooked(
    kind: Kind, state: EntryState, need: MessageNeed, is_doubtful: bool, was_sent: bool
) -> None:
    """Whatever may be in Discord is changed or waited for, and nothing that must go is sent any more."""
    sent_at = NOW if was_sent or state in {EntryState.SENDING, EntryState.UNKNOWN, EntryState.DONE} else None
    message_id = 9 if state in {EntryState.DONE, EntryState.POSTED} and kind not in CHANGES else None
    before = entry(kind, state, first_sent_at=sent_at, is_doubtful=is_doubtful, message_id=message_id)
    done = followed(before, need, NOW)
    if message_id is not None:
        assert done.is_message_there
    elif state in {EntryState.SENDING, EntryState.UNKNOWN} and kind not in CHANGES:
        assert done.is_waited_for
    if need is MessageNeed.DELETE:
        assert done.entry.state is not EntryState.PENDING
        assert done.entry.state is not EntryState.BLOCKED


def test_changes_for_erasures_are_repeatable() -> None:
    assert set(CHANGE_KINDS.values()) <= CHANGES
    assert FOR_ERASURES <= CHANGES


@pytest.mark.parametrize(
    ("state", "code", "is_it"),
    [
        (EntryState.DONE, None, True),
        (EntryState.CANCELLED, TroubleCode.DELETED, True),
        (EntryState.CANCELLED, TroubleCode.THREAD_GONE, True),
        (EntryState.CANCELLED, TroubleCode.CHANNEL_GONE, True),
        (EntryState.CANCELLED, TroubleCode.NOTHING_TO_SAY, True),
        (EntryState.CANCELLED, TroubleCode.CLUB_CLOSED, False),
        (EntryState.BLOCKED, TroubleCode.LOCKED, False),
        (EntryState.PENDING, None, False),
    ],
)
def test_a_change_is_over_once_it_is_made_or_its_message_is_gone(
    state: EntryState, code: TroubleCode | None, is_it: bool
) -> None:
    assert is_changed(entry(Kind.DELETE, state, trouble=Trouble(code) if code else None)) is is_it


def test_a_refused_change_is_tried_hourly_and_then_daily() -> None:
    blocked = entry(Kind.DELETE, EntryState.BLOCKED, trouble=BLOCKED)
    waiting = tried_again(blocked, NOW, NOW)
    assert waiting.not_before == NOW + SOON
    assert tried_again(waiting, NOW, NOW + SOON - timedelta(seconds=1)) == waiting
    assert tried_again(waiting, NOW, NOW + SOON).state is EntryState.PENDING
    assert tried_again(blocked, NOW - timedelta(days=2), NOW).not_before == NOW + LATER


def test_a_change_that_was_cancelled_is_made_all_the_same() -> None:
    closed = entry(Kind.DELETE, EntryState.CANCELLED, trouble=Trouble(TroubleCode.CLUB_CLOSED))
    assert tried_again(closed, NOW, NOW).state is EntryState.PENDING


def test_nothing_more_comes_of_what_is_done_and_swept() -> None:
    assert is_over(entry(Kind.LOG, message_id=9))
    assert is_over(entry(Kind.LOG, EntryState.CANCELLED))
    assert not is_over(entry(Kind.LOG, message_id=9, not_before=NOW))
    assert not is_over(entry(Kind.LOG, EntryState.UNKNOWN))


@given(st.integers(0, 10**11), st.integers(0, 2**22 - 1))
def test_what_was_sent_before_has_a_smaller_id(seconds: int, low: int) -> None:
    moment = NOW + timedelta(milliseconds=seconds)
    first = first_id_after(moment)
    assert discord.utils.time_snowflake(moment) + low < first
    assert discord.utils.time_snowflake(moment + timedelta(milliseconds=1)) == first
