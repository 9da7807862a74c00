"""Turning the pages of a syllabus; the club and the page are in the custom id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from cogs.clubs.buttons import CLUB_ID
from cogs.ui.custom_ids import custom_id, template
from cogs.ui.handling import Handling

if TYPE_CHECKING:
    import re
    from typing import Self

FEATURE = "syllabus"


class SyllabusButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]], template=template(FEATURE, "page", CLUB_ID, r"(?P<page>\d{1,4})")
):
    """Shows another page of the syllabus in place."""

    def __init__(self, club_id: int, page: int, label: str = "Page", *, disabled: bool = False) -> None:
        identity = custom_id(FEATURE, "page", str(club_id), str(page))
        super().__init__(discord.ui.Button(label=label, custom_id=identity, disabled=disabled))
        self.club_id, self.page = club_id, page

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(int(match["club"]), int(match["page"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        async with Handling(interaction, f"{FEATURE} page"):
            await interaction.client.syllabus_desk.turn_to(interaction, self.club_id, self.page)


DYNAMIC_ITEMS = (SyllabusButton,)
