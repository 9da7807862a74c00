"""What `/club break` and the buttons under its answers do."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from bot.core.calendar.breaks import BreakBackwardsError
from bot.core.calendar.typed_days import PastDateError, typed_day
from cogs.breaks.buttons import UnderWay
from cogs.breaks.pages import added_page, going_on_page, list_page, removed_page, stretched_page
from cogs.clubs.organizers import organized_club, require_organizer
from cogs.polls.votes import outrun_note
from cogs.ui.refusals import SaidError
from cogs.ui.replies import Reply, reply, reply_when_ready, revise_when_ready
from cogs.ui.viewers import viewer_of
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Awaitable

    import discord

    from bot.core.clubs.club import Club
    from bot.services.breaks.service import ChangedBreaks
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction


class BreakActions:
    """Only organizers may add and remove breaks; every answer is for them alone. Members read of breaks in the channel,
    under posts, in `/week status` and in `/club show`.
    """

    def __init__(self, dependencies: Dependencies) -> None:
        self._clubs = dependencies.services.clubs
        self._breaks = dependencies.services.breaks
        self._polls = dependencies.services.polls
        self._wake = dependencies.outbox_worker.wake

    async def command(
        self, interaction: ClubInteraction, first: str | None, last: str | None, reason: str | None, named: str | None
    ) -> None:
        """Add a break, of a single day without `last`. Without dates, list the breaks. Raises ClubError."""
        club = await organized_club(self._clubs, interaction, named)
        if first is None and (last is not None or reason is not None):
            raise SaidError(t("breaks-from-when"))
        if first is None:
            await reply(interaction, Reply(list_page(club)), private=True)
            return
        today = self._breaks.today(club)
        begins = typed_day(first, today)
        ends = _last_day(last, today, begins) if last is not None else begins
        await reply_when_ready(interaction, self._added(club, begins, ends, reason or ""), private=True)

    async def decide(self, interaction: ClubInteraction, choice: UnderWay, club_id: int, day: str) -> None:
        """Stretch the weeks under way, or leave them as they are. Raises ClubError."""
        club = await self._organized(interaction, club_id)
        first = _day(day)
        if choice is UnderWay.GO_ON:
            await reply(interaction, Reply(going_on_page()), private=True)
            return
        await revise_when_ready(interaction, self._stretched(club, first))

    async def remove(self, interaction: ClubInteraction, club_id: int, day: str) -> None:
        """Remove the break that begins on the day. Raises ClubError."""
        club = await self._organized(interaction, club_id)
        await revise_when_ready(interaction, self._removed(club, _day(day)))

    async def _organized(self, interaction: ClubInteraction, club_id: int) -> Club:
        club = await self._clubs.by_id(viewer_of(interaction), club_id)
        require_organizer(interaction, club)
        return club

    async def _added(self, club: Club, first: date, last: date, reason: str) -> Reply:
        return Reply(added_page(await self._done(self._breaks.add(club, first, last, reason))))

    async def _stretched(self, club: Club, first: date) -> discord.ui.LayoutView:
        return stretched_page(await self._done(self._breaks.stretch(club, first)))

    async def _removed(self, club: Club, first: date) -> discord.ui.LayoutView:
        changed = await self._done(self._breaks.remove(club, first))
        return removed_page(changed, outrun_note(await self._polls.under_way(club), changed.club))

    async def _done(self, change: Awaitable[ChangedBreaks]) -> ChangedBreaks:
        changed = await change
        self._wake()
        return changed


def _last_day(typed: str, today: date, begins: date) -> date:
    """Return the last day of a break. Without a year, it is the next such day from the first one on."""
    try:
        return typed_day(typed, today, begins)
    except PastDateError as error:
        raise BreakBackwardsError(begins, error.day) from None


def _day(text: str) -> date:
    """Return the date in an id. Raises ClubError if it is not a date."""
    try:
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 - a local day
    except ValueError:
        raise SaidError(t("ui-button-outdated")) from None
