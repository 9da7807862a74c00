"""Paper logs and their versions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, func, insert, or_, select, update

from bot.core.clubs import ClubState
from bot.core.paper_logs import LogText
from bot.storage.readable import readable
from bot.storage.restores import fresh_id
from bot.storage.tables import clubs, log_drafts, log_versions, paper_logs, weeks

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Row, Select
    from sqlalchemy.ext.asyncio import AsyncConnection

TEXT_COLUMNS = ("problem", "approach", "key_result", "limitation")
MOST_COMPARED = 500  # a log is compared with so many others at most, the newest
FIRST_FACTS = ("author_id", "paper_key", "club_id", "week_id", "state", "is_late", "version", "written_at")


class LogState(StrEnum):
    """A withdrawn log is kept, is shown to its author alone, and may be written again."""

    KEPT = "kept"
    WITHDRAWN = "withdrawn"


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
# What every form and every message asks is prepared once: to build a statement costs as much as to run it.
ADD = insert(paper_logs).returning(paper_logs.c.id)
ADD_VERSION = insert(log_versions)
CHANGE = update(paper_logs).where(paper_logs.c.id == bindparam("log"))
NOTE_MESSAGE = CHANGE.where(paper_logs.c.message_id.is_(None)).returning(paper_logs.c.version, paper_logs.c.state)
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


async def add_log(connection: AsyncConnection, log: PaperLog) -> PaperLog:
    """The log with its new id; the id given is ignored. Its first version has to follow.

    Raises IntegrityError for a second one in the same place.
    """
    facts = {name: getattr(log, name) for name in FIRST_FACTS} | await fresh_id(connection, paper_logs)
    return replace(log, id=(await connection.execute(ADD, facts)).scalar_one())


async def change_log(connection: AsyncConnection, log_id: int, **facts: Any) -> None:
    await connection.execute(CHANGE, {"log": log_id, **facts})


async def note_message(
    connection: AsyncConnection, log_id: int, channel_id: int, message_id: int
) -> tuple[int, LogState] | None:
    """The log's message is there. Its version and state; None where it has one already, or is gone."""
    facts = {"log": log_id, "channel_id": channel_id, "message_id": message_id}
    row = (await connection.execute(NOTE_MESSAGE, facts)).one_or_none()
    return (row.version, LogState(row.state)) if row else None


async def add_version(
    connection: AsyncConnection, version: LogVersion, interaction_id: int, draft_id: int | None
) -> None:
    """Raises IntegrityError for an interaction that brought a version already."""
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
    """The author's log on the paper in this place, a withdrawn one too."""
    return await _one(connection, AT, {"author": author_id, "paper": paper_key, "club": club_id, "week": week_id})


async def log_of_draft(connection: AsyncConnection, draft_id: int) -> PaperLog | None:
    """The log whose version was that draft."""
    which = select(log_versions.c.log_id).where(log_versions.c.draft_id == draft_id)
    return await _one(connection, NEWEST.where(paper_logs.c.id.in_(which)).limit(1), {})


async def logs_of_week(connection: AsyncConnection, week_id: int) -> list[PaperLog]:
    """What is not withdrawn, first written first."""
    return [_log(row) for row in await connection.execute(OF_WEEK, {"week": week_id})]


async def unposted_logs(connection: AsyncConnection, club_id: int, week_id: int) -> list[PaperLog]:
    """Those of the week, and of the club outside its weeks, that are not withdrawn and have no message."""
    return [_log(row) for row in await connection.execute(UNPOSTED, {"club": club_id, "week": week_id})]


async def logs_of_author(connection: AsyncConnection, author_id: int, server_id: int | None) -> list[PaperLog]:
    """Newest first: those of the server's clubs and those kept alone; with None, those of every server."""
    query = NEWEST.where(paper_logs.c.author_id == author_id)
    if server_id is not None:
        query = query.where(or_(clubs.c.server_id == server_id, paper_logs.c.club_id.is_(None)))
    return await _all(connection, query.order_by(log_versions.c.written_at.desc(), paper_logs.c.id.desc()))


