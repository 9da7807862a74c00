"""Who reviews whom in a week: given when logs close, given on when somebody drops out, free for all near the end.

Everything here is part of a caller's transaction.
"""

from __future__ import annotations

import secrets
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.attendance import cannot_review
from bot.core.duties import Fate
from bot.core.review_allocation import allocate
from bot.core.review_duties import DutyState, reallocate, released
from bot.core.review_mixing import mixed
from bot.core.review_pairs import MEMORY, Pair, share_of
from bot.core.review_pool import duty_of_late, to_ask
from bot.core.weeks import WeekState
from bot.services.review_messages import (
    ReviewReminder,
    announce_reviewers,
    say_changed_hands,
    say_given,
    say_reminder,
)
from bot.services.review_secrets import hidden_order, is_secret, week_seed
from bot.services.week_turns import Turns, is_released, turns_of
from bot.storage import clubs as club_rows
from bot.storage import freed_reviews as freed_rows
from bot.storage import leavers as leaver_rows
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


async def allocate_week(
    connection: AsyncConnection, club: Club, week: Week, gone: Collection[int], now: datetime
) -> None:
    """Logs have closed: give out the reviews, and say so. `gone` are authors who have left the server.

    They, and who can't this week, review nothing; their logs are reviewed all the same.
    """
    turns = await turns_of(connection, week, now)
    authors = list(turns.logs)
    recent, seed = await review_rows.recent_pairs(connection, week, MEMORY), await week_seed(connection, club, week)
    ring = allocate(authors, club.settings.reviewers, recent, (), seed)
    pairs = set(mixed(ring, recent, seed) if club.settings.anonymous else ring)
    if away := await _away(connection, week, turns) | set(gone):
        share = share_of(len(authors), club.settings.reviewers)
        planned = dict.fromkeys(sorted(pairs), DutyState.OPEN)
        changes = reallocate(planned, authors, away=away, gone=(), share=share, blocks=(), seed=seed)
        pairs = (pairs - set(changes.freed)) | set(changes.taken)
    await _give(connection, week, turns, pairs, now)
    if authors:
        secret, named = club.settings.anonymous, {pair.reviewer for pair in pairs}
        called = set(authors) - set(gone) if secret and pairs else named
        await announce_reviewers(connection, club, week, sorted(called), now, is_secret=secret)


async def announce_week(
    connection: AsyncConnection, club: Club, week: Week, now: datetime, *, gone: Collection[int] = ()
) -> None:
    """Who reviews whom as things stand, where nobody could be told before."""
    turns = await turns_of(connection, week, now)
    secret = is_secret(club, turns.reviews.values())
    owed = {pair.reviewer for pair, review in turns.reviews.items() if review.origin is Origin.GIVEN}
    if turns.logs:
        called = set(turns.logs) if secret and owed else owed
        await announce_reviewers(connection, club, week, sorted(called - set(gone)), now, is_secret=secret)


async def let_go(
    connection: AsyncConnection, club: Club, week: Week, member: int, now: datetime, *, gone: Collection[int] = ()
) -> None:
    """The member can't this week after all: what they have not begun goes to others at once, who are told.

    So does what members have who are `gone` from the server, and nothing is given to them.
    """
    if week.state is WeekState.REVIEWING:
        turns, leaving = await turns_of(connection, week, now), frozenset({member, *gone})
        over = _Handover(club, week, turns, leaving, frozenset(gone), frozenset({member}))
        await _hand_on(connection, over, now)


async def let_leavers_go(connection: AsyncConnection, club: Club, week: Week, now: datetime) -> None:
    """What members had to write who are known to have left the server goes to others, also what they had begun."""
    if week.state is WeekState.REVIEWING:
        gone = await leaver_rows.leavers_of(connection, club.server_id)
        turns = await turns_of(connection, week, now)
        named_at = min((review.assigned_at for review in turns.reviews.values()), default=now)
        since = await leaver_rows.leavers_of(connection, club.server_id, after=named_at)
        await _hand_on(connection, _Handover(club, week, turns, gone, gone, since), now)


@dataclass(frozen=True, slots=True)
class _Handover:
    """Reviews of those who are `leaving` the week, of whom some are `gone` from the server.

    `news` are those of whom an anonymous club may be told that they dropped out.
    """

    club: Club
    week: Week
    turns: Turns
    leaving: frozenset[int]
    gone: frozenset[int]
    news: frozenset[int]


