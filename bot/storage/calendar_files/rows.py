"""The rows of calendar files: what was told of each session, and the addresses of feeds."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, select, update

from bot.core.calendar_files.revisions import Revision
from bot.storage.calendar_files.tables import calendar_feeds, calendar_sessions
from bot.storage.locks import lock_row
from bot.storage.tables import clubs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass(frozen=True, slots=True)
class FeedReader:
    """Whose address of a club's feed it is, and since when they may not see the club, if so."""

    club_id: int
    user_id: int
    hidden_since: datetime | None = field(default=None, compare=False)


OF_CLUB = select(calendar_sessions).where(calendar_sessions.c.club_id == bindparam("club"))
READER = select(calendar_feeds).where(calendar_feeds.c.digest == bindparam("digest"))
MADE_AT = select(calendar_feeds.c.made_at).where(
    calendar_feeds.c.club_id == bindparam("club"), calendar_feeds.c.user_id == bindparam("user")
)


async def lock_calendar(connection: AsyncConnection, club_id: int) -> None:
    """Until this transaction ends, no other changes what the club's calendar tells, or its address."""
    await lock_row(connection, clubs.c.id, club_id)


async def told_sessions(connection: AsyncConnection, club_id: int) -> dict[date, Revision]:
    """Return what was told of the club's sessions, by their periods."""
    rows = await connection.execute(OF_CLUB, {"club": club_id})
    told = [row._asdict() for row in rows]
    return {row["period"]: Revision(**{name: row[name] for name in Revision.__slots__}) for row in told}


async def save_told(connection: AsyncConnection, club_id: int, told: Iterable[Revision]) -> None:
    """Store these in place of what was told before."""
    await connection.execute(delete(calendar_sessions).where(calendar_sessions.c.club_id == club_id))
    if rows := [{"club_id": club_id, **asdict(revision)} for revision in told]:
        await connection.execute(insert(calendar_sessions), rows)


async def feed_made_at(connection: AsyncConnection, club_id: int, user_id: int) -> datetime | None:
    """Return since when the member has an address of the club's feed."""
    made_at: datetime | None = await connection.scalar(MADE_AT, {"club": club_id, "user": user_id})
    return made_at


async def save_feed(connection: AsyncConnection, reader: FeedReader, digest: str, now: datetime) -> None:
    """Store an address in place of the member's one before, which then leads nowhere."""
    await delete_feed(connection, reader)
    row = {"club_id": reader.club_id, "user_id": reader.user_id, "digest": digest, "made_at": now}
    await connection.execute(insert(calendar_feeds).values(**row))


async def delete_feed(connection: AsyncConnection, reader: FeedReader) -> None:
    await connection.execute(delete(calendar_feeds).where(*_of(reader)))


async def note_access(connection: AsyncConnection, reader: FeedReader, hidden_since: datetime | None) -> None:
    """Note since when the reader may not see the club; None if they may."""
    await connection.execute(update(calendar_feeds).where(*_of(reader)).values(hidden_since=hidden_since))


async def delete_hidden_feeds(connection: AsyncConnection, hidden_before: datetime) -> int:
    """Delete addresses whose owners have not seen the club since then, and return how many."""
    return (
        await connection.execute(delete(calendar_feeds).where(calendar_feeds.c.hidden_since <= hidden_before))
    ).rowcount


async def delete_feeds_of_leavers(connection: AsyncConnection, server_id: int, members: Collection[int]) -> None:
    """Delete the addresses of members who have left the server."""
    here = select(clubs.c.id).where(clubs.c.server_id == server_id)
    which = (calendar_feeds.c.user_id.in_(members), calendar_feeds.c.club_id.in_(here))
    await connection.execute(delete(calendar_feeds).where(*which))


async def delete_feeds(connection: AsyncConnection, club_id: int) -> int:
    """Delete all addresses of the club's feed, and return how many."""
    return (await connection.execute(delete(calendar_feeds).where(calendar_feeds.c.club_id == club_id))).rowcount


async def reader_at(connection: AsyncConnection, digest: str) -> FeedReader | None:
    """Return whose address has this digest."""
    row = (await connection.execute(READER, {"digest": digest})).one_or_none()
    return FeedReader(row.club_id, row.user_id, row.hidden_since) if row else None


def _of(reader: FeedReader) -> tuple[ColumnElement[bool], ...]:
    return (calendar_feeds.c.club_id == reader.club_id, calendar_feeds.c.user_id == reader.user_id)
