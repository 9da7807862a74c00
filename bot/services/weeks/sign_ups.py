"""Who is in for a club's next week, before that week exists. A new club can be joined from its first minute."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.outbox.kinds import Kind
from bot.core.weeks.week import BEFORE_REVIEWS, Answer, after_press
from bot.services.outbox.entries import entry_key
from bot.services.visibility import open_club_here
from bot.storage.members import leavers as leaver_rows
from bot.storage.weeks import rows as week_rows
from bot.storage.weeks import sign_ups as sign_up_rows

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.visibility import Viewer
    from bot.core.weeks.week import Week
    from bot.services.weeks.service import WeekService
    from bot.services.weeks.views import WeekView
    from bot.storage.connections import AsyncConnection
    from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class SignedUp:
    """Who is in for the club's next week, in the order of their answers."""

    club: Club
    members: tuple[int, ...]


class SignUpService:
    """A press counts for the club's week if its logs are open, and otherwise for its next one."""

    def __init__(self, database: Database, weeks: WeekService) -> None:
        self._database = database
        self._weeks = weeks

    async def press(self, viewer: Viewer, club_id: int, pressed_at: datetime) -> SignedUp | WeekView:
        """The member is in, or not any more. Returns the next week's sign-ups, or the week that the press was for.

        Raises ClubError.
        """

        async def take(connection: AsyncConnection) -> SignedUp | str:
            # No week may come in between, because it takes the sign-ups over.
            await sign_up_rows.lock_club(connection, club_id)
            club = await open_club_here(connection, viewer, club_id)
            if (week := await _joinable(connection, viewer, club)) is not None:
                return entry_key(club, week, Kind.POST)
            before = await sign_up_rows.sign_up_of(connection, club_id, viewer.user_id)
            if await leaver_rows.forget_leavers(connection, club.server_id, [viewer.user_id]):
                before = None
            given = after_press(before, Answer.IN, pressed_at)
            await sign_up_rows.save_sign_up(connection, club_id, viewer.user_id, given)
            return await _signed_up(connection, club)

        taken = await self._database.grouped(take)
        if isinstance(taken, SignedUp):
            return taken
        return await self._weeks.answer(viewer, taken, Answer.IN, pressed_at, elsewhere=True)

    async def of_club(self, club: Club) -> SignedUp:
        """Who is in for the next week of a club that the caller may see."""
        async with self._database.read_transaction() as connection:
            return await _signed_up(connection, club)


async def _joinable(connection: AsyncConnection, viewer: Viewer, club: Club) -> Week | None:
    week = await week_rows.latest_week(connection, club.id)
    return week if week and week.state in BEFORE_REVIEWS and viewer.may_see(club, week) else None


async def _signed_up(connection: AsyncConnection, club: Club) -> SignedUp:
    gone = await leaver_rows.leavers_of(connection, club.server_id)
    members = await sign_up_rows.signed_up(connection, club.id)
    return SignedUp(club, tuple(member for member in members if member not in gone))
