"""The rows of paper logs and their versions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, func, insert, or_, select, update

from bot.core.clubs.club import ClubState
from bot.core.paper_logs.log_text import PARTS, LogText
from bot.core.paper_logs.paper_log import LogState, LogVersion, PaperLog
from bot.storage.readable import readable
from bot.storage.tables import clubs, log_drafts, log_versions, paper_logs, weeks

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Row, Select
    from sqlalchemy.ext.asyncio import AsyncConnection

TEXT_COLUMNS = PARTS
MOST_COMPARED = 500  # a log is compared with at most this many others, the newest
FIRST_FACTS = ("author_id", "paper_key", "club_id", "week_id", "state", "is_late", "version", "written_at")


IS_NEWEST = and_(log_versions.c.log_id == paper_logs.c.id, log_versions.c.number == paper_logs.c.version)
NEWEST = (
    select(
        paper_logs,
        clubs.c.server_id,
        log_versions.c.written_at.label("revised_at"),
        *(log_versions.c[name] for name in TEXT_COLUMNS),
    )
    .join(log_versions, IS_NEWEST)
    .outerjoin(clubs, clubs.c.id == paper_logs.c.club_id)
)
# Queries that every form and message runs are built once: building a statement costs as much as running it.
ADD = insert(paper_logs).returning(paper_logs.c.id)
ADD_VERSION = insert(log_versions)
CHANGE = update(paper_logs).where(paper_logs.c.id == bindparam("log"))
# The message of a log that was erased meanwhile is deleted.
IS_EXPECTED = and_(paper_logs.c.message_id.is_(None), paper_logs.c.author_id >= 0)
NOTE_MESSAGE = CHANGE.where(IS_EXPECTED).returning(paper_logs.c.version, paper_logs.c.state)
BY_ID = NEWEST.where(paper_logs.c.id == bindparam("log"))
AT = NEWEST.where(
    paper_logs.c.author_id == bindparam("author"),
    paper_logs.c.paper_key == bindparam("paper"),
    paper_logs.c.club_id.is_not_distinct_from(bindparam("club")),
    paper_logs.c.week_id.is_not_distinct_from(bindparam("week")),
)
OF_WEEK = NEWEST.where(paper_logs.c.week_id == bindparam("week"), paper_logs.c.state == LogState.KEPT).order_by(
    paper_logs.c.id
)
UNPOSTED = NEWEST.where(
    or_(paper_logs.c.week_id == bindparam("week"), paper_logs.c.week_id.is_(None)),
    paper_logs.c.club_id == bindparam("club"),
    paper_logs.c.state == LogState.KEPT,
    paper_logs.c.message_id.is_(None),
).order_by(paper_logs.c.id)
BY_OTHERS = (
    select(log_versions.c.interaction_id)
    .join(paper_logs, IS_NEWEST)
    .where(
        paper_logs.c.club_id == bindparam("club"),
        or_(paper_logs.c.paper_key == bindparam("paper"), paper_logs.c.week_id == bindparam("week")),
        paper_logs.c.author_id != bindparam("author"),
        paper_logs.c.state == LogState.KEPT,
    )
    .order_by(paper_logs.c.id.desc())
    .limit(MOST_COMPARED)
)


async def add_log(connection: AsyncConnection, log: PaperLog) -> PaperLog:
    """Store a log and return it with its new id; the given id is ignored. Its first version must follow.

    Raises IntegrityError for a second log with the same destination.
    """
    facts = {name: getattr(log, name) for name in FIRST_FACTS}
    return replace(log, id=(await connection.execute(ADD, facts)).scalar_one())


async def change_log(connection: AsyncConnection, log_id: int, **facts: Any) -> None:
    await connection.execute(CHANGE, {"log": log_id, **facts})


async def note_message(
    connection: AsyncConnection, log_id: int, channel_id: int, message_id: int
) -> tuple[int, LogState] | None:
    """Note that the log is posted. Returns its version and state; None if it has a message already or is gone."""
    facts = {"log": log_id, "channel_id": channel_id, "message_id": message_id}
    row = (await connection.execute(NOTE_MESSAGE, facts)).one_or_none()
    return (row.version, LogState(row.state)) if row else None


async def add_version(
    connection: AsyncConnection, version: LogVersion, interaction_id: int, draft_id: int | None
) -> None:
    """Store a version. Raises IntegrityError if the interaction already brought one."""
    facts = {
        "log_id": version.log_id,
        "number": version.number,
        "written_at": version.written_at,
        "interaction_id": interaction_id,
        "draft_id": draft_id,
    }
    texts = {name: getattr(version.text, name) for name in TEXT_COLUMNS}
    await connection.execute(ADD_VERSION, facts | texts)


async def log_by_id(connection: AsyncConnection, log_id: int) -> PaperLog | None:
    return await _one(connection, BY_ID, {"log": log_id})


async def log_at(
    connection: AsyncConnection, author_id: int, paper_key: str, club_id: int | None, week_id: int | None
) -> PaperLog | None:
    """Return the author's log about the paper in this club and week, even a withdrawn one."""
    return await _one(connection, AT, {"author": author_id, "paper": paper_key, "club": club_id, "week": week_id})


async def log_of_draft(connection: AsyncConnection, draft_id: int) -> PaperLog | None:
    """Return the log with a version that came from the draft."""
    which = select(log_versions.c.log_id).where(log_versions.c.draft_id == draft_id)
    return await _one(connection, NEWEST.where(paper_logs.c.id.in_(which)).limit(1), {})


