"""Erase a member: free what others depend on, empty the rows, and leave the messages to the outbox.

Everything here is part of a caller's transaction.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.outbox.entry import Entry, EntryState
from bot.core.outbox.kinds import Kind
from bot.core.privacy.details import ErasureDetails, names_member
from bot.core.privacy.erasure import (
    CHANGE_KINDS,
    SETTLING,
    MessageNeed,
    followed,
    is_changed,
    need_of,
    recomposed,
    still_shown,
    without_place,
)
from bot.core.privacy.member_data import without_member
from bot.core.weeks.week import OPEN_STATES, WeekState
from bot.services.outbox.entries import free_key
from bot.services.reviews.allocations import reassign_reviews_of
from bot.services.weeks.post_edits import refresh_post
from bot.storage.clubs import rows as club_rows
from bot.storage.members import leavers as leaver_rows
from bot.storage.outbox import rows as outbox_rows
from bot.storage.outbox.personal_data import OUTBOX
from bot.storage.privacy import erasures as erasure_rows
from bot.storage.privacy.holdings import ErasureRequest
from bot.storage.privacy.kept_reviews import keep_reviews, take_kept_reviews
from bot.storage.privacy.member_rows import MemberRows, entries_about, erase_rows, held_of
from bot.storage.privacy.posted import unlisted_messages
from bot.storage.reviews.erasing import unwrite_reviews
from bot.storage.reviews.personal_data import REVIEWS
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection
    from bot.storage.privacy.erasures import Erasure


async def erase(
    connection: AsyncConnection,
    erasure: Erasure,
    now: datetime,
    *,
    until: datetime | None = None,
) -> None:
    """Erase what the member holds; with `until`, only what they did up to then. Doing it again changes nothing."""
    if not erasure.keeps_reviews:
        await take_kept_reviews(connection, erasure.scope)
    rows = MemberRows(erasure.scope, ErasureRequest(until, now) if until else None)
    await rows.find(connection, OUTBOX)
    held = await held_of(connection, rows)
    entries = await entries_about(connection, rows, held)
    taken_part = await _weeks(connection, held.weeks)
    posts = _naming_posts(taken_part, entries)
    held = replace(held, still_shown=still_shown(entries, erasure.scope.user_id), posts=posts)
    entries += await unlisted_messages(connection, rows, {entry.key for entry in entries})
    if not erasure.keeps_reviews:
        await unwrite_reviews(connection, rows.of(REVIEWS))
    for club, week in taken_part:
        await _hand_on(connection, club, week, erasure.scope.user_id, now)
    await erase_rows(connection, rows)
    if erasure.keeps_reviews:
        await keep_reviews(connection, held.reviews, erasure.id)
    for entry in entries:
        is_named = names_member(entry.details, erasure.scope.user_id)
        need = need_of(entry, held, keeps_reviews=erasure.keeps_reviews, is_named=is_named)
        await _follow(connection, erasure, entry, need, now)
    for club, week in taken_part:
        if week.state in OPEN_STATES:
            await refresh_post(connection, club, week, now)


async def change_message(
    connection: AsyncConnection, erasure: Erasure, posted: Entry, need: MessageNeed, now: datetime
) -> None:
    """Add the entry that changes a message, once, and wait for it.

    Another one is added if the member asks meanwhile to have their reviews deleted too.
    """
    key = f"{posted.key}-e{erasure.id}"
    known = await outbox_rows.entry_by_key(connection, key)
    is_reworded = need is MessageNeed.REWORD_DIGEST and known is not None and known.state is not EntryState.PENDING
    if known and (known.kind is not CHANGE_KINDS[need] or is_reworded):
        key, known = await free_key(connection, key), None
    details = ErasureDetails(erasure.id, posted.message_id or 0, posted.key).stored()
    if need is MessageNeed.REWORD_REVIEW:
        details |= {name: posted.details[name] for name in ("review_id", "log_id")}
    change = Entry(
        id=0,
        key=key,
        kind=CHANGE_KINDS[need],
        club_id=posted.club_id,
        week_id=posted.week_id,
        server_id=posted.server_id,
        # A forum post has the id of its thread, and is in it.
        channel_id=(posted.is_forum and posted.message_id) or posted.channel_id,
        is_forum=False,
        wants_thread=False,
        details=details,
        not_before=_after_presses(erasure, now) if need is MessageNeed.REWORD_POST else None,
    )
    entry_id = known.id if known else await outbox_rows.add_entry(connection, change, now)
    await erasure_rows.wait_for(connection, erasure.id, entry_id)


def _after_presses(erasure: Erasure, now: datetime) -> datetime | None:
    """The answer to a press changes the post too. One composed before the erasure may arrive after other edits."""
    settled = min(erasure.asked_at, now) + SETTLING
    return settled if settled > now else None


def _naming_posts(taken_part: Iterable[tuple[Club, Week]], entries: Iterable[Entry]) -> frozenset[int]:
    """The weeks whose posts may name members: those that go on, and those whose last edit has not been made."""
    open_weeks = {week.id for _, week in taken_part if week.state in OPEN_STATES}
    edits = [entry for entry in entries if entry.kind is Kind.POST_EDIT and not is_changed(entry)]
    return frozenset(open_weeks | {edit.week_id for edit in edits if edit.week_id})


async def _hand_on(connection: AsyncConnection, club: Club, week: Week, user_id: int, now: datetime) -> None:
    """Assign to others what they have to write, as if they had left the server. Members who left get none of it."""
    if week.state is not WeekState.REVIEWING:
        return
    left = await leaver_rows.leavers_of(connection, club.server_id)
    await reassign_reviews_of(connection, club, week, user_id, now, gone={user_id, *left})


async def _follow(
    connection: AsyncConnection, erasure: Erasure, entry: Entry, need: MessageNeed | None, now: datetime
) -> None:
    """Take the member out of the entry, and see to its message."""
    bare = replace(entry, details=without_member(entry.details, erasure.scope.user_id))
    if need is None:
        await _save(connection, entry, recomposed(bare))
        return
    result = followed(bare, need, now)
    await _save(connection, entry, result.entry if result.is_waited_for else without_place(result.entry))
    if result.is_message_there:
        await change_message(connection, erasure, result.entry, need, now)
    if result.is_waited_for:
        await erasure_rows.wait_for(connection, erasure.id, entry.id)


async def _save(connection: AsyncConnection, before: Entry, entry: Entry) -> None:
    if entry != before:
        await outbox_rows.save_entry(connection, entry)


async def _weeks(connection: AsyncConnection, week_ids: Collection[int]) -> list[tuple[Club, Week]]:
    weeks = await week_rows.weeks_by_id(connection, week_ids)
    clubs = await club_rows.clubs_by_id(connection, {week.club_id for week in weeks.values()})
    return [(clubs[week.club_id], week) for week in weeks.values() if week.club_id in clubs]
