"""Ranked ballots: show a member their own, and change it until the vote ends. Nobody else ever sees it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot.core.ballots.ballot import NotOnBallotError, checked
from bot.core.ballots.choosing import with_choice
from bot.core.errors import ClubError, NotNowError
from bot.core.polls.details import PollDetails
from bot.core.polls.poll import PollKind
from bot.services.visibility import marked_entry
from bot.storage.ballots import rows as ballot_rows
from bot.storage.members import leavers as leaver_rows
from bot.storage.polls import rows as poll_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.core.ballots.ballot import Ballot
    from bot.core.polls.poll import Poll
    from bot.core.visibility import Viewer
    from bot.storage.connections import AsyncConnection
    from bot.storage.database import Database


@dataclass(eq=False)
class NoSuchPollError(ClubError):
    """No message about a poll in this server has the key."""


@dataclass(eq=False)
class VoteOverError(NotNowError):
    """The poll has ended. It has no result if its club closed first, for example."""

    has_result: bool


@dataclass(frozen=True, slots=True)
class OwnBallot:
    """A member's ballot in a poll that still runs. `key` is that of the poll's message."""

    poll: Poll
    key: str
    ballot: Ballot


@dataclass(frozen=True, slots=True)
class Choice:
    """What a member chose for a place of their ballot: the candidate with this number, from 0, or None for nothing."""

    place: int
    number: int | None


class BallotService:
    """Each method raises NoSuchPollError for a poll out of the viewer's sight, and VoteOverError after its end."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def own(self, viewer: Viewer, key: str) -> OwnBallot:
        async with self._database.read_transaction() as connection:
            return await self._own(connection, viewer, key)

    async def choose(self, viewer: Viewer, key: str, choice: Choice) -> OwnBallot:
        """Store a choice. The same again changes nothing, so a press that arrives twice counts once."""
        # Usually refused here already: in a group, a refusal repeats everyone's changes one by one.
        await self.own(viewer, key)
        return await self._database.grouped(partial(self._change, viewer=viewer, key=key, choice=choice))

    async def clear(self, viewer: Viewer, key: str) -> OwnBallot:
        """Take the whole vote back."""
        await self.own(viewer, key)
        return await self._database.grouped(partial(self._change, viewer=viewer, key=key, choice=None))

    async def _change(self, connection: AsyncConnection, viewer: Viewer, key: str, choice: Choice | None) -> OwnBallot:
        found = await self._own(connection, viewer, key)
        await ballot_rows.lock_poll(connection, found.poll.id)
        # It may have been counted while this waited.
        found = await self._own(connection, viewer, key)
        poll, ballot = found.poll, _after(found, choice)
        await ballot_rows.save_ballot(connection, poll.id, viewer.user_id, ballot, self._now())
        await leaver_rows.forget_leavers(connection, viewer.server_id or 0, [viewer.user_id])
        return OwnBallot(poll, key, ballot)

    async def _own(self, connection: AsyncConnection, viewer: Viewer, key: str) -> OwnBallot:
        entry = await marked_entry(connection, viewer, key)
        poll = await poll_rows.poll_by_id(connection, PollDetails.of(entry).poll_id) if entry else None
        if entry is None or poll is None or poll.club_id != entry.club_id or poll.kind is not PollKind.RANKED:
            raise NoSuchPollError
        if not poll.is_open or poll.closes_at <= self._now():
            raise VoteOverError(poll.is_open or poll.votes is not None)
        ballot = await ballot_rows.ballot_of(connection, poll.id, viewer.user_id, poll.candidates)
        return OwnBallot(poll, key, ballot)


def _after(found: OwnBallot, choice: Choice | None) -> Ballot:
    if choice is None:
        return ()
    candidates = found.poll.candidates
    if choice.number is not None and choice.number >= len(candidates):
        raise NotOnBallotError(str(choice.number + 1))
    paper = None if choice.number is None else candidates[choice.number]
    return checked(with_choice(found.ballot, choice.place, paper), candidates)
