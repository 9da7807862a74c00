"""A club's week, from the plan to the digest: which slot, which paper, which dates, what comes next. Pure decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.calendar import WEEK, days_later, zone_of
from bot.core.review_duties import release_at
from bot.core.syllabus import next_unread

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from bot.core.calendar import WeeklySlot
    from bot.core.clubs import ClubSettings
    from bot.core.papers import Catalogue

# A post that comes within this of its time is not called late: ticks and sending take a moment.
LATE_AFTER = timedelta(minutes=15)
LEAST_APART = timedelta(days=4)
# A second `/week post` so soon is a double press, or two organisers at once; whoever means it can wait an hour.
POST_AGAIN_AFTER = timedelta(hours=1)
DOUBLE_PRESS = timedelta(seconds=2)
# Discord takes at most 100 named members in a message.
REMINDED_AT_ONCE = 90
LOG_REMINDER = timedelta(days=2)
PICTURE = ("lineage-", ".png")


class WeekState(StrEnum):
    """`PLANNED` until the message is up, `POSTED` until its thread is open."""

    PLANNED = "planned"
    POSTED = "posted"
    READING = "reading"
    REVIEWING = "reviewing"
    CLOSED = "closed"
    SKIPPED = "skipped"


OPEN_STATES = (WeekState.PLANNED, WeekState.POSTED, WeekState.READING, WeekState.REVIEWING)


class Step(StrEnum):
    """What happens by itself after the post, in this order."""

    REMIND_LOGS = "remind logs"
    CLOSE_LOGS = "close logs"
    REMIND_REVIEWS = "remind reviews"
    CLOSE_REVIEWS = "close reviews"


class Answer(StrEnum):
    """To "are you in?"."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Given:
    """A member's answer and when it was given; None once it was taken back."""

    answer: Answer | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Week:
    """One assignment of a club, as stored; what is None does not exist yet."""

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
    note: str
    next_step: Step | None
    next_step_at: datetime | None
    is_forum: bool = False

    @property
    def post_channel_id(self) -> int | None:
        """Where the post is: a forum's is in a thread of its own, wherever the club meets by now."""
        return self.thread_id if self.is_forum else self.channel_id

    @property
    def dates(self) -> Dates | None:
        """None for a skipped week."""
        return Dates(self.logs_due, self.reviews_due) if self.logs_due and self.reviews_due else None


@dataclass(frozen=True, slots=True)
class PastWeek:
    """What planning has to know of a week that is there already."""

    slot: date
    number: int | None
    paper_key: str | None
    state: WeekState


@dataclass(frozen=True, slots=True)
class History:
    """All weeks of a club, oldest first."""

    weeks: tuple[PastWeek, ...]

    def has(self, slot: date) -> bool:
        return any(week.slot == slot for week in self.weeks)

    @property
    def read(self) -> list[str]:
        """The focus papers of the weeks that took place, oldest first."""
        return [week.paper_key for week in self.weeks if week.paper_key and week.state is not WeekState.SKIPPED]

    @property
    def next_number(self) -> int:
        return max((week.number or 0 for week in self.weeks), default=0) + 1

    @property
    def has_unsent(self) -> bool:
        """Whether a planned week's post has not gone up yet."""
        return any(week.state is WeekState.PLANNED for week in self.weeks)


@dataclass(frozen=True, slots=True)
class DueSlots:
    """What to do about slots whose time has come: post the newest, skip the older ones."""

    post: date
    skip: tuple[date, ...]
    is_late: bool


@dataclass(frozen=True, slots=True)
class Dates:
    """When logs and reviews of a week are due."""

    logs_due: datetime
    reviews_due: datetime


def first_slot(slot: WeeklySlot, now: datetime, last: date | None) -> date:
    """The next slot ahead that is not too close to the last week's, as when the day was moved from Sunday to Monday."""
    day = slot.next_after(now)
    while last is not None and day - last < LEAST_APART:
        day += WEEK
    return day


def due_slots(slot: WeeklySlot, next_slot: date, now: datetime) -> DueSlots | None:
    """None while the next slot lies ahead."""
    due = slot.days_between(next_slot, now)
    if not due:
        return None
    return DueSlots(due[-1], tuple(due[:-1]), is_late(slot.instant_on(due[-1]), now))


def is_late(due_at: datetime, now: datetime) -> bool:
    """Whether a post that leaves now has to say that it comes late."""
    return now - due_at > LATE_AFTER


