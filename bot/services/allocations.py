"""Who reviews whom in a week: given when logs close, given on when somebody drops out, free for all near the end.

Everything here is part of a caller's transaction.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.attendance import cannot_review
from bot.core.duties import Assignment, Fate, Freed, WeekDuties
from bot.core.review_allocation import allocate
from bot.core.review_duties import DutyState, has_lapsed, reallocate, release_at, released
from bot.core.review_pairs import MEMORY, Pair, share_of
from bot.core.review_pool import PooledLog, duty_of_late, to_ask
from bot.core.weeks import WeekState
from bot.services.review_messages import ReviewReminder, announce_reviewers, say_given, say_reminder
from bot.storage import freed_reviews as freed_rows
from bot.storage import leavers as leaver_rows
from bot.storage import paper_logs as log_rows
from bot.storage import reviews as review_rows
from bot.storage import weeks as week_rows
from bot.storage.reviews import Origin

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs import Club
    from bot.core.weeks import Week
    from bot.storage.paper_logs import PaperLog
    from bot.storage.reviews import Review


@dataclass(frozen=True, slots=True)
class Turns:
    """A week's logs and reviews as the rules see them: one log a member, which is the one on the week's paper, or else
    the member's first. Further logs are reviewed by who likes to.

    `reviews` are those of the logs in `logs`, which are by author. `lapsed` ones were taken up and put away, `freed`
    ones were somebody's to write.
    """

    logs: dict[int, PaperLog]
    reviews: dict[Pair, Review]
    duties: dict[Pair, DutyState]
    lapsed: dict[Pair, Review]
    freed: tuple[Freed, ...] = ()

    @property
    def account(self) -> WeekDuties:
        turns = [assignment_of(review, self.duties[pair]) for pair, review in self.reviews.items()]
        return WeekDuties(turns, self.freed)

    @property
    def pool(self) -> list[PooledLog]:
        done: defaultdict[int, set[int]] = defaultdict(set)
        undone: defaultdict[int, set[int]] = defaultdict(set)
        for pair, state in self.duties.items():
            (done if state is DutyState.DONE else undone)[pair.author].add(pair.reviewer)
        return [
            PooledLog(author, log.written_at, frozenset(done[author]), frozenset(undone[author]))
            for author, log in self.logs.items()
        ]


async def turns_of(connection: AsyncConnection, week: Week, now: datetime) -> Turns:
    """As things stand. A review of which a draft is kept counts as begun."""
    logs: dict[int, PaperLog] = {}
    for log in await log_rows.logs_of_week(connection, week.id):
        if log.author_id not in logs or log.paper_key == week.paper_key:
            logs[log.author_id] = log
    meant = {log.id for log in logs.values()}
    reviews = {
        Pair(review.reviewer_id, review.author_id): review
        for review in await review_rows.reviews_of_week(connection, week.id)
        if review.log_id in meant
    }
    begun = await review_rows.begun_in_week(connection, week.id)
    lapsed = {pair: review for pair, review in reviews.items() if is_put_away(review, begun, now)}
    kept = {pair: review for pair, review in reviews.items() if pair not in lapsed}
    duties = {pair: state_of(review, begun) for pair, review in kept.items()}
    freed = [one for one in await freed_rows.freed_in_week(connection, week.id) if one.log_id in meant]
    return Turns(logs, kept, duties, lapsed, tuple(freed))


def is_put_away(review: Review, begun: Collection[tuple[int, int]], now: datetime) -> bool:
    """Whether it was taken up so long ago, and nothing kept of it, that it is nobody's turn."""
    untouched = not review.is_written and (review.log_id, review.reviewer_id) not in begun
    return untouched and review.origin is Origin.TAKEN and has_lapsed(review.assigned_at, now)