async def logs_of_week(connection: AsyncConnection, week_id: int) -> list[PaperLog]:
    """Return the week's logs that are not withdrawn, oldest first."""
    return [_log(row) for row in await connection.execute(OF_WEEK, {"week": week_id})]


async def unposted_logs(connection: AsyncConnection, club_id: int, week_id: int) -> list[PaperLog]:
    """Return logs of the week, and the club's logs outside its weeks, that are not withdrawn and have no message."""
    return [_log(row) for row in await connection.execute(UNPOSTED, {"club": club_id, "week": week_id})]


async def logs_of_author(connection: AsyncConnection, author_id: int, server_id: int | None) -> list[PaperLog]:
    """Return the author's logs in the server's clubs and those kept alone, newest first; of every server for None."""
    query = NEWEST.where(paper_logs.c.author_id == author_id)
    if server_id is not None:
        query = query.where(or_(clubs.c.server_id == server_id, paper_logs.c.club_id.is_(None)))
    return await _all(connection, query.order_by(log_versions.c.written_at.desc(), paper_logs.c.id.desc()))


async def newest_logs(
    connection: AsyncConnection, club_ids: Collection[int], hidden_channels: Collection[int], limit: int
) -> list[PaperLog]:
    """Return the clubs' logs that are not withdrawn, newest first, without weeks posted in the hidden channels."""
    kept = and_(paper_logs.c.club_id.in_(club_ids), paper_logs.c.state == LogState.KEPT)
    if hidden_channels:
        hidden = select(weeks.c.id).where(weeks.c.club_id.in_(club_ids), weeks.c.channel_id.in_(hidden_channels))
        kept = and_(kept, or_(paper_logs.c.week_id.is_(None), paper_logs.c.week_id.not_in(hidden)))
    return await _all(connection, NEWEST.where(kept).order_by(paper_logs.c.id.desc()).limit(limit))


async def servers_written_in(connection: AsyncConnection, author_id: int) -> list[int]:
    """Return the servers whose clubs the author's logs and drafts belong to, without closed clubs."""
    logs = select(paper_logs.c.club_id).where(paper_logs.c.author_id == author_id)
    drafts = select(log_drafts.c.club_id).where(log_drafts.c.author_id == author_id)
    open_ones = select(clubs.c.server_id).where(clubs.c.state != ClubState.CLOSED)
    query = open_ones.where(or_(clubs.c.id.in_(logs), clubs.c.id.in_(drafts))).distinct()
    return list(await connection.scalars(query.order_by(clubs.c.server_id)))


async def texts_by_others(
    connection: AsyncConnection, club_id: int, week_id: int | None, paper_key: str, author_id: int
) -> list[int]:
    """Return the newest texts by others in the club on the paper or of the week, without withdrawn ones.

    They are given as interaction ids, each of which brought one text that never changes.
    """
    which = {"club": club_id, "week": week_id, "paper": paper_key, "author": author_id}
    return list(await connection.scalars(BY_OTHERS, which))


async def texts_of(connection: AsyncConnection, interaction_ids: Collection[int]) -> dict[int, LogText]:
    """Return the texts by the interaction that brought each."""
    query = select(log_versions).where(log_versions.c.interaction_id.in_(interaction_ids))
    return {row.interaction_id: text_of(row) for row in await connection.execute(query)}


async def versions_of(connection: AsyncConnection, log_id: int, newest: int | None = None) -> list[LogVersion]:
    """Return the versions, oldest first; with `newest`, only that many of the newest."""
    query = select(log_versions).where(log_versions.c.log_id == log_id).order_by(log_versions.c.number.desc())
    rows = (await connection.execute(query.limit(newest))).all()
    return [LogVersion(row.log_id, row.number, text_of(row), row.written_at) for row in reversed(rows)]


async def count_logs(connection: AsyncConnection, club_id: int, paper_key: str) -> int:
    """Return how many of the club's logs are about the paper, without withdrawn ones."""
    query = select(func.count()).where(
        paper_logs.c.club_id == club_id, paper_logs.c.paper_key == paper_key, paper_logs.c.state == LogState.KEPT
    )
    return (await connection.execute(query)).scalar_one()


async def papers_of_logs(connection: AsyncConnection, log_ids: Collection[int]) -> dict[int, str]:
    """Return which paper each of the logs is about."""
    rows = await connection.execute(select(paper_logs.c.id, paper_logs.c.paper_key).where(paper_logs.c.id.in_(log_ids)))
    return {row.id: row.paper_key for row in rows}


def text_of(row: Row[Any]) -> LogText:
    """The parts, of any row that has their columns."""
    return LogText(*(getattr(row, name) for name in TEXT_COLUMNS))


async def _one(connection: AsyncConnection, query: Select[Any], which: dict[str, Any]) -> PaperLog | None:
    row = (await connection.execute(query, which)).one_or_none()
    return _log(row) if row else None


async def _all(connection: AsyncConnection, query: Select[Any]) -> list[PaperLog]:
    return await readable(connection, query, paper_logs, _log)


def _log(row: Row[Any]) -> PaperLog:
    facts = {name: value for name, value in row._asdict().items() if name not in TEXT_COLUMNS}
    return PaperLog(**(facts | {"state": LogState(row.state), "text": text_of(row)}))
