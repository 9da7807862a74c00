"""`/week move`: the next post comes on another day of its period, or this week's meeting on another day."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bot.core.calendar.typed_days import typed_day
from bot.core.errors import NotNowError
from bot.core.meetings.plan import day_of
from bot.core.weeks.week import dates_from
from cogs.clubs.organisers import steered_club
from cogs.ui.containers import TextPage
from cogs.ui.refusals import SaidError
from cogs.ui.replies import Reply, reply, revise_when_ready
from cogs.ui.theme import WARNING_COLOUR
from cogs.ui.wording import t
from cogs.weeks.buttons import DecideButton, Decision

if TYPE_CHECKING:
    from datetime import date

    import discord

    from bot.core.clubs.club import Club
    from bot.services.meetings.service import MovableMeeting
    from bot.services.weeks.moving import Move
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction


class Moving:
    """Asks first, with the day before and after."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._clubs = dependencies.services.clubs
        self._moving = dependencies.services.moving
        self._meetings = dependencies.services.meetings
        self._wake = dependencies.outbox_worker.wake

    async def ask(self, interaction: ClubInteraction, typed: str, named: str | None) -> None:
        """Show what a move would change, with a button that confirms it. Raises ClubError.

        If the newest week's meeting could move there too, the organizer chooses what is meant.
        """
        club = await steered_club(self._clubs, interaction, named)
        day = typed_day(typed, interaction.created_at.astimezone(club.timetable.zone).date())
        meeting = await self._meetings.movable(club, day)
        try:
            page = move_page(await self._moving.look(club, day), meeting)
        except NotNowError:
            if meeting is None:
                raise
            page = meeting_page(club, meeting)
        await reply(interaction, Reply(page), private=True)

    async def move(self, interaction: ClubInteraction, club: Club, target: str) -> None:
        """Move the slot, after checking it again. Raises ClubError."""
        before, after = _days(target)
        await revise_when_ready(interaction, self._moved(club, before, after))

    async def move_meeting(self, interaction: ClubInteraction, club: Club, target: str) -> None:
        """Move the meeting of the session with this slot to this day, after checking it again. Raises ClubError."""
        slot, day = _days(target)
        await revise_when_ready(interaction, self._meeting_moved(club, slot, day))

    async def _meeting_moved(self, club: Club, slot: date, day: date) -> discord.ui.LayoutView:
        session = await self._meetings.move_to(club, slot, day)
        self._wake()
        return TextPage(t("meetings-moved", at=session.meeting.starts_at))

    async def _moved(self, club: Club, before: date, after: date) -> discord.ui.LayoutView:
        move = await self._moving.move(club, before, after)
        self._wake()
        return TextPage(t("weeks-slot-moved", at=move.club.timetable.instant_on(after)))


def move_page(move: Move, meeting: MovableMeeting | None = None) -> TextPage:
    """Return the question about the next post. If this week's meeting could move there too, ask which is meant."""
    target, label = f"{move.before:%Y%m%d}{move.after:%Y%m%d}", t("weeks-move-button")
    if meeting is None:
        button = DecideButton(Decision.MOVE, move.club.id, target, label)
        return TextPage(_question(move), button, colour=WARNING_COLOUR)
    button = DecideButton(Decision.MOVE, move.club.id, target, t("weeks-move-post-button"))
    text = "\n".join([_meeting_question(meeting), _question(move)])
    return TextPage(text, _meeting_button(move.club, meeting), button, colour=WARNING_COLOUR)


def meeting_page(club: Club, meeting: MovableMeeting) -> TextPage:
    """Return the question about this week's meeting."""
    return TextPage(_meeting_question(meeting), _meeting_button(club, meeting), colour=WARNING_COLOUR)


def _meeting_question(meeting: MovableMeeting) -> str:
    before, after = meeting.session.meeting.starts_at, meeting.moved.starts_at
    return t("meetings-move-question", before=before, after=after)


def _meeting_button(club: Club, meeting: MovableMeeting) -> DecideButton:
    target = f"{meeting.session.slot:%Y%m%d}{day_of(meeting.moved, club.timetable.slot.zone):%Y%m%d}"
    return DecideButton(Decision.MOVE_MEETING, club.id, target, t("meetings-move-button"))


def _question(move: Move) -> str:
    """Return the question, with the post's time before and after, and when logs will be due."""
    club, table = move.club, move.club.timetable
    before, after = table.instant_on(move.before), table.instant_on(move.after)
    due = dates_from(after, club.settings, club.breaks).logs_due
    return t("weeks-move-question", before=before, after=after, logs_due=due)


def _days(target: str) -> tuple[date, date]:
    """Return the two dates in an id. Raises ClubError if they are none."""
    half = len(target) // 2
    try:
        before, after = (datetime.strptime(part, "%Y%m%d").date() for part in (target[:half], target[half:]))  # noqa: DTZ007 - local days
    except ValueError:
        raise SaidError(t("weeks-button-outdated")) from None
    return before, after
