"""Editing a club: what changes, what moves, and what stays as it was."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.clubs import ClubSettings, ClubState
from bot.core.errors import ClubError, NotNowError
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.core.clubs import Club
    from tests.support.reading_clubs import House


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def moved(**slot: object) -> Callable[[ClubSettings], ClubSettings]:
    """A change of the slot only."""
    return lambda settings: replace(settings, slot=replace(settings.slot, **slot))  # type: ignore[arg-type]


def renamed(name: str) -> Callable[[ClubSettings], ClubSettings]:
    return lambda settings: replace(settings, name=name)


@asynccontextmanager
async def untouched_schedule(house: House, club: Club) -> AsyncIterator[None]:
    before = await house.club_now(club)
    yield
    after = await house.club_now(club)
    assert (after.next_slot, after.next_due) == (before.next_slot, before.next_due)


async def test_an_edit_that_moves_nothing_leaves_the_next_post_alone(house: House) -> None:
    club = await house.club()
    async with untouched_schedule(house, club):
        await house.clubs.edit(club, renamed("Renamed"), viewer())
    await house.weeks.skip(club)
    async with untouched_schedule(house, club):
        edited = await house.clubs.edit(club, renamed("Again"), viewer())
    assert edited.club.next_slot == date(2026, 1, 18)
    assert edited.gap is None


async def test_an_edit_loses_no_post_that_has_just_become_due(house: House) -> None:
    club = await house.club()
    house.now = utc("2026-01-11 17:00:05")
    async with untouched_schedule(house, club):
        await house.clubs.edit(club, renamed("Renamed"), viewer())
        with pytest.raises(NotNowError, match="Try again in a minute"):
            await house.clubs.edit(club, moved(weekday=5), viewer())
    await house.at(utc("2026-01-11 17:00:15"))
    assert (await house.clubs.edit(club, moved(weekday=5), viewer())).club.next_slot == date(2026, 1, 17)


async def test_an_edit_that_names_the_same_slot_moves_nothing(house: House) -> None:
    club = await house.club()
    await house.weeks.skip(club)
    async with untouched_schedule(house, club):
        await house.clubs.edit(club, moved(weekday=6, at=time(18), zone="Europe/Berlin"), viewer())


@pytest.mark.parametrize(
    ("now", "slot", "next_slot", "gap"),
    [
        ("2026-01-13 12:00", {"weekday": 0}, date(2026, 1, 19), 8),
        ("2026-01-11 18:00", {"weekday": 0}, date(2026, 1, 19), 8),
        ("2026-01-14 12:00", {"weekday": 3}, date(2026, 1, 15), 4),
        ("2026-01-12 12:00", {"weekday": 1}, date(2026, 1, 20), 9),
        ("2026-01-17 12:00", {"weekday": 4}, date(2026, 1, 23), 12),
        ("2026-01-18 12:00", {"at": time(10)}, date(2026, 1, 25), 14),
        ("2026-01-18 12:00", {"zone": "America/Los_Angeles"}, date(2026, 1, 18), 7),
    ],
)
async def test_a_moved_slot_never_gives_two_posts_in_a_week(
    house: House, now: str, slot: dict[str, object], next_slot: date, gap: int
) -> None:
    club = await house.club()
    await house.at(utc("2026-01-11 17:00"))
    house.now = utc(now)
    edited = await house.clubs.edit(club, moved(**slot), viewer())
    assert edited.club.next_slot == next_slot
    assert edited.club.next_due == edited.club.settings.slot.instant_on(next_slot)
    assert edited.gap is not None
    assert round(edited.gap / timedelta(days=1)) == gap
    assert edited.gap >= timedelta(days=4)


async def test_a_skipped_week_stays_skipped_when_the_slot_is_moved(house: House) -> None:
    club = await house.club()
    await house.weeks.skip(club)
    assert (await house.clubs.edit(club, moved(weekday=5), viewer())).club.next_slot == date(2026, 1, 17)


async def test_a_week_posted_early_stays_in_place_of_its_slot_when_the_slot_is_moved(house: House) -> None:
    club = await house.club()
    await house.weeks.post_now(club)
    assert (await house.clubs.edit(club, moved(weekday=5), viewer())).club.next_slot == date(2026, 1, 17)


async def test_a_paused_club_is_edited_without_a_schedule(house: House) -> None:
    club = await house.club()
    await house.clubs.pause(club)
    edited = await house.clubs.edit(club, moved(weekday=2), viewer())
    assert (edited.club.next_slot, edited.gap, edited.club.state) == (None, None, ClubState.PAUSED)
    assert (await house.clubs.resume(club)).next_slot == date(2026, 1, 7)


async def test_edits_at_once_all_count(house: House) -> None:
    club = await house.club()
    await asyncio.gather(
        house.clubs.edit(club, renamed("Renamed"), viewer()),
        house.clubs.edit(club, lambda settings: replace(settings, reviewers=3), viewer()),
        house.clubs.edit(club, lambda settings: replace(settings, role_id=8), viewer()),
    )
    settings = (await house.club_now(club)).settings
    assert (settings.name, settings.reviewers, settings.role_id) == ("Renamed", 3, 8)


async def test_a_taken_name_changes_nothing(house: House) -> None:
    await house.club(name="Taken")
    club = await house.club()
    with pytest.raises(ClubError, match="already has a club called `TAKEN`"):
        await house.clubs.edit(club, lambda settings: replace(settings, name="TAKEN", reviewers=1), viewer())
    assert await house.club_now(club) == club
    await house.clubs.edit(club, renamed("SUNDAY papers"), viewer())


async def test_what_is_out_of_range_changes_nothing(house: House) -> None:
    club = await house.club()
    with pytest.raises(ClubError, match="1 to 3"):
        await house.clubs.edit(club, lambda settings: replace(settings, reviewers=10**9), viewer())
    assert await house.club_now(club) == club
