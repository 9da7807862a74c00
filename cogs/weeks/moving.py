"""`/week move`: the next post comes on another day of its period, or the meeting of a posted week on another day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.core.calendar.breaks import break_at
from bot.core.calendar.typed_days import typed_day
from bot.core.errors import NotNowError
from bot.core.meetings.plan import meeting_on
from bot.core.weeks.week import dates_from
from bot.services.weeks.moving import MoveIntoBreakError
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
    from bot.core.meetings.plan import Meeting
    from bot.core.weeks.note import Part
    from bot.core.weeks.week import Week
    from bot.services.weeks.moving import Move
    from bot.services.weeks.views import WeekView
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction


@dataclass(frozen=True, slots=True)
class MovedMeeting:
    """A meeting of a posted week, that of the slot on `slot`, before and after a move to `day`."""

    week: Week
    slot: date
    before: Meeting
    after: Meeting
    day: date
    part: Part | None = None


class Moving:
    """Asks first, with the day before and after."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._clubs = dependencies.services.clubs
        self._moving = dependencies.services.moving
        self._weeks = dependencies.services.weeks
        self._meetings = dependencies.services.meetings
        self._wake = dependencies.outbox_worker.wake

    async def ask(self, interaction: ClubInteraction, typed: str, named: str | None) -> None:
        """Show what a move would change, with a button that confirms it. Raises ClubError.

        While the newest week's meeting is ahead, a day before the next post may be meant for it, so both are offered.
        """
        club = await steered_club(self._clubs, interaction, named)
        day = typed_day(typed, interaction.created_at.astimezone(club.timetable.zone).date())
        meeting = await self._meeting_on(club, day, interaction.created_at)
        try:
            move = await self._moving.look(club, day)
        except NotNowError:
            if meeting is None:
                raise
            move = None
        await reply(interaction, Reply(move_page(club, move, meeting)), private=True)

    async def _meeting_on(self, club: Club, day: date, now: datetime) -> MovedMeeting | None:
        """The newest week's meeting, if it is ahead and could be on that day, before the next post.

        Of several, that is the one in whose period the day is; on the day of a further post, the one before if the one
        after can't be meant. Raises MoveIntoBreakError.
        """
        plan, view = club.settings.meeting, await self._weeks.current(club)
        if plan is None or view is None:
            return None
        moved = meeting_on(plan, day, club.settings.slot.zone)
        if moved.starts_at <= now:
            return None
        for session in reversed(view.meetings):
            can_move = session.is_ahead(now) and moved.starts_at != session.meeting.starts_at
            if not can_move or not _is_in_period(club, view, session.slot, day):
                continue
            if break_at(moved.starts_at, club.breaks, club.settings.slot.zone) is not None:
                raise MoveIntoBreakError(day)
            part = next((one.part for one in view.sessions if one.day == session.slot), None)
            return MovedMeeting(view.week, session.slot, session.meeting, moved, day, part)
        return None

    async def move_meeting(self, interaction: ClubInteraction, club: Club, target: str) -> None:
        """Move the meeting of the session, after checking it again. Raises ClubError."""
        slot, day = _days(target)
        await revise_when_ready(interaction, self._meeting_moved(club, slot, day))

    async def _meeting_moved(self, club: Club, slot: date, day: date) -> discord.ui.LayoutView:
        plan = club.settings.meeting
        view = await self._weeks.current(club)
        if plan is None or view is None or not _is_in_period(club, view, slot, day):
            raise SaidError(t("weeks-button-outdated"))
        starts_at = meeting_on(plan, day, club.settings.slot.zone).starts_at
        session = await self._meetings.move(club, slot, starts_at)
        self._wake()
        return TextPage(t("weeks-meeting-moved", at=session.meeting.starts_at))

    async def move(self, interaction: ClubInteraction, club: Club, target: str) -> None:
        """Move the slot, after checking it again. Raises ClubError."""
        before, after = _days(target)
        await revise_when_ready(interaction, self._moved(club, before, after))

    async def _moved(self, club: Club, before: date, after: date) -> discord.ui.LayoutView:
        move = await self._moving.move(club, before, after)
        self._wake()
        return TextPage(t("weeks-slot-moved", at=move.club.timetable.instant_on(after)))


def _is_in_period(club: Club, view: WeekView, slot: date, day: date) -> bool:
    """Return whether the day is from the slot to the one after it, of the same paper or of the next."""
    following = next((later.slot for later in view.meetings if later.slot > slot), club.next_slot)
    return slot <= day and (following is None or day <= following)


def move_page(club: Club, move: Move | None, meeting: MovedMeeting | None) -> TextPage:
    """Return the question, with the time before and after: of the meeting, of the post, or of both to choose from."""
    asked = [_about_meeting(club, meeting)] if meeting else []
    asked += [_about_post(move)] if move else []
    texts = [text for text, _ in asked] or [t("weeks-button-outdated")]
    return TextPage("\n".join(texts), *(button for _, button in asked), colour=WARNING_COLOUR)


def _about_meeting(club: Club, moved: MovedMeeting) -> tuple[str, DecideButton]:
    target = f"{moved.slot:%Y%m%d}{moved.day:%Y%m%d}"
    button = DecideButton(Decision.MOVE_MEETING, club.id, target, t("weeks-move-meeting-button"))
    before, after = moved.before.starts_at, moved.after.starts_at
    number, part = moved.week.number, moved.part
    text = t(
        "weeks-move-meeting-question",
        number=number,
        part=part.number if part else None,
        of=part.of if part else None,
        before=before,
        after=after,
    )
    return text, button


def _about_post(move: Move) -> tuple[str, DecideButton]:
    """When logs will be due is said too."""
    club, table = move.club, move.club.timetable
    before, after = table.instant_on(move.before), table.instant_on(move.after)
    due = dates_from(after, club.settings, club.breaks).logs_due
    target = f"{move.before:%Y%m%d}{move.after:%Y%m%d}"
    button = DecideButton(Decision.MOVE, club.id, target, t("weeks-move-button"))
    return t("weeks-move-question", before=before, after=after, logs_due=due), button


def _days(target: str) -> tuple[date, date]:
    """Return the two dates in an id. Raises ClubError if they are none."""
    half = len(target) // 2
    try:
        before, after = (datetime.strptime(part, "%Y%m%d").date() for part in (target[:half], target[half:]))  # noqa: DTZ007 - local days
    except ValueError:
        raise SaidError(t("weeks-button-outdated")) from None
    return before, after
