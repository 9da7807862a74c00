"""Letting members vote on what to read next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.clubs.club import ClubState
from bot.core.errors import ClubError, NotNowError
from bot.core.nominations.candidates import best_candidates, chosen_candidates
from bot.core.outbox.kinds import Kind
from bot.core.polls.details import PollDetails
from bot.core.shards.sharding import ALL_SHARDS
from bot.core.syllabus.syllabus import poll_end
from bot.core.weeks.week import choose_paper
from bot.services.nominations.names import naming_papers
from bot.services.outbox.entries import new_entry
from bot.services.polls.counting import count_ended_ballots, count_native
from bot.services.visibility import marked_entry
from bot.storage.clubs import rows as club_rows
from bot.storage.nominations import rows as nomination_rows
from bot.storage.outbox import rows as outbox_rows
from bot.storage.polls import rows as poll_rows
from bot.storage.syllabus import rows as syllabus_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.core.ballots.outcome import Method
    from bot.core.clubs.club import Club
    from bot.core.nominations.candidates import Candidates
    from bot.core.nominations.shortlist import Shortlist
    from bot.core.polls.poll import Poll
    from bot.core.shards.sharding import Shards
    from bot.core.visibility import Viewer
    from bot.services.papers.catalogs import Catalogs
    from bot.storage.connections import AsyncConnection
    from bot.storage.database import Database

LONG_OVER = timedelta(days=1)


@dataclass(eq=False)
class ClubNotRunningError(NotNowError):
    pass


@dataclass(eq=False)
class PollRunningError(NotNowError):
    pass


@dataclass(eq=False)
class NoSuchPollError(ClubError):
    """No message about a poll in this server has the key."""


@dataclass(eq=False)
class UpNextError(ClubError):
    """The paper is read before the poll ends."""

    paper: str


@dataclass(eq=False)
class NoThreadForPollError(NotNowError):
    """A forum's first week is not posted yet."""


@dataclass(frozen=True, slots=True)
class StartedVote:
    """A new poll. `shortlist` says how its nominations were chosen, if it has any."""

    poll: Poll
    shortlist: Shortlist | None = None


class PollService:
    """A poll is sent through the outbox and counted when it has ended."""

    def __init__(
        self, database: Database, catalogs: Catalogs, now: Callable[[], datetime], shards: Shards = ALL_SHARDS
    ) -> None:
        self._shards = shards
        self._database = database
        self._catalogs = catalogs
        self._now = now

    async def start(self, club: Club) -> Poll:
        """Start a native poll about the papers that are offered by default. Raises ClubError."""
        return (await self.start_vote(club)).poll

    async def start_vote(self, club: Club, chosen: Sequence[str] = (), method: Method | None = None) -> StartedVote:
        """Let members vote until about an hour before the next post: on the `chosen` papers, or else on the
        best-supported nominations. With a `method`, they rank the papers. Raises ClubError.
        """
        now = self._now()
        async with self._database.write_transaction() as connection:
            present = await club_rows.club_by_id(connection, club.id)
            if present is None or present.state is not ClubState.ACTIVE:
                raise ClubNotRunningError
            await count_ended_ballots(connection, present, now)
            if await poll_rows.open_poll_of(connection, club.id):
                raise PollRunningError
            closes_at = poll_end(now, present.next_due)
            offered = await self._candidates(connection, present, closes_at, chosen)
            channel_id = await _channel_id(connection, present)
            poll = await poll_rows.add_poll(connection, club.id, offered.papers, closes_at, channel_id, method=method)
            entry = new_entry(present, Kind.POLL, f"{present.token}-poll-{poll.id}", channel_id, None)
            details = PollDetails(poll.id, present.settings.name).stored()
            await outbox_rows.add_entry(connection, replace(entry, details=details), now)
            return StartedVote(poll, offered.shortlist)

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

    async def _candidates(
        self, connection: AsyncConnection, club: Club, closes_at: datetime, chosen: Sequence[str]
    ) -> Candidates:
        """Papers that nobody has read or is about to read: a post before the poll ends uses its paper first."""
        queue = await syllabus_rows.queue_of(connection, club.id)
        read = await week_rows.papers_read(connection, club.id)
        catalog = await self._catalogs.of(connection, club.server_id)
        with naming_papers(catalog):
            is_after_post = club.next_due is not None and closes_at > club.next_due
            coming = choose_paper(queue, read, catalog) if is_after_post else None
            if coming in chosen:
                raise UpNextError(coming or "")
            if chosen:
                return chosen_candidates(chosen, read)
            nominations = await nomination_rows.nominations_of(connection, club.id)
            return best_candidates(nominations, [*read, coming] if coming else read, queue, catalog)


async def _channel_id(connection: AsyncConnection, club: Club) -> int:
    """The club's channel; in a forum, where a message must be in a post, the newest week's thread."""
    if not club.settings.is_forum:
        return club.settings.channel_id
    thread_id = await week_rows.newest_thread(connection, club.id)
    if thread_id is None:
        raise NoThreadForPollError
    return thread_id
