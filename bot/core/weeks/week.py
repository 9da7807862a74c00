"""A club's week, from plan to digest: which slot, which paper, which dates, which step next. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.calendar.breaks import stretched
from bot.core.calendar.weekly_slot import days_later, zone_of
from bot.core.reviews.reallocation import release_at
from bot.core.syllabus.syllabus import next_unread

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from bot.core.calendar.breaks import Break
    from bot.core.calendar.timetable import Timetable
    from bot.core.calendar.weekly_slot import WeeklySlot
    from bot.core.clubs.club import ClubSettings
    from bot.core.papers.paper import Catalog
    from bot.core.weeks.note import Note

# A post within this time after its slot is not called late: ticks and sending take a moment.
LATE_AFTER = timedelta(minutes=15)
# A second `/week post` this soon is a double press, or two organizers at once. If it is meant, it can wait an hour.
POST_AGAIN_AFTER = timedelta(hours=1)
# Discord allows at most 100 mentioned members in a message.
REMINDED_AT_ONCE = 90
DOUBLE_PRESS, LOG_REMINDER = timedelta(seconds=2), timedelta(days=2)
PICTURE = ("lineage-", ".png")


class WeekState(StrEnum):
    """The states of a week: `PLANNED` until the message is posted, `POSTED` until its thread is open."""

    PLANNED = "planned"
    POSTED = "posted"
    READING = "reading"
    REVIEWING = "reviewing"
    CLOSED = "closed"
    SKIPPED = "skipped"


OPEN_STATES = (WeekState.PLANNED, WeekState.POSTED, WeekState.READING, WeekState.REVIEWING)
# In every other state, members have seen the week's post.
NOT_POSTED = (WeekState.PLANNED, WeekState.SKIPPED)
BEFORE_REVIEWS = (WeekState.PLANNED, WeekState.POSTED, WeekState.READING)
REVIEWABLE = (WeekState.REVIEWING, WeekState.CLOSED)  # a late review is welcome


class Step(StrEnum):
    """What happens automatically after the post, in this order; the last instead of a post."""

    REMIND_LOGS = "remind logs"
    CLOSE_LOGS = "close logs"
    REMIND_REVIEWS = "remind reviews"
    CLOSE_REVIEWS = "close reviews"
    SAY_CATCH_UP = "catch up"


class Answer(StrEnum):
    """A member's answer to "are you in?"."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """A member's answer and when it was given; None once it is taken back."""

    answer: Answer | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Week:
    """One assignment of a club, as stored. Fields are None for what does not exist yet."""

    id: int
    club_id: int
    slot: date
    number: int | None
    paper_key: str | None
    state: WeekState
    is_late: bool
    due_at: datetime
    logs_due: datetime | None
    reviews_due: datetime | None
    channel_id: int | None
    message_id: int | None
    thread_id: int | None
    note: Note | None
    next_step: Step | None
    next_step_at: datetime | None
    is_forum: bool = False
    periods: int = 1

    @property
    def post_channel_id(self) -> int | None:
        """The channel of the post. A forum post is in its own thread, wherever the club meets by now."""
        return self.thread_id if self.is_forum else self.channel_id

    @property
    def dates(self) -> Dates | None:
        """When logs and reviews are due; None for a skipped week."""
        return Dates(self.logs_due, self.reviews_due) if self.logs_due and self.reviews_due else None


@dataclass(frozen=True, slots=True)
class PastWeek:
    """What planning needs to know about an existing week."""

    slot: date
    number: int | None
    paper_key: str | None
    state: WeekState


@dataclass(frozen=True, slots=True)
class History:
    """All weeks of a club, oldest first; before them, one for each paper that it read before it moved here."""

    weeks: tuple[PastWeek, ...]

    def has(self, slot: date) -> bool:
        return any(week.slot == slot for week in self.weeks)

    @property
    def read(self) -> list[str]:
        """The focus papers of the weeks that took place, oldest first."""
        return [week.paper_key for week in self.weeks if week.paper_key and week.state is not WeekState.SKIPPED]

    def read_by(self, number: int) -> tuple[list[str], list[str]]:
        """The focus papers up to the week of this number, and those of later weeks."""
        took_place = [week for week in self.weeks if week.paper_key and week.state is not WeekState.SKIPPED]
        by_then = [week.paper_key or "" for week in took_place if (week.number or 0) <= number]
        return by_then, [week.paper_key or "" for week in took_place if (week.number or 0) > number]

    @property
    def next_number(self) -> int:
        return max((week.number or 0 for week in self.weeks), default=0) + 1

    @property
    def has_unsent(self) -> bool:
        """Whether a planned week is not posted yet."""
        return any(week.state is WeekState.PLANNED for week in self.weeks)


@dataclass(frozen=True, slots=True)
class DueSlots:
    """What to do about slots that are due: post the newest, skip the older ones."""

    post: date
    skip: tuple[date, ...]
    is_late: bool


@dataclass(frozen=True, slots=True)
class Dates:
    """When a week's logs and reviews are due."""

    logs_due: datetime
    reviews_due: datetime


def due_slots(timetable: Timetable, next_slot: date, now: datetime) -> DueSlots | None:
    """Return the slots that are due by now; None if the next one is still ahead, or in a break by now."""
    due = timetable.days_between(next_slot, now)
    if not due:
        return None
    return DueSlots(due[-1], tuple(due[:-1]), is_late(timetable.instant_on(due[-1]), now))


def is_late(due_at: datetime, now: datetime) -> bool:
    """Return whether a post that is sent now has to say that it is late."""
    return now - due_at > LATE_AFTER


