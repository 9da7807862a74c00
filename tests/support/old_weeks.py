"""A week that was read long ago, and years of weeks after it."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select

from bot.core.outbox.kinds import Kind
from bot.core.paper_logs.log_text import PARTS
from bot.storage.tables import freed_reviews, leavers, log_drafts, outbox, paper_logs, weeks
from tests.support.logs import review_by, reviewing, text_by, write
from tests.support.reading_clubs import FIRST_POST, SERVER, WEEK, App
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.paper_logs.paper_log import PaperLog
    from bot.core.reviews.review import Review

ADA, BO, CY = 7, 8, 9
DAY = timedelta(days=1)
YEARS = 5
# The first of the weeks that are made up, and the last.
EARLY, LATEST = 10_002, 10_000 + YEARS * 52 - 1
# What a week of one club brings besides what the first week really had.
USUAL = {
    Kind.POST: 1,
    Kind.LOG: 3,
    Kind.REVIEW: 3,
    Kind.POST_EDIT: 9,
    Kind.LOG_EDIT: 2,
    Kind.REVIEW_EDIT: 1,
    Kind.NOTICE: 1,
}


class OldWeek:
    """A week that was really read, five years ago: two logs, each reviewed, and one revised since."""

    club: Club
    log: PaperLog
    review: Review

    def __init__(self, app: App) -> None:
        self.app = app

    async def read(self) -> OldWeek:
        app = self.app
        self.club = await reviewing(app, ADA, BO)
        for reviewer in (ADA, BO):
            turn = await app.reviews.next_for(viewer(reviewer))
            saved = await app.reviews.submit(review_by(reviewer, turn.log))
            if reviewer == BO:
                self.log, self.review = turn.log, saved.review
        await self.deliver()
        await self.edit_log(" More.")
        await app.at(FIRST_POST + 8 * DAY)
        await self.deliver()
        return self

    async def edit_log(self, twist: str) -> None:
        facts = {"club_id": self.club.id, "week_id": self.log.week_id, "paper_key": "lora"}
        await write(self.app, ADA, text_by(ADA, twist), **facts)
        await self.deliver()

    async def deliver(self) -> None:
        while await self.app.deliver():
            pass


def draft_of(author_id: int, club: Club, written_at: datetime) -> dict[str, Any]:
    whose = {"author_id": author_id, "server_id": SERVER, "club_id": club.id, "interaction_id": author_id}
    return whose | {"paper_key": "lora", "written_at": written_at} | dict.fromkeys(PARTS, "Something.")


async def years_pass(app: App, club: Club) -> None:
    """Five years of weeks like the first, in few statements."""
    async with app.database.write_transaction() as connection:
        week = dict((await connection.execute(select(weeks).order_by(weeks.c.id).limit(1))).mappings().one())
        entry = dict((await connection.execute(select(outbox).order_by(outbox.c.id).limit(1))).mappings().one())
        log_id = await connection.scalar(select(func.min(paper_logs.c.id)))
        rows: dict[Any, list[dict[str, Any]]] = {weeks: [], outbox: [], log_drafts: [], freed_reviews: [], leavers: []}
        for n in range(2, YEARS * 52):
            then, week_id = week["due_at"] + n * WEEK, 10_000 + n
            dates = {"due_at": then, "logs_due": then + 5 * DAY, "reviews_due": then + WEEK}
            slot = week["slot"] + n * WEEK
            ids = {"message_id": 10**6 + n, "thread_id": 2 * 10**6 + n}
            rows[weeks].append(week | dates | ids | {"id": week_id, "slot": slot, "number": n + 1})
            common = {"week_id": week_id, "created_at": then, "done_at": then, "message_id": 10**7 + n}
            rows[outbox] += [
                entry
                | common
                | {"id": week_id * 100 + m, "kind": kind, "key": f"{club.token}-{slot:%y%m%d}-{kind}-{m}"}
                for m, kind in enumerate(Counter(USUAL).elements())
            ]
            rows[leavers].append({"server_id": SERVER, "user_id": 10**6 + n, "noticed_at": then})
            rows[freed_reviews].append(
                {"log_id": log_id, "reviewer_id": 10**6 + n, "week_id": week_id, "fate": "given", "freed_at": then}
            )
            rows[log_drafts].append(draft_of(10**6 + n, club, then))
        for table, values in rows.items():
            await connection.execute(insert(table), values)
    app.now = FIRST_POST + YEARS * 52 * WEEK
