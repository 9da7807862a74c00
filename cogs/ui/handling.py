"""What the handling of every command, button and form has in common: it is timed, and its errors are answered."""

from __future__ import annotations

import asyncio
from time import perf_counter
from typing import TYPE_CHECKING

import discord
import structlog

from bot.core.errors import ClubError

if TYPE_CHECKING:
    from types import TracebackType

    from discord.app_commands import AppCommandError

    from cogs.ui.interactions import ClubInteraction

log = structlog.stdlib.get_logger(__name__)

# Discord waits three seconds for an answer and takes one. It may also bring an interaction twice.
TOO_LATE, ANSWERED_ALREADY = 10062, 40060


class Handling:
    """Surrounds the handling of one interaction; `name` is what logs and metrics call it.

    A refusal is said to the member and ends there: it is no error of the command. So does an answer that Discord no
    longer takes. Everything else goes to the one handler, also from buttons, where discord.py would only log it.
    """

    def __init__(self, interaction: ClubInteraction, name: str) -> None:
        self._interaction = interaction
        self._name = name

    async def __aenter__(self) -> None:
        self._interaction.client.take_in_hand()
        self._interaction.extras.update(name=self._name, started=perf_counter())
        structlog.contextvars.bind_contextvars(
            interaction=self._interaction.id, name=self._name, server=self._interaction.guild_id
        )

    async def __aexit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> bool:
        try:
            is_over = await self._ended(error)
            await self._tell_news()
            return is_over
        finally:
            self._interaction.client.put_down()

    async def _tell_news(self) -> None:
        """What the member is to learn privately at the next chance. Where that fails, what they asked for is done."""
        desk = self._interaction.client.my_review_desk
        if not desk.is_chance_for_news(self._interaction, self._name):
            return
        (result,) = await asyncio.gather(desk.tell_news(self._interaction), return_exceptions=True)
        if isinstance(result, Exception):
            log.warning("news were not told", reason=type(result).__name__)

    async def _ended(self, error: BaseException | None) -> bool:
        """Whether that is the end of the error."""
        client = self._interaction.client
        if error is None:
            client.count(self._interaction, "ok")
            return False
        if isinstance(error, ClubError):
            await client.answer_refusal(self._interaction, error)
            return True
        if isinstance(error, discord.HTTPException) and error.code in {TOO_LATE, ANSWERED_ALREADY}:
            # What was asked for is done; it is only the answer that nobody takes any more.
            client.count(self._interaction, "unheard")
            log.warning("an answer came too late, or a second time", code=error.code)
            return True
        if isinstance(error, Exception):
            # `AppCommandError` is what the tree declares; the handler takes any exception.
            fault: AppCommandError = error  # type: ignore[assignment]
            await client.tree.on_error(self._interaction, fault)
            return True
        return False
