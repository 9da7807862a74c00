"""The type of every interaction here: one whose client is our bot. Import it for type checking only."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import discord

    from bot.client import PaperClub

    ClubInteraction = discord.Interaction[PaperClub]
