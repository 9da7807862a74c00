"""The details of outbox entries keep their stored format, and old rows can be read."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.clubs.details import NewsDetails
from bot.core.outbox.details import Details, NoticeDetails
from bot.core.outbox.entry import Entry
from bot.core.outbox.kinds import Kind
from bot.core.paper_logs.details import LogDetails
from bot.core.polls.details import PollDetails
from bot.core.reviews.details import AssignmentsDetails, ReviewDetails, ReviewReminderDetails, WithdrawnDetails
from bot.core.weeks.details import PostDetails, ReminderDetails


def entry(details: dict[str, Any]) -> Entry:
    return Entry(1, "k", Kind.POST, 1, 1, 1, 1, is_forum=False, wants_thread=False, details=details)


@pytest.mark.parametrize(
    ("details", "stored"),
    [
        (PostDetails(), {}),
        (PostDetails("Week 1"), {"thread_name": "Week 1"}),
        (ReminderDetails(0, [7]), {"part": 0, "members": [7]}),
        (LogDetails(3, 2), {"log_id": 3, "version": 2}),
        (PollDetails(3), {"poll_id": 3}),
        (PollDetails(3, "Papers"), {"poll_id": 3, "club_name": "Papers"}),
        (NewsDetails("paused"), {"news": "paused"}),
        (NoticeDetails("abc"), {"about": "abc"}),
        (NoticeDetails("abc", is_open=False), {"about": "abc", "is_open": False}),
        (ReviewDetails(1, 2, 3), {"review_id": 1, "log_id": 2, "version": 3}),
        (WithdrawnDetails(True, 5, 6), {"is_withdrawn": True, "message_id": 5, "author_id": 6}),
        (AssignmentsDetails(is_open_call=True), {"is_open_call": True}),
        (AssignmentsDetails(reviewers=[1], part=0), {"reviewers": [1], "part": 0}),
        (
            AssignmentsDetails(given=[], members=[1], is_anonymous=True),
            {"given": [], "members": [1], "is_anonymous": True},
        ),
        (
            ReviewReminderDetails([1], [2], [[1, 2]], 0, is_anonymous=None),
            {"members": [1], "log_ids": [2], "asked": [[1, 2]], "part": 0},
        ),
    ],
)  # fmt: skip
def test_unknown_details_are_not_stored(details: Details, stored: dict[str, Any]) -> None:
    assert details.stored() == stored
    assert type(details).of(entry(stored)) == details
    assert type(details).of(entry(stored | {"of_a_newer_version": 1})) == details


def test_entries_of_earlier_versions_are_read() -> None:
    assert ReminderDetails.of(entry({})) == ReminderDetails(0, None)
    assert LogDetails.of(entry({"log_id": 3})).version is None
    assert ReviewDetails.of(entry({"review_id": 3})) == ReviewDetails(3)
