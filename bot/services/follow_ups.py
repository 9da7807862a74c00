"""Every feature's follow-ups of its outbox entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.outbox.entry import EntryState
from bot.core.outbox.kinds import Kind
from bot.services.hosts.messages import follow_host, follow_host_call
from bot.services.meetings.events import follow_event, follow_event_edit
from bot.services.outbox.follow_ups import FollowUp, FollowUps
from bot.services.paper_logs.messages import follow_log
from bot.services.polls.messages import follow_poll
from bot.services.polls.starting import begin_by_itself
from bot.services.reminders.messages import follow_direct
from bot.services.reviews.posts import follow_review
from bot.services.weeks.posting import follow_post

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.outbox.entry import Entry, Outcome
    from bot.services.papers.catalogs import Catalogs
    from bot.services.papers.papers_read import PapersRead
    from bot.storage.connections import AsyncConnection


def follow_ups(papers_read: PapersRead, catalogs: Catalogs) -> FollowUps:
    """A posted week changes which papers a server has read, which `papers_read` keeps. The next vote may begin then."""

    async def follow_post_and_vote(connection: AsyncConnection, entry: Entry, outcome: Outcome, now: datetime) -> None:
        await follow_post(connection, entry, outcome, now)
        if entry.state is EntryState.DONE:
            await begin_by_itself(connection, entry.club_id, catalogs, now)

    return {
        Kind.POST: FollowUp(follow_post_and_vote, lambda entry: papers_read.forget(entry.server_id)),
        Kind.POLL: FollowUp(follow_poll),
        Kind.LOG: FollowUp(follow_log),
        Kind.REVIEW: FollowUp(follow_review),
        Kind.DIRECT: FollowUp(follow_direct),
        Kind.EVENT: FollowUp(follow_event),
        Kind.EVENT_EDIT: FollowUp(follow_event_edit),
        Kind.HOST_DIRECT: FollowUp(follow_host),
        Kind.HOST_CALL: FollowUp(follow_host_call),
    }