async def _hand_on(connection: AsyncConnection, over: _Handover, now: datetime) -> None:
    """In an anonymous club the same is said of each author who drops out, whether anything was given on or not.

    To say it only where something was would tell that the member had not written theirs.
    """
    club, week, turns = over.club, over.week, over.turns
    given = await _given_on(connection, over, now)
    if not is_secret(club, turns.reviews.values()):
        await say_given(connection, club, week, given, now)
    elif not is_released(week, now):
        gone = over.gone | await leaver_rows.leavers_of(connection, club.server_id)
        for member in sorted(over.news & set(turns.logs)):
            await say_changed_hands(connection, club, week, sorted(set(turns.logs) - gone), now, who=member)


async def _given_on(connection: AsyncConnection, over: _Handover, now: datetime) -> list[tuple[int, int]]:
    """What they were named for goes to others: (member, log id). What they took up unasked falls to nobody."""
    club, week, turns = over.club, over.week, over.turns
    if not any(pair.reviewer in over.leaving for pair in turns.duties):
        return []
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
    seed = await week_seed(connection, club, week)
    changes = reallocate(duties, list(turns.logs), away=out, gone=(), share=share, blocks=(), seed=seed)
    # Near the end nobody is given anything any more: what is free is in the pool.
    taken = () if is_released(week, now) else changes.taken
    found = Counter(pair.author for pair in taken)
    for pair in changes.freed:
        fate = Fate.GIVEN if found[pair.author] > 0 else Fate.POOLED
        found[pair.author] -= 1
        await free_review(connection, turns.reviews[pair], fate, now)
    await _give(connection, week, turns, taken, now)
    return [(pair.reviewer, turns.logs[pair.author].id) for pair in taken]


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
            await free_review(connection, turns.reviews[pair], Fate.RELEASED, now)
    await remind_reviewers(connection, club, week, now, gone=gone)


async def remind_reviewers(
    connection: AsyncConnection, club: Club, week: Week, now: datetime, *, gone: Collection[int] = ()
) -> None:
    """Name everybody who has a review left to write, in as many messages as it takes; nobody who has left.

    Who had what is free now may still write it, as may anybody else. For each log that has nobody, somebody who has
    done their part is asked by name: a question to all is answered by few.
    """
    turns = await turns_of(connection, week, now)
    account = turns.account
    waiting = [log.id for log in turns.logs.values() if account.waits(log.id)]
    if is_secret(club, turns.reviews.values()):
        if waiting or account.unwritten:
            alike = ReviewReminder(sorted(set(turns.logs) - set(gone)), is_secret=True)
            await say_reminder(connection, club, week, alike, now)
        return
    out = await _away(connection, week, turns) | set(gone)
    parts = {one: account.of(one) for one in account.members - out}
    members = sorted(one for one, part in parts.items() if part.to_write or part.free)
    done = {one for one, part in parts.items() if part.is_done and not part.taken_on}
    asked = to_ask(turns.pool, done & set(turns.logs), (), await week_seed(connection, club, week))
    named = [(pair.reviewer, turns.logs[pair.author].id) for pair in asked]
    await say_reminder(connection, club, week, ReviewReminder(members, waiting, named), now)


async def give_late_duty(connection: AsyncConnection, week: Week, log: PaperLog, now: datetime) -> None:
    """A log that came after reviewers were named joins the pool; its author owes one review for it."""
    if week.state is not WeekState.REVIEWING or not log.is_late:
        return
    turns = await turns_of(connection, week, now)
    if log.author_id in turns.account.members:
        return
    club = await club_rows.club_by_id(connection, week.club_id)
    if club:
        secret = await hidden_order(connection, club, week, turns.reviews.values())
        owed = duty_of_late(log.author_id, turns.pool, secret=secret)
        await _give(connection, week, turns, owed, now)


async def _away(connection: AsyncConnection, week: Week, turns: Turns) -> set[int]:
    """Whose last word is that they can't this week."""
    said = await week_rows.given_in_week(connection, week.id)
    written = {author: log.written_at for author, log in turns.logs.items()}
    return {user for user, given in said.items() if cannot_review(given, written.get(user))}


async def free_review(connection: AsyncConnection, review: Review, fate: Fate, now: datetime) -> None:
    """It was somebody's to write, and is nobody's turn any more."""
    await review_rows.delete_review(connection, review.id)
    await freed_rows.note_freed(connection, review, fate, now)


async def _give(connection: AsyncConnection, week: Week, turns: Turns, pairs: Iterable[Pair], now: datetime) -> None:
    """Stored in random order, so that ids tell nothing."""
    for pair in sorted(pairs, key=lambda _: secrets.randbits(64)):
        log = turns.logs[pair.author]
        await freed_rows.forget_freed(connection, log.id, pair.reviewer)
        if put_away := turns.lapsed.get(pair):
            await review_rows.change_review(connection, put_away.id, origin=Origin.GIVEN, assigned_at=now)
            continue
        await review_rows.add_review(connection, log.id, pair.reviewer, week_id=week.id, origin=Origin.GIVEN, now=now)
