"""What members do in their clubs' weeks: join, write logs and reviews, leave and come back."""

from __future__ import annotations

import asyncio
import heapq
import random
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from benchmarks.submissions import text_of
from benchmarks.year.scene import SEED, Absences, StudyClub
from bot.core.errors import ClubError
from bot.core.reviews.review_text import Rating, ReviewText
from bot.core.visibility import Access, Membership, Viewer
from bot.services.reviews.writing import ReviewForm
from bot.storage.tables import log_versions, paper_logs, reviews
from cogs.paper_logs.forms import FormDestination
from cogs.ui.custom_ids import custom_id
from cogs.weeks.buttons import WeekAction
from tests.support.loopback.interactions import press_button, send_form

if TYPE_CHECKING:
    from datetime import datetime

    from bot.client import PaperClub
    from tests.support.loopback import World

IN, OUT, WRITES, LATE, REVIEWS, POLLS = 0.7, 0.1, 0.75, 0.1, 0.7, 0.15
HALF_A_DAY, TRIED_AGAIN, VISIT_H = timedelta(hours=12), timedelta(hours=2), 4
PATIENCE_S, LOOK_S, LOOKS = 600, 0.001, 200


@dataclass(frozen=True, slots=True)
class WeekUp:
    """A week whose post is sent, as stored."""

    id: int
    club: StudyClub
    key: str
    paper_key: str
    message_id: int
    post_channel_id: int
    thread_id: int
    logs_due: datetime


@dataclass(order=True)
class Action:
    """Something that a member does at that time."""

    at: datetime
    number: int
    what: str = field(compare=False)
    week: WeekUp = field(compare=False)
    user_id: int = field(compare=False, default=0)
    review_id: int = field(compare=False, default=0)


@dataclass
class Members:
    """All clubs' members; their plans wait in `_actions`."""

    world: World
    absences: Absences
    done: Counter[str] = field(default_factory=Counter)
    _chance: random.Random = field(default_factory=lambda: random.Random(SEED))
    _actions: list[Action] = field(default_factory=list)
    _numbers: Any = field(default_factory=count)

    def meet(self, week: WeekUp, now: datetime) -> None:
        """A week has started: decide what everyone will do."""
        for user in week.club.members:
            if self._chance.random() < IN:
                self._intend(self._visit(now, now + HALF_A_DAY), "in", week, user)
            elif self._chance.random() < OUT:
                self._intend(self._visit(now, now + HALF_A_DAY), "out", week, user)
            if self._chance.random() < LATE:
                self._intend(self._visit(week.logs_due, week.logs_due + HALF_A_DAY), "log", week, user)
            elif self._chance.random() < WRITES:
                self._intend(self._visit(now, week.logs_due), "log", week, user)

        if self._chance.random() < POLLS:
            self._intend(self._visit(now, now + HALF_A_DAY), "poll", week)

    def allot(self, week: WeekUp, given: list[tuple[int, int]], now: datetime) -> None:
        """Reviewers were named: each is a review's id and its writer."""
        for review_id, user in given:
            if self._chance.random() < REVIEWS:
                end = now + timedelta(days=week.club.settings.review_days)
                self._intend(self._visit(now, end), "review", week, user, review_id)

    def next_at(self) -> datetime | None:
        return self._actions[0].at if self._actions else None

    def _visit(self, start: datetime, end: datetime) -> datetime:
        """Some time between the two. Members come by every four hours, if there is enough time."""
        at = start + self._chance.random() * (end - start)
        on_the_hour = at.replace(hour=at.hour // VISIT_H * VISIT_H, minute=0, second=0, microsecond=0)
        return max(start + timedelta(minutes=1), on_the_hour)

    def _intend(self, at: datetime, what: str, week: WeekUp, user: int = 0, review_id: int = 0) -> None:
        heapq.heappush(self._actions, Action(at, next(self._numbers), what, week, user, review_id))

    async def act(self, bot: PaperClub, now: datetime, held: frozenset[int]) -> None:
        """Do everything planned for now, or for the time when the bot was offline."""
        waiting = []
        while self._actions and self._actions[0].at <= now:
            action = heapq.heappop(self._actions)
            if self.absences.since(action.user_id, now):
                continue
            if action.week.club.id in held:
                # Nothing works there now: they try again.
                self._intend(now + TRIED_AGAIN, action.what, action.week, action.user_id, action.review_id)
                continue
            self.done[action.what] += 1
            match action.what:
                case "review":
                    await self._review(bot, action)
                case "poll":
                    await self._poll(bot, action)
                case _:
                    waiting.append(self._send(action))
        await self._until_answered(bot, waiting)

    def _send(self, action: Action) -> int:
        week = action.week
        if action.what == "log":
            destination = FormDestination(week.paper_key, week.club.id, week.id).custom_id
            text = text_of(action.number, self._chance)
            return send_form(self.world, self.world.channels[week.thread_id], action.user_id, destination, asdict(text))
        channel = self.world.channels[week.post_channel_id]
        pressed = custom_id("weeks", WeekAction.IN if action.what == "in" else WeekAction.OUT, week.key)
        return press_button(self.world, channel, action.user_id, channel.messages[week.message_id], pressed)

    async def _until_answered(self, bot: PaperClub, interactions: list[int]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not all(one in self.world.answers for one in interactions):  # noqa: ASYNC110 - Discord sends no events here
                await asyncio.sleep(LOOK_S)
        # The consequences of an answer follow soon, unless the message concerned has to wait.
        for _ in range(LOOKS):
            if not bot._in_hand:  # noqa: SLF001
                return
            await asyncio.sleep(LOOK_S)

    async def _poll(self, bot: PaperClub, action: Action) -> None:
        """An organizer starts a poll."""
        try:
            await bot.services.polls.start(await bot.services.clubs.by_id(_viewer(action), action.week.club.id))
        except ClubError:
            self.done["refused"] += 1

    async def _review(self, bot: PaperClub, action: Action) -> None:
        """Through the service: forms with choices are expensive and show nothing new."""
        query = (
            select(reviews.c.log_id, log_versions.c.problem)
            .join(log_versions, log_versions.c.log_id == reviews.c.log_id)
            .join(paper_logs, paper_logs.c.id == reviews.c.log_id)
            .where(reviews.c.id == action.review_id, log_versions.c.number == paper_logs.c.version)
        )
        async with bot.services.weeks._database.read_transaction() as connection:  # noqa: SLF001 - what a member reads in the thread
            found = (await connection.execute(query)).one_or_none()
        if found is None:
            return
        text = ReviewText(Rating.MET, Rating.PARTLY, Rating.MISSING, found.problem, "What of larger models?")
        form = ReviewForm(_viewer(action), self.world.new_id(), found.log_id, text)
        try:
            await bot.services.reviews.submit(form)
        except ClubError:
            self.done["refused"] += 1


def _viewer(action: Action) -> Viewer:
    """A member of the club's server, who may view all of it."""
    server_id = action.week.club.server_id
    return Viewer(action.user_id, server_id, {server_id: Membership(lambda _channel: Access.OPEN)})
