"""Answers requests that were refused or failed, privately."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import structlog
from discord import app_commands

from bot.core.errors import DatabaseAwayError, NotStoredError
from cogs.ui.refusals import SaidError, sentence
from cogs.ui.replies import say_privately
from cogs.ui.wording import t

if TYPE_CHECKING:
    from bot.core.errors import ClubError
    from cogs.ui.interactions import ClubInteraction

log = structlog.stdlib.get_logger(__name__)


async def answer_refusal(interaction: ClubInteraction, refusal: ClubError) -> None:
    """Show the refusal to the member."""
    interaction.client.count(interaction, "refused")
    ways_on = refusal.ways_on if isinstance(refusal, SaidError) else ()
    await _answer(interaction, sentence(refusal), *ways_on)


async def answer_fault(interaction: ClubInteraction, error: Exception) -> None:
    """The only handler of unexpected errors: log the error under a reference and tell the member."""
    if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        interaction.client.count(interaction, "refused")
        await _answer(interaction, t("ui-command-changed"))
        return
    interaction.client.count(interaction, "fault")
    cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
    await _answer(interaction, fault_text(cause, interaction.client.report_fault(cause)))


def fault_text(cause: BaseException, reference: str) -> str:
    """Return a sentence with the reference by which the operator finds the cause."""
    if isinstance(cause, NotStoredError):
        return t("ui-fault-not-stored", reference=reference)
    if isinstance(cause, DatabaseAwayError):
        return t("ui-fault-database-away", reference=reference)
    return t("ui-fault", reference=reference)


async def _answer(interaction: ClubInteraction, text: str, *ways_on: discord.ui.Item[Any]) -> None:
    if interaction.type is discord.InteractionType.autocomplete:
        return
    try:
        await say_privately(interaction, text, *ways_on)
    except discord.HTTPException as unsaid:
        # The interaction has expired, or Discord is down. Only the log can record it.
        log.warning("an answer could not be given", reason=str(unsaid))
