"""What can be pressed under papers. Everything needed is in the custom id, so it answers after any restart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from cogs.papers.goals import ANY, Goal, Shelf
from cogs.ui.custom_ids import custom_id, template
from cogs.ui.handling import Handling
from cogs.ui.inert import clip
from cogs.ui.outdated import picked
from cogs.ui.theme import TIER_NAMES

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence
    from typing import Self

    from bot.core.papers import Paper, Tier

FEATURE = "papers"
OPTION_LIMIT = 100
LABELS = {
    Goal.CARD: "Card",
    Goal.LINEAGE: "Lineage",
    Goal.CLUSTER: "Cluster",
    Goal.WRITE: "Write my log",
    Goal.CITE: "Cite",
}
GOALS = "|".join(Goal)
SHELF = (r"(?P<tier>[a-z-]+)", r"(?P<topic>[a-z0-9-]+)", r"(?P<page>\d{1,4})")


class PaperButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=template(FEATURE, f"(?P<goal>{GOALS})", r"(?P<key>[a-z0-9-]+)"),
):
    """Shows one thing of one paper, to whoever presses it and nobody else."""

    def __init__(self, goal: Goal, key: str, label: str = "", *, lead: bool = False) -> None:
        style = discord.ButtonStyle.primary if lead else discord.ButtonStyle.secondary
        super().__init__(
            discord.ui.Button(label=label or LABELS[goal], style=style, custom_id=custom_id(FEATURE, goal, key))
        )
        self.goal, self.key = goal, key

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(Goal(match["goal"]), match["key"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        async with Handling(interaction, f"{FEATURE} {self.goal}"):
            await interaction.client.paper_desk.show(interaction, self.goal, self.key, private=True)


class PaperPick(
    discord.ui.DynamicItem[discord.ui.Select[Any]],
    template=template(FEATURE, "pick", f"(?P<goal>{GOALS})", "(?P<audience>private|public)"),
):
    """The choice under "Did you mean"; what is chosen is shown to the audience that the question was for."""

    def __init__(self, goal: Goal, papers: Sequence[Paper] = (), *, private: bool) -> None:
        super().__init__(
            discord.ui.Select(
                custom_id=custom_id(FEATURE, "pick", goal, "private" if private else "public"),
                placeholder="Choose a paper",
                options=[_option(paper) for paper in papers],
            )
        )
        self.goal, self.private = goal, private

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(Goal(match["goal"]), private=match["audience"] == "private")

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        async with Handling(interaction, f"{FEATURE} pick"):
            key = picked(self.item.values)
            await interaction.client.paper_desk.show(interaction, self.goal, key, private=self.private)


class ShelfButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=template(FEATURE, "page", *SHELF),
):
    """Turns the page of the catalogue in place."""

    def __init__(self, shelf: Shelf, label: str = "", *, disabled: bool = False) -> None:
        identity = custom_id(FEATURE, "page", *shelf.parts)
        super().__init__(discord.ui.Button(label=label or "Page", custom_id=identity, disabled=disabled))
        self.shelf = shelf

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(Shelf.read(match["tier"], match["topic"], match["page"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        async with Handling(interaction, f"{FEATURE} page"):
            await interaction.client.paper_desk.turn_to(interaction, self.shelf)


class ShelfFilter(
    discord.ui.DynamicItem[discord.ui.Select[Any]],
    template=template(FEATURE, "filter", "(?P<by>tier|topic)", *SHELF),
):
    """Narrows the catalogue to a tier or a topic, keeping the other."""

    def __init__(self, by: str, shelf: Shelf, options: Sequence[discord.SelectOption] = ()) -> None:
        super().__init__(
            discord.ui.Select(
                custom_id=custom_id(FEATURE, "filter", by, *shelf.parts),
                placeholder=f"Any {by}",
                options=list(options),
            )
        )
        self.by, self.shelf = by, shelf

    @classmethod
    def of_tiers(cls, shelf: Shelf) -> Self:
        names = {ANY: "Every tier", **{str(tier): name for tier, name in TIER_NAMES.items()}}
        return cls("tier", shelf, _choices(names, shelf.tier))

    @classmethod
    def of_topics(cls, shelf: Shelf, topics: dict[str, str]) -> Self:
        return cls("topic", shelf, _choices({ANY: "Every topic", **topics}, shelf.topic))

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(match["by"], Shelf.read(match["tier"], match["topic"], match["page"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        async with Handling(interaction, f"{FEATURE} filter"):
            chosen = picked(self.item.values)
            tier, topic, _page = self.shelf.parts
            wanted = Shelf.read(chosen, topic, "0") if self.by == "tier" else Shelf.read(tier, chosen, "0")
            await interaction.client.paper_desk.turn_to(interaction, wanted)


class SamplesButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=template(FEATURE, "samples")):
    """Shows a good and a weak log, to whoever presses it and nobody else."""

    def __init__(self) -> None:
        super().__init__(discord.ui.Button(label="Sample logs", custom_id=custom_id(FEATURE, "samples")))

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], _match: re.Match[str], /
    ) -> Self:
        return cls()

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        async with Handling(interaction, f"{FEATURE} samples"):
            await interaction.client.paper_desk.samples(interaction)


DYNAMIC_ITEMS = (PaperButton, PaperPick, ShelfButton, ShelfFilter, SamplesButton)


def _option(paper: Paper) -> discord.SelectOption:
    return discord.SelectOption(
        label=clip(paper.short_name, OPTION_LIMIT),
        value=paper.key,
        description=clip(f"{paper.year} · {paper.title}", OPTION_LIMIT),
    )


def _choices(names: dict[str, str], current: Tier | str | None) -> list[discord.SelectOption]:
    return [
        discord.SelectOption(label=name, value=value, default=value == (current or ANY))
        for value, name in names.items()
    ]
