"""Reviews, from being somebody's turn to being written, and what was typed and not accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, insert, select, union_all, update

from bot.core.characters import storable
from bot.core.review_pairs import Pair
from bot.core.reviews import Rating, ReviewText
from bot.storage.readable import readable
from bot.storage.tables import clubs, paper_logs, review_drafts, reviews, weeks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.weeks import Week

TEXT_COLUMNS = ("problem_and_approach", "key_result", "limitation", "strongest", "question")
# What a reviewer typed is kept for at least so long, and the newest twenty texts for ever.
KEPT_DRAFTS, KEPT_FOR = 20, timedelta(days=90)
NEWEST_FIRST = (review_drafts.c.written_at.desc(), review_drafts.c.id.desc())


class Origin(StrEnum):
    """How a review became somebody's turn: given when logs closed or later, or taken by themselves."""

    GIVEN = "given"
    TAKEN = "taken"


class ReviewState(StrEnum):
    """Only what is open can be freed, which removes it."""

    OPEN = "open"
    WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class Review:
    """`reviewer_id`'s turn to review `author_id`'s log, and what came of it. Without `text` it is not written yet.

    `log_version` is the version that was reviewed, `server_id` the club's.
    """

    id: int
    log_id: int
    reviewer_id: int
    author_id: int
    week_id: int
    club_id: int
    server_id: int
    origin: Origin
    state: ReviewState
    assigned_at: datetime
    text: ReviewText | None
    log_version: int | None
    written_at: datetime | None
    is_helpful: bool
    message_id: int | None

    @property
    def is_written(self) -> bool:
        return self.state is ReviewState.WRITTEN


@dataclass(frozen=True, slots=True)
class ReviewDraft:
    """What a reviewer typed, kept as it was. `interaction_id` is that of the form which brought this text."""

    id: int
    reviewer_id: int
    log_id: int
    text: ReviewText
    interaction_id: int
    written_at: datetime


async def add_review(
    connection: AsyncConnection, log_id: int, reviewer_id: int, *, week_id: int, origin: Origin, now: datetime
) -> int:
    """A turn; its id. Raises IntegrityError where the member has one on the log already."""
    query = insert(reviews).values(
        log_id=log_id,
        reviewer_id=reviewer_id,
        week_id=week_id,
        origin=origin,
        state=ReviewState.OPEN,
        assigned_at=now,
        is_helpful=False,
    )
    review_id: int = (await connection.execute(query.returning(reviews.c.id))).scalar_one()
    return review_id


async def write_review(
    connection: AsyncConnection,
    review_id: int,
    text: ReviewText,
    *,
    log_version: int,
    interaction_id: int,
    now: datetime,
) -> None:
    """Raises IntegrityError for an interaction that brought a review already."""
    facts = {"log_version": log_version, "interaction_id": interaction_id, "written_at": now, **_texts(text)}
    await change_review(connection, review_id, state=ReviewState.WRITTEN, **facts)


async def change_review(connection: AsyncConnection, review_id: int, **facts: Any) -> None:
    await connection.execute(update(reviews).where(reviews.c.id == review_id).values(**facts))


async def review_by_id(connection: AsyncConnection, review_id: int) -> Review | None:
    return await _one(connection, _all_columns().where(reviews.c.id == review_id))


async def review_of(connection: AsyncConnection, log_id: int, reviewer_id: int) -> Review | None:
    query = _all_columns().where(reviews.c.log_id == log_id, reviews.c.reviewer_id == reviewer_id)
    return await _one(connection, query)


async def review_of_interaction(connection: AsyncConnection, interaction_id: int) -> Review | None:
    return await _one(connection, _all_columns().where(reviews.c.interaction_id == interaction_id))


async def reviews_of_log(connection: AsyncConnection, log_id: int) -> list[Review]:
    """Oldest first."""
    return await _all(connection, _all_columns().where(reviews.c.log_id == log_id))


async def reviews_of_week(connection: AsyncConnection, week_id: int) -> list[Review]:
    """Open and written ones, oldest first."""
    return await _all(connection, _all_columns().where(reviews.c.week_id == week_id))


async def open_reviews_of(connection: AsyncConnection, reviewer_id: int, server_id: int) -> list[Review]:
    """What a member has been given or has taken in the server's clubs and not written, oldest first."""
    mine = and_(reviews.c.reviewer_id == reviewer_id, reviews.c.state == ReviewState.OPEN)
    return await _all(connection, _all_columns().where(mine, clubs.c.server_id == server_id))


async def free_reviews_of_log(connection: AsyncConnection, log_id: int) -> None:
    """The log is no longer anybody's turn; what is written stays."""
    await connection.execute(delete(reviews).where(reviews.c.log_id == log_id, reviews.c.state == ReviewState.OPEN))


async def delete_review(connection: AsyncConnection, review_id: int) -> None:
    """It is nobody's turn any more."""
    await connection.execute(delete(reviews).where(reviews.c.id == review_id))


async def begun_in_week(connection: AsyncConnection, week_id: int) -> set[tuple[int, int]]:
    """(log id, reviewer) of reviews of which something is kept as a draft."""
    query = select(review_drafts.c.log_id, review_drafts.c.reviewer_id).join(
        paper_logs, paper_logs.c.id == review_drafts.c.log_id
    )
    rows = await connection.execute(query.where(paper_logs.c.week_id == week_id))
    return {(row.log_id, row.reviewer_id) for row in rows}


