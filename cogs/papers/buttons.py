"""Buttons and selects under papers. Their custom ids hold everything they need, so they work after any restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.core.papers.paper import Tier
from bot.services.world_catalog.finding import NotAddedYet
from cogs.papers.views import ANY, BrowsedShelf, PaperView, WorldView
from cogs.ui.buttons import IdPart, PersistentButton, PersistentSelect, one_of
from cogs.ui.escaping import clip
from cogs.ui.theme import tier_name
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from bot.services.world_catalog.finding import AnyPaper

OPTION_LIMIT = 100
PAPER_VIEW = one_of(PaperView)
PAPER_KEY = IdPart(r"[a-z0-9-]+")
REFERENCE = IdPart(r"[0-9a-f]{16}")
IS_PRIVATE = IdPart(
    "private|public", lambda text: text == "private", lambda private: "private" if private else "public"
)
SHELF = IdPart(
    r"[a-z-]+:[a-z0-9-]+:\d{1,4}", lambda text: BrowsedShelf.read(*text.split(":")), lambda shelf: ":".join(shelf.parts)
)


class PaperButton(PersistentButton, route="pc:papers:{paper_view}:v1:{key}", paper_view=PAPER_VIEW, key=PAPER_KEY):
    """Shows one view of one paper, only to the member who presses it."""

    def __init__(self, paper_view: PaperView, key: str, label: str = "", *, lead: bool = False) -> None:
        style = discord.ButtonStyle.primary if lead else discord.ButtonStyle.secondary
        super().__init__(label or t("papers-button", goal=paper_view), style, paper_view=paper_view, key=key)
        self.paper_view, self.key = paper_view, key


class PaperPick(
    PersistentSelect, route="pc:papers:pick:v1:{paper_view}:{private}", paper_view=PAPER_VIEW, private=IS_PRIVATE
):
    """The select under "Did you mean". It shows the chosen paper to the same audience as the question."""

    def __init__(self, paper_view: PaperView, papers: Sequence[AnyPaper] = (), *, private: bool) -> None:
        super().__init__(
            t("papers-choose"), [_option(paper) for paper in papers], paper_view=paper_view, private=private
        )
        self.paper_view, self.private = paper_view, private


class WorldButton(
    PersistentButton, route="pc:papers:{world_view}:v1:{reference}", world_view=one_of(WorldView), reference=REFERENCE
):
    """Shows one view of a paper that nobody has added yet, only to the member who presses it.

    Its id holds a number that stays when the operator's file is made again.
    """

    def __init__(self, world_view: WorldView, reference: str) -> None:
        super().__init__(t("papers-world-button", goal=world_view), world_view=world_view, reference=reference)
        self.world_view, self.reference = world_view, reference


class ShelfButton(PersistentButton, route="pc:papers:page:v1:{shelf}", shelf=SHELF):
    """Shows another page of the catalog in the same message."""

    def __init__(self, shelf: BrowsedShelf, label: str = "", *, disabled: bool = False) -> None:
        super().__init__(label or t("ui-page"), disabled=disabled, shelf=shelf)
        self.shelf = shelf


class ShelfFilter(PersistentSelect, route="pc:papers:filter:v1:{by}:{shelf}", by=IdPart("tier|topic"), shelf=SHELF):
    """Narrows the catalog to a tier or a topic, and keeps the other filter."""

    def __init__(self, by: str, shelf: BrowsedShelf, options: Sequence[discord.SelectOption] = ()) -> None:
        super().__init__(t("papers-any", by=by), options, by=by, shelf=shelf)
        self.by, self.shelf = by, shelf

    @classmethod
    def of_tiers(cls, shelf: BrowsedShelf) -> Self:
        names = {ANY: t("papers-every-tier"), **{str(tier): tier_name(tier) for tier in Tier}}
        return cls("tier", shelf, _choices(names, shelf.tier))

    @classmethod
    def of_topics(cls, shelf: BrowsedShelf, topics: dict[str, str]) -> Self:
        return cls("topic", shelf, _choices({ANY: t("papers-every-topic"), **topics}, shelf.topic))

    def narrowed_to(self, chosen: str) -> BrowsedShelf:
        """Return the first page of the catalog with this choice."""
        tier, topic, _page = self.shelf.parts
        return BrowsedShelf.read(chosen, topic, "0") if self.by == "tier" else BrowsedShelf.read(tier, chosen, "0")


class SamplesButton(PersistentButton, route="pc:papers:samples:v1"):
    """Shows a good and a weak log, only to the member who presses it."""

    def __init__(self) -> None:
        super().__init__(t("papers-sample-logs"))


def _option(paper: AnyPaper) -> discord.SelectOption:
    if isinstance(paper, NotAddedYet):
        facts = (t("papers-world-mark"), str(paper.paper.year or ""), *paper.paper.authors[:1])
        return discord.SelectOption(
            label=clip(paper.paper.title, OPTION_LIMIT),
            value=paper.key,
            description=clip(" · ".join(filter(None, facts)), OPTION_LIMIT),
        )
    return discord.SelectOption(
        label=clip(paper.short_name, OPTION_LIMIT),
        value=paper.key,
        description=clip(f"{paper.year} · {paper.title}" if paper.year else paper.title, OPTION_LIMIT),
    )


def _choices(names: dict[str, str], current: Tier | str | None) -> list[discord.SelectOption]:
    return [
        discord.SelectOption(label=name, value=value, default=value == (current or ANY))
        for value, name in names.items()
    ]