def dates_from(start: datetime, settings: ClubSettings) -> Dates:
    """At the slot's time of day, when members expect a deadline; whatever the time of the post, they get full days."""
    logs_due = after_full_days(start, settings.log_days, settings.slot)
    return Dates(logs_due, days_later(logs_due, settings.review_days, settings.slot.zone))


def after_full_days(start: datetime, days: int, slot: WeeklySlot) -> datetime:
    """The first time at the slot's time of day that is at least so many days after `start`."""
    earliest = days_later(start, days, slot.zone)
    day = earliest.astimezone(zone_of(slot.zone)).date()
    due = slot.instant_on(day)
    return due if due >= earliest else slot.instant_on(day + timedelta(days=1))


def dates_at_sending(dates: Dates, now: datetime, settings: ClubSettings) -> Dates:
    """Those it was planned with; new ones where it leaves on a later day, as after having been held up."""
    fresh, just_before = dates_from(now, settings), dates_from(now - LATE_AFTER, settings)
    return dates if dates in {fresh, just_before} else fresh


def next_step(dates: Dates, posted_at: datetime, done: Step | None = None) -> tuple[Step, datetime] | None:
    """The first step after `done`; None after the last. A reminder that the post itself would overtake falls away."""
    plan = [
        (Step.REMIND_LOGS, dates.logs_due - LOG_REMINDER, posted_at),
        (Step.CLOSE_LOGS, dates.logs_due, None),
        (Step.REMIND_REVIEWS, release_at(dates.logs_due, dates.reviews_due), dates.logs_due),
        (Step.CLOSE_REVIEWS, dates.reviews_due, None),
    ]
    ahead = plan if done is None else plan[list(Step).index(done) + 1 :]
    return next(((step, at) for step, at, overtaken_by in ahead if overtaken_by is None or at > overtaken_by), None)


def is_pointless(step: Step, dates: Dates, now: datetime) -> bool:
    """Whether a reminder comes too late to help, as after a long time away."""
    deadline = {Step.REMIND_LOGS: dates.logs_due, Step.REMIND_REVIEWS: dates.reviews_due}.get(step)
    return deadline is not None and now >= deadline


def after_press(before: Given | None, answer: Answer, at: datetime) -> Given:
    """What a press makes of a member's answer: the same again takes it back.

    A press that comes twice, by a nervous finger or because Discord delivered it again, counts once.
    """
    if before is None:
        return Given(answer, at)
    is_same = before.answer is answer
    # A time that is far ahead is that of a clock which was wrong.
    is_repeated = at < before.at <= at + POST_AGAIN_AFTER or (at == before.at and before.answer is None)
    if is_repeated or (is_same and at - before.at < DOUBLE_PRESS):
        return before
    return Given(None if is_same else answer, at)


def reminder_parts(members: int) -> int:
    """In how many messages so many members are reminded."""
    return -(-members // REMINDED_AT_ONCE)


def reminded_in(part: int, members: Sequence[int]) -> Sequence[int]:
    """Those whom the part (from 0) of a reminder names."""
    return members[part * REMINDED_AT_ONCE : (part + 1) * REMINDED_AT_ONCE]


def picture_name(paper_key: str) -> str:
    """The name of the file that a weekly post shows: by it, a post that was lost from the database names its paper."""
    return f"{PICTURE[0]}{paper_key}{PICTURE[1]}"


def pictured_paper(names: Iterable[str]) -> str | None:
    """The paper of the post that shows these pictures; None where there is none of ours."""
    start, end = PICTURE
    return next((it[len(start) : -len(end)] for it in names if it.startswith(start) and it.endswith(end)), None)


def choose_paper(queue: Sequence[str], read: Collection[str], catalogue: Catalogue) -> str | None:
    """The head of the queue; the next unread paper of the list where it is empty; None when all are read.

    Queued papers that have left the catalogue are passed over.
    """
    return next((key for key in queue if key in catalogue), None) or next_unread(read, catalogue)


def queue_after(queue: Sequence[str], key: str) -> list[str]:
    """The queue once `key` has been taken, with what was passed over on the way to it."""
    return list(queue[queue.index(key) + 1 :]) if key in queue else []


def upcoming_papers(
    queue: Sequence[str], read: Collection[str], catalogue: Catalogue, count: int
) -> list[tuple[str, bool]]:
    """The papers of the next weeks as things stand; True where the syllabus, not the list, decides."""
    planned: list[tuple[str, bool]] = []
    left, done = [key for key in queue if key in catalogue], set(read)
    while len(planned) < count:
        key = choose_paper(left, done, catalogue)
        if key is None:
            break
        planned.append((key, bool(left)))
        left, done = left[1:], done | {key}
    return planned
