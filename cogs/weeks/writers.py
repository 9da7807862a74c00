"""What each kind of entry about weeks says, composed at the moment of sending."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.core.outbox import Kind
from bot.core.weeks import WeekState, reminded_in
from bot.delivery.letters import Letter, PollLetter
from cogs.weeks.follow_ups import digest_page, moved_page, reminder_page
from cogs.weeks.polls import answer_text, native_poll, poll_view, result_page
from cogs.weeks.posts import Posts, mentioned_role, poll_names, short_name
from cogs.weeks.votes import result_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.client import PaperClub
    from bot.core.outbox import Entry
    from bot.delivery.letters import Writer


class WeekWriters:
    """Each answers None where there is nothing left to say."""

    def __init__(self, bot: PaperClub) -> None:
        self._bot = bot
        self._posts = Posts(bot)

    def by_kind(self) -> Mapping[Kind, Writer]:
        return {
            Kind.POST: self.post,
            Kind.POST_EDIT: self.post_edit,
            Kind.MOVED: self.moved,
            Kind.REMINDER: self.reminder,
            Kind.DIGEST: self.digest,
            Kind.POLL: self.poll,
            Kind.POLL_RESULT: self.poll_result,
        }

    async def post(self, entry: Entry) -> Letter | None:
        """The weekly post, mentioning the club's role and nothing else."""
        view = await self._bot.weeks.to_send(entry.week_id or 0)
        if view is None or view.week.paper_key not in self._bot.papers.catalogue:
            return None
        whole = await self._posts.whole(view)
        role_id = mentioned_role(self._bot, view.club)
        return Letter(
            whole.page,
            whole.files,
            role_ids=(role_id,) if role_id else (),
            thread_name=self._posts.thread_name(view),
            tag_id=view.club.settings.tag_id,
        )

    async def post_edit(self, entry: Entry) -> Letter | None:
        """The weekly post as it has to look now."""
        view = await self._bot.weeks.view(entry.week_id or 0)
        if view is None or view.week.message_id is None or view.week.paper_key not in self._bot.papers.catalogue:
            return None
        return Letter(self._posts.page(view), edits=view.week.message_id)

    async def moved(self, entry: Entry) -> Letter | None:
        """While reviews are open."""
        view = await self._bot.weeks.view(entry.week_id or 0)
        if view is None or view.week.state is not WeekState.REVIEWING:
            return None
        return Letter(moved_page(view, entry.key))

    async def reminder(self, entry: Entry) -> Letter | None:
        """To those who are in and have not logged, while logs are open."""
        view = await self._bot.weeks.view(entry.week_id or 0)
        if view is None or view.week.state is not WeekState.READING or _is_over(view.week.logs_due):
            return None
        part, waited_for = int(entry.details.get("part", 0)), view.waited_for
        # An entry from before the names were stored with it has its part of those who are left.
        named = entry.details.get("members") or reminded_in(part, waited_for)
        members = [member for member in waited_for if member in set(named)]
        if not members:
            return None
        page = reminder_page(view, entry.key, short_name(self._bot, view.week.paper_key), members)
        return Letter(page, user_ids=tuple(members))

    async def digest(self, entry: Entry) -> Letter | None:
        """At the end of a week; it names members without calling them."""
        view = await self._bot.weeks.view(entry.week_id or 0)
        if view is None:
            return None
        following = view.newer.paper_key if view.newer else view.next_key
        named = short_name(self._bot, following) if following else None
        happened = await self._bot.reviews.of_week(view.week.id)
        return Letter(digest_page(view, entry.key, short_name(self._bot, view.week.paper_key), named, happened))

    async def poll_result(self, entry: Entry) -> Letter | None:
        """What came of a poll, where members voted."""
        poll = await self._bot.polls.poll(int(entry.details["poll_id"]))
        if poll is None or poll.result is None:
            return None
        return Letter(result_page(entry.key, result_text(poll.result, poll_names(self._bot, poll))))

    async def poll(self, entry: Entry) -> PollLetter | None:
        """While there is still time to vote."""
        poll, now = await self._bot.polls.poll(int(entry.details["poll_id"])), discord.utils.utcnow()
        if poll is None or not poll.is_open or poll.closes_at <= now:
            return None
        answers = [answer_text(self._bot.papers.catalogue.get(key), key) for key in poll.candidates]
        return PollLetter(native_poll(entry.details["club_name"], answers, poll.closes_at, now), poll_view(entry.key))


def _is_over(due: datetime | None) -> bool:
    """Whether a reminder of it would come too late, as after the bot was away."""
    return due is not None and due <= discord.utils.utcnow()
