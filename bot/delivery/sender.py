"""The only code that sends the bot's own messages to Discord: send, look back, open a thread, remove copies."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import discord
import structlog
from discord.utils import MISSING

from bot.core.outbox.entry import Missing, Outcome, Refused, Sent, Threaded
from bot.core.outbox.kinds import CHANGES, Kind
from bot.core.weeks.details import PostDetails
from bot.delivery.notice_channels import notice_channel
from bot.delivery.outgoing import EventEnd, OutgoingEvent, OutgoingMessage, OutgoingPoll, PollEnd, Redaction, Removal
from bot.delivery.refusals import ARCHIVED, LOCKED, NO_CHANNEL, POLL_OVER, lacking
from bot.delivery.removals import Removals
from bot.delivery.requests import Requests
from bot.delivery.scheduled_events import ScheduledEvents
from bot.delivery.search_back import emptied_posts_of, forum_posts_of, messages_of, shown_pictures
from bot.delivery.welcome_channels import channel_for_welcome

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.outbox.entry import Entry
    from bot.delivery.notice_channels import NoticeChannel
    from bot.delivery.outgoing import Outgoing
    from bot.delivery.pacing import Pace
    from bot.delivery.responses import ResponseWatch

log = structlog.stdlib.get_logger(__name__)

# After a restore, the bot may have to read weeks of a busy channel.
PATIENCE_LOOKING_S = 900
# Clocks differ, sometimes by many minutes: a message may have an earlier time than the one we stored before sending it.
# Markers are never reused, so looking further back costs only a request or two.
CLOCK_SLACK = timedelta(hours=1)
# How far to look back if a wrong clock stored a time in the future, which tells us nothing.
UNKNOWN_SINCE = timedelta(days=31)
THREAD_LIVES_MINUTES: Final = 10080  # a week, the longest that Discord offers
TO_READ = discord.Permissions(view_channel=True, read_message_history=True)


class Sender:
    """Every method waits for its turn, takes one step for one entry, and returns the outcome.

    All raise UnauthorisedError if Discord no longer accepts the token.
    """

    def __init__(
        self,
        bot: discord.Client,
        pacer: Pace,
        watch: ResponseWatch,
        now: Callable[[], datetime] = discord.utils.utcnow,
    ) -> None:
        self._now = now
        self._bot = bot
        self._pacer = pacer
        self._watch = watch
        self.requests = Requests(bot, pacer)
        self._removals = Removals(bot, pacer, watch)
        self._events = ScheduledEvents(bot, pacer, watch)

    async def send(self, entry: Entry, outgoing: Outgoing) -> Outcome:
        """Send the message or the forum post, or edit or delete a message."""
        ask: Callable[[], Awaitable[Outcome]]
        match outgoing:
            case Removal():
                ask = partial(self._removals.remove, entry, outgoing)
            case Redaction():
                ask = partial(self._removals.redact, entry, outgoing)
            case OutgoingEvent() | EventEnd():
                ask = partial(self._events.send, entry, outgoing)
            case PollEnd(message_id):
                ask = partial(self._end_poll, entry, message_id)
            case OutgoingMessage(edits=int(edited)):
                ask = partial(self._edit, entry, outgoing, edited)
            case OutgoingMessage() if entry.is_forum:
                ask = partial(self._post_in_forum, entry, outgoing)
            case OutgoingMessage() | OutgoingPoll():
                ask = partial(self._post, entry, outgoing)
        return await self.requests.outcome(entry, ask)

    async def find(self, entry: Entry) -> Outcome:
        """Find out whether an earlier request succeeded."""
        if entry.first_sent_at is None or entry.kind in CHANGES:
            # Repeating an edit is safe.
            return Missing()
        if entry.kind is Kind.EVENT:
            return await self.requests.outcome(entry, partial(self._events.find, entry))
        if gap := self.requests.missing(entry, TO_READ):
            # Without the history nothing can be found, and sending blindly could double the message.
            return Refused(lacking(gap))
        return await self.requests.outcome(entry, partial(self._look_back, entry), PATIENCE_LOOKING_S)

    async def open_thread(self, entry: Entry, name: str) -> Outcome:
        """Open the thread under an existing message."""
        return await self.requests.outcome(entry, partial(self._thread, entry, name))

    async def sweep(self, entry: Entry) -> Outcome:
        """Remove copies that appeared late; the one on record stays, with its thread.

        Returns `Missing` when no copy is left.
        """
        if entry.first_sent_at is None or entry.message_id is None or entry.kind in CHANGES:
            return Missing()
        if entry.kind is Kind.EVENT:
            return await self.requests.outcome(entry, partial(self._events.clear, entry))
        if gap := self.requests.missing(entry, TO_READ):
            return Refused(lacking(gap))
        # Other messages for the channel wait until then.
        return await self.requests.outcome(entry, partial(self._clear, entry), PATIENCE_LOOKING_S)

    def is_waited_for(self, entry: Entry) -> bool:
        """Whether Discord hasn't sent the entry's server yet, as during an outage."""
        return self.requests.is_waited_for(entry)

    def channel_for_notice(self, entry: Entry, club: Club | None) -> NoticeChannel | None:
        """Where organizers will see that something is wrong; None if there is no such channel."""
        server = self._bot.get_guild(entry.server_id)
        return notice_channel(server, club) if server and club else None

    async def channel_for_welcome(self, entry: Entry) -> int | None:
        """Where the server is welcomed; None if the bot may write nowhere there, or was removed."""
        server = self._bot.get_guild(entry.server_id)
        return await channel_for_welcome(server, self._pacer) if server else None

    async def _post(self, entry: Entry, outgoing: OutgoingMessage | OutgoingPoll) -> Outcome:
        channel = self._channel(entry)
        # Discord compares nonces only with visible messages: repeating one that appears late would double it.
        with self._watch.once():
            message = await _send_to(channel, entry, outgoing)
        return Sent(message.id)

    async def _edit(self, entry: Entry, outgoing: OutgoingMessage, message_id: int) -> Outcome:
        message = self._channel(entry).get_partial_message(message_id)
        # A process that was paused after reading the log must not overwrite another's newer text with an older one.
        with self._watch.once():
            pictures = list(outgoing.files) or (MISSING if outgoing.keeps_pictures else [])
            await message.edit(view=outgoing.view, attachments=pictures, allowed_mentions=outgoing.allowed_mentions)
        return Sent(message_id)

    async def _end_poll(self, entry: Entry, message_id: int) -> Outcome:
        """End the poll. One that is over already, because the last answer was lost or its time was up, is as good."""
        try:
            with self._watch.once():
                await self._bot.http.end_poll(entry.channel_id, message_id)
        except discord.HTTPException as error:
            if error.code != POLL_OVER:
                raise
        return Sent(message_id)

    async def _post_in_forum(self, entry: Entry, outgoing: OutgoingMessage) -> Outcome:
        forum = self._bot.get_channel(entry.channel_id) or await self._bot.fetch_channel(entry.channel_id)
        if not isinstance(forum, discord.ForumChannel):
            return Refused(NO_CHANNEL)
        tag = forum.get_tag(outgoing.tag_id) if outgoing.tag_id else None
        with self._watch.once():
            made = await forum.create_thread(
                name=outgoing.thread_name,
                auto_archive_duration=THREAD_LIVES_MINUTES,
                view=outgoing.view,
                files=list(outgoing.files),
                applied_tags=[tag] if tag else [],
                allowed_mentions=outgoing.allowed_mentions,
            )
        return Sent(made.thread.id)

    async def _look_back(self, entry: Entry) -> Outcome:
        # The oldest comes first. The sweep finds any later copies.
        async for message in self._copies(entry):
            return Sent(_id_of(entry, message), shown_pictures(message))
        return Missing()

    async def _thread(self, entry: Entry, name: str) -> Outcome:
        await self._bot.http.start_thread_with_message(
            entry.channel_id, entry.message_id or 0, name=name, auto_archive_duration=THREAD_LIVES_MINUTES
        )
        return Threaded()

    async def _copies(self, entry: Entry) -> AsyncIterator[discord.Message]:
        """Every message in the channel or forum with the entry's marker."""
        since = self._looked_from(entry)
        if entry.is_forum:
            async for message in forum_posts_of(self._bot, entry, since, self._pacer):
                yield message
        else:
            async for message in messages_of(self._bot, self._channel(entry), entry.key, since, self._pacer):
                yield message

    def _looked_from(self, entry: Entry) -> datetime:
        now = self._now()
        sent_at = entry.first_sent_at or now
        return sent_at - CLOCK_SLACK if sent_at <= now + CLOCK_SLACK else now - UNKNOWN_SINCE

    async def _clear(self, entry: Entry) -> Outcome:
        async for message in self._copies(entry):
            if _id_of(entry, message) != entry.message_id:
                await self._pacer.turn()
                if entry.is_forum and not await self._is_post_cleared(message):
                    return Refused(LOCKED)
                if not entry.is_forum:
                    await message.delete()
                log.warning("a copy was removed", key=entry.key)
        for thread_id in await self._emptied(entry):
            await self._close(thread_id)
        return Missing()

    async def _emptied(self, entry: Entry) -> list[int]:
        """Copies of a forum post that a process had emptied, and not closed yet, when it ended."""
        if not (entry.is_forum and PostDetails.of(entry).thread_name):
            return []
        await self._pacer.turn()
        found = await emptied_posts_of(self._bot, entry, self._looked_from(entry), self._pacer)
        return [thread_id for thread_id in found if thread_id != entry.message_id]

    async def _close(self, thread_id: int) -> None:
        await self._pacer.turn()
        await self._bot.http.edit_channel(thread_id, archived=True)

    async def _is_post_cleared(self, starter: discord.Message) -> bool:
        """Remove a copy of a forum post; False if it is locked, so that only moderators can.

        Deleting it would need Manage Threads, which the bot doesn't ask for, and would delete what members wrote in it.
        So the bot deletes its own message and closes the post, which is also its own.
        """
        thread_id = starter.channel.id
        try:
            await starter.delete()
        except discord.HTTPException as error:
            if error.code != ARCHIVED:
                raise
            if not await self.requests.reopened(thread_id):
                return False
            await starter.delete()
        await self._close(thread_id)
        return True

    def _channel(self, entry: Entry) -> discord.PartialMessageable:
        """A partial channel is enough for sending, and needs no request."""
        return self._bot.get_partial_messageable(entry.channel_id, guild_id=entry.server_id)


def _id_of(entry: Entry, message: discord.Message) -> int:
    """The id that an entry stores for its message: for a forum post, the thread's."""
    return message.channel.id if entry.is_forum else message.id


async def _send_to(
    channel: discord.abc.Messageable, entry: Entry, outgoing: OutgoingMessage | OutgoingPoll
) -> discord.Message:
    if isinstance(outgoing, OutgoingPoll):
        return await channel.send(poll=outgoing.poll, view=outgoing.view, nonce=entry.nonce)
    return await channel.send(
        view=outgoing.view,
        files=list(outgoing.files),
        nonce=entry.nonce,
        allowed_mentions=outgoing.allowed_mentions,
        **_reference(entry, outgoing),
    )


def _reference(entry: Entry, outgoing: OutgoingMessage) -> dict[str, Any]:
    """The message to reply to. If it is gone by now, send without a reply rather than not at all."""
    if outgoing.answers is None:
        return {}
    answered = discord.MessageReference(
        message_id=outgoing.answers, channel_id=entry.channel_id, fail_if_not_exists=False
    )
    return {"reference": answered}
