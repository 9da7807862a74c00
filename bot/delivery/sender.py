"""The only hands that write to Discord on the bot's own account: send, look back, open a thread, clear doubles away."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import discord
import structlog

from bot.core.outbox import CHANGES, Missing, Outcome, Refused, Sent, Threaded
from bot.core.troubles import Trouble
from bot.delivery.letters import Letter, PollLetter
from bot.delivery.notice_places import notice_place
from bot.delivery.refusals import ARCHIVED, LOCKED, NO_CHANNEL, lacking
from bot.delivery.requests import Requests
from bot.delivery.search_back import emptied_posts_of, forum_posts_of, messages_of, shown_pictures

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from datetime import datetime

    from bot.core.clubs import Club
    from bot.core.outbox import Entry
    from bot.delivery.notice_places import NoticePlace
    from bot.delivery.pacing import Pace
    from bot.delivery.responses import ResponseWatch

log = structlog.stdlib.get_logger(__name__)

# After a restore, weeks of a busy channel may have to be read.
PATIENCE_LOOKING_S = 900
# Clocks differ, those of badly kept machines by many minutes: a message may carry an earlier time than the one at which
# we noted that it was about to leave. A marker is never used twice, so that to look further costs a request or two.
CLOCK_SLACK = timedelta(hours=1)
# How far to look back where a clock that was wrong has noted a time to come, which says nothing.
UNKNOWN_SINCE = timedelta(days=31)
THREAD_LIVES_MINUTES: Final = 10080  # a week, the longest that Discord offers
TO_READ = discord.Permissions(view_channel=True, read_message_history=True)


class Sender:
    """Every method waits for its turn, makes one step for one entry, and says what became of it.

    All raise UnauthorisedError where Discord no longer takes the token.
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

    async def send(self, entry: Entry, letter: Letter | PollLetter) -> Outcome:
        """Make the message, or the forum post."""
        if isinstance(letter, Letter) and letter.edits:
            return await self.requests.outcome(entry, partial(self._edit, entry, letter, letter.edits))
        if isinstance(letter, Letter) and entry.is_forum:
            return await self.requests.outcome(entry, partial(self._post_in_forum, entry, letter))
        return await self.requests.outcome(entry, partial(self._post, entry, letter))

    async def find(self, entry: Entry) -> Outcome:
        """Look whether an earlier request got through."""
        if entry.first_sent_at is None or entry.kind in CHANGES:
            # A change may be made any number of times.
            return Missing()
        if gap := self.requests.missing(entry, TO_READ):
            # Without the history nothing can be found, and sending blindly could double the message.
            return Refused(lacking(gap), trouble=Trouble.PERMISSION)
        return await self.requests.outcome(entry, partial(self._look_back, entry), PATIENCE_LOOKING_S)

    async def open_thread(self, entry: Entry, name: str) -> Outcome:
        """Open the thread under a message that is there."""
        return await self.requests.outcome(entry, partial(self._thread, entry, name))

    async def sweep(self, entry: Entry) -> Outcome:
        """Take away copies that appeared late; the one that is on record stays, with its thread.

        `Missing` once there is none any more.
        """
        if entry.first_sent_at is None or entry.message_id is None or entry.kind in CHANGES:
            return Missing()
        if gap := self.requests.missing(entry, TO_READ):
            return Refused(lacking(gap), trouble=Trouble.PERMISSION)
        # What else is for the channel waits until then.
        return await self.requests.outcome(entry, partial(self._clear, entry), PATIENCE_LOOKING_S)

    def is_waited_for(self, entry: Entry) -> bool:
        """Whether Discord has not told of the entry's server yet, as during an outage."""
        return self.requests.is_waited_for(entry)

    def place_for_notice(self, entry: Entry, club: Club | None) -> NoticePlace | None:
        """Where organisers will see that something is wrong; None where there is no such channel."""
        server = self._bot.get_guild(entry.server_id)
        return notice_place(server, club) if server and club else None

    async def _post(self, entry: Entry, letter: Letter | PollLetter) -> Outcome:
        channel = self._channel(entry)
        # A nonce is compared with messages that show already: one that comes up late would be doubled by a repeat.
        with self._watch.once():
            message = await _send_to(channel, entry, letter)
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
            return Refused(NO_CHANNEL, trouble=Trouble.CHANNEL_GONE)
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
                    return Refused(LOCKED, trouble=Trouble.LOCKED)
                if not entry.is_forum:
                    await message.delete()
                log.warning("a copy was removed", key=entry.key)
        for thread_id in await self._emptied(entry):
            await self._close(thread_id)
        return Missing()

    async def _emptied(self, entry: Entry) -> list[int]:
        """Copies of a forum post that a process had emptied, and not closed yet, when it ended."""
        if not (entry.is_forum and entry.details.get("thread_name")):
            return []
        await self._pacer.turn()
        found = await emptied_posts_of(self._bot, entry, self._looked_from(entry), self._pacer)
        return [thread_id for thread_id in found if thread_id != entry.message_id]

    async def _close(self, thread_id: int) -> None:
        await self._pacer.turn()
        await self._bot.http.edit_channel(thread_id, archived=True)

    async def _is_post_cleared(self, starter: discord.Message) -> bool:
        """Clear a copy of a forum post away; False where it is locked, so that only moderators can.

        To delete it would take Manage Threads, which the bot does not ask for, and what members have written in it is
        theirs. So the bot takes back its own message, and closes the post, which is its own too.
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
        """A partial one is enough to write to, and needs no request."""
        return self._bot.get_partial_messageable(entry.channel_id, guild_id=entry.server_id)


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
