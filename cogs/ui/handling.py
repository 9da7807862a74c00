"""What every command, button and form has in common: its handling is timed, and its errors are answered."""

from __future__ import annotations

import asyncio
from time import perf_counter
from typing import TYPE_CHECKING

import discord
import structlog

from bot.core.errors import ClubError
from cogs.ui.faults import answer_refusal
from cogs.ui.wording import language

if TYPE_CHECKING:
    from types import TracebackType

    from discord.app_commands import AppCommandError

    from cogs.ui.interactions import ClubInteraction

log = structlog.stdlib.get_logger(__name__)

# Discord waits three seconds for an answer and accepts only one. It may also deliver an interaction twice.
TOO_LATE, ANSWERED_ALREADY = 10062, 40060


class Handling:
    """Wraps the handling of one interaction. `name` identifies it in logs and metrics.

    A refusal is told to the member and is no error of the command. Neither is an answer that Discord no longer accepts.
    Everything else goes to the one handler of faults, even from buttons, whose errors discord.py would only log.
    """

    def __init__(self, interaction: ClubInteraction, name: str) -> None:
        self._interaction = interaction
        self._name = name

    async def __aenter__(self) -> None:
        self._interaction.client.begin_handling()
        language.set(self._interaction.locale.value)
        self._interaction.extras.update(name=self._name, started=perf_counter())
        structlog.contextvars.bind_contextvars(
            interaction=self._interaction.id, name=self._name, server=self._interaction.guild_id
        )

    async def __aexit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> bool:
        try:
            is_over = await self._ended(error)
            await self._run_after_answers()
            return is_over
        finally:
            self._interaction.client.end_handling()

    async def _run_after_answers(self) -> None:
        """Run what features add after any answer. If it fails, the member's own request is done anyway."""
        for after_answer in self._interaction.client.after_answers:
            (result,) = await asyncio.gather(after_answer(self._interaction, self._name), return_exceptions=True)
            if isinstance(result, Exception):
                log.warning("an answer was not followed up", reason=type(result).__name__)

    async def _ended(self, error: BaseException | None) -> bool:
        """Return whether the error has been handled."""
        client = self._interaction.client
        if error is None:
            client.count(self._interaction, "ok")
            return False
        if isinstance(error, ClubError):
            await answer_refusal(self._interaction, error)
            return True
        if isinstance(error, discord.HTTPException) and error.code in {TOO_LATE, ANSWERED_ALREADY}:
            # The request itself succeeded. Discord only no longer accepts the answer.
            client.count(self._interaction, "unheard")
            log.warning("an answer came too late, or a second time", code=error.code)
            return True
        if isinstance(error, Exception):
            # The tree declares `AppCommandError`, but the handler takes any exception.
            fault: AppCommandError = error  # type: ignore[assignment]
            await client.tree.on_error(self._interaction, fault)
            return True
        return False
