"""Clubs, a row each."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.core.calendar import WeeklySlot
from bot.core.clubs import Club, ClubSettings, ClubState
from bot.storage.readable import readable, unreadable_rows_of
from bot.storage.restores import fresh_id
from bot.storage.sharded import within
from bot.storage.tables import clubs, weeks

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from sqlalchemy import Row, Select
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.sharding import Shards


# What every post asks is prepared once: to build a statement costs as much as to run it.
BY_ID = select(clubs).where(clubs.c.id == bindparam("club"))
CHANGE = update(clubs).where(clubs.c.id == bindparam("club"))


class NameTakenError(Exception):
    """A living club of the server has the name. The transaction must end with it: PostgreSQL lets nothing follow."""


class UnreadableClubError(Exception):
    """The club that is meant is in a row that this program cannot read. The operator finds which in the log."""


async def add_club(connection: AsyncConnection, club: Club, now: datetime, *, shares_name: bool = False) -> Club:
    """The club with the id that it got; the given one is ignored. `shares_name` where others may have its name too.

    Raises NameTakenError.
    """
    facts = await fresh_id(connection, clubs) | _state(club)
    facts |= {"server_id": club.server_id, "token": club.token, "created_at": now}
    facts["name_key"] = _name_key(club, shares_name=shares_name)
    query = insert(clubs).values(**_columns(club.settings), **facts).returning(clubs.c.id)
    try:
        return replace(club, id=(await connection.execute(query)).scalar_one())
    except IntegrityError as error:
        raise NameTakenError from error


async def save_club(connection: AsyncConnection, club: Club) -> None:
    """Store everything that may change about a club; a closed one gives its name free."""
    values = _columns(club.settings) | _state(club)
    if club.state is ClubState.CLOSED:
        values["name_key"] = None
    await connection.execute(CHANGE, {"club": club.id, **values})


async def claim_name(connection: AsyncConnection, club: Club, *, shares_name: bool) -> None:
    """Keep the club's new name for it, before it is saved. Raises NameTakenError."""
    try:
        await connection.execute(CHANGE, {"club": club.id, "name_key": _name_key(club, shares_name=shares_name)})
    except IntegrityError as error:
        raise NameTakenError from error


async def set_next(connection: AsyncConnection, club_id: int, slot: date, due: datetime) -> None:
    """What the club's next slot is, and when."""
    await connection.execute(CHANGE, {"club": club_id, "next_slot": slot, "next_due": due})


async def club_by_id(connection: AsyncConnection, club_id: int) -> Club | None:
    row = (await connection.execute(BY_ID, {"club": club_id})).one_or_none()
    return _club(row) if row else None


async def clubs_by_id(connection: AsyncConnection, club_ids: Collection[int]) -> dict[int, Club]:
    found = await readable(connection, select(clubs).where(clubs.c.id.in_(club_ids)), clubs, _club)
    return {club.id: club for club in found}


async def clubs_of_server(connection: AsyncConnection, server_id: int, *, with_closed: bool = False) -> list[Club]:
    """The living clubs of a server, by name."""
    query = select(clubs).where(clubs.c.server_id == server_id)
    if not with_closed:
        query = query.where(clubs.c.state != ClubState.CLOSED)
    return _by_name(await readable(connection, query, clubs, _club))


async def clubs_at(connection: AsyncConnection, server_id: int, channel_ids: Sequence[int]) -> list[Club]:
    """The living clubs of a server that meet in one of these channels, or have a week whose thread it is.

    Raises UnreadableClubError where there is one, and none that can be read: another must not be taken for it.
    """
    in_thread = select(weeks.c.club_id).where(weeks.c.thread_id.in_(channel_ids))
    query = select(clubs).where(
        clubs.c.server_id == server_id,
        clubs.c.state != ClubState.CLOSED,
        or_(clubs.c.channel_id.in_(channel_ids), clubs.c.id.in_(in_thread)),
    )
    found = await readable(connection, query, clubs, _club)
    if not found and (row_id := await connection.scalar(query.with_only_columns(clubs.c.id))):
        raise UnreadableClubError(f"row {row_id} of clubs cannot be read")
    return _by_name(found)


async def due_clubs(connection: AsyncConnection, now: datetime, limit: int, shards: Shards) -> list[Club]:
    """Active clubs whose slot has come, longest overdue first."""
    aside = unreadable_rows_of(connection).aside(clubs.name)
    return await readable(connection, _due(shards), clubs, _club, {"now": now, "most": limit, "aside": aside})


@cache
def _due(shards: Shards) -> Select[Any]:
    due = (clubs.c.state == ClubState.ACTIVE, clubs.c.next_due <= bindparam("now"))
    aside = clubs.c.id.in_(bindparam("aside", expanding=True))
    query = select(clubs).where(*due, ~aside, within(clubs.c.server_id, shards))
    return query.order_by(clubs.c.next_due).limit(bindparam("most"))


def _by_name(found: list[Club]) -> list[Club]:
    """Sorted here: each database has its own order of letters."""
    return sorted(found, key=lambda club: club.settings.name.casefold())


def _name_key(club: Club, *, shares_name: bool) -> str:
    """What is kept to one in a server. No name holds the line break that a shared name's club is known by."""
    return f"\n{club.token}" if shares_name else club.settings.name.casefold()


def _state(club: Club) -> dict[str, Any]:
    return {"state": club.state, "next_slot": club.next_slot, "next_due": club.next_due}


def _columns(settings: ClubSettings) -> dict[str, Any]:
    return {
        "name": settings.name,
        "channel_id": settings.channel_id,
        "is_forum": settings.is_forum,
        "weekday": settings.slot.weekday,
        "at": settings.slot.at,
        "zone": settings.slot.zone,
        "role_id": settings.role_id,
        "organiser_role_id": settings.organiser_role_id,
        "log_days": settings.log_days,
        "review_days": settings.review_days,
        "reviewers": settings.reviewers,
        "anonymous": settings.anonymous,
        "tag_id": settings.tag_id,
    }


def _club(row: Row[Any]) -> Club:
    settings = ClubSettings(
        row.name,
        row.channel_id,
        row.is_forum,
        WeeklySlot(row.weekday, row.at, row.zone),
        role_id=row.role_id,
        organiser_role_id=row.organiser_role_id,
        log_days=row.log_days,
        review_days=row.review_days,
        reviewers=row.reviewers,
        anonymous=row.anonymous,
        tag_id=row.tag_id,
    )
    return Club(row.id, row.token, row.server_id, settings, ClubState(row.state), row.next_slot, row.next_due)
