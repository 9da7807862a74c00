"""The demo's clock: it stops, except for a moment at each press, until somebody moves it forward."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.core.meetings.session import MeetingStep
from bot.core.weeks.week import Step

if TYPE_CHECKING:
    from simcord import Env

    from bot.client import PaperClub
    from bot.core.clubs.club import Club
    from bot.core.meetings.session import SessionMeeting
    from demo.stage import Stage

STEPS = {
    Step.REMIND_LOGS: "members who are in but have not logged are reminded",
    Step.CLOSE_LOGS: "logs are due, and reviewers are named",
    Step.REMIND_REVIEWS: "a day is left, and anyone may write the missing reviews",
    Step.CLOSE_REVIEWS: "the week ends, and its digest is posted",
}
MEETING_STEPS = {
    MeetingStep.REMIND_DAY: "a day until the meeting: a word in its thread",
    MeetingStep.REMIND_HOUR: "an hour until the meeting: another word, and the host's agenda",
    MeetingStep.BEGIN: "the meeting begins",
}
MEETING_OVER = "the meeting is over, and its thread asks who came"
# Just past a deadline, so that it is due.
MOMENT = timedelta(seconds=1)
PRESS = timedelta(seconds=3)
SUGGESTING = 4  # Discord's interaction type for autocomplete


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that will happen automatically."""

    at: datetime
    what: str


def let_presses_take_time(env: Env) -> None:
    """Advance the clock a moment before each press and command: two at the same instant would count as one."""
    begin = env.backend.new_interaction

    def begin_in_time(kind: int, *facts: Any) -> Any:
        if kind != SUGGESTING:
            env.backend.advance_clock(PRESS.total_seconds())
        return begin(kind, *facts)

    env.backend.new_interaction = begin_in_time  # type: ignore[method-assign, assignment]


class Clock:
    def __init__(self, env: Env, bot: PaperClub, stage: Stage) -> None:
        self._env = env
        self._bot = bot
        self._stage = stage

    @property
    def now(self) -> datetime:
        return self._env.now()

    async def deadlines(self) -> list[Deadline]:
        """The study server's coming deadlines, soonest first."""
        found = []
        for club in await self._bot.services.clubs.all_of(self._stage.world.guild.id):
            found += await self._deadlines_of(club)
        return sorted(found, key=lambda deadline: deadline.at)

    async def move_to(self, moment: datetime) -> None:
        """Move forward to a time, stopping at every deadline on the way, as real time would."""
        async with self._stage.turn:
            while True:
                ahead = [deadline.at for deadline in await self.deadlines() if self.now < deadline.at <= moment]
                await self._pass_to(min(ahead, default=moment))
                if not ahead:
                    break
            await self._stage.refresh()

    async def _pass_to(self, moment: datetime) -> None:
        seconds = (moment + MOMENT - self.now).total_seconds()
        if seconds > 0:
            await self._env.advance_time(seconds)
        await self.catch_up()

    async def catch_up(self) -> None:
        """Let the bot do what is due now. The caller has the turn."""
        await self._bot.scheduler.tick()
        await self._bot.outbox_worker.rest()
        await self._env.settle()

    async def _deadlines_of(self, club: Club) -> list[Deadline]:
        name = club.settings.name
        found = []
        if club.next_due:
            found.append(Deadline(club.next_due, f"{name}: the next week is posted"))
        view = await self._bot.services.weeks.current(club)
        if view and view.week.next_step and view.week.next_step_at:
            found.append(Deadline(view.week.next_step_at, f"{name}: {STEPS[view.week.next_step]}"))
        for meeting in view.meetings if view else ():
            found += self._around(meeting, name)
        if poll := await self._bot.services.polls.under_way(club):
            found.append(Deadline(poll.closes_at, f"{name}: the vote is counted"))
        return found

    def _around(self, session: SessionMeeting, name: str) -> list[Deadline]:
        found = []
        if session.next_step and session.next_step_at:
            found.append(Deadline(session.next_step_at, f"{name}: {MEETING_STEPS[session.next_step]}"))
        if self.now < session.meeting.ends_at:
            found.append(Deadline(session.meeting.ends_at, f"{name}: {MEETING_OVER}"))
        return found
