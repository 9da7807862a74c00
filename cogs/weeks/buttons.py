"""What can be pressed under a week's messages. It answers after any restart: all it needs is in its id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.core.weeks import WeekState
from cogs.ui.custom_ids import custom_id, template
from cogs.ui.handling import Handling
from cogs.weeks.acts import LABELS, Act, Decision

if TYPE_CHECKING:
    import re
    from datetime import date
    from typing import Self

FEATURE = "weeks"
PRIVATE_PAGE = "status"
ASKED = (Act.WRITE, Act.IN, Act.OUT)


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


def week_buttons(
    key: str, state: WeekState, *, on_status: bool = False, disabled: bool = False
) -> discord.ui.ActionRow[Any]:
    """Those under a weekly post: what can still be answered. By one of them a post is known for ever as ours."""
    acts = (Act.STATUS,) if state is WeekState.CLOSED else ASKED
    buttons = [WeekButton(act, key, on_status=on_status, lead=act is Act.WRITE) for act in acts]
    for button in buttons:
        button.item.disabled = disabled
    return discord.ui.ActionRow(*buttons)


class DecideButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=template(FEATURE, f"(?P<decision>{'|'.join(Decision)})", r"(?P<club>\d{1,18})", r"(?P<target>\d{1,18})"),
):
    """An organizer's decision about the one week (by its id) or slot (by its date) that the page named."""

    def __init__(self, decision: Decision, club_id: int, target: str, label: str) -> None:
        style = discord.ButtonStyle.secondary if decision is Decision.UNSKIP else discord.ButtonStyle.danger
        identity = custom_id(FEATURE, decision, str(club_id), target)
        super().__init__(discord.ui.Button(label=label, style=style, custom_id=identity))
        self.decision, self.club_id, self.target = decision, club_id, target

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(Decision(match["decision"]), int(match["club"]), match["target"], getattr(item, "label", "") or "")

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        async with Handling(interaction, f"{FEATURE} {self.decision}"):
            await interaction.client.week_desk.steering.decide(interaction, self.decision, self.club_id, self.target)


def slot_button(decision: Decision, club_id: int, slot: date, label: str) -> DecideButton:
    """About a slot, which its date names."""
    return DecideButton(decision, club_id, f"{slot:%Y%m%d}", label)


DYNAMIC_ITEMS = (WeekButton, DecideButton)
