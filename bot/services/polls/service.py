"""Letting members vote on what to read next."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.polls.details import PollDetails
from bot.core.shards.sharding import ALL_SHARDS
from bot.services.clubs.open_clubs import open_club
from bot.services.polls.ballots import BallotService, NoSuchPollError
from bot.services.polls.counting import count_native
from bot.services.polls.starting import NewVote, StartedVote, begin_vote
from bot.services.visibility import marked_entry
from bot.storage.clubs import rows as club_rows
from bot.storage.polls import rows as poll_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.core.ballots.outcome import Method
    from bot.core.clubs.club import Club
    from bot.core.polls.poll import Poll
    from bot.core.shards.sharding import Shards
    from bot.core.visibility import Viewer
    from bot.services.papers.catalogs import Catalogs
    from bot.storage.database import Database

LONG_OVER = timedelta(days=1)


class PollService:
    """A poll is sent through the outbox and counted when it has ended. `ballots` are those of ranked polls."""

    def __init__(
        self, database: Database, catalogs: Catalogs, now: Callable[[], datetime], shards: Shards = ALL_SHARDS
    ) -> None:
        self._shards = shards
        self._database = database
        self._catalogs = catalogs
        self._now = now
        self.ballots = BallotService(database, now)

    async def start(self, club: Club) -> Poll:
        """Start a native poll about the papers that are offered by default. Raises ClubError."""
        return (await self.start_vote(club)).poll

    async def start_vote(self, club: Club, chosen: Sequence[str] = (), method: Method | None = None) -> StartedVote:
        """Let members vote until about an hour before the next post: on the `chosen` papers, or else on the
        best-supported nominations. With a `method`, they rank the papers. Raises ClubError.
        """
        now = self._now()
        async with self._database.write_transaction() as connection:
            present = await open_club(connection, club.id)
            catalog = await self._catalogs.of(connection, present.server_id)
            return await begin_vote(connection, present, catalog, now, NewVote(tuple(chosen), method))

    async def count(self, poll_id: int, votes: Sequence[int] | None) -> None:
        """Close a native poll and announce the result. The winner is read next, unless it was read meanwhile; then the
        next one is.

        Without `votes` they are lost, for example because the poll was deleted: it decides nothing.
        """
        now = self._now()
        async with self._database.write_transaction() as connection:
            poll = await poll_rows.poll_by_id(connection, poll_id)
            club = await club_rows.club_by_id(connection, poll.club_id) if poll else None
            if poll and club and poll.is_open:
                await count_native(connection, club, poll, votes, now)

    async def due(self) -> list[Poll]:
        """Open native polls whose time is up."""
        async with self._database.read_transaction() as connection:
            return await poll_rows.due_polls(connection, self._now(), self._shards)

    def has_ended(self, poll: Poll) -> bool:
        """Whether its time is up."""
        return poll.closes_at <= self._now()

    def is_long_over(self, poll: Poll) -> bool:
        """Whether it should have been counted long ago."""
        return self._now() - poll.closes_at > LONG_OVER

    async def marked(self, viewer: Viewer, key: str) -> Poll:
        """The poll whose message has the key. Raises ClubError if there is none in this server."""
        async with self._database.read_transaction() as connection:
            entry = await marked_entry(connection, viewer, key)
            poll = await poll_rows.poll_by_id(connection, PollDetails.of(entry).poll_id) if entry else None
        if entry is None or poll is None or poll.club_id != entry.club_id:
            raise NoSuchPollError
        return poll

    async def under_way(self, club: Club) -> Poll | None:
        """The club's poll that members can vote in now."""
        async with self._database.read_transaction() as connection:
            return await poll_rows.open_poll_of(connection, club.id)

    async def poll(self, poll_id: int) -> Poll | None:
        async with self._database.read_transaction() as connection:
            return await poll_rows.poll_by_id(connection, poll_id)
