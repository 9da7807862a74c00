"""Every feature's follow-ups of its outbox entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.outbox.kinds import Kind
from bot.services.hosts.messages import follow_host
from bot.services.meetings.events import follow_event, follow_event_edit
from bot.services.outbox.follow_ups import FollowUp, FollowUps
from bot.services.paper_logs.messages import follow_log
from bot.services.polls.messages import follow_poll
from bot.services.reminders.messages import follow_direct
from bot.services.reviews.posts import follow_review
from bot.services.weeks.posting import follow_post

if TYPE_CHECKING:
    from bot.services.papers.papers_read import PapersRead


def follow_ups(papers_read: PapersRead) -> FollowUps:
    """A posted week changes which papers a server has read, which `papers_read` keeps."""
    return {
        Kind.POST: FollowUp(follow_post, lambda entry: papers_read.forget(entry.server_id)),
        Kind.POLL: FollowUp(follow_poll),
        Kind.LOG: FollowUp(follow_log),
        Kind.REVIEW: FollowUp(follow_review),
        Kind.DIRECT: FollowUp(follow_direct),
        Kind.EVENT: FollowUp(follow_event),
        Kind.EVENT_EDIT: FollowUp(follow_event_edit),
        Kind.HOST_DIRECT: FollowUp(follow_host),
    }
