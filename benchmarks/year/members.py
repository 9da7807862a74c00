"""What members do in their clubs' weeks: they say that they are in, write logs and reviews, leave and come back."""

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
from benchmarks.year.scene import SEED, Absences, Studied
from bot.core.errors import ClubError
from bot.core.reviews import Rating, ReviewText
from bot.core.visibility import Access, Membership, Viewer
from bot.services.review_writing import ReviewForm
from bot.storage.tables import log_versions, paper_logs, reviews
from cogs.paper_logs.forms import FormPlace
from cogs.ui.custom_ids import custom_id
from cogs.weeks.acts import Act
from tests.support.loopback.interactions import press_button, send_form

if TYPE_CHECKING:
    from datetime import datetime

    from bot.client import PaperClub
    from tests.support.loopback import World

IN, OUT, WRITES, LATE, REVIEWS, POLLS = 0.7, 0.1, 0.75, 0.1, 0.7, 0.15
HALF_A_DAY, TRIED_AGAIN, VISIT_H = timedelta(hours=12), timedelta(hours=2), 4
PATIENCE_S, LOOK_S, LOOKS = 60, 0.001, 200


@dataclass(frozen=True, slots=True)
class WeekUp:
    """A week whose post is up, as stored."""

    id: int
    club: Studied
    key: str
    paper_key: str
    message_id: int
    post_channel_id: int
    thread_id: int
    logs_due: datetime


@dataclass(order=True)
class Deed:
    """Something that a member does at that time."""

    at: datetime
    number: int
    what: str = field(compare=False)
    week: WeekUp = field(compare=False)
    user_id: int = field(compare=False, default=0)
    review_id: int = field(compare=False, default=0)


@dataclass
class Members:
    """All clubs' members; what they mean to do waits in `_deeds`."""

    world: World
    absences: Absences
    done: Counter[str] = field(default_factory=Counter)
    _chance: random.Random = field(default_factory=lambda: random.Random(SEED))
    _deeds: list[Deed] = field(default_factory=list)
    _numbers: Any = field(default_factory=count)

    def meet(self, week: WeekUp, now: datetime) -> None:
        """A week has begun: make up everybody's mind."""
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

    def allot(self, week: WeekUp, turns: list[tuple[int, int]], now: datetime) -> None:
        """Reviewers were named: each a review's id and who is to write it."""
        for review_id, user in turns:
            if self._chance.random() < REVIEWS:
                end = now + timedelta(days=week.club.settings.review_days)
                self._intend(self._visit(now, end), "review", week, user, review_id)

    def next_at(self) -> datetime | None:
        return self._deeds[0].at if self._deeds else None

    def _visit(self, start: datetime, end: datetime) -> datetime:
        """Some time between the two. Members come by every four hours, as far as that leaves them time."""
        at = start + self._chance.random() * (end - start)
        on_the_hour = at.replace(hour=at.hour // VISIT_H * VISIT_H, minute=0, second=0, microsecond=0)
        return max(start + timedelta(minutes=1), on_the_hour)

    def _intend(self, at: datetime, what: str, week: WeekUp, user: int = 0, review_id: int = 0) -> None:
        heapq.heappush(self._deeds, Deed(at, next(self._numbers), what, week, user, review_id))

    async def act(self, bot: PaperClub, now: datetime, held: frozenset[int]) -> None:
        """Everything that is meant for now, or was meant while there was no bot."""
        waiting = []
        while self._deeds and self._deeds[0].at <= now:
            deed = heapq.heappop(self._deeds)
            if self.absences.since(deed.user_id, now):
                continue
            if deed.week.club.id in held:
                # Nothing works there now: they try again.
                self._intend(now + TRIED_AGAIN, deed.what, deed.week, deed.user_id, deed.review_id)
                continue
            self.done[deed.what] += 1
            match deed.what:
                case "review":
                    await self._review(bot, deed)
                case "poll":
                    await self._poll(bot, deed)
                case _:
                    waiting.append(self._send(deed))
        await self._until_answered(bot, waiting)

    def _send(self, deed: Deed) -> int:
        week = deed.week
        if deed.what == "log":
            place = FormPlace(week.paper_key, week.club.id, week.id).custom_id
            text = text_of(deed.number, self._chance)
            return send_form(self.world, self.world.channels[week.thread_id], deed.user_id, place, asdict(text))
        channel = self.world.channels[week.post_channel_id]
        pressed = custom_id("weeks", Act.IN if deed.what == "in" else Act.OUT, week.key)
        return press_button(self.world, channel, deed.user_id, channel.messages[week.message_id], pressed)

    async def _until_answered(self, bot: PaperClub, interactions: list[int]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not all(one in self.world.answers for one in interactions):  # noqa: ASYNC110 - Discord has no bells
                await asyncio.sleep(LOOK_S)
        # What follows from an answer is done soon, unless the message that it is about has to wait.
        for _ in range(LOOKS):
            if not bot._in_hand:  # noqa: SLF001
                return
            await asyncio.sleep(LOOK_S)

    async def _poll(self, bot: PaperClub, deed: Deed) -> None:
        """An organizer lets members vote."""
        try:
            await bot.polls.start(await bot.clubs.by_id(_viewer(deed), deed.week.club.id))
        except ClubError:
            self.done["refused"] += 1

    async def _review(self, bot: PaperClub, deed: Deed) -> None:
        """Through the service: forms with choices cost much and show nothing new."""
        query = (
            select(reviews.c.log_id, log_versions.c.problem)
            .join(log_versions, log_versions.c.log_id == reviews.c.log_id)
            .join(paper_logs, paper_logs.c.id == reviews.c.log_id)
            .where(reviews.c.id == deed.review_id, log_versions.c.number == paper_logs.c.version)
        )
        async with bot.weeks._database.reading() as connection:  # noqa: SLF001 - what a member reads in the thread
            found = (await connection.execute(query)).one_or_none()
        if found is None:
            return
        text = ReviewText(Rating.MET, Rating.PARTLY, Rating.MISSING, found.problem, "What of larger models?")
        form = ReviewForm(_viewer(deed), self.world.new_id(), found.log_id, text)
        try:
            await bot.reviews.submit(form)
        except ClubError:
            self.done["refused"] += 1


def _viewer(deed: Deed) -> Viewer:
    """A member of the club's server, who may view all of it."""
    server_id = deed.week.club.server_id
    return Viewer(deed.user_id, server_id, {server_id: Membership(lambda _channel: Access.OPEN)})
