"""Who reviews whom in a week: given when logs close, given on when somebody drops out, free for all near the end.

Everything here is part of a caller's transaction.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.outbox import Kind
from bot.core.review_allocation import allocate
from bot.core.review_duties import DutyState, has_lapsed, reallocate, release_at, released
from bot.core.review_mixing import mixed
from bot.core.review_pairs import MEMORY, Pair, share_of
from bot.core.review_pool import PooledLog, duty_of_late, to_ask
from bot.core.weeks import Answer, WeekState
from bot.services.entries import entry_key, free_key, new_entry
from bot.services.review_secrets import hidden_order, is_secret, mark_of, week_seed
from bot.storage import clubs as club_rows
from bot.storage import outbox as outbox_rows
from bot.storage import paper_logs as log_rows
from bot.storage import reviews as review_rows
from bot.storage import weeks as week_rows
from bot.storage.reviews import Origin

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime
    from typing import Any

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs import Club
    from bot.core.outbox import Entry
    from bot.core.weeks import Week
    from bot.storage.paper_logs import PaperLog
    from bot.storage.reviews import Review

# A line for each reviewer, with up to three names: so many fit into one message of 4,000 characters.
NAMED_AT_ONCE = 30


@dataclass(frozen=True, slots=True)
class Turns:
    """A week's logs and reviews as the rules see them: one log a member, which is the one on the week's paper, or else
    the member's first. Further logs are reviewed by who likes to.

    `reviews` are those of the logs in `logs`, which are by author. `lapsed` ones were taken up and put away.
    """

    logs: dict[int, PaperLog]
    reviews: dict[Pair, Review]
    duties: dict[Pair, DutyState]
    lapsed: dict[Pair, Review]

    @property
    def pool(self) -> list[PooledLog]:
        return [
            PooledLog(
                author,
                log.written_at,
                frozenset(pair.reviewer for pair, state in self._of(author) if state is DutyState.DONE),
                frozenset(pair.reviewer for pair, state in self._of(author) if state is not DutyState.DONE),
            )
            for author, log in self.logs.items()
        ]

    def _of(self, author: int) -> list[tuple[Pair, DutyState]]:
        return [(pair, state) for pair, state in self.duties.items() if pair.author == author]


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
    duties = {pair: _state(review, begun) for pair, review in kept.items()}
    return Turns(logs, kept, duties, lapsed)


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
    recent, seed = await review_rows.recent_pairs(connection, week, MEMORY), await week_seed(connection, club, week)
    ring = allocate(authors, club.settings.reviewers, recent, (), seed)
    pairs = set(mixed(ring, recent, seed) if club.settings.anonymous else ring)
    if away := await _away(connection, week) | set(gone):
        share = share_of(len(authors), club.settings.reviewers)
        planned = dict.fromkeys(sorted(pairs), DutyState.OPEN)
        changes = reallocate(planned, authors, away=away, gone=(), share=share, blocks=(), seed=seed)
        pairs = (pairs - set(changes.freed)) | set(changes.taken)
    await _give(connection, week, turns, pairs, now)
    if authors:
        named = set(authors) - set(gone) if club.settings.anonymous and pairs else {pair.reviewer for pair in pairs}
        await _announce(connection, club, week, sorted(named), now)


async def let_go(
    connection: AsyncConnection, club: Club, week: Week, member: int, now: datetime, *, gone: Collection[int] = ()
) -> None:
    """The member can't this week after all: what they have not begun goes to others at once, who are told.

    So does what members have who are `gone` from the server, and nothing is given to them.
    """
    if week.state is not WeekState.REVIEWING:
        return
    turns = await turns_of(connection, week, now)
    share = share_of(len(turns.logs), club.settings.reviewers)
    leaving, away = {member, *gone}, await _away(connection, week)
    # Others who said so before have given theirs back already; what they took since then was of their own accord.
    duties = {
        pair: state for pair, state in turns.duties.items() if pair.reviewer in leaving or pair.reviewer not in away
    }
    away |= leaving
    seed = await week_seed(connection, club, week)
    changes = reallocate(duties, list(turns.logs), away=away, gone=(), share=share, blocks=(), seed=seed)
    for pair in changes.freed:
        await review_rows.delete_review(connection, turns.reviews[pair].id)
    # Near the end nobody is given anything any more: what is free is in the pool.
    if is_released(week, now):
        return
    await _give(connection, week, turns, changes.taken, now)
    key = f"{entry_key(club, week, Kind.ASSIGNMENTS)}-more"
    secret = is_secret(club, turns.reviews.values())
    if secret and member in turns.logs:
        entry = await _changed(connection, club, week, turns.logs, member)
        # Once a member, however often they press.
        if await outbox_rows.entry_by_key(connection, entry.key) is None:
            await _say(connection, entry, now)
    elif changes.taken and not secret:
        details = {"given": [[pair.reviewer, turns.logs[pair.author].id] for pair in changes.taken]}
        await _say(connection, _entry(club, week, Kind.ASSIGNMENTS, await free_key(connection, key), details), now)


async def _changed(connection: AsyncConnection, club: Club, week: Week, authors: Collection[int], who: int) -> Entry:
    """In an anonymous club an author dropped out: all are called alike, whether anything was given on or not.

    To say it only where something was would tell that the member had not written theirs.
    """
    key = f"{entry_key(club, week, Kind.ASSIGNMENTS)}-more-{await mark_of(connection, club, week, who)}"
    details = {"given": [], "members": sorted(authors), "is_anonymous": True}
    return _entry(club, week, Kind.ASSIGNMENTS, key, details)


async def release_week(connection: AsyncConnection, club: Club, week: Week, now: datetime) -> None:
    """The end is near: what nobody has begun is free for all, and the week's thread hears of it.

    Who had it may still write it, as may anybody else. For each log that has nobody, somebody who has done their part
    is asked by name: a question to all is answered by few.
    """
    turns = await turns_of(connection, week, now)
    if week.dates is None or not turns.logs:
        return
    free = released(turns.duties, now, week.dates.logs_due, week.dates.reviews_due)
    for pair in free:
        await review_rows.delete_review(connection, turns.reviews[pair].id)
    kept = {pair: state for pair, state in turns.duties.items() if pair not in free}
    pool = replace(turns, duties=kept).pool
    secret = is_secret(club, turns.reviews.values())
    undone = {pair for pair, state in turns.duties.items() if state is not DutyState.DONE}
    if not (undone if secret else free) and all(log.reviewers for log in pool):
        return
    key = entry_key(club, week, Kind.REVIEW_REMINDER)
    if secret:
        alike = {"members": sorted(turns.logs), "log_ids": [], "asked": [], "is_anonymous": True}
        await _say(connection, _entry(club, week, Kind.REVIEW_REMINDER, key, alike), now)
        return
    idle = set(turns.logs) - {pair.reviewer for pair in undone}
    asked = to_ask(pool, idle - await _away(connection, week), (), await week_seed(connection, club, week))
    details = {
        "members": sorted({pair.reviewer for pair in free}),
        "log_ids": [turns.logs[author].id for author in dict.fromkeys(pair.author for pair in free)],
        "asked": [[pair.reviewer, turns.logs[pair.author].id] for pair in asked],
    }
    await _say(connection, _entry(club, week, Kind.REVIEW_REMINDER, key, details), now)


async def give_late_duty(connection: AsyncConnection, week: Week, log: PaperLog, now: datetime) -> None:
    """A log that came after reviewers were named joins the pool; its author owes one review for it."""
    if week.state is not WeekState.REVIEWING or not log.is_late:
        return
    turns = await turns_of(connection, week, now)
    if any(pair.reviewer == log.author_id for pair in turns.duties):
        return
    club = await club_rows.club_by_id(connection, week.club_id)
    if club:
        secret = await hidden_order(connection, club, week, turns.reviews.values())
        owed = duty_of_late(log.author_id, turns.pool, secret=secret)
        await _give(connection, week, turns, owed, now)


def is_released(week: Week, now: datetime) -> bool:
    """Whether anybody may take up any review of the week."""
    dates = week.dates
    return week.state is WeekState.CLOSED or (
        dates is not None and now >= release_at(dates.logs_due, dates.reviews_due)
    )


def _state(review: Review, begun: Collection[tuple[int, int]]) -> DutyState:
    if review.is_written:
        return DutyState.DONE
    return DutyState.BEGUN if (review.log_id, review.reviewer_id) in begun else DutyState.OPEN


async def _away(connection: AsyncConnection, week: Week) -> set[int]:
    answers = await week_rows.attendance_of(connection, week.id)
    return {user for user, answer in answers.items() if answer is Answer.OUT}


async def _give(connection: AsyncConnection, week: Week, turns: Turns, pairs: Iterable[Pair], now: datetime) -> None:
    """Stored in random order, so that ids tell nothing."""
    for pair in sorted(pairs, key=lambda _: secrets.randbits(64)):
        log = turns.logs[pair.author]
        if put_away := turns.lapsed.get(pair):
            await review_rows.change_review(connection, put_away.id, origin=Origin.GIVEN, assigned_at=now)
            continue
        await review_rows.add_review(connection, log.id, pair.reviewer, week_id=week.id, origin=Origin.GIVEN, now=now)


async def _announce(connection: AsyncConnection, club: Club, week: Week, reviewers: list[int], now: datetime) -> None:
    """Who reviews whom, in as many messages as it takes; with nobody to name, an open call."""
    key = entry_key(club, week, Kind.ASSIGNMENTS)
    if not reviewers:
        await _say(connection, _entry(club, week, Kind.ASSIGNMENTS, key, {"is_open_call": True}), now)
    for part, first in enumerate(range(0, len(reviewers), NAMED_AT_ONCE)):
        details = {"reviewers": reviewers[first : first + NAMED_AT_ONCE], "part": part}
        details |= {"is_anonymous": True} if club.settings.anonymous else {}
        suffix = f"-{part + 1}" if part else ""
        await _say(connection, _entry(club, week, Kind.ASSIGNMENTS, key + suffix, details), now)


async def _say(connection: AsyncConnection, entry: Entry, now: datetime) -> None:
    """In the week's thread, where it has one."""
    if entry.channel_id:
        await outbox_rows.add_entry(connection, entry, now)


def _entry(club: Club, week: Week, kind: Kind, key: str, details: dict[str, Any]) -> Entry:
    return replace(new_entry(club, kind, key, week.thread_id or 0, week.id), details=details)
