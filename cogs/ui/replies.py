"""How the bot answers an interaction: at once if it can; otherwise it first shows that it is working on it."""

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
# Discord drops an interaction after 3 s. Slower work is announced with a deferral after this time.
DEFER_AFTER_S = 1.5
# A member who typed a text for minutes should see at once that it arrived. And many forms arrive together when logs are
# due, so their deferrals must not all wait until half of Discord's time is over.
FORMS_DEFER_AFTER_S = 0.4


class Page(discord.ui.LayoutView):
    """A message of components, whose buttons work forever.

    It is stopped before it is sent. Every item in it is persistent, so discord.py need not keep a copy of each reply.
    """

    def __init__(self, *items: discord.ui.Item[Any]) -> None:
        super().__init__(timeout=None)
        for item in items:
            self.add_item(item)
        self.stop()


@dataclass(frozen=True, slots=True)
class Reply:
    """A page with the files that it shows."""

    page: discord.ui.LayoutView
    files: tuple[discord.File, ...] = field(default=())


async def reply(interaction: ClubInteraction, answer: Reply, *, private: bool) -> None:
    """Answer, or follow up if the interaction was already answered or deferred."""
    files = list(answer.files)
    if interaction.response.is_done():
        await interaction.followup.send(view=answer.page, files=files, ephemeral=private)
    else:
        await interaction.response.send_message(view=answer.page, files=files, ephemeral=private)


async def when_ready(
    interaction: ClubInteraction, making: Awaitable[T], *, private: bool, patience: float = DEFER_AFTER_S
) -> T:
    """Return the result of `making`. Show "thinking" if it takes longer than `patience` seconds. The caller answers.

    A member who changes something must get an answer, or they would do it again.
    """
    task = asyncio.ensure_future(making)
    await asyncio.wait({task}, timeout=patience)
    if not task.done():
        await interaction.response.defer(ephemeral=private, thinking=True)
    return await task


async def reply_when_ready(
    interaction: ClubInteraction, making: Awaitable[Reply], *, private: bool, patience: float = DEFER_AFTER_S
) -> None:
    """Answer with the result of `making` as soon as it is ready."""
    answer = await when_ready(interaction, making, private=private, patience=patience)
    await reply(interaction, answer, private=private)


async def revise_when_ready(interaction: ClubInteraction, making: Awaitable[discord.ui.LayoutView]) -> None:
    """Replace the message that was pressed by the result of `making`, but keep its files.

    If the message lists no files, the request does not mention them, because an empty list would remove them.
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
    """Send a sentence that only the member sees, with buttons or selects under it, which work forever."""
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