async def newest_logs(
    connection: AsyncConnection, club_ids: Collection[int], hidden_channels: Collection[int], limit: int
) -> list[PaperLog]:
    """The clubs' that are not withdrawn, without weeks that were posted in those channels; the newest first."""
    kept = and_(paper_logs.c.club_id.in_(club_ids), paper_logs.c.state == LogState.KEPT)
    if hidden_channels:
        hidden = select(weeks.c.id).where(weeks.c.club_id.in_(club_ids), weeks.c.channel_id.in_(hidden_channels))
        kept = and_(kept, or_(paper_logs.c.week_id.is_(None), paper_logs.c.week_id.not_in(hidden)))
    return await _all(connection, NEWEST.where(kept).order_by(paper_logs.c.id.desc()).limit(limit))


async def servers_written_in(connection: AsyncConnection, author_id: int) -> list[int]:
    """The servers of the clubs that the author's logs and drafts are of, without those of closed clubs."""
    logs = select(paper_logs.c.club_id).where(paper_logs.c.author_id == author_id)
    drafts = select(log_drafts.c.club_id).where(log_drafts.c.author_id == author_id)
    living = select(clubs.c.server_id).where(clubs.c.state != ClubState.CLOSED)
    query = living.where(or_(clubs.c.id.in_(logs), clubs.c.id.in_(drafts))).distinct()
    return list(await connection.scalars(query.order_by(clubs.c.server_id)))


async def texts_by_others(
    connection: AsyncConnection, club_id: int, week_id: int | None, paper_key: str, author_id: int
) -> list[int]:
    """The newest texts in the club on the paper, or of the week, that are not the author's and not withdrawn: the
    interactions with which they came, each of which brought one text for ever.
    """
    which = {"club": club_id, "week": week_id, "paper": paper_key, "author": author_id}
    return list(await connection.scalars(BY_OTHERS, which))


async def texts_of(connection: AsyncConnection, interaction_ids: Collection[int]) -> dict[int, LogText]:
    """By the interaction with which each came."""
    query = select(log_versions).where(log_versions.c.interaction_id.in_(interaction_ids))
    return {row.interaction_id: text_of(row) for row in await connection.execute(query)}


async def versions_of(connection: AsyncConnection, log_id: int, newest: int | None = None) -> list[LogVersion]:
    """Oldest first; only the `newest` so many, where that is given."""
    query = select(log_versions).where(log_versions.c.log_id == log_id).order_by(log_versions.c.number.desc())
    rows = (await connection.execute(query.limit(newest))).all()
    return [LogVersion(row.log_id, row.number, text_of(row), row.written_at) for row in reversed(rows)]


async def count_logs(connection: AsyncConnection, club_id: int, paper_key: str) -> int:
    """How many of the club are on the paper, withdrawn ones not counted."""
    query = select(func.count()).where(
        paper_logs.c.club_id == club_id, paper_logs.c.paper_key == paper_key, paper_logs.c.state == LogState.KEPT
    )
    return (await connection.execute(query)).scalar_one()


def text_of(row: Row[Any]) -> LogText:
    """The four parts, of any row that has their columns."""
    return LogText(*(getattr(row, name) for name in TEXT_COLUMNS))


async def _one(connection: AsyncConnection, query: Select[Any], which: dict[str, Any]) -> PaperLog | None:
    row = (await connection.execute(query, which)).one_or_none()
    return _log(row) if row else None


async def _all(connection: AsyncConnection, query: Select[Any]) -> list[PaperLog]:
    return await readable(connection, query, paper_logs, _log)


def _log(row: Row[Any]) -> PaperLog:
    facts = {name: value for name, value in row._asdict().items() if name not in TEXT_COLUMNS}
    return PaperLog(**(facts | {"state": LogState(row.state), "text": text_of(row)}))
