"""`/week move`: the next post comes on another day of its period."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bot.core.calendar.typed_days import typed_day
from bot.core.weeks.week import dates_from
from bot.services.weeks.moving import OutsideOfPeriodError
from cogs.clubs.organisers import steered_club
from cogs.ui.containers import TextPage
from cogs.ui.refusals import SaidError
from cogs.ui.replies import Reply, reply, revise_when_ready
from cogs.ui.theme import WARNING_COLOUR
from cogs.ui.wording import t
from cogs.weeks.buttons import DecideButton, Decision
from cogs.weeks.meeting_mover import MeetingMover

if TYPE_CHECKING:
    from datetime import date

    import discord

    from bot.core.clubs.club import Club
    from bot.services.weeks.moving import Move
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction


class Moving:
    """Asks first, with the day before and after."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._clubs = dependencies.services.clubs
        self._moving = dependencies.services.moving
        self._wake = dependencies.outbox_worker.wake

    async def ask(self, interaction: ClubInteraction, typed: str, named: str | None) -> None:
        """Show what a move would change, with a button that confirms it. Raises ClubError.

        A day in the period of the newest post is about that week's meeting, if the club has one.
        """
        club = await steered_club(self._clubs, interaction, named)
        day = typed_day(typed, interaction.created_at.astimezone(club.timetable.zone).date())
        try:
            move = await self._moving.look(club, day)
        except OutsideOfPeriodError:
            if await _moves_meeting(interaction, club, day):
                return
            raise
        await reply(interaction, Reply(move_page(move)), private=True)

    async def move(self, interaction: ClubInteraction, club: Club, target: str) -> None:
        """Move the slot, after checking it again. Raises ClubError."""
        before, after = _days(target)
        await revise_when_ready(interaction, self._moved(club, before, after))

    async def _moved(self, club: Club, before: date, after: date) -> discord.ui.LayoutView:
        move = await self._moving.move(club, before, after)
        self._wake()
        return TextPage(t("weeks-slot-moved", at=move.club.timetable.instant_on(after)))


def move_page(move: Move) -> TextPage:
    """Return the question, with the post's time before and after, and when logs will be due."""
    club, table = move.club, move.club.timetable
    before, after = table.instant_on(move.before), table.instant_on(move.after)
    due = dates_from(after, club.settings, club.breaks).logs_due
    target = f"{move.before:%Y%m%d}{move.after:%Y%m%d}"
    button = DecideButton(Decision.MOVE, club.id, target, t("weeks-move-button"))
    text = t("weeks-move-question", before=before, after=after, logs_due=due)
    return TextPage(text, button, colour=WARNING_COLOUR)


async def _moves_meeting(interaction: ClubInteraction, club: Club, day: date) -> bool:
    try:
        mover = interaction.client.part(MeetingMover)
    except LookupError:
        return False
    return await mover.ask(interaction, club, day)


def _days(target: str) -> tuple[date, date]:
    """Return the two dates in an id. Raises ClubError if they are none."""
    half = len(target) // 2
    try:
        before, after = (datetime.strptime(part, "%Y%m%d").date() for part in (target[:half], target[half:]))  # noqa: DTZ007 - local days
    except ValueError:
        raise SaidError(t("weeks-button-outdated")) from None
    return before, after
