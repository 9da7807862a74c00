"""Every table with a member in it is registered, and an export holds what the tables hold of the member alone."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import JSON, BigInteger, String, TypeDecorator, func, select

from bot.core.privacy.member_data import MemberScope
from bot.core.reviews.review import ReviewState
from bot.storage.privacy.counts import UNCOUNTED, counts_of
from bot.storage.privacy.registry import ABOUT_NOBODY, HOLDINGS
from bot.storage.privacy.tables import erasures
from bot.storage.tables import log_versions, metadata, outbox, paper_logs, reviews
from tests.support.personal_rows import PersonalRows, Stored

if TYPE_CHECKING:
    from sqlalchemy import Column

    from bot.storage.database import Database
    from bot.storage.privacy.holdings import Holding

ME, OTHER, THIRD = 911_111_111_111_111_111, 922_222_222_222_222_222, 955_555_555_555_555_555
HERE, THERE = 933_333_333_333_333_333, 944_444_444_444_444_444
EXCUSED = {name for names in ABOUT_NOBODY.values() for name in names}
HELD = {holding.table.name for holding in HOLDINGS}


def can_hold_a_member(column: Column[Any]) -> bool:
    """Whether it can hold an id or words: a number as large as Discord's, a text, or JSON."""
    kind: Any = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    return not column.foreign_keys and isinstance(kind, BigInteger | String | JSON)


CAN_HOLD = {str(column) for table in metadata.sorted_tables for column in table.c if can_hold_a_member(column)}


def test_every_column_that_can_hold_a_member_is_registered() -> None:
    missing = {name for name in CAN_HOLD if name.partition(".")[0] not in HELD} - EXCUSED
    assert missing == set(), "declare a holding, or say why no member is in it (bot/storage/privacy/registry.py)"


def test_nothing_is_both_held_and_about_nobody() -> None:
    assert {name for name in EXCUSED if name.partition(".")[0] in HELD} == set()
    assert EXCUSED <= CAN_HOLD


def test_each_table_has_one_holding_and_each_holding_a_name() -> None:
    assert len(HELD) == len({holding.name for holding in HOLDINGS}) == len(HOLDINGS)
    assert all(column.table is holding.table for holding in HOLDINGS for column in holding.hidden)


@pytest.fixture
async def rows(database: Database) -> list[Stored]:
    """Of two members in three clubs of two servers, and of no server."""
    async with database.write_transaction() as connection:
        made = PersonalRows(connection)
        for server_id, clubs in ((HERE, 2), (THERE, 1)):
            for _ in range(clubs):
                club_id, week_id = await made.club(server_id)
                anybodys = await made.log(THIRD, server_id, club_id=club_id, week_id=week_id)
                for user_id in (ME, OTHER):
                    await made.of_member(user_id, server_id, club_id, week_id, anybodys)
            await made.of_server(ME, server_id, club_id, THIRD)
            await made.of_server(OTHER, server_id, club_id, THIRD)
        await made.alone(ME)
        await made.alone(OTHER)
    return made.stored


def is_in(stored: Stored, scope: MemberScope) -> bool:
    return stored.user_id == scope.user_id and scope.server_id in {None, stored.server_id}


async def exported(database: Database, scope: MemberScope) -> dict[str, list[dict[str, Any]]]:
    async with database.read_transaction() as connection:
        return {holding.table.name: await holding.exported(connection, scope) for holding in HOLDINGS}


SCOPES = [MemberScope(ME), MemberScope(ME, HERE), MemberScope(ME, THERE), MemberScope(OTHER, HERE)]


@pytest.mark.parametrize("scope", SCOPES, ids=str)
async def test_an_export_is_what_the_tables_hold(database: Database, rows: list[Stored], scope: MemberScope) -> None:
    expected: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for holding in HOLDINGS:
        hidden = {column.name for column in holding.hidden}
        for one in rows:
            if one.table is holding.table and is_in(one, scope):
                expected[one.table.name].append({name: one.row[name] for name in one.row if name not in hidden})
    found = await exported(database, scope)
    assert {name: sorted(map(repr, each)) for name, each in found.items()} == {
        name: sorted(map(repr, each)) for name, each in expected.items()
    } | {name: [] for name in found if name not in expected}
    assert any(found.values())
    async with database.read_transaction() as connection:
        counts = {holding.table.name: await holding.count(connection, scope) for holding in HOLDINGS}
    assert counts == {name: len(each) for name, each in found.items()}


