"""How the bot answers an interaction: at once where it can, with a sign of life where it cannot."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import discord
from discord.utils import MISSING

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from cogs.ui.interactions import ClubInteraction

T = TypeVar("T")
# Discord takes an interaction back after 3 s. Work that is not done by then is announced first.
DEFER_AFTER_S = 1.5
# Whoever has typed a text for minutes should see at once that it arrived; and forms come together, when logs are due,
# so that announcing them must not wait until Discord's time is half over.
FORMS_DEFER_AFTER_S = 0.4
# An answer may be followed for fifteen minutes.
LISTENING_S = 600


class Page(discord.ui.LayoutView):
    """A message laid out with components, whose buttons answer for ever.

    It is stopped before it is sent: every item in it is persistent, so discord.py need not keep a copy a reply.
    """

    def __init__(self, *items: discord.ui.Item[Any]) -> None:
        super().__init__(timeout=None)
        for item in items:
            self.add_item(item)
        self.stop()


@dataclass(frozen=True, slots=True)
class Answer:
    """A page with the files that it shows."""

    page: discord.ui.LayoutView
    files: tuple[discord.File, ...] = field(default=())


async def reply(interaction: ClubInteraction, answer: Answer, *, private: bool) -> None:
    """Answer, or follow up where the interaction was already answered or deferred."""
    files = list(answer.files)
    if interaction.response.is_done():
        await interaction.followup.send(view=answer.page, files=files, ephemeral=private)
    else:
        await interaction.response.send_message(view=answer.page, files=files, ephemeral=private)


async def when_ready(
    interaction: ClubInteraction, making: Awaitable[T], *, private: bool, patience: float = DEFER_AFTER_S
) -> T:
    """What is being made, showing "thinking" when it takes longer than `patience`, in seconds. The answer follows.

    Whoever changes something must not be left without an answer: they would do it again.
    """
    task = asyncio.ensure_future(making)
    await asyncio.wait({task}, timeout=patience)
    if not task.done():
        await interaction.response.defer(ephemeral=private, thinking=True)
    return await task


async def reply_when_ready(
    interaction: ClubInteraction, making: Awaitable[Answer], *, private: bool, patience: float = DEFER_AFTER_S
) -> None:
    """Answer with what is being made, as soon as it is there."""
    answer = await when_ready(interaction, making, private=private, patience=patience)
    await reply(interaction, answer, private=private)


async def revise_when_ready(interaction: ClubInteraction, making: Awaitable[discord.ui.LayoutView]) -> None:
    """Show what is being made in place of the message that was pressed, whose files stay.

    Nothing is said of files where the message lists none: an empty list would take them away.
    """
    task = asyncio.ensure_future(making)
    await asyncio.wait({task}, timeout=DEFER_AFTER_S)
    if not task.done():
        await interaction.response.defer()
    page = await task
    kept: Any = (interaction.message and interaction.message.attachments) or MISSING
    if interaction.response.is_done():
        await interaction.edit_original_response(view=page, attachments=kept)
    else:
        await interaction.response.edit_message(view=page, attachments=kept)


async def say_privately(interaction: ClubInteraction, text: str, *links: discord.ui.Item[Any]) -> None:
    """A sentence that only the member sees, with buttons under it: links, or such as answer for ever."""
    view: discord.ui.View = MISSING
    if links:
        view = discord.ui.View(timeout=None)
        for button in links:
            view.add_item(button)
        view.stop()
    if interaction.response.is_done():
        await interaction.followup.send(text, view=view, ephemeral=True)
    else:
        await interaction.response.send_message(text, view=view, ephemeral=True)
