"""Counting polls that have ended: Discord keeps the votes, so they are asked for once the time is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
import structlog

from bot.core.syllabus import winner

if TYPE_CHECKING:
    from bot.delivery.pacing import Pace
    from bot.services.polls import PollService
    from bot.storage.polls import Poll

log = structlog.stdlib.get_logger(__name__)


class Ballots:
    """Ends each poll at its time and hands the result to the syllabus."""

    def __init__(self, bot: discord.Client, polls: PollService, pacer: Pace) -> None:
        self._bot = bot
        self._polls = polls
        self._pacer = pacer

    async def count_ended(self) -> None:
        """Close every poll whose time is over. One that cannot be reached now is tried again at the next tick."""
        for poll in await self._polls.due():
            try:
                votes = await self._votes(poll)
            except (discord.Forbidden, discord.NotFound):
                votes = [0] * len(poll.candidates)
            except (discord.HTTPException, OSError) as error:
                log.warning("a poll could not be counted yet", poll=poll.id, reason=str(error))
                continue
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
            message = await message.end_poll()
        answers = message.poll.answers if message.poll else []
        return [answer.vote_count for answer in answers]
