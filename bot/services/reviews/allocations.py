"""Who reviews whom in a week: assigned when logs close, reassigned when somebody drops out, free for all near the end.

Everything here is part of a caller's transaction.
"""

from __future__ import annotations

import secrets
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.reminders.reminder import Due
from bot.core.reviews.allocation import allocate
from bot.core.reviews.duties import DutyFate
from bot.core.reviews.mixing import mixed
from bot.core.reviews.pairs import MEMORY, Pair, share_of
from bot.core.reviews.pool import duty_of_late, to_ask
from bot.core.reviews.reallocation import DutyState, reallocate, released
from bot.core.reviews.review import Origin
from bot.core.weeks.attendance import cannot_review
from bot.core.weeks.week import WeekState
from bot.services.reminders.messages import remind_directly
from bot.services.reviews.messages import (
    ReviewReminder,
    announce_reviewers,
    say_given,
    say_reassigned,
    say_reminder,
)
from bot.services.reviews.secrets import hidden_order, is_secret, week_seed
from bot.services.weeks.assignments import WeekAssignments, assignments_of, is_released
from bot.storage.clubs import rows as club_rows
from bot.storage.members import leavers as leaver_rows
from bot.storage.reviews import freed as freed_rows
from bot.storage.reviews import rows as review_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.paper_logs.paper_log import PaperLog
    from bot.core.reviews.review import Review
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection


async def allocate_week(
    connection: AsyncConnection, club: Club, week: Week, gone: Collection[int], now: datetime
) -> None:
    """Logs have closed: assign the reviews, and announce them. `gone` are authors who have left the server.

    They, and those who can't this week, review nothing; their logs are still reviewed.
    """
    assignments = await assignments_of(connection, week, now)
    authors = list(assignments.logs)
    recent, seed = await review_rows.recent_pairs(connection, week, MEMORY), await week_seed(connection, club, week)
    allocated = allocate(authors, club.settings.reviewers, recent, (), seed)
    pairs = set(mixed(allocated, recent, seed) if club.settings.anonymous else allocated)
    if away := await _away(connection, week, assignments) | set(gone):
        share = share_of(len(authors), club.settings.reviewers)
        planned = dict.fromkeys(sorted(pairs), DutyState.OPEN)
        changes = reallocate(planned, authors, away=away, gone=(), share=share, blocks=(), seed=seed)
        pairs = (pairs - set(changes.freed)) | set(changes.taken)
    await _give(connection, week, assignments, pairs, now)
    if authors:
        secret, named = club.settings.anonymous, {pair.reviewer for pair in pairs}
        called = set(authors) - set(gone) if secret and pairs else named
        await announce_reviewers(connection, club, week, sorted(called), now, is_secret=secret)


async def announce_week(
    connection: AsyncConnection, club: Club, week: Week, now: datetime, *, gone: Collection[int] = ()
) -> None:
    """Announce the current assignments if reviewers couldn't be told before."""
    assignments = await assignments_of(connection, week, now)
    secret = is_secret(club, assignments.reviews.values())
    owed = {pair.reviewer for pair, review in assignments.reviews.items() if review.origin is Origin.GIVEN}
    if assignments.logs:
        called = set(assignments.logs) if secret and owed else owed
        await announce_reviewers(connection, club, week, sorted(called - set(gone)), now, is_secret=secret)


async def reassign_reviews_of(
    connection: AsyncConnection, club: Club, week: Week, member: int, now: datetime, *, gone: Collection[int] = ()
) -> None:
    """The member can't this week after all: reviews they haven't started go to others at once, who are told.

    So do those of members who are `gone` from the server, who are assigned nothing.
    """
    if week.state is WeekState.REVIEWING:
        assignments, leaving = await assignments_of(connection, week, now), frozenset({member, *gone})
        over = _Handover(club, week, assignments, leaving, frozenset(gone), frozenset({member}))
        await _hand_on(connection, over, now)


