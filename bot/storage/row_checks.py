"""Searches all rows for unreadable ones, for `python -m bot check` and `doctor`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, Table, select

from bot.core.calendar.weekly_slot import zone_of
from bot.storage.backups.restores import _restore
from bot.storage.catalog.server_papers import paper_in
from bot.storage.catalog.suggestions import suggestion_in
from bot.storage.catalog.tables import paper_suggestions, server_papers
from bot.storage.clubs.rows import _club
from bot.storage.outbox.rows import _entry
from bot.storage.paper_logs.drafts import _draft
from bot.storage.paper_logs.rows import NEWEST, _log
from bot.storage.polls.rows import _poll
from bot.storage.readable import UnreadableRows, readable, unreadable_rows_of
from bot.storage.reviews.drafts import _draft as _review_draft
from bot.storage.reviews.rows import _review, review_columns
from bot.storage.tables import clubs, log_drafts, outbox, paper_logs, polls, restores, review_drafts, reviews, weeks
from bot.storage.weeks.rows import read_week

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection

# The number of rows in memory at once.
PAGE = 1000


async def find_unreadable(connection: AsyncConnection) -> UnreadableRows:
    """Read everything, as the bot would."""
    for query, table, read in _readers():
        ids = list(await connection.scalars(select(table.c.id).order_by(table.c.id)))
        for first in range(0, len(ids), PAGE):
            part = query.where(table.c.id.in_(ids[first : first + PAGE]))
            await readable(connection, part, table, read)
    return unreadable_rows_of(connection)


def _readers() -> list[tuple[Select[Any], Table, Callable[[Row[Any]], object]]]:
    return [
        (select(clubs), clubs, _club_with_its_zone),
        (select(weeks), weeks, read_week),
        (select(outbox), outbox, _entry),
        (select(polls), polls, _poll),
        (select(restores), restores, _restore),
        (select(log_drafts), log_drafts, _draft),
        (select(review_drafts), review_drafts, _review_draft),
        (NEWEST, paper_logs, _log),
        (select(server_papers), server_papers, paper_in),
        (select(paper_suggestions), paper_suggestions, suggestion_in),
        (review_columns(), reviews, _review),
    ]


def _club_with_its_zone(row: Row[Any]) -> object:
    """Read a club and check its zone.

    A club with an unknown zone can be read, and fixed with `/club edit`, but posts nothing.
    """
    club = _club(row)
    try:
        zone_of(club.settings.slot.zone)
    except (LookupError, ValueError, OSError) as error:
        raise ValueError(f"its time zone {club.settings.slot.zone!r} is unknown") from error
    return club
