"""The only hands that write to Discord on the bot's own account: send, look back, open a thread, clear doubles away."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import aiohttp
import discord
import structlog

from bot.core.outbox import EDITS, Kind, Limited, Missing, Outcome, Refused, Sent, Threaded, Unclear
from bot.delivery.letters import Letter, PollLetter
from bot.delivery.permissions import NOTICE, missing_permissions, needed_to_post
from bot.delivery.refusals import NO_CHANNEL, NO_THREAD, lacking, meaning
from bot.delivery.responses import SilencedError, UnclearAnswerError
from bot.delivery.search_back import forum_posts_of, messages_of, shown_pictures

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.core.outbox import Entry
    from bot.delivery.pacing import Pace
    from bot.delivery.responses import ResponseWatch

log = structlog.stdlib.get_logger(__name__)

# Longer than discord.py waits by itself in an ordinary minute. What is cut off is unclear, not failed.
PATIENCE_S = 90
# After a restore, weeks of a busy channel may have to be read.
PATIENCE_LOOKING_S = 900
# Clocks differ, those of badly kept machines by many minutes: a message may carry an earlier time than the one at which
# we noted that it was about to leave. A marker is never used twice, so that to look further costs a request or two.
CLOCK_SLACK = timedelta(hours=1)
THREAD_LIVES_MINUTES: Final = 10080  # a week, the longest that Discord offers
ARCHIVED = 50083
CHANNEL_DELETED = Refused(NO_CHANNEL, is_gone=True)


class Sender:
    """Every method waits for its turn, makes one step for one entry, and says what became of it.

    All but `sweep` raise UnauthorisedError where Discord no longer takes the token.
    """

    def __init__(self, bot: discord.Client, pacer: Pace, watch: ResponseWatch) -> None:
        self._bot = bot
        self._pacer = pacer
        self._watch = watch

    async def send(self, entry: Entry, letter: Letter | PollLetter) -> Outcome:
        """Make the message, or the forum post."""
        if isinstance(letter, Letter) and letter.edits:
            return await self._outcome(entry, self._edit(entry, letter, letter.edits))
        if isinstance(letter, Letter) and entry.is_forum:
            return await self._outcome(entry, self._post_in_forum(entry, letter))
        return await self._outcome(entry, self._post(entry, letter))

    async def find(self, entry: Entry) -> Outcome:
        """Look whether an earlier request got through."""
        if entry.first_sent_at is None or entry.kind in EDITS:
            # A change may be made any number of times.
            return Missing()
        if gap := self._missing(entry, discord.Permissions(view_channel=True, read_message_history=True)):
            # Without the history nothing can be found, and sending blindly could double the message.
            return Refused(lacking(gap))
        return await self._outcome(entry, self._look_back(entry), PATIENCE_LOOKING_S)

    async def open_thread(self, entry: Entry, name: str) -> Outcome:
        """Open the thread under a message that is there."""
        return await self._outcome(entry, self._thread(entry, name))

    async def sweep(self, entry: Entry) -> int:
        """Take away copies that appeared late; the one that is on record stays, with its thread. How many went."""
        if entry.first_sent_at is None or entry.message_id is None:
            return 0
        removed = 0
        try:
            # What else is for the channel waits until then.
            async with asyncio.timeout(PATIENCE_LOOKING_S):
                async for message in self._copies(entry):
                    if _id_of(entry, message) != entry.message_id:
                        await self._pacer.turn()
                        await self._remove(entry, message)
                        removed += 1
        except (discord.HTTPException, OSError, TimeoutError, aiohttp.ClientError) as error:
            log.warning("a sweep was cut short", key=entry.key, reason=str(error) or type(error).__name__)
        return removed

    def place_for_notice(self, entry: Entry, club_channel_id: int) -> int | None:
        """Where organisers will see that something is wrong: the club's channel, or the server's own for such news."""
        server = self._bot.get_guild(entry.server_id)
        if server is None:
            return None
        candidates = [server.get_channel(club_channel_id), server.public_updates_channel, server.system_channel]
        for channel in candidates:
            if isinstance(channel, discord.TextChannel) and not missing_permissions(channel, NOTICE):
                return channel.id
        return None

    async def _outcome(self, entry: Entry, doing: Any, patience: float = PATIENCE_S) -> Outcome:
        await self._pacer.turn()
        try:
            async with asyncio.timeout(patience):
                outcome: Outcome = await doing
                return outcome
        except discord.HTTPException as error:
            missing = self._missing(entry, needed_to_post(entry))
            meant = meaning(error, missing, is_listed=self._is_listed(entry))
            is_in_thread = entry.kind in {Kind.LOG, Kind.REVIEW}
            return Refused(NO_THREAD, is_gone=True) if meant == CHANNEL_DELETED and is_in_thread else meant
        except (UnclearAnswerError, SilencedError, OSError, TimeoutError, aiohttp.ClientError) as error:
            return Unclear(str(error) or type(error).__name__)

    async def _post(self, entry: Entry, letter: Letter | PollLetter) -> Outcome:
        channel = self._channel(entry)
        try:
            # A nonce is compared with messages that show already: one that comes up late would be doubled by a repeat.
            with self._watch.once():
                message = await _send_to(channel, entry, letter)
        except discord.HTTPException as error:
            if error.code != ARCHIVED:
                raise
            await self._bot.http.edit_channel(entry.channel_id, archived=False)
            return Limited(0)
        return Sent(message.id)

    async def _edit(self, entry: Entry, letter: Letter, message_id: int) -> Outcome:
        message = self._channel(entry).get_partial_message(message_id)
        # A process that was stopped since it read the log must not put an older text over another's newer one.
        with self._watch.once():
            await message.edit(view=letter.view, allowed_mentions=letter.allowed_mentions)
        return Sent(message_id)

    async def _post_in_forum(self, entry: Entry, letter: Letter) -> Outcome:
        forum = self._bot.get_channel(entry.channel_id) or await self._bot.fetch_channel(entry.channel_id)
        if not isinstance(forum, discord.ForumChannel):
            return Refused(NO_CHANNEL)
        tag = forum.get_tag(letter.tag_id) if letter.tag_id else None
        with self._watch.once():
            made = await forum.create_thread(
                name=letter.thread_name,
                auto_archive_duration=THREAD_LIVES_MINUTES,
                view=letter.view,
                files=list(letter.files),
                applied_tags=[tag] if tag else [],
                allowed_mentions=letter.allowed_mentions,
            )
        return Sent(made.thread.id)

    async def _look_back(self, entry: Entry) -> Outcome:
        # The oldest comes first. Copies after it are the sweep's to find.
        async for message in self._copies(entry):
            return Sent(_id_of(entry, message), shown_pictures(message))
        return Missing()

    async def _thread(self, entry: Entry, name: str) -> Outcome:
        await self._bot.http.start_thread_with_message(
            entry.channel_id, entry.message_id or 0, name=name, auto_archive_duration=THREAD_LIVES_MINUTES
        )
        return Threaded()

    async def _copies(self, entry: Entry) -> AsyncIterator[discord.Message]:
        """Every message in the channel or forum that carries the entry's marker."""
        since = (entry.first_sent_at or discord.utils.utcnow()) - CLOCK_SLACK
        if entry.is_forum:
            async for message in forum_posts_of(self._bot, entry, since, self._pacer):
                yield message
        else:
            async for message in messages_of(self._bot, self._channel(entry), entry.key, since, self._pacer):
                yield message

    async def _remove(self, entry: Entry, message: discord.Message) -> None:
        if entry.is_forum:
            # A forum post has its first message's id.
            await self._bot.http.delete_channel(message.id)
        else:
            await message.delete()

    def _channel(self, entry: Entry) -> discord.PartialMessageable:
        """A partial one is enough to write to, and needs no request."""
        return self._bot.get_partial_messageable(entry.channel_id, guild_id=entry.server_id)

    def _missing(self, entry: Entry, needed: discord.Permissions) -> list[str]:
        server = self._bot.get_guild(entry.server_id)
        channel = server.get_channel_or_thread(entry.channel_id) if server else None
        if isinstance(channel, discord.Thread):
            channel = channel.parent
        return missing_permissions(channel, needed) if channel else []

    def _is_listed(self, entry: Entry) -> bool:
        """Whether the server has the channel, as far as it told; a server that is not heard of has every one."""
        server = self._bot.get_guild(entry.server_id)
        if server is None or server.unavailable:
            return True
        return server.get_channel_or_thread(entry.channel_id) is not None


def _id_of(entry: Entry, message: discord.Message) -> int:
    """What an entry keeps of its message: a forum post is known by its thread."""
    return message.channel.id if entry.is_forum else message.id


async def _send_to(channel: discord.abc.Messageable, entry: Entry, letter: Letter | PollLetter) -> discord.Message:
    if isinstance(letter, PollLetter):
        return await channel.send(poll=letter.poll, view=letter.view, nonce=entry.nonce)
    return await channel.send(
        view=letter.view,
        files=list(letter.files),
        nonce=entry.nonce,
        allowed_mentions=letter.allowed_mentions,
        **_reference(entry, letter),
    )


def _reference(entry: Entry, letter: Letter) -> dict[str, Any]:
    """What the letter replies to. Where that is gone meanwhile, the letter stands alone rather than not at all."""
    if letter.answers is None:
        return {}
    answered = discord.MessageReference(
        message_id=letter.answers, channel_id=entry.channel_id, fail_if_not_exists=False
    )
    return {"reference": answered}
