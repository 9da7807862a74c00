"""A club's rhythm, anchor and breaks on a real database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from bot.core.calendar.breaks import Break
from bot.core.calendar.rhythm import Rhythm
from bot.core.calendar.timetable import Timetable
from bot.storage.clubs import rows as club_rows
from bot.storage.tables import clubs
from tests.support.reading_clubs import SERVER, SUNDAY

if TYPE_CHECKING:
    from tests.support.reading_clubs import App

BREAKS = (Break(date(2026, 4, 3), date(2026, 4, 6)), Break(date(2026, 12, 20), date(2027, 1, 3), "Holidays 🎄"))


@pytest.mark.parametrize("rhythm", Rhythm)
async def test_they_are_stored_as_given(app: App, rhythm: Rhythm) -> None:
    club = replace(await app.club(rhythm=rhythm), anchor=date(2026, 1, 11), breaks=BREAKS)
    async with app.database.write_transaction() as connection:
        await club_rows.save_club(connection, club)
    assert await app.club_now(club) == club
    assert club.timetable == Timetable(SUNDAY, rhythm, date(2026, 1, 11), BREAKS, club.next_slot)


async def test_a_club_that_chose_nothing_is_weekly(app: App) -> None:
    club = await app.club()
    assert (club.anchor, club.breaks, club.timetable) == (None, (), Timetable(SUNDAY, since=club.next_slot))
    async with app.database.read_transaction() as connection:
        row = (await connection.execute(select(clubs))).one()
    assert (row.rhythm, row.anchor, row.breaks) == ("weekly", None, [])


@pytest.mark.parametrize(
    "damage", [{"rhythm": "daily"}, {"breaks": [{"first": "soon"}]}, {"breaks": 5}, {"breaks": None}]
)
async def test_a_damaged_row_hides_only_its_club(app: App, damage: dict[str, object]) -> None:
    bad, good = await app.club(), await app.club(name="Other")
    async with app.database.write_transaction() as connection:
        await connection.execute(update(clubs).where(clubs.c.id == bad.id).values(**damage))
    assert await app.clubs.all_of(SERVER) == [good]
