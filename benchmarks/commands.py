"""Commands end to end on the virtual Discord, beside bare ones that answer constants. `python -m benchmarks.commands`.

The bare commands live in the same bot and are called in turn with ours, so that the machine's moods and the virtual
Discord's own cost fall on both alike. It waits some 50 ms after each call for the bot to come to rest, which hides what
a call costs: so the processor's time is compared beside the clock's. Figures are milliseconds; what counts is the ratio
of the medians, of both times.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

import discord
import simcord
from discord import app_commands

from bot.settings import load_settings
from bot.wiring import build_bot
from cogs.papers.cards import card_page

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

ROUNDS = 200
WARM_UP = 20
CARD_AIM, AUTOCOMPLETE_AIM = 1.5, 2.5
TYPED = ["l", "lo", "lor", "lora", "att", "attention is", "diffusion", "scaling la", "hu 20", "flashattn", "", "mamb"]
QUERIES = ["lora", "attention is all you need", "mamba", "flash attention", "hu 2022", "ddpm", "qlora", "2106.09685"]


class ConstantCard(discord.ui.LayoutView):
    """As many texts, buttons and characters as the card of LoRA, all of them constant."""

    def __init__(self, texts: list[str]) -> None:
        super().__init__(timeout=None)
        container: discord.ui.Container[ConstantCard] = discord.ui.Container(accent_colour=0xF2B84B)
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


@dataclass
class Times:
    """Of one command's calls, in ms: by the clock and by the processor."""

    clock: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)


async def alternate(
    ours: Callable[[int], Awaitable[object]], bare: Callable[[int], Awaitable[object]]
) -> tuple[Times, Times]:
    """Times of each, called in turn."""
    times = Times(), Times()
    for turn in range(WARM_UP + ROUNDS):
        for call, into in zip((ours, bare), times, strict=True):
            clock, processor = perf_counter(), process_time()
            await call(turn)
            if turn >= WARM_UP:
                into.clock.append((perf_counter() - clock) * 1000)
                into.processor.append((process_time() - processor) * 1000)
    return times


def report(name: str, ours: Times, bare: Times, aim: float) -> bool:
    met = True
    for kind, one, other in (("clock", ours.clock, bare.clock), ("processor", ours.processor, bare.processor)):
        ratio = median(one) / median(other)
        p99s = [quantiles(times, n=100)[98] for times in (one, other)]
        print(
            f"{name:<13}{kind:<10} ours p50 {median(one):6.2f} p99 {p99s[0]:6.2f}   "
            f"bare p50 {median(other):6.2f} p99 {p99s[1]:6.2f}   ratio of p50 {ratio:.2f} (aim {aim})"
        )
        met = met and ratio <= aim
    return met


async def run() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(_env_file=None, database_url=f"sqlite+aiosqlite:///{Path(folder) / 'club.db'}")
        bot = build_bot(settings, shard_count=1)
        view = card_page(bot.papers.in_context("lora"))
        texts = [item.content for item in view.walk_children() if isinstance(item, discord.ui.TextDisplay)]
        bot.tree.add_command(bare_command(["x" * len(text) for text in texts]))
        async with simcord.run(bot) as env:
            guild = env.create_guild("Study group")
            channel = guild.create_text_channel("papers")
            ada = guild.add_member(env.create_user("ada"))
            cards = await alternate(
                lambda turn: ada.slash(channel, "paper", query=QUERIES[turn % len(QUERIES)]),
                lambda _turn: ada.slash(channel, "bare", query="lora"),
            )
            typed = await alternate(
                lambda turn: ada.autocomplete(channel, "paper", "query", TYPED[turn % len(TYPED)]),
                lambda turn: ada.autocomplete(channel, "bare", "query", TYPED[turn % len(TYPED)]),
            )
    good = report("/paper", *cards, CARD_AIM)
    return report("autocomplete", *typed, AUTOCOMPLETE_AIM) and good


if __name__ == "__main__":
    sys.exit(0 if asyncio.run(run()) else 1)
