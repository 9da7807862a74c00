"""What follows when a form is sent: store it, tell its author, and only then release its message."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from bot.core.errors import ClubError
from cogs.ui.handling import Handling
from cogs.ui.replies import FORMS_DEFER_AFTER_S, Reply, reply_when_ready

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from discord.ui import LayoutView

    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction

# The handler of a press or a form puts what it stored under this name, if its author must be told before its message is
# posted. It has the `entry_key` of the message's outbox entry, if there is one, and the keys of the `held` entries that
# wait.
SAVED = "saved"
# A message waits this long for its author to be told. If the confirmation is lost, the next tick after that sends it.
CONFIRMED_WITHIN = timedelta(seconds=5)
# Discord accepts follow-ups to an answer for fifteen minutes. This stays well below.
LISTENING_S = 600
Typed = TypeVar("Typed")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class FormFlow(Generic[Typed, Result]):
    """The steps of a feature's forms, and what it says at each step.

    `not_stored` gets the error and its reference, which is empty for a refusal. A form that posts no message needs no
    `held_up`.
    """

    dependencies: Dependencies
    delivery: str
    stored: Callable[[ClubInteraction, Result], Awaitable[LayoutView]]
    not_stored: Callable[[Typed, Exception, str], Reply]
    held_up: Callable[[ClubInteraction, Any], Awaitable[None]] | None = None

    async def take(self, interaction: ClubInteraction, storing: Awaitable[Result], typed: Typed) -> None:
        """Store the form and answer. If nothing could be stored, the answer contains what was typed."""
        answer = self._answer(interaction, storing, typed)
        await reply_when_ready(interaction, answer, private=True, patience=FORMS_DEFER_AFTER_S)

    async def deliver(self, interaction: ClubInteraction) -> None:
        """Release the message once its author was told, and tell them if something holds it up."""
        async with Handling(interaction, self.delivery):
            saved: Any = interaction.extras.pop(SAVED, None)
            if saved is None:
                return
            worker = self.dependencies.outbox_worker
            tried = worker.tried(saved.entry_key) if saved.entry_key else None
            if saved.held:
                await self.dependencies.services.outbox.release(saved.held)
            worker.wake()
            if tried is None:
                return
            done, _ = await asyncio.wait({tried}, timeout=LISTENING_S)
            entry = tried.result() if done else None
            if entry and entry.trouble and self.held_up:
                await self.held_up(interaction, saved)

    async def _answer(self, interaction: ClubInteraction, storing: Awaitable[Result], typed: Typed) -> Reply:
        (result,) = await asyncio.gather(storing, return_exceptions=True)
        if isinstance(result, Exception):
            reference = "" if isinstance(result, ClubError) else self.dependencies.report_fault(result)
            return self.not_stored(typed, result, reference)
        if isinstance(result, BaseException):
            raise result
        return Reply(await self.stored(interaction, result))
