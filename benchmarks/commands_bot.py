"""The real bot with one more command, `/bare`, which returns a constant answer.

`python -m benchmarks.commands_bot URL GATEWAY`.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot import start as program
from bot.wiring import build_bot
from cogs.papers.cards import card_page

if TYPE_CHECKING:
    from bot.client import PaperClub
    from bot.settings import Settings


class ConstantCard(discord.ui.LayoutView):
    """As many texts, buttons and characters as the card of LoRA, all of them constant."""

    def __init__(self, texts: list[str]) -> None:
        super().__init__(timeout=None)
        container: discord.ui.Container[ConstantCard] = discord.ui.Container(accent_color=0xF2B84B)
        for text in texts:
            container.add_item(discord.ui.TextDisplay(text))
        buttons = [discord.ui.Button[ConstantCard](label=f"Button {n}", custom_id=f"bare:{n}") for n in range(4)]
        container.add_item(discord.ui.ActionRow(*buttons))
        self.add_item(container)
        self.stop()


def bare_command(texts: list[str]) -> app_commands.Command[Any, Any, Any]:
    choices = [app_commands.Choice(name=f"Constant choice number {number}", value=str(number)) for number in range(25)]

    @app_commands.command(name="bare", description="Answers a constant card")
    async def bare(interaction: discord.Interaction, query: str) -> None:  # noqa: ARG001 - the option is what is timed
        await interaction.response.send_message(view=ConstantCard(texts))

    @bare.autocomplete("query")
    async def constants(_interaction: discord.Interaction, _typed: str) -> list[app_commands.Choice[str]]:
        return choices

    return bare


def build_with_bare(settings: Settings) -> PaperClub:
    club = build_bot(settings)
    view = card_page(club.services.papers.shared.in_context("lora"))
    texts = [item.content for item in view.walk_children() if isinstance(item, discord.ui.TextDisplay)]
    club.tree.add_command(bare_command(["x" * len(text) for text in texts]))
    return club


if __name__ == "__main__":
    Route.BASE = sys.argv[1]
    # The gateway discord.py connects to if it is given the number of shards.
    DiscordWebSocket.DEFAULT_GATEWAY = URL(sys.argv[2])
    setattr(program, "build_bot", build_with_bare)  # noqa: B010 - it imports the name for itself alone
    sys.exit(program.main())
