"""Finds a member's rows, in one server or everywhere, and thereby what their erasure is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select, union

from bot.core.hosts.rotation import AnswerState
from bot.core.privacy.erasure import ErasedData
from bot.core.reviews.review import ReviewState
from bot.storage.hosts.personal_data import HOST_ANSWERS, SESSION_ROLES
from bot.storage.hosts.tables import host_answers, session_roles
from bot.storage.outbox.personal_data import OUTBOX
from bot.storage.outbox.rows import entries_where
from bot.storage.paper_logs.personal_data import PAPER_LOGS
from bot.storage.privacy.holdings import ErasureRequest, in_server
from bot.storage.privacy.registry import HOLDINGS
from bot.storage.reviews.personal_data import FREED_REVIEWS, REVIEW_DRAFTS, REVIEWS
from bot.storage.tables import attendances, freed_reviews, outbox, paper_logs, review_drafts, reviews, weeks
from bot.storage.takeaways.personal_data import TAKEAWAYS
from bot.storage.takeaways.tables import takeaways
from bot.storage.weeks.personal_data import ATTENDANCES

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.outbox.entry import Entry
    from bot.core.privacy.member_data import MemberScope
    from bot.storage.privacy.holdings import Holding


class MemberRows:
    """The conditions for a member's rows in each table.

    With `asked`, only for what the member did before they asked to be erased, whenever it was stored.
    """

    def __init__(self, scope: MemberScope, asked: ErasureRequest | None = None) -> None:
        self.scope = scope
        self._asked = asked
        self._found: dict[str, ColumnElement[bool]] = {}

    def of(self, holding: Holding) -> ColumnElement[bool]:
        if holding.name in self._found:
            return self._found[holding.name]
        whose = holding.rows_of(self.scope)
        return whose if self._asked is None else and_(whose, holding.done_before(self._asked))

    async def find(self, connection: AsyncConnection, holding: Holding) -> None:
        """Look the rows up now, so that a condition that is slow to test is not tested again."""
        (key,) = holding.table.primary_key
        ids = (await connection.scalars(select(key).where(self.of(holding)))).all()
        self._found[holding.name] = key.in_(ids)


async def weeks_of(connection: AsyncConnection, rows: MemberRows) -> frozenset[int]:
    """Return the weeks that the member took part in."""
    drafted = select(review_drafts.c.log_id).where(rows.of(REVIEW_DRAFTS))
    found = union(
        select(attendances.c.week_id).where(rows.of(ATTENDANCES)),
        select(takeaways.c.week_id).where(rows.of(TAKEAWAYS)),
        select(paper_logs.c.week_id).where(rows.of(PAPER_LOGS), paper_logs.c.week_id.is_not(None)),
        select(reviews.c.week_id).where(rows.of(REVIEWS)),
        select(freed_reviews.c.week_id).where(rows.of(FREED_REVIEWS)),
        *_weeks_led(rows),
        # A voluntary review that was withdrawn leaves a draft at most.
        select(paper_logs.c.week_id).where(paper_logs.c.id.in_(drafted), paper_logs.c.week_id.is_not(None)),
    )
    return frozenset(await connection.scalars(found))


def _weeks_led(rows: MemberRows) -> tuple[Select[tuple[int]], Select[tuple[int]]]:
    """Select the weeks that name the member as their host, or with a role."""
    query = select(weeks.c.id)
    answer = (host_answers.c.club_id == weeks.c.club_id) & (host_answers.c.slot == weeks.c.slot)
    role = (session_roles.c.club_id == weeks.c.club_id) & (session_roles.c.slot == weeks.c.slot)
    return (
        query.join(host_answers, answer).where(rows.of(HOST_ANSWERS), host_answers.c.standing == AnswerState.HOSTS),
        query.join(session_roles, role).where(rows.of(SESSION_ROLES)),
    )


async def _weeks_naming(connection: AsyncConnection, rows: MemberRows) -> frozenset[int]:
    """Return the weeks with a message that names the member, although nothing of theirs is in the week any more."""
    query = select(outbox.c.week_id).where(rows.of(OUTBOX), outbox.c.week_id.is_not(None))
    return frozenset(await connection.scalars(query))


async def held_of(connection: AsyncConnection, rows: MemberRows) -> ErasedData:
    """Return what the member holds in the database."""
    logs = frozenset(await connection.scalars(select(paper_logs.c.id).where(rows.of(PAPER_LOGS))))
    written = frozenset(await connection.scalars(select(reviews.c.id).where(rows.of(REVIEWS))))
    answering = and_(reviews.c.log_id.in_(logs), reviews.c.state == ReviewState.WRITTEN, ~rows.of(REVIEWS))
    answers = await connection.execute(select(reviews.c.id, reviews.c.token).where(answering))
    shown = [
        select(attendances.c.week_id).where(rows.of(ATTENDANCES)),
        select(takeaways.c.week_id).where(rows.of(TAKEAWAYS)),
        select(paper_logs.c.week_id).where(rows.of(PAPER_LOGS), paper_logs.c.week_id.is_not(None)),
        select(reviews.c.week_id).where(rows.of(REVIEWS)),
        *_weeks_led(rows),
    ]
    return ErasedData(
        logs=logs,
        reviews=written,
        answers={row.id: row.token for row in answers},
        weeks=await weeks_of(connection, rows) | await _weeks_naming(connection, rows),
        digests=frozenset(await connection.scalars(union(*shown))),
    )


async def entries_about(connection: AsyncConnection, rows: MemberRows, held: ErasedData) -> list[Entry]:
    """Return the entries that may be about the member: of their weeks, of their logs outside weeks, and by name."""
    outside = select(paper_logs.c.club_id).where(rows.of(PAPER_LOGS), paper_logs.c.week_id.is_(None))
    here = in_server(outbox.c.server_id, rows.scope)
    about = or_(
        outbox.c.week_id.in_(held.weeks),
        and_(outbox.c.week_id.is_(None), outbox.c.club_id.in_(outside)),
        rows.of(OUTBOX),
    )
    return await entries_where(connection, and_(here, about), is_locked=True)


async def erase_rows(connection: AsyncConnection, rows: MemberRows) -> None:
    """Erase the member's rows, once nobody depends on them any more."""
    for holding in HOLDINGS:
        await holding.erase(connection, rows.of(holding), rows.scope.user_id)
