"""What can be pressed about a club. The club is in the custom id; who may press is judged at every press."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from cogs.ui.custom_ids import custom_id, template
from cogs.ui.handling import Handling

if TYPE_CHECKING:
    import re
    from typing import Self

FEATURE = "clubs"
CLUB_ID = r"(?P<club>\d{1,18})"


class RetryButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=template(FEATURE, "retry", CLUB_ID + r"(?::(?P<marker>[\w-]{1,60}))?"),
):
    """Has what is held up tried again. Under a notice it carries the marker that the notice is known by."""

    def __init__(self, club_id: int, marker: str | None = None) -> None:
        parts = [str(club_id), *([marker] if marker else [])]
        super().__init__(
            discord.ui.Button(
                label="Try again", style=discord.ButtonStyle.primary, custom_id=custom_id(FEATURE, "retry", *parts)
            )
        )
        self.club_id = club_id

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(int(match["club"]), match["marker"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        async with Handling(interaction, f"{FEATURE} retry"):
            await interaction.client.club_desk.retry(interaction, self.club_id)


class CloseButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=template(FEATURE, "close", CLUB_ID)):
    """Closes the club for good."""

    def __init__(self, club_id: int) -> None:
        super().__init__(
            discord.ui.Button(
                label="Close for good",
                style=discord.ButtonStyle.danger,
                custom_id=custom_id(FEATURE, "close", str(club_id)),
            )
        )
        self.club_id = club_id

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(int(match["club"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        async with Handling(interaction, f"{FEATURE} close"):
            await interaction.client.club_desk.close(interaction, self.club_id)


class ShowButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=template(FEATURE, "show", CLUB_ID, r"(?P<marker>[\w-]{1,60})"),
):
    """Shows the club. It carries the marker that its message is known by."""

    def __init__(self, club_id: int, marker: str) -> None:
        identity = custom_id(FEATURE, "show", str(club_id), marker)
        super().__init__(discord.ui.Button(label="About this club", custom_id=identity))
        self.club_id = club_id

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(int(match["club"]), match["marker"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        async with Handling(interaction, f"{FEATURE} show"):
            await interaction.client.club_desk.show(interaction, str(self.club_id))


DYNAMIC_ITEMS = (RetryButton, CloseButton, ShowButton)
