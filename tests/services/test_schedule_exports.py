"""Moving a reading group out, and what is stored of its members."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.core.privacy.member_data import MemberScope
from bot.core.schedule.past import Also, Fate, NothingToExportError, ScheduleGoneError
from bot.storage.schedules.personal_data import PAST_SESSION_HOSTS
from bot.storage.schedules.tables import past_session_hosts, past_sessions
from tests.support.own_papers import organizer
from tests.support.schedules import as_file, moved_in, read, schedules_of, stored
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from tests.support.reading_clubs import App


async def test_an_export_is_read_back_and_changes_nothing(app: App) -> None:
    club = await app.club("bert")
    assert club.next_due
    await app.at(club.next_due)
    await moved_in(app, club, read(), *Also)
    before = await stored(app)
    text = await as_file(schedules_of(app), organizer(), await app.club_now(club), app.catalog)
    assert "| 2025-11-03 | [Attention Is All You Need]" in text
    again = await schedules_of(app).keep(organizer(), club, read(text))
    assert again.plan
    assert again.plan.is_empty, text
    assert {each.fate for each in again.plan.sessions} <= {Fate.KNOWN, Fate.NO_PAPER}
    assert await stored(app) == before


async def test_a_new_club_has_nothing_to_export(app: App) -> None:
    club = await app.club()
    with pytest.raises(NothingToExportError):
        await schedules_of(app).export(organizer(), club)
    with pytest.raises(ScheduleGoneError):
        await schedules_of(app).export(viewer(500), club)


async def test_an_erased_host_is_forgotten_with_the_name(app: App) -> None:
    club = await app.club()
    service = schedules_of(app)
    kept = await service.keep(organizer(), club, read())
    await service.match(organizer(), kept.token, 0, 77)
    await service.confirm(organizer(), kept.token)
    scope = MemberScope(77, club.server_id)
    async with app.database.write_transaction() as connection:
        assert await PAST_SESSION_HOSTS.count(connection, scope) == 1
        await PAST_SESSION_HOSTS.erase(connection, PAST_SESSION_HOSTS.rows_of(scope), 77)
    async with app.database.read_transaction() as connection:
        names = list(await connection.scalars(select(past_session_hosts.c.name)))
        assert len(list(await connection.scalars(select(past_sessions.c.id)))) == 2
    assert names == ["Bo"]
