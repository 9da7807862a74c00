"""The rows of calendar files: what was told of each session, and the addresses of feeds."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, select

from bot.core.calendar_files.revisions import Revision
from bot.storage.calendar_files.tables import calendar_feeds, calendar_sessions
from bot.storage.tables import clubs

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

OF_CLUB = select(calendar_sessions).where(calendar_sessions.c.club_id == bindparam("club"))
CLUB_FED = select(calendar_feeds.c.club_id).where(calendar_feeds.c.digest == bindparam("digest"))
SECRET = select(calendar_feeds.c.secret).where(calendar_feeds.c.club_id == bindparam("club"))
LOCKED = select(clubs.c.id).where(clubs.c.id == bindparam("club")).with_for_update()


async def lock_calendar(connection: AsyncConnection, club_id: int) -> None:
    """Until this transaction ends, no other changes what the club's calendar tells, or its address."""
    if connection.dialect.name != "sqlite":  # which has one writer at a time
        await connection.execute(LOCKED, {"club": club_id})


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


async def feed_secret(connection: AsyncConnection, club_id: int) -> str | None:
    """Return the secret part of the address of the club's feed."""
    secret: str | None = await connection.scalar(SECRET, {"club": club_id})
    return secret


async def save_feed(connection: AsyncConnection, club_id: int, secret: str, digest: str, now: datetime) -> None:
    """Store an address in place of the one before, which then leads nowhere."""
    await connection.execute(delete(calendar_feeds).where(calendar_feeds.c.club_id == club_id))
    row = {"club_id": club_id, "secret": secret, "digest": digest, "made_at": now}
    await connection.execute(insert(calendar_feeds).values(**row))


async def club_fed_by(connection: AsyncConnection, digest: str) -> int | None:
    """Return the club whose feed has an address with this digest."""
    club_id: int | None = await connection.scalar(CLUB_FED, {"digest": digest})
    return club_id