@pytest.mark.parametrize("scope", SCOPES, ids=str)
async def test_an_export_names_nobody_else(database: Database, rows: list[Stored], scope: MemberScope) -> None:
    text = json.dumps(await exported(database, scope), default=str)
    own = {str(value) for one in rows if one.user_id == scope.user_id for value in one.row.values()}
    others = {
        str(value)
        for one in rows
        if one.user_id != scope.user_id
        for value in one.row.values()
        if isinstance(value, int | str) and not isinstance(value, bool) and len(str(value)) >= 7
    }
    shared_places = {str(HERE), str(THERE)}
    references = {str(one.row[name]) for one in rows for name in ("log_id", "club_id", "week_id") if name in one.row}
    assert {value for value in others - own - shared_places - references if value in text} == set()
    hidden = [
        str(one.row[column.name])
        for holding in HOLDINGS
        for one in rows
        if one.table is holding.table
        for column in holding.hidden
        if isinstance(one.row[column.name], str) and len(one.row[column.name]) >= 7
    ]
    assert hidden
    assert [value for value in hidden if value in text] == []


async def test_a_member_s_number_inside_a_longer_one_is_not_the_member(database: Database) -> None:
    async with database.write_transaction() as connection:
        made = PersonalRows(connection)
        club_id, _ = await made.club(HERE)
        await made.of_server(int(f"{ME}0"), HERE, club_id, OTHER)
        await made.of_server(int(f"1{ME}"), HERE, club_id, OTHER)
    found = await exported(database, MemberScope(ME))
    assert {name: each for name, each in found.items() if each} == {}


@pytest.mark.parametrize("scope", [MemberScope(ME), MemberScope(ME, HERE)], ids=str)
async def test_erasing_leaves_nothing_of_the_member_and_all_of_the_others(
    database: Database, rows: list[Stored], scope: MemberScope
) -> None:
    others = [MemberScope(OTHER), MemberScope(THIRD)]
    before = [await exported(database, other) for other in others]
    elsewhere = await exported(database, MemberScope(ME, THERE))
    async with database.write_transaction() as connection:
        for holding in HOLDINGS:
            await holding.erase(connection, holding.rows_of(scope), scope.user_id)
    after = await exported(database, scope)
    # An erasure's own row goes with its last message.
    assert {name for name, each in after.items() if each} == {erasures.name, "erasure_messages"}
    assert [await exported(database, other) for other in others] == before
    if scope.server_id is not None:
        assert await exported(database, MemberScope(ME, THERE)) == elsewhere


async def test_a_log_that_others_reviewed_stays_empty_for_the_reviews(database: Database) -> None:
    async with database.write_transaction() as connection:
        made = PersonalRows(connection)
        club_id, week_id = await made.club(HERE)
        mine = await made.log(ME, HERE, club_id=club_id, week_id=week_id)
        await made.of_member(OTHER, HERE, club_id, week_id, mine)
        for holding in HOLDINGS:
            await holding.erase(connection, holding.rows_of(MemberScope(ME)), ME)
    async with database.read_transaction() as connection:
        (log,) = await connection.execute(select(paper_logs).where(paper_logs.c.author_id < 0))
        (version,) = await connection.execute(select(log_versions).where(log_versions.c.log_id == log.id))
        (review,) = await connection.execute(select(reviews))
    assert (log.author_id, log.state, log.message_id) == (-mine, "withdrawn", None)
    assert (version.number, version.problem, version.interaction_id) == (log.version, "", -mine)
    assert (review.strongest, review.question) == (
        "",
        next(o.row["question"] for o in made.stored if o.table is reviews),
    )


async def test_a_message_keeps_its_other_members(database: Database, rows: list[Stored]) -> None:
    async with database.write_transaction() as connection:
        for holding in HOLDINGS:
            await holding.erase(connection, holding.rows_of(MemberScope(ME)), ME)
        details = list(await connection.scalars(select(outbox.c.details).order_by(outbox.c.id)))
        assert await connection.scalar(select(func.count()).select_from(outbox)) == 24
    assert details[:5] == [
        {"members": [THIRD]},
        {"reviewers": []},
        {"given": [[THIRD, 1]], "part": 0},
        {"asked": []},
        {"is_withdrawn": True},
    ]


@pytest.mark.parametrize("holding", [one for one in HOLDINGS if one not in UNCOUNTED], ids=lambda one: str(one.name))
async def test_whatever_is_held_can_be_deleted(database: Database, rows: list[Stored], holding: Holding) -> None:
    """A member of whom only this is stored is asked what to delete, and not told that there is nothing."""
    async with database.write_transaction() as connection:
        await connection.execute(reviews.update().values(state=ReviewState.WRITTEN))
        for other in HOLDINGS:
            if other is not holding:
                await other.erase(connection, other.rows_of(MemberScope(ME)), ME)
        counts = await counts_of(connection, MemberScope(ME))
    assert rows
    assert not counts.are_all_zero
