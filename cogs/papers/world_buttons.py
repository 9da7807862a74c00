"""Buttons under papers that nobody has added yet. Their ids hold a number that stays when the file is made again."""

from __future__ import annotations

from enum import StrEnum

import discord

from cogs.ui.buttons import Part, PersistentButton, one_of
from cogs.ui.wording import t

REFERENCE = Part(r"[0-9a-f]{16}")


class WorldView(StrEnum):
    """The views of a paper that nobody has added yet."""

    CARD = "world-card"
    LINEAGE = "world-lineage"
    CITE = "world-cite"


class WorldButton(
    PersistentButton, route="pc:papers:{world_view}:v1:{reference}", world_view=one_of(WorldView), reference=REFERENCE
):
    """Shows one view of such a paper, only to the member who presses it."""

    def __init__(self, world_view: WorldView, reference: str, *, lead: bool = False) -> None:
        style = discord.ButtonStyle.primary if lead else discord.ButtonStyle.secondary
        super().__init__(t("papers-world-button", goal=world_view), style, world_view=world_view, reference=reference)
        self.world_view, self.reference = world_view, reference
