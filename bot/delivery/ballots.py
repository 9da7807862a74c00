"""Counting polls that have ended: Discord keeps the votes, so they are asked for once the time is over."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import discord
import structlog

from bot.core.syllabus import winner
from bot.delivery.refusals import ARCHIVED, SERVER_FAULT, TOO_MANY, UNAUTHORISED
from bot.delivery.requests import Requests

if TYPE_CHECKING:
    from bot.delivery.pacing import Pace
    from bot.services.polls import PollService
    from bot.storage.polls import Poll

log = structlog.stdlib.get_logger(__name__)

# The tick waits for the answers, and all clubs' weeks with it. discord.py waits for as long as Discord asks for.
PATIENCE_S = 30


class Ballots:
    """Ends each poll at its time and hands the result to the syllabus."""

    def __init__(self, bot: discord.Client, polls: PollService, pacer: Pace) -> None:
        self._bot = bot
        self._polls = polls
        self._pacer = pacer
        self._requests = Requests(bot, pacer)

    async def count_ended(self) -> None:
        """Close every poll whose time is over. One that cannot be reached now is tried again at the next tick.

        One that Discord refuses to tell of for a day is closed without its votes: the club could start no other.
        """
        await asyncio.gather(*(self._count(poll) for poll in await self._polls.due()))

    async def _count(self, poll: Poll) -> None:
        try:
            async with asyncio.timeout(PATIENCE_S):
                votes = await self._votes(poll)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            if not (_is_lost(error) or (_is_refused(error) and self._polls.is_long_over(poll))):
                reason = str(error) or type(error).__name__
                log.warning("a poll could not be counted yet", poll=poll.id, reason=reason)
                return
            votes = [0] * len(poll.candidates)
        await self._polls.count(poll.id, winner(poll.candidates, votes))

    async def _votes(self, poll: Poll) -> list[int]:
        """Votes for each candidate, in order; zeros where the poll never reached Discord."""
        if poll.message_id is None:
            return [0] * len(poll.candidates)
        channel = self._bot.get_partial_messageable(poll.channel_id)
        await self._pacer.turn()
        message = await channel.fetch_message(poll.message_id)
        if message.poll is None:
            return [0] * len(poll.candidates)
        if not message.poll.is_finalised():
            await self._pacer.turn()
            message = await self._ended(message)
        answers = message.poll.answers if message.poll else []
        return [answer.vote_count for answer in answers]

    async def _ended(self, message: discord.Message) -> discord.Message:
        """The poll closed for good. One that Discord does not let the bot close is counted as it stands."""
        try:
            return await message.end_poll()
        except discord.HTTPException as error:
            if error.code == ARCHIVED and await self._requests.reopened(message.channel.id):
                await self._pacer.turn()
                return await message.end_poll()
            if not _is_refused(error):
                raise
            log.warning("a poll was counted without being closed", message=message.id, reason=str(error))
            return message


def _is_lost(error: Exception) -> bool:
    """Whether it is gone. What the bot may not read now, it may again once somebody has seen to it."""
    return isinstance(error, discord.NotFound)


def _is_refused(error: Exception) -> bool:
    """Whether Discord has understood and will not, which is neither a limit nor a token that it no longer takes."""
    status = error.status if isinstance(error, discord.HTTPException) else SERVER_FAULT
    return status < SERVER_FAULT and status not in {UNAUTHORISED, TOO_MANY}
