"""What the end of a vote changes: the syllabus, the nominations, and the message with the result.

Part of a caller's transaction. A poll that is counted already stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.ballots.ballot import first_choices, without
from bot.core.ballots.counting import outcome_of
from bot.core.ballots.outcome import Method
from bot.core.nominations.nomination import NominationState
from bot.core.nominations.shortlist import after_vote
from bot.core.outbox.kinds import Kind
from bot.core.polls.details import PollDetails
from bot.core.polls.poll import result_of, voted_order
from bot.core.privacy.member_data import is_erased
from bot.services.outbox.entries import new_entry, poll_key
from bot.storage.ballots import rows as ballot_rows
from bot.storage.members import leavers as leaver_rows
from bot.storage.nominations import rows as nomination_rows
from bot.storage.outbox import rows as outbox_rows
from bot.storage.polls import rows as poll_rows
from bot.storage.syllabus import rows as syllabus_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any

    from bot.core.clubs.club import Club
    from bot.core.polls.poll import Poll
    from bot.storage.connections import AsyncConnection


@dataclass(frozen=True, slots=True)
class StoredResult:
    """What a vote decided. `order` are the papers that got votes, the winner first. `facts` are stored."""

    order: Sequence[str]
    facts: dict[str, Any]


async def count_native(
    connection: AsyncConnection, club: Club, poll: Poll, votes: Sequence[int] | None, now: datetime
) -> None:
    """Close a native poll with the votes that Discord reported. Without `votes` they are lost: it decides nothing."""
    if votes is None:
        await poll_rows.change_poll(connection, poll.id, is_open=False)
        return
    read = await week_rows.papers_read(connection, club.id)
    winner = result_of(poll.candidates, votes, read).winner
    result = StoredResult(voted_order(poll.candidates, votes, read), {"winner": winner, "votes": list(votes)})
    await _settle(connection, club, poll, result, now)


async def count_ended_ballots(connection: AsyncConnection, club: Club, now: datetime) -> bool:
    """Count the club's ranked poll if its time is up; returns whether it was. Its ballots are then forgotten.

    Until this transaction ends, no ballot changes: one that comes later finds the poll closed.
    """
    ended = await poll_rows.ended_ranked_poll(connection, club.id, now)
    if ended is None:
        return False
    await ballot_rows.lock_poll(connection, ended.id)
    poll = await poll_rows.poll_by_id(connection, ended.id)
    if poll is None or not poll.is_open:
        return False
    ballots = await ballot_rows.ballots_in(connection, poll.id, club.server_id, poll.candidates)
    if poll.message_id is None and not ballots:
        # It never reached Discord. One with ballots did, although its number is not known.
        await poll_rows.change_poll(connection, poll.id, is_open=False)
        await ballot_rows.delete_ballots(connection, poll.id)
        return True
    read = set(await week_rows.papers_read(connection, club.id))
    outcome = outcome_of(poll.method or Method.SCHULZE, poll.candidates, ballots, read)
    firsts = first_choices(poll.candidates, without(ballots, outcome.left_out))
    facts = {
        "winner": outcome.winner,
        "votes": [firsts[paper] for paper in poll.candidates],
        "method": outcome.method,
        "rankings": [list(ballot) for ballot in ballots],
        "left_out": list(outcome.left_out),
    }
    await _settle(connection, club, poll, StoredResult(outcome.order, facts), now)
    await ballot_rows.delete_ballots(connection, poll.id)
    return True


async def _settle(connection: AsyncConnection, club: Club, poll: Poll, result: StoredResult, now: datetime) -> None:
    await poll_rows.change_poll(connection, poll.id, is_open=False, **result.facts)
    nominators: list[int] = []
    if result.order:
        winner = result.order[0]
        queue = await syllabus_rows.queue_of(connection, club.id)
        await syllabus_rows.replace_queue(connection, club.id, [winner, *(key for key in queue if key != winner)])
        nominators = await _carry_over(connection, club, result.order)
    entry = new_entry(club, Kind.POLL_RESULT, f"{poll_key(club, poll.id)}-end", poll.channel_id, None)
    details = PollDetails(poll.id, members=nominators or None).stored()
    await outbox_rows.add_entry(connection, replace(entry, details=details), now)


async def _carry_over(connection: AsyncConnection, club: Club, order: Sequence[str]) -> list[int]:
    """Choose the winner's nomination, and note the places of the others. Returns whom to thank for the winner.

    Nobody is named in an anonymous club, nor once they have left the server or were erased.
    """
    before = await nomination_rows.nominations_of(connection, club.id)
    thanked: list[int] = []
    for old, new in zip(before, after_vote(before, order), strict=True):
        if new == old:
            continue
        await nomination_rows.change_nomination(connection, new.id, state=new.state, place=new.place)
        if new.state is NominationState.CHOSEN:
            thanked.append(new.member_id)
    if club.settings.anonymous or not thanked:
        return []
    gone = await leaver_rows.leavers_of(connection, club.server_id)
    return [member_id for member_id in thanked if member_id not in gone and not is_erased(member_id)]