async def reassign_reviews_of_leavers(connection: AsyncConnection, club: Club, week: Week, now: datetime) -> None:
    """Reassign the reviews of members known to have left the server, including those they had started."""
    if week.state is WeekState.REVIEWING:
        gone = await leaver_rows.leavers_of(connection, club.server_id)
        assignments = await assignments_of(connection, week, now)
        named_at = min((review.assigned_at for review in assignments.reviews.values()), default=now)
        since = await leaver_rows.leavers_of(connection, club.server_id, after=named_at)
        await _hand_on(connection, _Handover(club, week, assignments, gone, gone, since), now)


@dataclass(frozen=True, slots=True)
class _Handover:
    """Reviews of those who are `leaving` the week, some of whom are `gone` from the server.

    `news` are those of them whose dropping out may be announced in an anonymous club.
    """

    club: Club
    week: Week
    assignments: WeekAssignments
    leaving: frozenset[int]
    gone: frozenset[int]
    news: frozenset[int]


async def _hand_on(connection: AsyncConnection, over: _Handover, now: datetime) -> None:
    """An anonymous club gets the same message for each author who drops out, whether or not anything was reassigned.

    Saying it only after a reassignment would reveal that the member hadn't written theirs.
    """
    club, week, assignments = over.club, over.week, over.assignments
    given = await _given_on(connection, over, now)
    if not is_secret(club, assignments.reviews.values()):
        await say_given(connection, club, week, given, now)
    elif not is_released(week, now):
        gone = over.gone | await leaver_rows.leavers_of(connection, club.server_id)
        for member in sorted(over.news & set(assignments.logs)):
            await say_reassigned(connection, club, week, sorted(set(assignments.logs) - gone), now, who=member)


async def _given_on(connection: AsyncConnection, over: _Handover, now: datetime) -> list[tuple[int, int]]:
    """What they were assigned goes to others: (member, log id). What they volunteered for goes to nobody."""
    club, week, assignments = over.club, over.week, over.assignments
    if not any(pair.reviewer in over.leaving for pair in assignments.duties):
        return []
    away = await _away(connection, week, assignments)
    duties: dict[Pair, DutyState] = {}
    for pair, state in assignments.duties.items():
        undone = DutyState.OPEN if pair.reviewer in over.gone and state is DutyState.STARTED else state
        is_leaving = pair.reviewer in over.leaving
        if is_leaving and undone is DutyState.OPEN and assignments.reviews[pair].origin is Origin.TAKEN:
            await review_rows.delete_review(connection, assignments.reviews[pair].id)
        # Those who dropped out before have given theirs back already; what they took since then was voluntary.
        elif is_leaving or pair.reviewer not in away:
            duties[pair] = undone
    share, out = share_of(len(assignments.logs), club.settings.reviewers), away | over.leaving
    seed = await week_seed(connection, club, week)
    changes = reallocate(duties, list(assignments.logs), away=out, gone=(), share=share, blocks=(), seed=seed)
    # Near the end nothing is assigned any more: free reviews are in the pool.
    taken = () if is_released(week, now) else changes.taken
    found = Counter(pair.author for pair in taken)
    for pair in changes.freed:
        fate = DutyFate.GIVEN if found[pair.author] > 0 else DutyFate.POOLED
        found[pair.author] -= 1
        await free_review(connection, assignments.reviews[pair], fate, now)
    await _give(connection, week, assignments, taken, now)
    return [(pair.reviewer, assignments.logs[pair.author].id) for pair in taken]


async def release_week(
    connection: AsyncConnection, club: Club, week: Week, now: datetime, *, gone: Collection[int] = ()
) -> None:
    """The end is near: reviews that nobody has started are free for all, and the week's thread is told."""
    assignments = await assignments_of(connection, week, now)
    if week.dates is None:
        return
    for pair in released(assignments.duties, now, week.dates.logs_due, week.dates.reviews_due):
        if assignments.reviews[pair].origin is Origin.TAKEN:
            await review_rows.delete_review(connection, assignments.reviews[pair].id)
        else:
            await free_review(connection, assignments.reviews[pair], DutyFate.RELEASED, now)
    await remind_reviewers(connection, club, week, now, gone=gone)


