"""Editing a club: what changes, what moves, and what stays the same."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.clubs.club import ClubState, SettingOutOfRangeError, SettingsChange
from bot.services.clubs.refusals import ClubNameTakenError, PostGoingOutError
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.core.clubs.club import Club
    from tests.support.reading_clubs import App


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def moved(**slot: object) -> SettingsChange:
    """A change of only the slot."""
    return SettingsChange(slot=slot)


def renamed(name: str) -> SettingsChange:
    return SettingsChange({"name": name})


@asynccontextmanager
async def untouched_schedule(app: App, club: Club) -> AsyncIterator[None]:
    before = await app.club_now(club)
    yield
    after = await app.club_now(club)
    assert (after.next_slot, after.next_due) == (before.next_slot, before.next_due)


async def test_an_edit_of_other_settings_leaves_the_next_post_alone(app: App) -> None:
    club = await app.club()
    async with untouched_schedule(app, club):
        await app.clubs.edit(club, renamed("Renamed"), viewer())
    await app.weeks.skip(club)
    async with untouched_schedule(app, club):
        edited = await app.clubs.edit(club, renamed("Again"), viewer())
    assert edited.club.next_slot == date(2026, 1, 18)
    assert edited.gap is None


async def test_an_edit_loses_no_post_that_just_became_due(app: App) -> None:
    club = await app.club()
    app.now = utc("2026-01-11 17:00:05")
    async with untouched_schedule(app, club):
        await app.clubs.edit(club, renamed("Renamed"), viewer())
        with pytest.raises(PostGoingOutError):
            await app.clubs.edit(club, moved(weekday=5), viewer())
    await app.at(utc("2026-01-11 17:00:15"))
    assert (await app.clubs.edit(club, moved(weekday=5), viewer())).club.next_slot == date(2026, 1, 17)


async def test_an_edit_that_names_the_same_slot_moves_nothing(app: App) -> None:
    club = await app.club()
    await app.weeks.skip(club)
    async with untouched_schedule(app, club):
        await app.clubs.edit(club, moved(weekday=6, at=time(18), zone="Europe/Berlin"), viewer())


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
    app: App, now: str, slot: dict[str, object], next_slot: date, gap: int
) -> None:
    club = await app.club()
    await app.at(utc("2026-01-11 17:00"))
    app.now = utc(now)
    edited = await app.clubs.edit(club, moved(**slot), viewer())
    assert edited.club.next_slot == next_slot
    assert edited.club.next_due == edited.club.settings.slot.instant_on(next_slot)
    assert edited.gap is not None
    assert round(edited.gap / timedelta(days=1)) == gap
    assert edited.gap >= timedelta(days=4)


async def test_a_skipped_week_stays_skipped_if_the_slot_is_moved(app: App) -> None:
    club = await app.club()
    await app.weeks.skip(club)
    assert (await app.clubs.edit(club, moved(weekday=5), viewer())).club.next_slot == date(2026, 1, 17)


async def test_a_week_posted_early_still_replaces_its_slot_if_that_is_moved(app: App) -> None:
    club = await app.club()
    await app.weeks.post_now(club)
    assert (await app.clubs.edit(club, moved(weekday=5), viewer())).club.next_slot == date(2026, 1, 17)


async def test_a_paused_club_is_edited_without_a_schedule(app: App) -> None:
    club = await app.club()
    await app.clubs.pause(club)
    edited = await app.clubs.edit(club, moved(weekday=2), viewer())
    assert (edited.club.next_slot, edited.gap, edited.club.state) == (None, None, ClubState.PAUSED)
    assert (await app.clubs.resume(club)).next_slot == date(2026, 1, 7)


async def test_simultaneous_edits_are_all_kept(app: App) -> None:
    club = await app.club()
    await asyncio.gather(
        app.clubs.edit(club, renamed("Renamed"), viewer()),
        app.clubs.edit(club, SettingsChange({"reviewers": 3}), viewer()),
        app.clubs.edit(club, SettingsChange({"role_id": 8}), viewer()),
    )
    settings = (await app.club_now(club)).settings
    assert (settings.name, settings.reviewers, settings.role_id) == ("Renamed", 3, 8)


async def test_a_taken_name_changes_nothing(app: App) -> None:
    await app.club(name="Taken")
    club = await app.club()
    with pytest.raises(ClubNameTakenError, match="TAKEN"):
        await app.clubs.edit(club, SettingsChange({"name": "TAKEN", "reviewers": 1}), viewer())
    assert await app.club_now(club) == club
    await app.clubs.edit(club, renamed("SUNDAY papers"), viewer())


async def test_a_value_out_of_range_changes_nothing(app: App) -> None:
    club = await app.club()
    with pytest.raises(SettingOutOfRangeError, match="least=1, most=3"):
        await app.clubs.edit(club, SettingsChange({"reviewers": 10**9}), viewer())
    assert await app.club_now(club) == club
