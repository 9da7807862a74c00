"""The rows of clubs."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.core.calendar.breaks import Break
from bot.core.calendar.rhythm import Rhythm
from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.clubs.club import Club, ClubSettings, ClubState
from bot.storage.meetings.plans import plan_columns, stored_plan
from bot.storage.readable import readable, unreadable_rows_of
from bot.storage.shards.sharded import within
from bot.storage.tables import club_secrets, clubs, weeks

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import Row, Select
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.shards.sharding import Shards


# Queries that every post runs are built once: building a statement costs as much as running it.
BY_ID = select(clubs).where(clubs.c.id == bindparam("club"))
SECRET = select(club_secrets.c.secret).where(club_secrets.c.club_id == bindparam("club"))
# Settings are stored in columns of the same names. The slot and the meeting have a column for each of their parts.
IN_PARTS = {"slot", "meeting"}
SETTINGS = [setting.name for setting in fields(ClubSettings) if setting.name not in IN_PARTS]
READ_AS_STORED = [name for name in SETTINGS if name != "rhythm"]
CHANGE = update(clubs).where(clubs.c.id == bindparam("club"))


class NameTakenError(Exception):
    """An open club of the server has the name.

    The transaction must end, because PostgreSQL accepts no further statement in it.
    """


class UnreadableClubError(Exception):
    """The club is in a row that this program cannot read. The log tells the operator which row."""


async def add_club(connection: AsyncConnection, club: Club, now: datetime, *, shares_name: bool = False) -> Club:
    """Store the club and return it with its new id; the given id is ignored. `shares_name` allows a name others have.

    Raises NameTakenError.
    """
    facts = _state(club) | {"server_id": club.server_id, "token": club.token, "created_at": now}
    facts["name_key"] = _name_key(club, shares_name=shares_name)
    query = insert(clubs).values(**_columns(club.settings), **facts).returning(clubs.c.id)
    try:
        added = replace(club, id=(await connection.execute(query)).scalar_one())
    except IntegrityError as error:
        raise NameTakenError from error
    await connection.execute(insert(club_secrets).values(club_id=added.id))
    return added


async def secret_of(connection: AsyncConnection, club_id: int) -> str:
    """Return a secret that nobody outside the database knows about the club. It is never shown or logged."""
    secret: str = (await connection.execute(SECRET, {"club": club_id})).scalar_one()
    return secret


async def save_club(connection: AsyncConnection, club: Club) -> None:
    """Store everything about a club that may change. Closing a club makes its name available again."""
    values = _columns(club.settings) | _state(club)
    if club.state is ClubState.CLOSED:
        values["name_key"] = None
    await connection.execute(CHANGE, {"club": club.id, **values})


async def claim_name(connection: AsyncConnection, club: Club, *, shares_name: bool) -> None:
    """Reserve the club's new name before saving it. Raises NameTakenError."""
    try:
        await connection.execute(CHANGE, {"club": club.id, "name_key": _name_key(club, shares_name=shares_name)})
    except IntegrityError as error:
        raise NameTakenError from error


async def set_next(connection: AsyncConnection, club_id: int, slot: date, due: datetime) -> None:
    """Store the club's next slot and when it is due."""
    await connection.execute(CHANGE, {"club": club_id, "next_slot": slot, "next_due": due})


async def club_by_id(connection: AsyncConnection, club_id: int) -> Club | None:
    row = (await connection.execute(BY_ID, {"club": club_id})).one_or_none()
    return _club(row) if row else None


async def clubs_by_id(connection: AsyncConnection, club_ids: Collection[int]) -> dict[int, Club]:
    if not club_ids:
        return {}
    found = await readable(connection, select(clubs).where(clubs.c.id.in_(club_ids)), clubs, _club)
    return {club.id: club for club in found}


async def clubs_of_server(connection: AsyncConnection, server_id: int, *, with_closed: bool = False) -> list[Club]:
    """Return the server's clubs by name, without closed ones unless `with_closed`."""
    query = select(clubs).where(clubs.c.server_id == server_id)
    if not with_closed:
        query = query.where(clubs.c.state != ClubState.CLOSED)
    return _by_name(await readable(connection, query, clubs, _club))


async def clubs_at(connection: AsyncConnection, server_id: int, channel_ids: Sequence[int]) -> list[Club]:
    """Return the server's open clubs that meet in one of these channels, or have a week with one of them as its thread.

    Raises UnreadableClubError if there are such clubs and none can be read, so that no other club is used by mistake.
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
    """Return active clubs whose slot is due, longest overdue first."""
    aside = unreadable_rows_of(connection).aside(clubs.name)
    return await readable(connection, _due(shards), clubs, _club, {"now": now, "most": limit, "aside": aside})


@cache
def _due(shards: Shards) -> Select[Any]:
    due = (clubs.c.state == ClubState.ACTIVE, clubs.c.next_due <= bindparam("now"))
    aside = clubs.c.id.in_(bindparam("aside", expanding=True))
    query = select(clubs).where(*due, ~aside, within(clubs.c.server_id, shards))
    return query.order_by(clubs.c.next_due).limit(bindparam("most"))


def _by_name(found: list[Club]) -> list[Club]:
    """Sort by name here, because databases sort letters differently."""
    return sorted(found, key=lambda club: club.settings.name.casefold())


def _name_key(club: Club, *, shares_name: bool) -> str:
    """Return what must be unique in a server. A club that shares its name has a line break here, which no name has."""
    return f"\n{club.token}" if shares_name else club.settings.name.casefold()


def _state(club: Club) -> dict[str, Any]:
    facts = {"state": club.state, "next_slot": club.next_slot, "next_due": club.next_due, "held_slot": club.held_slot}
    return facts | {"anchor": club.anchor, "breaks": [_stored_break(one) for one in club.breaks]}


def _columns(settings: ClubSettings) -> dict[str, Any]:
    slot = {"weekday": settings.slot.weekday, "at": settings.slot.at, "zone": settings.slot.zone}
    return {name: getattr(settings, name) for name in SETTINGS} | slot | plan_columns(settings.meeting)


def _club(row: Row[Any]) -> Club:
    slot = WeeklySlot(row.weekday, row.at, row.zone)
    as_stored = {name: getattr(row, name) for name in READ_AS_STORED}
    settings = ClubSettings(slot=slot, rhythm=Rhythm(row.rhythm), meeting=stored_plan(row), **as_stored)
    breaks = tuple(_break(one) for one in row.breaks)
    times = (row.next_slot, row.next_due, row.anchor, breaks, row.held_slot)
    return Club(row.id, row.token, row.server_id, settings, ClubState(row.state), *times)


def _stored_break(one: Break) -> dict[str, Any]:
    days = {"first": one.first.isoformat(), "last": one.last.isoformat()}
    return {**days, "reason": one.reason, "is_stretched": one.is_stretched}


def _break(stored: dict[str, Any]) -> Break:
    days = date.fromisoformat(stored["first"]), date.fromisoformat(stored["last"])
    return Break(*days, str(stored["reason"]), is_stretched=bool(stored["is_stretched"]))
