"""What a digest tells beyond its week: how far the club is, firsts, and every tenth week a look back. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.syllabus.syllabus import TIERS_IN_ORDER, track

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.core.papers.paper import Catalog, Tier

LOOK_BACK_EVERY = 10
# A regular wrote in at least this many of the ten weeks. It is a threshold, so that nobody is compared with anybody.
REGULAR_FROM = 7


@dataclass(frozen=True, slots=True)
class Progress:
    """How many papers the club has read, out of how many. `tier` is None for its own syllabus."""

    read: int
    whole: int
    tier: Tier | None = None


@dataclass(frozen=True, slots=True)
class PastLog:
    """A log in one of the club's weeks, by the number of the week."""

    week: int
    author_id: int


@dataclass(frozen=True, slots=True)
class PastReview:
    """A written review in one of the club's weeks. `is_secret` if nobody may know who wrote it."""

    week: int
    reviewer_id: int
    is_secret: bool


@dataclass(frozen=True, slots=True)
class PastWeeks:
    """What happened in a club's weeks, up to the week of the digest, as far as its readers may know.

    `papers` are those read in each week, by its number.
    """

    papers: dict[int, str]
    logs: Sequence[PastLog]
    reviews: Sequence[PastReview]


@dataclass(frozen=True, slots=True)
class LookBack:
    """Ten weeks in numbers. `regulars` also wrote a log in the last of them."""

    first: int
    last: int
    papers: int
    logs: int
    reviews: int
    members: int
    regulars: tuple[int, ...]

    def naming(self, regulars: tuple[int, ...]) -> LookBack:
        """Return it with these regulars."""
        return replace(self, regulars=regulars)


@dataclass(frozen=True, slots=True)
class Milestones:
    """Everything that a digest tells beyond its week, with members in the order of their logs and reviews."""

    progress: Progress | None = None
    first_logs: tuple[int, ...] = ()
    first_reviews: tuple[int, ...] = ()
    look_back: LookBack | None = None


def progress(read: Sequence[str], later: Collection[str], queue: Sequence[str], catalog: Catalog) -> Progress | None:
    """Return the progress on the syllabus; without one, on the tier of the list that the club is reading.

    `read` are the papers up to the week of the digest, `later` those of weeks after it.
    """
    done = set(read)
    if ahead := {key for key in (*queue, *later) if key in catalog} - done if queue else set():
        return Progress(len(done), len(done | ahead))
    for tier in TIERS_IN_ORDER:
        keys = set(track(tier, catalog))
        if keys & done and (keys - done or tier is TIERS_IN_ORDER[-1]):
            return Progress(len(keys & done), len(keys), tier)
    return None


def firsts(number: int, written: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """Return who wrote in the week of this number and never before. `written` are (week, member)."""
    before = {member for week, member in written if week < number}
    return tuple(dict.fromkeys(member for week, member in written if week == number and member not in before))


def first_reviews(number: int, reviews: Sequence[PastReview]) -> tuple[int, ...]:
    """Return who wrote their first review in this week; nobody if the club has secret ones."""
    if any(review.is_secret for review in reviews):
        # Whoever is not named for the first time would be known to have written before.
        return ()
    return firsts(number, [(review.week, review.reviewer_id) for review in reviews])


def look_back(number: int, past: PastWeeks) -> LookBack | None:
    """Return the last ten weeks, every tenth week; None if nobody wrote anything in them."""
    if number % LOOK_BACK_EVERY or number <= 0:
        return None
    first = number - LOOK_BACK_EVERY + 1
    logs = [log for log in past.logs if first <= log.week <= number]
    if not logs:
        return None
    weeks_of = Counter(author for _, author in {(log.week, log.author_id) for log in logs})
    present = dict.fromkeys(log.author_id for log in logs if log.week == number)
    return LookBack(
        first,
        number,
        papers=len({key for week, key in past.papers.items() if first <= week <= number}),
        logs=len(logs),
        reviews=sum(first <= review.week <= number for review in past.reviews),
        members=len(weeks_of),
        regulars=tuple(member for member in present if weeks_of[member] >= REGULAR_FROM),
    )
