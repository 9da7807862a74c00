"""What goes wrong in the year, and when: outages, a wrong clock, unreadable rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, select, text, update

from benchmarks.year.scene import DAY, START, WEEK
from bot.storage.tables import clubs, outbox, paper_logs, reviews, weeks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncConnection

    from benchmarks.year.scene import StudyClub

HOUR = timedelta(hours=1)
MONTH, OUTAGE, HOLIDAYS = 4 * WEEK, DAY, 16 * DAY
BAD_ROW, BEFORE_SLOT = 20 * HOUR, 2 * HOUR
WRONG_FOR = 9 * HOUR
# A wrong value in one of the club's rows for a while: its table, column and value.
BAD: tuple[tuple[Table, str, str], ...] = (
    (clubs, "reviewers", "4"),
    (weeks, "next_step", "'dance'"),
    (clubs, "zone", "'Mars/Olympus'"),
    (outbox, "kind", "'telegram'"),
    (weeks, "state", "'dozing'"),
    (clubs, "log_days", "-1"),
    (reviews, "origin", "'gift'"),
    (outbox, "details", "'\"no object\"'"),
    (paper_logs, "state", "'burnt'"),
    (clubs, "weekday", "1000000000"),
)


@dataclass(frozen=True, slots=True)
class Span:
    """From one moment to another."""

    start: datetime
    end: datetime

    def holds(self, at: datetime) -> bool:
        return self.start <= at < self.end


@dataclass
class BadRow:
    """One bad row of a club, which the operator corrects at the end of the span."""

    span: Span
    club: StudyClub
    table: Table
    column: str
    value: str
    row_id: int | None = None
    before: Any = None

    async def put_in(self, connection: AsyncConnection) -> None:
        """Put it into the club's newest row, if it has one."""
        self.row_id = await connection.scalar(_newest(self.table, self.club.id))
        if self.row_id is None:
            return
        column = self.table.c[self.column]
        self.before = await connection.scalar(select(column).where(self.table.c.id == self.row_id))
        await self._set(connection, text(self.value))

    async def put_right(self, connection: AsyncConnection) -> None:
        if self.row_id is not None:
            await self._set(connection, self.before)

    async def _set(self, connection: AsyncConnection, value: Any) -> None:
        query = update(self.table).where(self.table.c.id == self.row_id)
        await connection.execute(query.values({self.column: value}))

    def __str__(self) -> str:
        return f"{self.table.name}.{self.column} = {self.value}"


def _newest(table: Table, club_id: int) -> Any:
    ids = select(table.c.id).order_by(table.c.id.desc()).limit(1)
    if table is clubs:
        return ids.where(table.c.id == club_id)
    if "club_id" in table.c:
        return ids.where(table.c.club_id == club_id)
    return ids.join(weeks, weeks.c.id == table.c.week_id).where(weeks.c.club_id == club_id)


@dataclass
class Plan:
    """All failures. `ahead` is how far the wrong clock is ahead; `restarts` if it is wrong from a start on."""

    end: datetime
    away: list[Span] = field(default_factory=list)
    wrong: list[Span] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    ahead: timedelta = timedelta(0)
    restarts: bool = False

    def stops(self, club: StudyClub) -> list[Span]:
        """The times when the bot could do nothing for the club."""
        return sorted(
            [*self.away, *self.wrong, *(row.span for row in self.bad if row.club is club and row.row_id is not None)],
            key=lambda span: span.start,
        )

    def moments(self) -> list[datetime]:
        """Every moment at which something starts or ends."""
        spans = [*self.away, *self.wrong, *(row.span for row in self.bad)]
        return sorted({moment for span in spans for moment in (span.start, span.end)})


def made_plan(studied: Sequence[StudyClub], count: int, *, ahead: timedelta, restarts: bool) -> Plan:
    """A plan for this many weeks. Nothing goes wrong in the last ones, so that everything can finish."""
    plan = Plan(START + count * WEEK, ahead=ahead, restarts=restarts)
    last = plan.end - WEEK
    for month in range(-(-count // 4)):
        begins = _outage_start(studied[month % len(studied)], START + month * MONTH, month)
        length = HOLIDAYS if month % 12 == 8 else OUTAGE
        if begins + length < last:
            plan.away.append(Span(begins, begins + length))
    club = studied[len(studied) // 2]
    wrong_at = club.settings.slot.instant_on(club.settings.slot.next_after(START + (count // 2) * WEEK)) - HOUR
    if wrong_at + WRONG_FOR < last:
        plan.wrong.append(_clear_of(plan.away, Span(wrong_at, wrong_at + WRONG_FOR)))
    for number in range(1, count - 1):
        club = studied[(number * 7 + 3) % len(studied)]
        slot = club.settings.slot
        starts = slot.instant_on(slot.next_after(START + number * WEEK + BEFORE_SLOT)) - BEFORE_SLOT
        row = BadRow(Span(starts, starts + BAD_ROW), club, *BAD[(number - 1) % len(BAD)])
        if row.span.end < last:
            plan.bad.append(row)
    return plan


def _outage_start(club: StudyClub, month: datetime, number: int) -> datetime:
    """Outages an hour before the club's second slot, exactly at it, and over the end of its logs or both deadlines."""
    settings = club.settings
    slot = settings.slot.instant_on(settings.slot.next_after(month + WEEK))
    logs_due = slot + settings.log_days * DAY
    both = logs_due + settings.review_days * DAY - OUTAGE / 2
    return (slot - HOUR, logs_due - 2 * HOUR, slot, both, slot - OUTAGE + HOUR / 2)[number % 5]


def _clear_of(others: Sequence[Span], span: Span) -> Span:
    """The span, moved later until it overlaps none of the others."""
    for other in sorted(others, key=lambda one: one.start):
        if span.start < other.end and other.start < span.end:
            length = span.end - span.start
            span = Span(other.end + HOUR, other.end + HOUR + length)
    return span
