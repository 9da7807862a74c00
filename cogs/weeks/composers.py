"""Composes the messages about weeks at the moment they are sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import discord

from bot.core.outbox.kinds import Kind
from bot.core.polls.details import PollDetails, PollEndDetails
from bot.core.polls.poll import PollKind
from bot.core.privacy.details import ErasureDetails
from bot.core.weeks.details import MovedDetails, ReminderDetails
from bot.core.weeks.week import WeekState, reminded_in
from bot.delivery.outgoing import OutgoingMessage, OutgoingPoll, PollEnd
from bot.services.outbox.entries import key_of_edited_poll
from cogs.papers.names import short_name
from cogs.polls.ballot_pages import closed_vote_page, ranked_poll_page
from cogs.polls.pages import answer_text, native_poll, poll_view, result_page
from cogs.polls.votes import poll_names, result_text
from cogs.weeks.catch_ups import catch_up_page
from cogs.weeks.digest_lines import digest_card, digest_picture
from cogs.weeks.guide import guide_page
from cogs.weeks.posts import PostsOfServers
from cogs.weeks.status import is_open
from cogs.weeks.thread_messages import (
    digest_page,
    moved_page,
    reminder_page,
    stretched_page,
    strongest_sentences,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.core.outbox.entry import Entry
    from bot.delivery.outgoing import Composer
    from bot.services.reviews.service import WeekReviews
    from bot.services.weeks.views import WeekView
    from cogs.ui.dependencies import Dependencies
    from cogs.weeks.messages import Picture


class WeekComposers:
    """One method for each kind of entry. Each returns None if there is nothing left to say."""

    def __init__(self, dependencies: Dependencies) -> None:
        services = dependencies.services
        self._papers = services.papers
        self._weeks = services.weeks
        self._reviews = services.reviews
        self._digests = services.digests
        self._polls = services.polls
        self._picture_cache = dependencies.picture_cache
        self._posts = PostsOfServers(dependencies)

    def by_kind(self) -> Mapping[Kind, Composer]:
        return {
            Kind.POST: self.post,
            Kind.POST_EDIT: self.post_edit,
            Kind.GUIDE: self.guide,
            Kind.MOVED: self.moved,
            Kind.CATCH_UP: self.catch_up,
            Kind.REMINDER: self.reminder,
            Kind.DIGEST: self.digest,
            Kind.DIGEST_EDIT: self.digest_edit,
            Kind.DIGEST_UPDATE: self.digest_update,
            Kind.POLL: self.poll,
            Kind.POLL_EDIT: self.poll_edit,
            Kind.POLL_RESULT: self.poll_result,
            Kind.POLL_END: self.poll_end,
        }

    async def post(self, entry: Entry) -> OutgoingMessage | None:
        """Return the weekly post, which pings only the club's role."""
        view = await self._weeks.to_send(entry.week_id or 0)
        posts = await self._posts.of(view.club) if view else None
        if view is None or posts is None or view.week.paper_key not in posts.papers.catalog:
            return None
        # Its entry may be one that was composed before guides existed, and refused.
        whole = await posts.whole(replace(view, has_guide=True))
        role_id = posts.mentioned_role(view.club)
        return OutgoingMessage(
            whole.page,
            whole.files,
            role_ids=(role_id,) if role_id else (),
            thread_name=posts.thread_name(view),
            tag_id=view.club.settings.tag_id,
        )

    async def post_edit(self, entry: Entry) -> OutgoingMessage | None:
        """Return the weekly post as it must look now."""
        view = await self._weeks.view(entry.week_id or 0)
        if view is None or view.week.message_id is None:
            return None
        posts = await self._posts.of(view.club)
        if view.week.paper_key not in posts.papers.catalog:
            return None
        is_over = view.week.state is WeekState.CLOSED
        reviews = len((await self._reviews.of_week(view.week.id)).written) if is_over else 0
        return OutgoingMessage(posts.page(view, reviews=reviews), edits=view.week.message_id)

    async def guide(self, entry: Entry) -> OutgoingMessage | None:
        """Return the reading guide, while the week goes on."""
        view = await self._weeks.view(entry.week_id or 0)
        if view is None or view.week.state in {WeekState.CLOSED, WeekState.SKIPPED}:
            return None
        posts = await self._posts.of(view.club)
        if view.week.paper_key not in posts.papers.catalog:
            return None
        return OutgoingMessage(guide_page(posts.cluster(view), entry.key))

    async def moved(self, entry: Entry) -> OutgoingMessage | None:
        """Return the note that dates have moved: of a week on which a break came, or while reviews are open."""
        view, details = await self._weeks.view(entry.week_id or 0), MovedDetails.of(entry)
        if view and details.pause and is_open(view):
            found = next((one for one in view.club.breaks if one.first.isoformat() == details.pause), None)
            parts = [date.fromisoformat(day) for day in details.parts or ()]
            return OutgoingMessage(stretched_page(view, entry.key, found, parts)) if found else None
        if view is None or view.week.state is not WeekState.REVIEWING:
            return None
        return OutgoingMessage(moved_page(view, entry.key))

    async def catch_up(self, entry: Entry) -> OutgoingMessage | None:
        """Return the message of a catch-up, until the next post is due."""
        catch_up = await self._weeks.catch_up_to_send(entry.week_id or 0)
        if catch_up is None:
            return None
        return OutgoingMessage(catch_up_page(catch_up, await self._papers.of(entry.server_id), entry.key))

    async def reminder(self, entry: Entry) -> OutgoingMessage | None:
        """Return the reminder to members who are in and have no log, while logs are open."""
        view = await self._weeks.view(entry.week_id or 0)
        if view is None or view.week.state is not WeekState.READING or _is_over(view.week.logs_due):
            return None
        details, waited_for = ReminderDetails.of(entry), view.waited_for
        # An entry stored before names were kept gets its part of the members who are left.
        named = reminded_in(details.part, waited_for) if details.members is None else details.members
        members = [member for member in waited_for if member in set(named)]
        if not members:
            return None
        page = reminder_page(
            view, entry.key, short_name(await self._papers.of(view.club.server_id), view.week.paper_key), members
        )
        return OutgoingMessage(page, user_ids=tuple(members))

    async def digest(self, entry: Entry) -> OutgoingMessage | None:
        """Return the digest at the end of a week. It names members without pinging them."""
        return await self._digest(await self._weeks.view(entry.week_id or 0), entry.key)

    async def digest_edit(self, entry: Entry) -> OutgoingMessage | None:
        """The digest without a member who was erased. It says what comes next as it did then."""
        details = ErasureDetails.of(entry)
        view = await self._weeks.view(entry.week_id or 0, as_then=True)
        message = await self._digest(view, details.posted or entry.key)
        # The picture quotes a log, so it must not outlive the last one.
        return replace(message, edits=details.message_id, keeps_pictures=False) if message else None

    async def digest_update(self, entry: Entry) -> OutgoingMessage | None:
        """The digest with what came after it, such as a recording. It says what comes next as it did then."""
        view = await self._weeks.view(entry.week_id or 0, as_then=True)
        posted = await self._digests.posted(view) if view else None
        message = await self._digest(view, posted.key) if posted else None
        return replace(message, edits=posted.message_id, keeps_pictures=False) if message and posted else None

    async def _digest(self, view: WeekView | None, key: str) -> OutgoingMessage | None:
        """Return the digest with its picture, which is drawn anew for an edit, as it quotes a log."""
        if view is None:
            return None
        following = view.newer.paper_key if view.newer else view.next_key
        papers = await self._papers.of(view.club.server_id)
        named = short_name(papers, following) if following else None
        happened = await self._reviews.of_week(view.week.id)
        milestones = await self._digests.milestones(view)
        file, picture = await self._digest_picture(view, happened) or (None, None)
        name = short_name(papers, view.week.paper_key)
        page = digest_page(view, key, name, named, happened, milestones=milestones, picture=picture)
        return OutgoingMessage(page, (file,) if file else ())

    async def _digest_picture(self, view: WeekView, happened: WeekReviews) -> tuple[discord.File, Picture] | None:
        """Return the picture, unless nobody wrote a log: then there is nothing to show."""
        paper = (await self._papers.of(view.club.server_id)).catalog.get(view.week.paper_key or "")
        if paper is None or not happened.logs:
            return None
        strongest = strongest_sentences(happened)
        card = digest_card(view, paper, happened, strongest[0].text if strongest else "")
        picture, drawn = digest_picture(card), await self._picture_cache.digest_card(card)
        return discord.File(BytesIO(drawn), picture.name, description=picture.alt_text), picture

    async def poll_result(self, entry: Entry) -> OutgoingMessage | None:
        """Return the result of a poll."""
        poll = await self._polls.poll(PollDetails.of(entry).poll_id)
        if poll is None or poll.result is None:
            return None
        names = poll_names(await self._papers.of(entry.server_id), poll)
        nominators = PollDetails.of(entry).members or []
        return OutgoingMessage(result_page(entry.key, result_text(poll, names, nominators)))

    async def poll(self, entry: Entry) -> OutgoingPoll | OutgoingMessage | None:
        """Return the poll, while there is still time to vote."""
        details, now = PollDetails.of(entry), discord.utils.utcnow()
        poll = await self._polls.poll(details.poll_id)
        if poll is None or not poll.is_open or self._polls.has_ended(poll):
            return None
        papers = await self._papers.of(entry.server_id)
        if poll.kind is PollKind.RANKED:
            return OutgoingMessage(ranked_poll_page(poll, details.club_name or "", papers, entry.key))
        catalog = papers.catalog
        answers = [answer_text(catalog.get(key), key) for key in poll.candidates]
        return OutgoingPoll(native_poll(details.club_name or "", answers, poll.closes_at, now), poll_view(entry.key))

    async def poll_edit(self, entry: Entry) -> OutgoingMessage | None:
        """Return the message of a vote with ranked ballots as of now, while it runs."""
        details = PollDetails.of(entry)
        poll = await self._polls.poll(details.poll_id)
        if poll is None or poll.message_id is None or not poll.is_open or self._polls.has_ended(poll):
            return None
        papers, key = await self._papers.of(entry.server_id), key_of_edited_poll(entry)
        return OutgoingMessage(ranked_poll_page(poll, details.club_name or "", papers, key), edits=poll.message_id)

    async def poll_end(self, entry: Entry) -> PollEnd | OutgoingMessage | None:
        """End the vote of a closed club: Discord's poll, or the message that offers ballots."""
        details = PollEndDetails.of(entry)
        poll = await self._polls.poll(details.poll_id)
        if poll is None or poll.message_id is None:
            return None
        if poll.kind is PollKind.NATIVE:
            return PollEnd(poll.message_id)
        page = closed_vote_page(poll, details.club_name, await self._papers.of(entry.server_id))
        return OutgoingMessage(page, edits=poll.message_id)


def _is_over(due: datetime | None) -> bool:
    """Return whether it is too late for a reminder, for example after the bot was away."""
    return due is not None and due <= discord.utils.utcnow()
