"""One member leaves each week: the one who would be pinged next, so that a bot that forgets leavers is found out."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, select

from benchmarks.year.scene import SEED, START, WEEK, Absences
from bot.storage.tables import attendances, paper_logs, reviews, weeks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncEngine

    from benchmarks.year.scene import StudyClub
    from tests.support.loopback import World

LOGGED = exists().where(paper_logs.c.week_id == weeks.c.id, paper_logs.c.author_id == attendances.c.user_id)
# In turn: a reviewer, a member who is in and hasn't written, an author whose log is in review.
WANTED: tuple[Any, ...] = (
    select(weeks.c.club_id, reviews.c.reviewer_id)
    .join(reviews, reviews.c.week_id == weeks.c.id)
    .where(weeks.c.state == "reviewing", reviews.c.state == "open"),
    select(weeks.c.club_id, attendances.c.user_id)
    .join(attendances, attendances.c.week_id == weeks.c.id)
    .where(weeks.c.state == "reading", attendances.c.answer == "in", ~LOGGED),
    select(weeks.c.club_id, paper_logs.c.author_id)
    .join(paper_logs, paper_logs.c.week_id == weeks.c.id)
    .where(weeks.c.state == "reviewing"),
)
# Every second one comes back.
AWAY_FOR, LEAST_MEMBERS = 2 * WEEK, 3


@dataclass
class Leaving:
    """Who leaves and comes back, and when the next one does."""

    world: World
    engine: AsyncEngine
    studied: Sequence[StudyClub]
    absences: Absences
    end: datetime
    count: int = 0
    _back: list[tuple[datetime, StudyClub, int]] = field(default_factory=list)
    _chance: random.Random = field(default_factory=lambda: random.Random(SEED))
    _next: datetime = START + timedelta(days=4, hours=3)

    def next_at(self) -> datetime | None:
        """None if nobody leaves or comes back any more."""
        coming = [at for at, _, _ in self._back] + ([self._next] if self._next <= self.end else [])
        return min(coming, default=None)

    async def go(self, now: datetime) -> None:
        """Members who come back or leave now."""
        for at, club, user in [one for one in self._back if one[0] <= now]:
            self._back.remove((at, club, user))
            self.absences.come_back(self.world.guilds[club.server_id], user, now)
        if now < self._next or now > self.end:
            return
        self._next = (
            now + WEEK + timedelta(hours=self._chance.randrange(-20, 20)) if now < self.end else self.end + WEEK
        )
        found = await self._candidates()
        if not found:
            return
        club, user = self._chance.choice(found)
        self.absences.go(self.world.guilds[club.server_id], user, now)
        self.count += 1
        if self.count % 2:
            self._back.append((now + AWAY_FOR, club, user))

    async def _candidates(self) -> list[tuple[StudyClub, int]]:
        clubs = {club.id: club for club in self.studied}
        async with self.engine.connect() as connection:
            rows = (await connection.execute(WANTED[self.count % len(WANTED)])).all()
        wanted = [(clubs[club_id], user) for club_id, user in rows]
        everybody = [(club, user) for club in self.studied for user in club.members]
        return self._free(wanted) or self._free(everybody)

    def _free(self, found: Sequence[tuple[StudyClub, int]]) -> list[tuple[StudyClub, int]]:
        """Members who are present, in clubs that have enough others."""
        present = {club.server_id: self.world.guilds[club.server_id].members for club, _ in found}
        return [
            (club, user)
            for club, user in found
            if user in present[club.server_id] and len(present[club.server_id]) > LEAST_MEMBERS
        ]
