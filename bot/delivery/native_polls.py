"""Count ended native polls: Discord keeps the votes, so the bot asks for them when the time is up."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import discord
import structlog

from bot.delivery.refusals import ARCHIVED, SERVER_FAULT, TOO_MANY, UNAUTHORISED
from bot.delivery.requests import Requests

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.core.polls.poll import Poll
    from bot.delivery.pacing import Pace
    from bot.services.polls.service import PollService

log = structlog.stdlib.get_logger(__name__)

# Only the next tick's count waits for the answers. discord.py itself would wait as long as a rate limit says.
PATIENCE_S = 30


class NativePolls:
    """Ends each poll at its time and hands the result to the syllabus.

    `unreached` are the clubs whose polls could not be asked about in the last round, because no connection came about.
    """

    def __init__(self, bot: discord.Client, polls: PollService, pacer: Pace, report_fault: Callable[..., str]) -> None:
        self._bot = bot
        self._polls = polls
        self._pacer = pacer
        self._requests = Requests(bot, pacer)
        self._report_fault = report_fault
        self.unreached: set[int] = set()

    async def count_ended(self) -> bool:
        """Close every poll whose time is up. If one can't be reached, the next tick tries again.

        Returns whether any poll's time was up.

        If Discord refuses to return a poll for a day, it is closed without votes, so that the club can start another.
        """
        self.unreached = set()
        due = await self._polls.due()
        results = await asyncio.gather(*(self._count(poll) for poll in due), return_exceptions=True)
        for poll, result in zip(due, results, strict=True):
            if isinstance(result, Exception):
                self._report_fault(result, poll=poll.id)
        return bool(due)

    async def _count(self, poll: Poll) -> None:
        try:
            async with asyncio.timeout(PATIENCE_S):
                votes = await self._votes(poll)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            if not (_is_lost(error) or (_is_refused(error) and self._polls.is_long_over(poll))):
                reason = str(error) or type(error).__name__
                log.warning("a poll could not be counted yet", poll=poll.id, reason=reason)
                if isinstance(error, aiohttp.ClientConnectionError):
                    self.unreached.add(poll.club_id)
                return
            votes = None
        await self._polls.count(poll.id, votes)

    async def _votes(self, poll: Poll) -> list[int] | None:
        """Votes for each candidate, in order; None if the poll never reached Discord."""
        if poll.message_id is None:
            return None
        channel = self._bot.get_partial_messageable(poll.channel_id)
        await self._pacer.turn()
        message = await channel.fetch_message(poll.message_id)
        if message.poll is None:
            return None
        if not message.poll.is_finalised():
            await self._pacer.turn()
            message = await self._ended(message)
        answers = message.poll.answers if message.poll else []
        counts = [answer.vote_count for answer in answers]
        return [*counts, *[0] * len(poll.candidates)][: len(poll.candidates)]

    async def _ended(self, message: discord.Message) -> discord.Message:
        """Close the poll. If Discord doesn't let the bot close it, it is counted as it is."""
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
    """Whether it is gone. A missing permission doesn't count, because somebody may restore it."""
    return isinstance(error, discord.NotFound)


def _is_refused(error: Exception) -> bool:
    """Whether Discord refused the request itself, other than by a rate limit or a rejected token."""
    status = error.status if isinstance(error, discord.HTTPException) else SERVER_FAULT
    return status < SERVER_FAULT and status not in {UNAUTHORISED, TOO_MANY}
