"""What is counted and exported about a member, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import insert, select, update

from bot.core.outbox.entry import EntryState
from bot.core.outbox.trouble import TroubleCode
from bot.core.privacy.member_data import MemberScope
from bot.core.visibility import Access, Membership, Viewer
from bot.services.privacy.service import PrivacyService, SeenWeek
from bot.storage.database import Database
from bot.storage.privacy.counts import counts_of
from bot.storage.privacy.tables import erasure_messages, erasures
from bot.storage.tables import clubs, outbox, weeks
from tests.support.personal_rows import PersonalRows

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection

ME, OTHER, THIRD = 911_111_111_111_111_111, 922_222_222_222_222_222, 955_555_555_555_555_555
HERE, THERE = 933_333_333_333_333_333, 944_444_444_444_444_444
NOW = datetime(2026, 11, 28, tzinfo=UTC)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """With two members' data in three clubs of two servers."""
    opened = Database(database_url)
    await opened.open()
    async with opened.write_transaction() as connection:
        made = PersonalRows(connection)
        for server_id, names in ((HERE, ("Sunday papers", "Quiet readers")), (THERE, ("Far readers",))):
            for name in names:
                club_id, week_id = await made.club(server_id, name=name)
                others_log = await made.log(THIRD, server_id, club_id=club_id, week_id=week_id)
                await made.of_member(ME, server_id, club_id, week_id, others_log)
                await made.of_member(OTHER, server_id, club_id, week_id, others_log)
            await made.of_server(OTHER, server_id, club_id, THIRD)
        await made.alone(ME)
    yield opened
    await opened.close()


@pytest.fixture
def privacy(database: Database) -> PrivacyService:
    return PrivacyService(database, lambda: NOW)


def seeing(server_id: int | None, *server_ids: int, hidden: Collection[int] = ()) -> Viewer:
    """A member of these servers who may view all channels but those."""
    membership = Membership(lambda channel_id: Access.HIDDEN if channel_id in hidden else Access.OPEN)
    return Viewer(ME, server_id, dict.fromkeys(server_ids, membership))


async def all_of(database: Database, table: Any) -> dict[Any, Any]:
    async with database.read_transaction() as connection:
        return {row.name if table is clubs else row.id: row for row in await connection.execute(select(table))}


async def test_what_an_erasure_counts_is_what_is_stored(database: Database, privacy: PrivacyService) -> None:
    stored = {held.name: held.total for held in (await privacy.stored_about(seeing(HERE, HERE))).counts}
    async with database.read_transaction() as connection:
        counts = await counts_of(connection, MemberScope(ME))
    assert stored["log-drafts"]
    assert stored["review-drafts"]
    assert counts.drafts == stored["log-drafts"] + stored["review-drafts"]


async def test_counts_are_of_the_server_and_of_all(privacy: PrivacyService) -> None:
    stored = await privacy.stored_about(seeing(HERE, HERE))
    counts = {held.name: (held.here, held.total) for held in stored.counts}
    assert counts["paper-logs"] == (2, 4)
    assert counts["log-versions"] == (4, 8)
    assert counts["log-drafts"] == (2, 4)
    assert counts["reviews"] == counts["attendances"] == (2, 3)
    assert counts["erasures"] == (0, 1)
    assert "mentions" not in counts
    alone = await privacy.stored_about(seeing(None))
    assert {(held.here, held.total) for held in alone.counts if held.name == "paper-logs"} == {(None, 4)}


async def test_servers_are_those_with_anything_of_the_member(privacy: PrivacyService) -> None:
    assert await privacy.servers_of(ME) == [HERE, THERE]
    assert await privacy.servers_of(4711) == []


