"""How an erasure goes on until its last message is dealt with. Part of a caller's transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.outbox.entry import EntryState
from bot.core.privacy.erasure import SETTLING, THEN, MessageNeed, is_changed, is_over, tried_again, without_place
from bot.services.privacy.erasing import change_message, erase
from bot.storage.outbox import rows as outbox_rows
from bot.storage.privacy import erasures as erasure_rows
from bot.storage.privacy.kept_reviews import forget_who_kept

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.outbox.entry import Entry
    from bot.storage.connections import AsyncConnection
    from bot.storage.privacy.erasures import Erasure


async def advance(connection: AsyncConnection, erasure: Erasure, now: datetime) -> None:
    """Do what can be done now.

    Before that, whatever was stored while the member was being erased is erased too.
    """
    for entry in await erasure_rows.entries_waited_for(connection, erasure.id, is_locked=True):
        if "erasure_id" in entry.details:
            await _see_to_change(connection, erasure, entry, now)
        else:
            await _see_to_late_message(connection, erasure, entry, now)
    if await erasure_rows.entries_waited_for(connection, erasure.id):
        return
    # A clock that was put back must not hold it up.
    if abs(now - erasure.asked_at) < SETTLING:
        return
    await erase(connection, erasure, now, until=erasure.asked_at)
    if not await erasure_rows.entries_waited_for(connection, erasure.id):
        await forget_who_kept(connection, erasure.id)
        await erasure_rows.end_erasure(connection, erasure.id)


async def _see_to_change(connection: AsyncConnection, erasure: Erasure, entry: Entry, now: datetime) -> None:
    if is_changed(entry):
        await erasure_rows.stop_waiting_for(connection, erasure.id, entry.id)
        await erasure_rows.delete_settled_entry(connection, entry.id)
        return
    await _try_again(connection, entry, now)


async def _see_to_late_message(connection: AsyncConnection, erasure: Erasure, entry: Entry, now: datetime) -> None:
    """An entry that was on its way when the member was erased: its message may have arrived."""
    need = entry.details.get(THEN)
    if need and (entry.message_id is not None or is_over(entry)):
        entry = replace(entry, details={name: value for name, value in entry.details.items() if name != THEN})
        await outbox_rows.save_entry(connection, entry)
        if entry.message_id is not None:
            await change_message(connection, erasure, entry, MessageNeed(need), now)
    if is_over(entry):
        await erasure_rows.stop_waiting_for(connection, erasure.id, entry.id)
        await outbox_rows.save_entry(connection, without_place(entry))
    elif entry.state is EntryState.BLOCKED:
        await _try_again(connection, entry, now)


async def _try_again(connection: AsyncConnection, entry: Entry, now: datetime) -> None:
    again = tried_again(entry, await erasure_rows.created_at(connection, entry.id), now)
    if again != entry:
        await outbox_rows.save_entry(connection, again)