async def allocate_week(
    connection: AsyncConnection, club: Club, week: Week, gone: Collection[int], now: datetime
) -> None:
    """Logs have closed: give out the reviews, and say so. `gone` are authors who have left the server.

    They, and who can't this week, review nothing; their logs are reviewed all the same.
    """
    turns = await turns_of(connection, week, now)
    authors = list(turns.logs)
    recent = await review_rows.recent_pairs(connection, week, MEMORY)
    pairs = set(allocate(authors, club.settings.reviewers, recent, (), _seed(club, week)))
    if away := await _away(connection, week, turns) | set(gone):
        share = share_of(len(authors), club.settings.reviewers)
        planned = dict.fromkeys(sorted(pairs), DutyState.OPEN)
        changes = reallocate(planned, authors, away=away, gone=(), share=share, blocks=(), seed=_seed(club, week))
        pairs = (pairs - set(changes.freed)) | set(changes.taken)
    await _give(connection, week, turns, sorted(pairs), now)
    if authors:
        await announce_reviewers(connection, club, week, sorted({pair.reviewer for pair in pairs}), now)


async def announce_week(connection: AsyncConnection, club: Club, week: Week, now: datetime) -> None:
    """Who reviews whom as things stand, where nobody could be told before."""
    turns = await turns_of(connection, week, now)
    owed = {pair.reviewer for pair, review in turns.reviews.items() if review.origin is Origin.GIVEN}
    if turns.logs:
        await announce_reviewers(connection, club, week, sorted(owed), now)


async def let_go(
    connection: AsyncConnection, club: Club, week: Week, member: int, now: datetime, *, gone: Collection[int] = ()
) -> None:
    """The member can't this week after all: what they have not begun goes to others at once, who are told.

    So does what members have who are `gone` from the server, and nothing is given to them.
    """
    if week.state is WeekState.REVIEWING:
        turns = await turns_of(connection, week, now)
        await _hand_on(connection, _Handover(club, week, turns, frozenset({member, *gone}), frozenset(gone)), now)


async def let_leavers_go(connection: AsyncConnection, club: Club, week: Week, now: datetime) -> None:
    """What members had to write who are known to have left the server goes to others, also what they had begun."""
    if week.state is WeekState.REVIEWING:
        gone = await leaver_rows.leavers_of(connection, club.server_id)
        turns = await turns_of(connection, week, now)
        await _hand_on(connection, _Handover(club, week, turns, gone, gone), now)


@dataclass(frozen=True, slots=True)
class _Handover:
    """Reviews of those who are `leaving` the week, of whom some are `gone` from the server."""

    club: Club
    week: Week
    turns: Turns
    leaving: frozenset[int]
    gone: frozenset[int]


async def _hand_on(connection: AsyncConnection, over: _Handover, now: datetime) -> None:
    """What they were named for goes to others. What they took up unasked is free again, and falls to nobody."""
    club, week, turns = over.club, over.week, over.turns
    if not any(pair.reviewer in over.leaving for pair in turns.duties):
        return
    away = await _away(connection, week, turns)
    duties: dict[Pair, DutyState] = {}
    for pair, state in turns.duties.items():
        undone = DutyState.OPEN if pair.reviewer in over.gone and state is DutyState.BEGUN else state
        is_leaving = pair.reviewer in over.leaving
        if is_leaving and undone is DutyState.OPEN and turns.reviews[pair].origin is Origin.TAKEN:
            await review_rows.delete_review(connection, turns.reviews[pair].id)
        # Others who said so before have given theirs back already; what they took since then was of their own accord.
        elif is_leaving or pair.reviewer not in away:
            duties[pair] = undone
    share, out = share_of(len(turns.logs), club.settings.reviewers), away | over.leaving
    changes = reallocate(duties, list(turns.logs), away=out, gone=(), share=share, blocks=(), seed=_seed(club, week))
    # Near the end nobody is given anything any more: what is free is in the pool.
    taken = () if is_released(week, now) else changes.taken
    found = Counter(pair.author for pair in taken)
    for pair in changes.freed:
        fate = Fate.GIVEN if found[pair.author] > 0 else Fate.POOLED
        found[pair.author] -= 1
        await _free(connection, turns.reviews[pair], fate, now)
    await _give(connection, week, turns, taken, now)
    given = [(pair.reviewer, turns.logs[pair.author].id) for pair in taken]
    await say_given(connection, club, week, given, now)