async def test_places_have_names_where_the_member_may_see_them(privacy: PrivacyService, database: Database) -> None:
    by_name, of_weeks = await all_of(database, clubs), await all_of(database, weeks)
    export = await privacy.export(seeing(None, HERE, THERE), None)
    assert set(export.clubs.values()) == {"Sunday papers", "Quiet readers", "Far readers"}
    assert set(export.weeks) == set(of_weeks)
    week = next(row for row in of_weeks.values() if row.club_id == by_name["Far readers"].id)
    assert export.weeks[week.id] == SeenWeek("Far readers", 1, week.paper_key)
    assert set(export.papers) == {
        row["log_id"] for name in export.rows for row in export.rows[name] if row.get("log_id")
    }


async def test_hidden_clubs_and_channels_have_none(privacy: PrivacyService, database: Database) -> None:
    by_name, of_weeks = await all_of(database, clubs), await all_of(database, weeks)
    hidden = {by_name["Quiet readers"].channel_id}
    export = await privacy.export(seeing(HERE, HERE, hidden=hidden), None)
    assert set(export.clubs.values()) == {"Sunday papers"}
    assert {week.club_name for week in export.weeks.values()} == {"Sunday papers"}
    assert "Quiet readers" not in repr(export)
    seen = [row["club_id"] in {None, by_name["Sunday papers"].id} for row in export.rows["paper-logs"]]
    assert sorted(seen) == [False, False, True, True]
    # What leads to a message is left out, as it is wherever a member reads of such a log.
    assert [
        row["message_id"] is not None and row["channel_id"] is not None for row in export.rows["paper-logs"]
    ] == seen
    assert [row["message_id"] for row in export.rows["reviews"]].count(None) == 2
    posted_in = {row.channel_id for row in of_weeks.values()}
    moved = await privacy.export(seeing(HERE, HERE, hidden=posted_in), None)
    assert (set(moved.clubs.values()), moved.weeks) == ({"Sunday papers", "Quiet readers"}, {})


async def test_an_export_of_a_server_is_only_about_it(privacy: PrivacyService) -> None:
    export = await privacy.export(seeing(HERE, HERE, THERE), HERE)
    assert set(export.clubs.values()) == {"Sunday papers", "Quiet readers"}
    assert len(export.rows["paper-logs"]) == 2
    assert export.made_at == NOW


@pytest.mark.parametrize("server_id", [HERE, None])
async def test_an_erasure_says_how_far_it_is(
    privacy: PrivacyService, database: Database, server_id: int | None
) -> None:
    async with database.write_transaction() as connection:
        entries = list(await connection.execute(select(outbox).where(outbox.c.server_id == HERE).order_by(outbox.c.id)))
        row = {"id": 7, "user_id": ME, "server_id": server_id, "keeps_reviews": True, "asked_at": NOW}
        await connection.execute(insert(erasures), row)
        messages = [{"erasure_id": 7, "entry_id": entry.id} for entry in entries]
        await connection.execute(insert(erasure_messages), messages)
        state = {"kind": "log-edit", "state": EntryState.DONE, "trouble": "", "trouble_facts": {}}
        await connection.execute(update(outbox).values(**state))
        held = {"state": EntryState.BLOCKED, "trouble": TroubleCode.LOCKED, "week_id": None}
        stuck = [entry.id for entry in entries[:2]]
        await connection.execute(update(outbox).where(outbox.c.id.in_(stuck)).values(**held))
        await connection.execute(update(outbox).where(outbox.c.id == entries[2].id).values(state=EntryState.PENDING))
    under_way = (await privacy.stored_about(seeing(HERE, HERE))).erasures
    (mine,) = [one for one in under_way if one.left]
    assert (mine.left, mine.server_id, mine.asked_at) == (3, server_id, NOW)
    assert {(held.trouble.code, held.channel_id) for held in mine.held} == {
        (TroubleCode.LOCKED, entry.channel_id) for entry in entries[:2]
    }
    (unseen,) = [one for one in (await privacy.stored_about(seeing(None))).erasures if one.left]
    assert {held.channel_id for held in unseen.held} == {None}
