"""Paper logs and their versions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, func, insert, or_, select, update

from bot.core.paper_logs import LogText
from bot.storage.restores import fresh_id
from bot.storage.tables import clubs, log_versions, paper_logs

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row, Select
    from sqlalchemy.ext.asyncio import AsyncConnection

TEXT_COLUMNS = ("problem", "approach", "key_result", "limitation")


class LogState(StrEnum):
    """A withdrawn log is kept, is shown to its author alone, and may be written again."""

    KEPT = "kept"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class PaperLog:
    """A log as its newest version has it. Without a club it is its author's alone and posted nowhere; without a week
    it is on a paper outside the club's weeks. `channel_id` and `message_id` are None until it is posted.

    `server_id` is the club's. `written_at` is when the first version was, `revised_at` when the newest.
    """

    id: int
    author_id: int
    paper_key: str
    club_id: int | None
    server_id: int | None
    week_id: int | None
    state: LogState
    is_late: bool
    version: int
    channel_id: int | None
    message_id: int | None
    written_at: datetime
    revised_at: datetime
    text: LogText

    @property
    def is_withdrawn(self) -> bool:
        return self.state is LogState.WITHDRAWN


@dataclass(frozen=True, slots=True)
class LogVersion:
    """`number` counts from 1."""

    log_id: int
    number: int
    text: LogText
    written_at: datetime


async def add_log(
    connection: AsyncConnection,
    *,
    author_id: int,
    paper_key: str,
    club_id: int | None,
    week_id: int | None,
    is_late: bool,
    now: datetime,
) -> int:
    """The new log's id; its first version has to follow. Raises IntegrityError for a second one on a week's paper."""
    query = insert(paper_logs).values(
        author_id=author_id,
        paper_key=paper_key,
        club_id=club_id,
        week_id=week_id,
        state=LogState.KEPT,
        is_late=is_late,
        version=1,
        written_at=now,
        **await fresh_id(connection, paper_logs),
    )
    log_id: int = (await connection.execute(query.returning(paper_logs.c.id))).scalar_one()
    return log_id


async def change_log(connection: AsyncConnection, log_id: int, **facts: Any) -> None:
    await connection.execute(update(paper_logs).where(paper_logs.c.id == log_id).values(**facts))


async def add_version(
    connection: AsyncConnection, version: LogVersion, interaction_id: int, draft_id: int | None
) -> None:
    """Raises IntegrityError for an interaction that brought a version already."""
    texts = {name: getattr(version.text, name) for name in TEXT_COLUMNS}
    query = insert(log_versions).values(
        log_id=version.log_id,
        number=version.number,
        written_at=version.written_at,
        interaction_id=interaction_id,
        draft_id=draft_id,
        **texts,
    )
    await connection.execute(query)


async def log_by_id(connection: AsyncConnection, log_id: int) -> PaperLog | None:
    return await _one(connection, _newest().where(paper_logs.c.id == log_id))


async def log_at(
    connection: AsyncConnection, author_id: int, paper_key: str, club_id: int | None, week_id: int | None
) -> PaperLog | None:
    """The author's log on the paper in this place, a withdrawn one too."""
    same = and_(
        paper_logs.c.author_id == author_id,
        paper_logs.c.paper_key == paper_key,
        paper_logs.c.club_id.is_not_distinct_from(club_id),
        paper_logs.c.week_id.is_not_distinct_from(week_id),
    )
    return await _one(connection, _newest().where(same))


async def log_of_interaction(connection: AsyncConnection, interaction_id: int) -> PaperLog | None:
    """The log whose version came with the interaction."""
    which = select(log_versions.c.log_id).where(log_versions.c.interaction_id == interaction_id)
    return await _one(connection, _newest().where(paper_logs.c.id.in_(which)))


async def log_of_draft(connection: AsyncConnection, draft_id: int) -> PaperLog | None:
    """The log whose version was that draft."""
    which = select(log_versions.c.log_id).where(log_versions.c.draft_id == draft_id)
    return await _one(connection, _newest().where(paper_logs.c.id.in_(which)).limit(1))


async def logs_of_week(connection: AsyncConnection, week_id: int) -> list[PaperLog]:
    """What is not withdrawn, first written first."""
    return [_log(row) for row in await connection.execute(_of_week(), {"week": week_id})]


