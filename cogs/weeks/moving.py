"""`/week move`: the next post comes on another day of its period, or the meeting of a posted week on another day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import discord

from bot.core.calendar.breaks import MoveIntoBreakError
from bot.core.calendar.typed_days import typed_day
from bot.core.errors import NotNowError
from bot.core.meetings.moving import MeetingTakenError
from bot.core.polls.poll import PollKind
from bot.core.syllabus.syllabus import ballots_end
from bot.core.weeks.week import dates_from
from cogs.clubs.organizers import organized_club
from cogs.ui.containers import TextPage
from cogs.ui.refusals import SaidError
from cogs.ui.replies import Reply, reply, revise_when_ready
from cogs.ui.theme import WARNING_COLOR
from cogs.ui.wording import t
from cogs.weeks.buttons import DecideButton, Decision

if TYPE_CHECKING:
    from datetime import date

    from bot.core.clubs.club import Club
    from bot.core.weeks.note import Part
    from bot.core.weeks.week import Week
    from bot.services.meetings.service import MovedMeeting
    from bot.services.weeks.moving import Move
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction


@dataclass(frozen=True, slots=True)
class MeetingToMove:
    """The meeting of a posted week's session, that of the slot on `slot`, before and after a move to `day`."""

    week: Week
    slot: date
    moved: MovedMeeting
    day: date
    part: Part | None = None


class MoveActions:
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
        club = await organized_club(self._clubs, interaction, named)
        day = typed_day(typed, interaction.created_at.astimezone(club.timetable.zone).date())
        meeting, taken = await self._meeting_on(club, day)
        try:
            move = await self._moving.look(club, day)
        except NotNowError as refusal:
            if meeting is None:
                raise (taken or refusal) from None
            move = None
        await reply(interaction, Reply(move_page(club, move, meeting)), private=True)

    async def _meeting_on(self, club: Club, day: date) -> tuple[MeetingToMove | None, MeetingTakenError | None]:
        """The newest week's meeting, if it could be on that day, or why its time is taken. Raises MoveIntoBreakError.

        Of several, that is the one in whose period the day is; on the day of a further post, the one before if the one
        after can't be meant.
        """
        view, taken = await self._weeks.current(club), None
        for session in reversed(view.sessions if view else ()):
            if view is None:
                continue
            try:
                moved = await self._meetings.look(club, session.day, day)
            except MoveIntoBreakError:
                raise
            except MeetingTakenError as error:
                taken = taken or error
                continue
            except NotNowError:
                continue
            if moved.before != moved.after:
                return MeetingToMove(view.week, session.day, moved, day, session.part), None
        return None, taken

    async def move_meeting(self, interaction: ClubInteraction, club: Club, target: str) -> None:
        """Move the meeting of the session, after checking it again. Raises ClubError."""
        slot, day = _days(target)
        await revise_when_ready(interaction, self._meeting_moved(club, slot, day))

    async def _meeting_moved(self, club: Club, slot: date, day: date) -> discord.ui.LayoutView:
        session = await self._meetings.move(club, slot, day)
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


def move_page(club: Club, move: Move | None, meeting: MeetingToMove | None) -> TextPage:
    """Return the question, with the time before and after: of the meeting, of the post, or of both to choose from."""
    asked = [_about_meeting(club, meeting)] if meeting else []
    asked += [_about_post(move)] if move else []
    texts = [text for text, _ in asked] or [t("weeks-button-outdated")]
    return TextPage("\n".join(texts), *(button for _, button in asked), color=WARNING_COLOR)


def _about_meeting(club: Club, meeting: MeetingToMove) -> tuple[str, DecideButton]:
    target = f"{meeting.slot:%Y%m%d}{meeting.day:%Y%m%d}"
    button = DecideButton(Decision.MOVE_MEETING, club.id, target, t("weeks-move-meeting-button"))
    before, part = meeting.moved.before, meeting.part
    text = t(
        "weeks-move-meeting-question",
        number=meeting.week.number,
        part=part.number if part else None,
        of=part.of if part else None,
        before=before.starts_at if before else None,
        after=meeting.moved.after.starts_at,
    )
    return text, button


def _about_post(move: Move) -> tuple[str, DecideButton]:
    """When logs will be due is said too, and what becomes of the meeting."""
    club, table = move.club, move.club.timetable
    before, after = table.instant_on(move.before), table.instant_on(move.after)
    due = dates_from(after, club.settings, club.breaks).logs_due
    target = f"{move.before:%Y%m%d}{move.after:%Y%m%d}"
    button = DecideButton(Decision.MOVE, club.id, target, t("weeks-move-button"))
    met, meets = (held.starts_at if held else None for held in (move.meeting_before, move.meeting_after))
    text = t(
        "weeks-move-question",
        before=before,
        after=after,
        logs_due=due,
        meeting=_what_becomes(met, meets),
        met=met,
        meets=meets,
    )
    return f"{text}{_about_vote(move, after)}", button


def _what_becomes(met: datetime | None, meets: datetime | None) -> str:
    """What becomes of a meeting whose time was `met` and will be `meets`, as a word for its sentence."""
    if met is None:
        return "new" if meets else "none"
    if meets is None:
        return "off"
    return "same" if met == meets else "other"


def _about_vote(move: Move, post_at: datetime) -> str:
    """What becomes of the vote that runs, which was to decide on the post."""
    if move.vote is None:
        return ""
    if move.vote.kind is PollKind.RANKED:
        return "\n" + t("weeks-move-ballots", ends=ballots_end(discord.utils.utcnow(), post_at))
    return "\n" + t("weeks-move-poll", ends=move.vote.closes_at) if move.vote.closes_at > post_at else ""


def _days(target: str) -> tuple[date, date]:
    """Return the two dates in an id. Raises ClubError if it has no such dates."""
    half = len(target) // 2
    try:
        before, after = (datetime.strptime(part, "%Y%m%d").date() for part in (target[:half], target[half:]))  # noqa: DTZ007 - local days
    except ValueError:
        raise SaidError(t("weeks-button-outdated")) from None
    return before, after
