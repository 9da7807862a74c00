"""The rows of reviews, from being assigned to being written."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, delete, insert, select, update

from bot.core.reviews.pairs import Pair
from bot.core.reviews.review import Origin, Review, ReviewState
from bot.core.reviews.review_text import Rating, ReviewText
from bot.core.text.characters import storable
from bot.storage.columns import new_review_token
from bot.storage.readable import readable
from bot.storage.tables import clubs, paper_logs, review_drafts, reviews, weeks

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Row, Select
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.weeks.week import Week

TEXT_COLUMNS = ("problem_and_approach", "key_result", "limitation", "strongest", "question")
DRAFTED = (
    select(review_drafts.c.log_id, review_drafts.c.reviewer_id)
    .join(paper_logs, paper_logs.c.id == review_drafts.c.log_id)
    .where(paper_logs.c.week_id == bindparam("week"))
)


async def add_review(
    connection: AsyncConnection,
    log_id: int,
    reviewer_id: int,
    *,
    week_id: int,
    origin: Origin,
    now: datetime,
) -> int:
    """Assign a review and return its id. It is anonymous if its club is now.

    Raises IntegrityError if the member already has one of this log.
    """
    is_anonymous = select(clubs.c.anonymous).join(weeks, weeks.c.club_id == clubs.c.id).where(weeks.c.id == week_id)
    query = insert(reviews).values(
        log_id=log_id,
        reviewer_id=reviewer_id,
        week_id=week_id,
        origin=origin,
        state=ReviewState.OPEN,
        assigned_at=now,
        is_helpful=False,
        is_anonymous=is_anonymous.scalar_subquery(),
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
    """Store a review's text. Raises IntegrityError if the interaction already brought a review."""
    facts = {"log_version": log_version, "interaction_id": interaction_id, "written_at": now, **text_columns(text)}
    await change_review(connection, review_id, state=ReviewState.WRITTEN, **facts)


async def change_review(connection: AsyncConnection, review_id: int, **facts: Any) -> None:
    await connection.execute(update(reviews).where(reviews.c.id == review_id).values(**facts))


async def review_by_id(connection: AsyncConnection, review_id: int) -> Review | None:
    return await _one(connection, review_columns().where(reviews.c.id == review_id))


async def review_by_token(connection: AsyncConnection, token: str) -> Review | None:
    return await _one(connection, review_columns().where(reviews.c.token == token))


async def review_of(connection: AsyncConnection, log_id: int, reviewer_id: int) -> Review | None:
    query = review_columns().where(reviews.c.log_id == log_id, reviews.c.reviewer_id == reviewer_id)
    return await _one(connection, query)


async def review_of_interaction(connection: AsyncConnection, interaction_id: int) -> Review | None:
    return await _one(connection, review_columns().where(reviews.c.interaction_id == interaction_id))


async def reviews_of_log(connection: AsyncConnection, log_id: int) -> list[Review]:
    """Return the reviews of a log, oldest first."""
    return await found_reviews(connection, review_columns().where(reviews.c.log_id == log_id))


async def reviews_of_week(connection: AsyncConnection, week_id: int) -> list[Review]:
    """Return open and written reviews of a week, oldest first."""
    return await found_reviews(connection, _of_week(), {"week": week_id})


async def free_reviews_of_log(connection: AsyncConnection, log_id: int) -> None:
    """Delete the log's open reviews. Written ones stay."""
    await connection.execute(delete(reviews).where(reviews.c.log_id == log_id, reviews.c.state == ReviewState.OPEN))


async def reopen_review(connection: AsyncConnection, review_id: int) -> None:
    """Make the review its reviewer's again, as if nothing had been written. It gets a new message next time."""
    nothing = dict.fromkeys((*TEXT_COLUMNS, "log_version", "written_at", "message_id"))
    anew = {"state": ReviewState.OPEN, "token": new_review_token(), "version": 1}
    await change_review(connection, review_id, **nothing, **anew, is_helpful=False, is_revision_told=False)


async def delete_review(connection: AsyncConnection, review_id: int) -> None:
    await connection.execute(delete(reviews).where(reviews.c.id == review_id))


async def drafted_in_week(connection: AsyncConnection, week_id: int) -> set[tuple[int, int]]:
    """Return (log id, reviewer) of reviews with something saved as a draft."""
    rows = await connection.execute(DRAFTED, {"week": week_id})
    return {(row.log_id, row.reviewer_id) for row in rows}


async def recent_pairs(connection: AsyncConnection, before: Week, count: int) -> list[set[Pair]]:
    """Return who reviewed whom in the club's last weeks before this one, newest week first."""
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


@cache
def review_columns() -> Select[Any]:
    """Built once, as are the queries below it: building a statement costs as much as running it."""
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


@cache
def _of_week() -> Select[Any]:
    return review_columns().where(reviews.c.week_id == bindparam("week"))


async def found_reviews(
    connection: AsyncConnection, query: Select[Any], parameters: Mapping[str, Any] | None = None
) -> list[Review]:
    return await readable(connection, query, reviews, _review, parameters)


def text_columns(text: ReviewText) -> dict[str, str]:
    return {name: storable(str(getattr(text, name))) for name in TEXT_COLUMNS}


def text_in(row: Row[Any]) -> ReviewText:
    return ReviewText(
        Rating(row.problem_and_approach), Rating(row.key_result), Rating(row.limitation), row.strongest, row.question
    )


def _review(row: Row[Any]) -> Review:
    left_out = (*TEXT_COLUMNS, "interaction_id")
    facts = {name: value for name, value in row._asdict().items() if name not in left_out}
    facts |= {"origin": Origin(row.origin), "state": ReviewState(row.state)}
    return Review(**facts, text=text_in(row) if row.question is not None else None)
