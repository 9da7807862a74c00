"""Who has left the server: asked for before reviewers are named, since Discord does not tell by itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from typing import TYPE_CHECKING, TypeAlias

from bot.core.weeks import Step, WeekState
from bot.storage import clubs as club_rows
from bot.storage import paper_logs as log_rows

if TYPE_CHECKING:
    from bot.core.weeks import Week
    from bot.storage.database import Database

# Of the users (second argument) those who are in the server (first argument).
Present: TypeAlias = Callable[[int, Collection[int]], Awaitable[set[int]]]


async def everybody(_server_id: int, user_ids: Collection[int]) -> set[int]:
    """For as long as nobody can be asked."""
    return set(user_ids)


class Leavers:
    """Asks outside of any transaction: an answer may take a second for each fifty members."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._present: Present = everybody

    def ask_with(self, present: Present) -> None:
        """Ask so from now on."""
        self._present = present

    async def among_authors(self, week: Week) -> frozenset[int]:
        """The authors of the week's logs who have left; asked for only where its logs are about to close."""
        return await self._left(week) if week.next_step is Step.CLOSE_LOGS else frozenset()

    async def among_reviewers(self, week: Week) -> frozenset[int]:
        """The same for whoever may be given a review, while the week is being reviewed."""
        return await self._left(week) if week.state is WeekState.REVIEWING else frozenset()

    async def _left(self, week: Week) -> frozenset[int]:
        async with self._database.reading() as connection:
            club = await club_rows.club_by_id(connection, week.club_id)
            authors = {log.author_id for log in await log_rows.logs_of_week(connection, week.id)}
        if club is None or not authors:
            return frozenset()
        return frozenset(authors - await self._present(club.server_id, authors))
