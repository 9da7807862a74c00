"""What happens to a poll after its message is sent or given up, or when its club closes. Part of a transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.clubs.club import ClubState
from bot.core.outbox.entry import UNSETTLED, EntryState
from bot.core.outbox.kinds import Kind
from bot.core.polls.details import PollDetails, PollEndDetails
from bot.services.outbox.entries import new_entry, poll_edit_key, poll_key
from bot.services.polls.moving import show_end
from bot.storage.ballots import rows as ballot_rows
from bot.storage.clubs import rows as club_rows
from bot.storage.outbox import rows as outbox_rows
from bot.storage.polls import rows as poll_rows

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.outbox.entry import Entry, Outcome
    from bot.core.polls.poll import Poll
    from bot.storage.connections import AsyncConnection


async def follow_poll(connection: AsyncConnection, entry: Entry, _outcome: Outcome, now: datetime) -> None:
    """If the poll will not be sent, close it, so that no page says that members are voting.

    If Discord had not answered yet when its club was closed or its end was moved, its message follows once it is known.
    """
    poll_id = PollDetails.of(entry).poll_id
    if entry.state is EntryState.CANCELLED:
        await poll_rows.change_poll(connection, poll_id, is_open=False)
        await ballot_rows.delete_ballots(connection, poll_id)
    if entry.message_id is None:
        return
    before = await poll_rows.poll_by_id(connection, poll_id)
    club = await club_rows.club_by_id(connection, entry.club_id)
    if before is None or club is None:
        return
    poll = replace(before, message_id=entry.message_id)
    await poll_rows.change_poll(connection, poll_id, message_id=poll.message_id)
    if club.state is ClubState.CLOSED:
        await _end(connection, club, poll, now)
    elif before.message_id is None and await outbox_rows.entry_by_key(connection, poll_edit_key(club, poll_id)):
        # An edit before this had no message to change.
        await show_end(connection, club, poll, now)


async def end_vote(connection: AsyncConnection, club: Club, now: datetime) -> None:
    """The club closes: its vote decides nothing any more, and nobody can vote in it. Ballots are forgotten."""
    if poll := await poll_rows.open_poll_of(connection, club.id):
        await poll_rows.change_poll(connection, poll.id, is_open=False)
        await ballot_rows.delete_ballots(connection, poll.id)
        await _end(connection, club, poll, now)


def is_vote_in_doubt(entry: Entry) -> bool:
    """Whether Discord may have a poll whose message is not known yet: a closed club ends it once it is."""
    return entry.kind is Kind.POLL and entry.state in UNSETTLED and entry.first_sent_at is not None


async def _end(connection: AsyncConnection, club: Club, poll: Poll, now: datetime) -> None:
    """End the poll in Discord, if it is there. The key ensures that this happens once."""
    key = f"{poll_key(club, poll.id)}-closed"
    if poll.message_id is None or await outbox_rows.entry_by_key(connection, key):
        return
    details = PollEndDetails(poll.id, club.settings.name).stored()
    entry = new_entry(club, Kind.POLL_END, key, poll.channel_id, None)
    await outbox_rows.add_entry(connection, replace(entry, details=details), now)