async def release_week(
    connection: AsyncConnection, club: Club, week: Week, now: datetime, *, gone: Collection[int] = ()
) -> None:
    """The end is near: what nobody has begun is free for all, and the week's thread hears of it."""
    turns = await turns_of(connection, week, now)
    if week.dates is None:
        return
    for pair in released(turns.duties, now, week.dates.logs_due, week.dates.reviews_due):
        if turns.reviews[pair].origin is Origin.TAKEN:
            await review_rows.delete_review(connection, turns.reviews[pair].id)
        else:
            await _free(connection, turns.reviews[pair], Fate.RELEASED, now)
    await remind_reviewers(connection, club, week, now, gone=gone)


async def remind_reviewers(
    connection: AsyncConnection, club: Club, week: Week, now: datetime, *, gone: Collection[int] = ()
) -> None:
    """Name everybody who has a review left to write, in as many messages as it takes; nobody who has left.

    Who had what is free now may still write it, as may anybody else. For each log that has nobody, somebody who has
    done their part is asked by name: a question to all is answered by few.
    """
    turns = await turns_of(connection, week, now)
    out = await _away(connection, week, turns) | set(gone)
    account = turns.account
    parts = {one: account.of(one) for one in account.members - out}
    members = sorted(one for one, part in parts.items() if part.to_write or part.free)
    done = {one for one, part in parts.items() if part.is_done and not part.taken_on}
    asked = to_ask(turns.pool, done & set(turns.logs), (), _seed(club, week))
    reminder = ReviewReminder(
        members,
        [log.id for log in turns.logs.values() if account.waits(log.id)],
        [(pair.reviewer, turns.logs[pair.author].id) for pair in asked],
    )
    await say_reminder(connection, club, week, reminder, now)


async def give_late_duty(connection: AsyncConnection, week: Week, log: PaperLog, now: datetime) -> None:
    """A log that came after reviewers were named joins the pool; its author owes one review for it."""
    if week.state is not WeekState.REVIEWING or not log.is_late:
        return
    turns = await turns_of(connection, week, now)
    if log.author_id in turns.account.members:
        return
    await _give(connection, week, turns, duty_of_late(log.author_id, turns.pool), now)


def is_released(week: Week, now: datetime) -> bool:
    """Whether anybody may take up any review of the week."""
    dates = week.dates
    return week.state is WeekState.CLOSED or (
        dates is not None and now >= release_at(dates.logs_due, dates.reviews_due)
    )


def state_of(review: Review, begun: Collection[tuple[int, int]]) -> DutyState:
    """`begun` are (log id, reviewer) of reviews of which something is kept."""
    if review.is_written:
        return DutyState.DONE
    return DutyState.BEGUN if (review.log_id, review.reviewer_id) in begun else DutyState.OPEN


def assignment_of(review: Review, state: DutyState) -> Assignment:
    return Assignment(review.reviewer_id, review.author_id, review.log_id, state, review.origin is Origin.GIVEN)


def _seed(club: Club, week: Week) -> str:
    """The same for a week whenever it is asked for, and different for every club and week."""
    return f"{club.token}-{week.slot:%y%m%d}"


async def _away(connection: AsyncConnection, week: Week, turns: Turns) -> set[int]:
    """Whose last word is that they can't this week."""
    said = await week_rows.given_in_week(connection, week.id)
    written = {author: log.written_at for author, log in turns.logs.items()}
    return {user for user, given in said.items() if cannot_review(given, written.get(user))}


async def _free(connection: AsyncConnection, review: Review, fate: Fate, now: datetime) -> None:
    await review_rows.delete_review(connection, review.id)
    await freed_rows.note_freed(connection, review, fate, now)


async def _give(connection: AsyncConnection, week: Week, turns: Turns, pairs: Iterable[Pair], now: datetime) -> None:
    for pair in pairs:
        log = turns.logs[pair.author]
        await freed_rows.forget_freed(connection, log.id, pair.reviewer)
        if put_away := turns.lapsed.get(pair):
            await review_rows.change_review(connection, put_away.id, origin=Origin.GIVEN, assigned_at=now)
            continue
        await review_rows.add_review(connection, log.id, pair.reviewer, week_id=week.id, origin=Origin.GIVEN, now=now)
