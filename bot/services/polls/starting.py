"""How a vote begins: by an organizer, or by itself after a post. Part of a caller's transaction."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.ballots.outcome import Method
from bot.core.clubs.club import ClubState
from bot.core.errors import ChannelId, ClubError, NotNowError
from bot.core.nominations.candidates import (
    LEAST_CANDIDATES,
    TooFewCandidatesError,
    best_candidates,
    chosen_candidates,
)
from bot.core.nominations.nomination import still_open
from bot.core.outbox.kinds import Kind
from bot.core.polls.details import PollDetails
from bot.core.syllabus.syllabus import poll_end
from bot.core.weeks.week import choose_paper
from bot.services.nominations.names import naming_papers
from bot.services.outbox.entries import new_entry, poll_key
from bot.services.polls.counting import count_ended_ballots
from bot.services.weeks.refusals import NoWeekPlannedError
from bot.storage.clubs import rows as club_rows
from bot.storage.nominations import rows as nomination_rows
from bot.storage.outbox import rows as outbox_rows
from bot.storage.polls import rows as poll_rows
from bot.storage.syllabus import rows as syllabus_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.nominations.candidates import Candidates
    from bot.core.nominations.shortlist import Shortlist
    from bot.core.papers.paper import Catalog
    from bot.core.polls.poll import Poll
    from bot.services.papers.catalogs import Catalogs
    from bot.storage.connections import AsyncConnection


@dataclass(eq=False)
class PollRunningError(NotNowError):
    """Members vote already, in that channel and until then, or their votes are still being counted."""

    channel: ChannelId
    until: datetime
    is_over: bool


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


@dataclass(frozen=True, slots=True)
class NewVote:
    """What an organizer asks for: the `chosen` papers, or else nominations. With a `method`, members rank them."""

    chosen: tuple[str, ...] = ()
    method: Method | None = None


async def begin_vote(
    connection: AsyncConnection, club: Club, catalog: Catalog, now: datetime, wanted: NewVote
) -> StartedVote:
    """Let members vote until about an hour before the next post. Raises ClubError."""
    if club.state is not ClubState.ACTIVE:
        raise NoWeekPlannedError
    await count_ended_ballots(connection, club, now)
    if running := await poll_rows.open_poll_of(connection, club.id):
        raise PollRunningError(ChannelId(running.channel_id), running.closes_at, running.closes_at <= now)
    closes_at = poll_end(now, club.next_due, is_ranked=wanted.method is not None)
    offered = await _candidates(connection, club, catalog, closes_at, wanted.chosen)
    channel_id = await _channel_id(connection, club)
    poll = await poll_rows.add_poll(connection, club.id, offered.papers, closes_at, channel_id, method=wanted.method)
    entry = new_entry(club, Kind.POLL, poll_key(club, poll.id), channel_id, None)
    details = PollDetails(poll.id, club.settings.name).stored()
    await outbox_rows.add_entry(connection, replace(entry, details=details), now)
    return StartedVote(poll, offered.shortlist)


async def begin_by_itself(connection: AsyncConnection, club_id: int, catalogs: Catalogs, now: datetime) -> None:
    """After a post, in clubs that want it: let members rank the nominations, if there are two or more.

    A vote that runs already goes on. In a forum, the vote is in the thread of the post.
    """
    club = await club_rows.club_by_id(connection, club_id)
    if club is None or not club.settings.auto_vote or club.state is not ClubState.ACTIVE:
        return
    if await poll_rows.open_poll_of(connection, club.id):
        return
    read = await week_rows.papers_read(connection, club.id)
    listed = still_open(await nomination_rows.nominations_of(connection, club.id), read)
    has_place = not club.settings.is_forum or await week_rows.newest_thread(connection, club.id) is not None
    catalog = await catalogs.of(connection, club.server_id)
    if has_place and sum(one.paper in catalog for one in listed) >= LEAST_CANDIDATES:
        # One of two may be the next paper. The post must still be noted.
        with suppress(TooFewCandidatesError):
            await begin_vote(connection, club, catalog, now, NewVote(method=Method.SCHULZE))


async def _candidates(
    connection: AsyncConnection, club: Club, catalog: Catalog, closes_at: datetime, chosen: tuple[str, ...]
) -> Candidates:
    """Papers that nobody has read or is about to read: a post before the poll ends uses its paper first."""
    queue = await syllabus_rows.queue_of(connection, club.id)
    read = await week_rows.papers_read(connection, club.id)
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
