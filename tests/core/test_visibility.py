"""Who may see a club: the whole rule, in every combination."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product
from typing import Any

import pytest

from bot.core.clubs.club import Club, ClubSettings, ClubState
from bot.core.visibility import Access, Membership, Viewer, may_see
from bot.core.weeks.week import Week, WeekState
from tests.support.reading_clubs import SUNDAY

OPEN, HIDDEN, GONE = Access.OPEN, Access.HIDDEN, Access.GONE
HERE, BEFORE, ORGANIZERS = 10, 20, 7


@pytest.mark.parametrize(("club", "week", "is_organizer"), list(product(Access, Access, (False, True))))
def test_the_channel_decides_and_a_deleted_one_is_visible_to_organizers(
    club: Access, week: Access, is_organizer: bool
) -> None:
    seen = may_see(club, week, is_organizer=is_organizer)
    if club is HIDDEN:
        assert not seen
    elif club is GONE:
        assert seen is is_organizer
    else:
        assert seen is (week is not HIDDEN)


def viewer_with(channels: dict[int, Access], **facts: Any) -> Viewer:
    return Viewer(5, 1, {1: Membership(channels.__getitem__, **facts)})


def test_a_club_is_visible_to_members_who_may_view_its_channel(club: Club) -> None:
    assert viewer_with({HERE: OPEN}).may_see(club)
    assert not viewer_with({HERE: HIDDEN}, manages_server=True, role_ids=frozenset({ORGANIZERS})).may_see(club)
    assert not Viewer(5, 1).may_see(club)
    assert not viewer_with({HERE: OPEN}).may_see(replace(club, server_id=2))


def test_a_club_whose_channel_was_deleted_is_visible_to_those_who_can_fix_it(club: Club) -> None:
    assert not viewer_with({HERE: GONE}).may_see(club)
    assert viewer_with({HERE: GONE}, manages_server=True).may_see(club)
    assert viewer_with({HERE: GONE}, role_ids=frozenset({ORGANIZERS})).may_see(club)
    nobodys = replace(club, settings=replace(club.settings, organiser_role_id=None))
    assert not viewer_with({HERE: GONE}, role_ids=frozenset({ORGANIZERS})).may_see(nobodys)


def test_earlier_posts_of_a_moved_club_need_access_to_their_channel_too(club: Club, week: Week) -> None:
    earlier = replace(week, channel_id=BEFORE)
    assert not viewer_with({HERE: OPEN, BEFORE: HIDDEN}).may_see(club, earlier)
    assert viewer_with({HERE: OPEN, BEFORE: OPEN}).may_see(club, earlier)
    assert viewer_with({HERE: OPEN, BEFORE: GONE}).may_see(club, earlier)
    assert viewer_with({HERE: OPEN}).may_see(club, replace(week, channel_id=None))


def test_a_channel_is_checked_only_if_needed() -> None:
    assert viewer_with({HERE: OPEN}).may_view(HERE)
    assert not viewer_with({HERE: GONE}).may_view(HERE)
    assert not replace(viewer_with({HERE: OPEN}), server_id=None).may_view(HERE)


@pytest.fixture
def club() -> Club:
    settings = ClubSettings("Papers", HERE, is_forum=False, slot=SUNDAY, organiser_role_id=ORGANIZERS)
    return Club(1, "token", 1, settings, ClubState.ACTIVE, None, None)


@pytest.fixture
def week() -> Week:
    return Week(
        1, 1, date(2026, 1, 4), 1, "lora", WeekState.READING, False, datetime(2026, 1, 4, tzinfo=UTC),
        None, None, HERE, 2, 3, None, None, None,
    )  # fmt: skip