async def remind_reviewers(
    connection: AsyncConnection, club: Club, week: Week, now: datetime, *, gone: Collection[int] = ()
) -> None:
    """Name everyone who has a review left to write, in as many messages as needed, except those who have left.

    Members whose review is now free may still write it, as may anyone. For each log without a reviewer, the bot asks
    somebody who has done their part by name: few answer a question to everyone. Those who asked for direct messages get
    one instead.
    """
    assignments = await assignments_of(connection, week, now)
    account = assignments.account
    waiting = [log.id for log in assignments.logs.values() if account.waits(log.id)]
    out = await _away(connection, week, assignments) | set(gone)
    parts = {one: account.of(one) for one in account.members - out}
    members = sorted(one for one, part in parts.items() if part.to_write or part.free)
    if is_secret(club, assignments.reviews.values()):
        if waiting or account.unwritten:
            authors = sorted(set(assignments.logs) - set(gone))
            parted = await remind_directly(connection, club, week, now, due=Due.REVIEWS, owing=members, called=authors)
            await say_reminder(connection, club, week, ReviewReminder(parted.in_thread, is_secret=True), now)
        return
    parted = await remind_directly(connection, club, week, now, due=Due.REVIEWS, owing=members, called=members)
    done = {one for one, part in parts.items() if part.is_done and not part.taken_on}
    asked = to_ask(assignments.pool, done & set(assignments.logs), (), await week_seed(connection, club, week))
    named = [(pair.reviewer, assignments.logs[pair.author].id) for pair in asked]
    await say_reminder(connection, club, week, ReviewReminder(parted.in_thread, waiting, named), now)


async def give_late_duty(connection: AsyncConnection, week: Week, log: PaperLog, now: datetime) -> None:
    """A log that arrived after reviewers were named joins the pool; its author owes one review for it."""
    if week.state is not WeekState.REVIEWING or not log.is_late:
        return
    assignments = await assignments_of(connection, week, now)
    if log.author_id in assignments.account.members:
        return
    club = await club_rows.club_by_id(connection, week.club_id)
    if club:
        secret = await hidden_order(connection, club, week, assignments.reviews.values())
        owed = duty_of_late(log.author_id, assignments.pool, secret=secret)
        await _give(connection, week, assignments, owed, now)


async def _away(connection: AsyncConnection, week: Week, assignments: WeekAssignments) -> set[int]:
    """Members whose last answer is that they can't this week."""
    said = await week_rows.given_in_week(connection, week.id)
    written = {author: log.written_at for author, log in assignments.logs.items()}
    return {user for user, given in said.items() if cannot_review(given, written.get(user))}


async def free_review(connection: AsyncConnection, review: Review, fate: DutyFate, now: datetime) -> None:
    """A review that was assigned to somebody, and is now nobody's."""
    await review_rows.delete_review(connection, review.id)
    await freed_rows.note_freed(connection, review, fate, now)


async def _give(
    connection: AsyncConnection, week: Week, assignments: WeekAssignments, pairs: Iterable[Pair], now: datetime
) -> None:
    """Stored in random order, so that ids reveal nothing."""
    for pair in sorted(pairs, key=lambda _: secrets.randbits(64)):
        log = assignments.logs[pair.author]
        await freed_rows.forget_freed(connection, log.id, pair.reviewer)
        if put_away := assignments.lapsed.get(pair):
            await review_rows.change_review(connection, put_away.id, origin=Origin.GIVEN, assigned_at=now)
            continue
        await review_rows.add_review(connection, log.id, pair.reviewer, week_id=week.id, origin=Origin.GIVEN, now=now)
