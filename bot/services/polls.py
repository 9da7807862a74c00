"""Letting members vote on what to read next."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.clubs import ClubState
from bot.core.errors import ClubError, NotNowError
from bot.core.outbox import Kind
from bot.core.polls import result_of
from bot.core.sharding import ALL_SHARDS
from bot.core.syllabus import poll_candidates, poll_end
from bot.core.weeks import choose_paper
from bot.services.entries import new_entry
from bot.services.post_edits import refresh_newest_post
from bot.services.sight import marked_entry
from bot.storage import clubs as club_rows
from bot.storage import outbox as outbox_rows
from bot.storage import polls as poll_rows
from bot.storage import syllabus as syllabus_rows
from bot.storage import weeks as week_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs import Club
    from bot.core.papers import Catalogue
    from bot.core.sharding import Shards
    from bot.core.visibility import Viewer
    from bot.storage.database import Database
    from bot.storage.polls import Poll

LEAST_CANDIDATES = 2
LONG_OVER = timedelta(days=1)


class PollService:
    """A poll is sent through the outbox and counted when it has ended."""

    def __init__(
        self, database: Database, catalogue: Catalogue, now: Callable[[], datetime], shards: Shards = ALL_SHARDS
    ) -> None:
        self._shards = shards
        self._database = database
        self._catalogue = catalogue
        self._now = now

    async def start(self, club: Club) -> Poll:
        """Let members vote until about an hour before the next post. Raises ClubError."""
        now = self._now()
        async with self._database.writing() as connection:
            present = await club_rows.club_by_id(connection, club.id)
            if present is None or present.state is not ClubState.ACTIVE:
                raise NotNowError("The club is not running, so there is nothing to vote on.")
            if await poll_rows.open_poll_of(connection, club.id):
                raise NotNowError("A poll is under way already. Its winner is read next.")
            closes_at = poll_end(now, present.next_due)
            candidates = await self._candidates(connection, present, closes_at)
            place = await _place(connection, present)
            poll = await poll_rows.add_poll(connection, club.id, candidates, closes_at, place)
            entry = new_entry(present, Kind.POLL, f"{present.token}-poll-{poll.id}", place, None)
            details = {"poll_id": poll.id, "club_name": present.settings.name}
            await outbox_rows.add_entry(connection, replace(entry, details=details), now)
            await refresh_newest_post(connection, present, now)
            return poll

    async def count(self, poll_id: int, votes: Sequence[int] | None) -> None:
        """Close a poll, and say what came of it. What won is read next; what was read meanwhile gives way.

        Without `votes` nobody knows them any more, as where somebody deleted the poll: it decides nothing.
        """
        now = self._now()
        async with self._database.writing() as connection:
            poll = await poll_rows.poll_by_id(connection, poll_id)
            club = await club_rows.club_by_id(connection, poll.club_id) if poll else None
            if poll is None or club is None or not poll.is_open:
                return
            read = await week_rows.papers_read(connection, club.id)
            winner = result_of(poll.candidates, votes, read).winner if votes else None
            counted = list(votes) if votes is not None else None
            await poll_rows.change_poll(connection, poll_id, is_open=False, winner=winner, votes=counted)
            if winner is not None:
                queue = await syllabus_rows.queue_of(connection, club.id)
                rest = [key for key in queue if key != winner]
                await syllabus_rows.replace_queue(connection, club.id, [winner, *rest])
            if votes is not None and poll.message_id is not None:
                entry = new_entry(club, Kind.POLL_RESULT, f"{club.token}-poll-{poll.id}-end", poll.channel_id, None)
                await outbox_rows.add_entry(connection, replace(entry, details={"poll_id": poll.id}), now)
            await refresh_newest_post(connection, club, now)

    async def due(self) -> list[Poll]:
        """Open polls whose time is over."""
        async with self._database.reading() as connection:
            return await poll_rows.due_polls(connection, self._now(), self._shards)

    def is_long_over(self, poll: Poll) -> bool:
        """Whether it should have been counted long ago."""
        return self._now() - poll.closes_at > LONG_OVER

    async def marked(self, viewer: Viewer, key: str) -> Poll:
        """The poll whose message has the key. Raises ClubError for a key of another server, or of none."""
        async with self._database.reading() as connection:
            entry = await marked_entry(connection, viewer, key)
            poll = await poll_rows.poll_by_id(connection, entry.details.get("poll_id", 0)) if entry else None
        if entry is None or poll is None or poll.club_id != entry.club_id:
            raise ClubError("That poll is not one of this server's clubs.")
        return poll

    async def under_way(self, club: Club) -> Poll | None:
        """The club's poll that members can vote in now."""
        async with self._database.reading() as connection:
            return await poll_rows.open_poll_of(connection, club.id)

    async def poll(self, poll_id: int) -> Poll | None:
        async with self._database.reading() as connection:
            return await poll_rows.poll_by_id(connection, poll_id)

    async def _candidates(self, connection: AsyncConnection, club: Club, closes_at: datetime) -> Sequence[str]:
        """What nobody has read or is about to: a post that comes before the poll ends takes its paper first."""
        queue = await syllabus_rows.queue_of(connection, club.id)
        read = await week_rows.papers_read(connection, club.id)
        if club.next_due is not None and closes_at > club.next_due:
            coming = choose_paper(queue, read, self._catalogue)
            read = [*read, coming] if coming else read
        candidates = poll_candidates(read, queue, self._catalogue)
        if len(candidates) < LEAST_CANDIDATES:
            raise ClubError("There are not enough unread papers to vote on.")
        return candidates


async def _place(connection: AsyncConnection, club: Club) -> int:
    """The club's channel; in a forum, where a message needs a post to stand in, the newest week's thread."""
    if not club.settings.is_forum:
        return club.settings.channel_id
    thread_id = await week_rows.newest_thread(connection, club.id)
    if thread_id is None:
        raise NotNowError("In a forum, a poll goes into the week's thread: wait for the first post.")
    return thread_id