async def recent_pairs(connection: AsyncConnection, before: Week, count: int) -> list[set[Pair]]:
    """Who reviewed whom in the club's last weeks before this one, the newest week first."""
    earlier = and_(weeks.c.club_id == before.club_id, weeks.c.id < before.id, weeks.c.number.is_not(None))
    ids = await connection.scalars(select(weeks.c.id).where(earlier).order_by(weeks.c.id.desc()).limit(count))
    pairs: dict[int, set[Pair]] = {week_id: set() for week_id in ids}
    query = (
        select(reviews.c.week_id, reviews.c.reviewer_id, paper_logs.c.author_id)
        .join(paper_logs, paper_logs.c.id == reviews.c.log_id)
        .where(reviews.c.week_id.in_(pairs))
    )
    for row in await connection.execute(query):
        pairs[row.week_id].add(Pair(row.reviewer_id, row.author_id))
    return list(pairs.values())


async def keep_review_draft(connection: AsyncConnection, draft: ReviewDraft, filled_from: int | None) -> int:
    """In place of the member's text that the form was `filled_from`, or as another; its id.

    The member's old ones go, but for the newest twenty.
    """
    mine = review_drafts.c.reviewer_id == draft.reviewer_id
    facts = {"interaction_id": draft.interaction_id, "written_at": draft.written_at, **_texts(draft.text)}
    same = _brought_by(draft.log_id, draft.reviewer_id, (filled_from, draft.interaction_id))
    draft_id: int | None = await connection.scalar(select(review_drafts.c.id).where(same).limit(1))
    if draft_id is not None:
        await connection.execute(update(review_drafts).where(review_drafts.c.id == draft_id).values(**facts))
        return draft_id
    query = insert(review_drafts).values(reviewer_id=draft.reviewer_id, log_id=draft.log_id, **facts)
    added: int = (await connection.execute(query.returning(review_drafts.c.id))).scalar_one()
    newest = select(review_drafts.c.id).where(mine).order_by(review_drafts.c.id.desc()).limit(KEPT_DRAFTS)
    old = and_(mine, review_drafts.c.written_at < draft.written_at - KEPT_FOR)
    await connection.execute(delete(review_drafts).where(old, review_drafts.c.id.not_in(newest)))
    return added


async def review_draft_on(connection: AsyncConnection, log_id: int, reviewer_id: int) -> ReviewDraft | None:
    """The newest."""
    query = select(review_drafts).where(review_drafts.c.log_id == log_id, review_drafts.c.reviewer_id == reviewer_id)
    row = (await connection.execute(query.order_by(*NEWEST_FIRST).limit(1))).one_or_none()
    return _draft(row) if row else None


async def review_draft_by_id(connection: AsyncConnection, draft_id: int) -> ReviewDraft | None:
    row = (await connection.execute(select(review_drafts).where(review_drafts.c.id == draft_id))).one_or_none()
    return _draft(row) if row else None


async def review_drafts_of(connection: AsyncConnection, reviewer_id: int) -> list[ReviewDraft]:
    """Newest first."""
    query = select(review_drafts).where(review_drafts.c.reviewer_id == reviewer_id)
    return await readable(connection, query.order_by(*NEWEST_FIRST), review_drafts, _draft)


async def review_forms_since(connection: AsyncConnection, reviewer_id: int, since: datetime) -> Sequence[datetime]:
    """When the member's reviews and drafts after `since` were written."""
    drafts = select(review_drafts.c.written_at).where(review_drafts.c.reviewer_id == reviewer_id)
    written = select(reviews.c.written_at).where(reviews.c.reviewer_id == reviewer_id)
    recent = union_all(drafts.where(review_drafts.c.written_at > since), written.where(reviews.c.written_at > since))
    return list(await connection.scalars(recent))


async def delete_review_draft(
    connection: AsyncConnection, log_id: int, reviewer_id: int, brought_by: Iterable[int | None]
) -> None:
    """The member's texts on the log that these interactions brought; what another device typed stays."""
    await connection.execute(delete(review_drafts).where(_brought_by(log_id, reviewer_id, brought_by)))


def _brought_by(log_id: int, reviewer_id: int, interactions: Iterable[int | None]) -> ColumnElement[bool]:
    known = [interaction for interaction in interactions if interaction is not None]
    return and_(
        review_drafts.c.log_id == log_id,
        review_drafts.c.reviewer_id == reviewer_id,
        review_drafts.c.interaction_id.in_(known),
    )


def _all_columns() -> Select[Any]:
    return (
        select(reviews, paper_logs.c.author_id, weeks.c.club_id, clubs.c.server_id)
        .join(paper_logs, paper_logs.c.id == reviews.c.log_id)
        .join(weeks, weeks.c.id == reviews.c.week_id)
        .join(clubs, clubs.c.id == weeks.c.club_id)
        .order_by(reviews.c.id)
    )


async def _one(connection: AsyncConnection, query: Select[Any]) -> Review | None:
    row = (await connection.execute(query)).one_or_none()
    return _review(row) if row else None


async def _all(connection: AsyncConnection, query: Select[Any]) -> list[Review]:
    return await readable(connection, query, reviews, _review)


def _texts(text: ReviewText) -> dict[str, str]:
    return {name: storable(str(getattr(text, name))) for name in TEXT_COLUMNS}


def _text_of(row: Row[Any]) -> ReviewText:
    return ReviewText(
        Rating(row.problem_and_approach), Rating(row.key_result), Rating(row.limitation), row.strongest, row.question
    )


def _review(row: Row[Any]) -> Review:
    left_out = (*TEXT_COLUMNS, "interaction_id")
    facts = {name: value for name, value in row._asdict().items() if name not in left_out}
    facts |= {"origin": Origin(row.origin), "state": ReviewState(row.state)}
    return Review(**facts, text=_text_of(row) if row.question is not None else None)


def _draft(row: Row[Any]) -> ReviewDraft:
    facts = {name: value for name, value in row._asdict().items() if name not in TEXT_COLUMNS}
    return ReviewDraft(**facts, text=_text_of(row))
