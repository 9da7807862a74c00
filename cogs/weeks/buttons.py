"""What can be pressed under a week's messages. It answers after any restart: all it needs is in its id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from cogs.ui.custom_ids import custom_id, template
from cogs.ui.handling import Handling
from cogs.weeks.acts import LABELS, Act

if TYPE_CHECKING:
    import re
    from typing import Self

FEATURE = "weeks"
PRIVATE_PAGE = "status"


class WeekButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=template(FEATURE, f"(?P<act>{'|'.join(Act)})", rf"(?P<key>[a-z0-9-]+)(?P<page>:{PRIVATE_PAGE})?"),
):
    """`key` is that of the message's outbox entry, and ends the custom id: by it delivery knows its own message.

    On the private page of `/week status` the id ends otherwise, and the page instead of the post is brought up to date.
    """

    def __init__(self, act: Act, key: str, *, on_status: bool = False, lead: bool = False) -> None:
        style = discord.ButtonStyle.primary if lead else discord.ButtonStyle.secondary
        identity = custom_id(FEATURE, act, key, *([PRIVATE_PAGE] if on_status else []))
        super().__init__(discord.ui.Button(label=LABELS[act], style=style, custom_id=identity))
        self.act, self.key, self.on_status = act, key, on_status

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(Act(match["act"]), match["key"], on_status=match["page"] is not None)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        async with Handling(interaction, f"{FEATURE} {self.act}"):
            await interaction.client.week_desk.press(interaction, self.act, self.key, on_status=self.on_status)


def week_buttons(key: str, *, on_status: bool = False, disabled: bool = False) -> discord.ui.ActionRow[Any]:
    """The three under a weekly post."""
    acts = (Act.WRITE, Act.IN, Act.OUT)
    buttons = [WeekButton(act, key, on_status=on_status, lead=act is Act.WRITE) for act in acts]
    for button in buttons:
        button.item.disabled = disabled
    return discord.ui.ActionRow(*buttons)


DYNAMIC_ITEMS = (WeekButton,)