def dates_from(start: datetime, settings: ClubSettings, breaks: Sequence[Break] = ()) -> Dates:
    """Return dates at the slot's time of day, when members expect a deadline.

    Members get full days outside of the club's breaks, whatever the time of the post.
    """
    logs_due = after_full_days(start, settings.log_days, settings.slot, breaks)
    reviews_due = days_later(logs_due, settings.review_days, settings.slot.zone)
    return Dates(logs_due, stretched(reviews_due, logs_due, breaks, settings.slot.zone))


def after_full_days(start: datetime, days: int, slot: WeeklySlot, breaks: Sequence[Break] = ()) -> datetime:
    """Return the first moment at the slot's time of day that is at least `days` days, without breaks, after `start`."""
    earliest = days_later(start, days, slot.zone)
    day = earliest.astimezone(zone_of(slot.zone)).date()
    due = slot.instant_on(day)
    due = due if due >= earliest else slot.instant_on(day + timedelta(days=1))
    return stretched(due, start, breaks, slot.zone)


def dates_at_sending(dates: Dates, now: datetime, settings: ClubSettings, breaks: Sequence[Break] = ()) -> Dates:
    """Return the planned dates, or new ones if the post is sent on a later day, for example after it was held up."""
    fresh, just_before = dates_from(now, settings, breaks), dates_from(now - LATE_AFTER, settings, breaks)
    return dates if dates in {fresh, just_before} else fresh


def next_step(
    dates: Dates, posted_at: datetime, done: Step | None = None, timetable: Timetable | None = None
) -> tuple[Step, datetime] | None:
    """Return the first step after `done`, or None after the last.

    A reminder about logs is left out if it would come before the post, and one about reviews if it would come before
    logs close. Inside a break of the `timetable`, it waits.
    """
    release = release_at(dates.logs_due, dates.reviews_due)
    release = timetable.reminder_at(release, dates.reviews_due) if timetable else release
    plan = [
        (Step.REMIND_LOGS, log_reminder_at(dates, timetable), posted_at),
        (Step.CLOSE_LOGS, dates.logs_due, None),
        (Step.REMIND_REVIEWS, release, dates.logs_due),
        (Step.CLOSE_REVIEWS, dates.reviews_due, None),
    ]
    ahead = plan if done is None else plan[list(Step).index(done) + 1 :]
    return next(((step, at) for step, at, overtaken_by in ahead if overtaken_by is None or at > overtaken_by), None)


def log_reminder_at(dates: Dates, timetable: Timetable | None = None) -> datetime:
    at = dates.logs_due - LOG_REMINDER
    return timetable.reminder_at(at, dates.logs_due) if timetable else at


def is_pointless(step: Step, dates: Dates, now: datetime) -> bool:
    """Return whether a reminder is too late to help, for example after a long outage."""
    deadline = {Step.REMIND_LOGS: dates.logs_due, Step.REMIND_REVIEWS: dates.reviews_due}.get(step)
    return deadline is not None and now >= deadline


def after_press(before: GivenAnswer | None, answer: Answer, at: datetime) -> GivenAnswer:
    """Return a member's answer after a press. The same answer again takes it back.

    A repeated press, from a nervous finger or because Discord delivered it again, counts once.
    """
    if before is None:
        return GivenAnswer(answer, at)
    is_same = before.answer is answer
    # A time far ahead was stored while the clock was wrong.
    is_repeated = at < before.at <= at + POST_AGAIN_AFTER or (at == before.at and before.answer is None)
    if is_repeated or (is_same and at - before.at < DOUBLE_PRESS):
        return before
    return GivenAnswer(None if is_same else answer, at)


def reminder_parts(members: int) -> int:
    """Return how many messages it takes to remind this many members."""
    return -(-members // REMINDED_AT_ONCE)


def reminded_in(part: int, members: Sequence[int]) -> Sequence[int]:
    """Return the members that part number `part` (from 0) of a reminder mentions."""
    return members[part * REMINDED_AT_ONCE : (part + 1) * REMINDED_AT_ONCE]


def picture_name(paper_key: str) -> str:
    """Return the file name of a weekly post's picture. It identifies the paper if the database loses the post."""
    return f"{PICTURE[0]}{paper_key}{PICTURE[1]}"


def pictured_paper(names: Iterable[str]) -> str | None:
    """Return the paper of the post that shows these pictures; None if none of them is ours."""
    start, end = PICTURE
    return next((it[len(start) : -len(end)] for it in names if it.startswith(start) and it.endswith(end)), None)


def choose_paper(queue: Sequence[str], read: Collection[str], catalog: Catalog) -> str | None:
    """Return the first paper of the queue; the list's next unread paper if the queue is empty; None if all are read.

    Queued papers that are no longer in the catalog are skipped.
    """
    return next((key for key in queue if key in catalog), None) or next_unread(read, catalog)


def queue_after(queue: Sequence[str], key: str) -> list[str]:
    """Return the queue after `key` is taken. What was skipped on the way to it goes too."""
    return list(queue[queue.index(key) + 1 :]) if key in queue else []


def upcoming_papers(
    queue: Sequence[str], read: Collection[str], catalog: Catalog, count: int
) -> list[tuple[str, bool]]:
    """Return the papers of the next weeks as planned now; True if the syllabus chose one, False if the list did."""
    planned: list[tuple[str, bool]] = []
    left, done = [key for key in queue if key in catalog], set(read)
    while len(planned) < count:
        key = choose_paper(left, done, catalog)
        if key is None:
            break
        planned.append((key, bool(left)))
        left, done = left[1:], done | {key}
    return planned