async def unposted_logs(connection: AsyncConnection, club_id: int, week_id: int) -> list[PaperLog]:
    """Those of the week, and of the club outside its weeks, that are not withdrawn and have no message."""
    return [_log(row) for row in await connection.execute(_unposted(), {"club": club_id, "week": week_id})]


async def logs_of_author(connection: AsyncConnection, author_id: int, server_id: int | None) -> list[PaperLog]:
    """Newest first: those of the server's clubs and those kept alone; with None, those of every server."""
    query = _newest().where(paper_logs.c.author_id == author_id)
    if server_id is not None:
        query = query.where(or_(clubs.c.server_id == server_id, paper_logs.c.club_id.is_(None)))
    return await _all(connection, query.order_by(log_versions.c.written_at.desc(), paper_logs.c.id.desc()))


async def newest_logs(connection: AsyncConnection, server_id: int, limit: int) -> list[PaperLog]:
    """The server's that are not withdrawn, the newest first."""
    kept = and_(clubs.c.server_id == server_id, paper_logs.c.state == LogState.KEPT)
    return await _all(connection, _newest().where(kept).order_by(paper_logs.c.id.desc()).limit(limit))


async def logs_on_paper(connection: AsyncConnection, club_id: int, paper_key: str) -> list[PaperLog]:
    """All of the club's that are not withdrawn."""
    kept = and_(
        paper_logs.c.club_id == club_id, paper_logs.c.paper_key == paper_key, paper_logs.c.state == LogState.KEPT
    )
    return await _all(connection, _newest().where(kept).order_by(paper_logs.c.id))


async def versions_of(connection: AsyncConnection, log_id: int) -> list[LogVersion]:
    """Oldest first."""
    query = select(log_versions).where(log_versions.c.log_id == log_id).order_by(log_versions.c.number)
    return [LogVersion(row.log_id, row.number, text_of(row), row.written_at) for row in await connection.execute(query)]


async def count_logs(connection: AsyncConnection, club_id: int, paper_key: str) -> int:
    """How many of the club are on the paper, withdrawn ones not counted."""
    query = select(func.count()).where(
        paper_logs.c.club_id == club_id, paper_logs.c.paper_key == paper_key, paper_logs.c.state == LogState.KEPT
    )
    return (await connection.execute(query)).scalar_one()


def text_of(row: Row[Any]) -> LogText:
    """The four parts, of any row that has their columns."""
    return LogText(*(getattr(row, name) for name in TEXT_COLUMNS))


# Every post asks these two: to build a statement costs as much as to run it.
@cache
def _of_week() -> Select[Any]:
    kept = and_(paper_logs.c.week_id == bindparam("week"), paper_logs.c.state == LogState.KEPT)
    return _newest().where(kept).order_by(paper_logs.c.id)


@cache
def _unposted() -> Select[Any]:
    here = or_(paper_logs.c.week_id == bindparam("week"), paper_logs.c.week_id.is_(None))
    kept = and_(
        paper_logs.c.club_id == bindparam("club"),
        paper_logs.c.state == LogState.KEPT,
        paper_logs.c.message_id.is_(None),
    )
    return _newest().where(here, kept).order_by(paper_logs.c.id)


@cache
def _newest() -> Select[Any]:
    newest = and_(log_versions.c.log_id == paper_logs.c.id, log_versions.c.number == paper_logs.c.version)
    texts = [log_versions.c[name] for name in TEXT_COLUMNS]
    return (
        select(paper_logs, clubs.c.server_id, log_versions.c.written_at.label("revised_at"), *texts)
        .join(log_versions, newest)
        .outerjoin(clubs, clubs.c.id == paper_logs.c.club_id)
    )


async def _one(connection: AsyncConnection, query: Select[Any]) -> PaperLog | None:
    row = (await connection.execute(query)).one_or_none()
    return _log(row) if row else None


async def _all(connection: AsyncConnection, query: Select[Any]) -> list[PaperLog]:
    return [_log(row) for row in await connection.execute(query)]


def _log(row: Row[Any]) -> PaperLog:
    facts = {name: value for name, value in row._asdict().items() if name not in TEXT_COLUMNS}
    return PaperLog(**(facts | {"state": LogState(row.state), "text": text_of(row)}))
