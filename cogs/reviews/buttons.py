"""What can be pressed about reviews. Who may is judged at every press, by the interaction's server and member."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

import discord

from cogs.ui.custom_ids import custom_id, template
from cogs.ui.handling import Handling

if TYPE_CHECKING:
    import re
    from typing import Self

FEATURE = "reviews"
ID = r"(?P<id>\d{1,18})"
TOKEN = r"(?P<token>[0-9a-f]{1,20})"
# The key of an outbox entry ends the id of a button in its message: by it delivery knows its own message.
MARKER = r"(?::(?P<marker>[\w-]{1,60}))?"


class ReviewsItem(discord.ui.DynamicItem[discord.ui.Button[Any]], template=template(FEATURE, "none", ID)):
    """A button about the row of one id: what they have in common."""

    ACTION, LABEL, STYLE = "none", "", discord.ButtonStyle.secondary

    def __init__(self, row_id: int, marker: str | None = None) -> None:
        identity = custom_id(FEATURE, self.ACTION, str(row_id), *([marker] if marker else []))
        super().__init__(discord.ui.Button(label=self.LABEL, style=self.STYLE, custom_id=identity))
        self.row_id = row_id

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(int(match["id"]), match["marker"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        async with Handling(interaction, f"{FEATURE} {self.ACTION}"):
            await interaction.client.review_desk.press(interaction, self.ACTION, self.row_id)


class ReviewButton(ReviewsItem, template=template(FEATURE, "write", ID + MARKER)):
    """Under a log: opens the form to review it; the row is the log's."""

    ACTION, LABEL, STYLE = "write", "Review", discord.ButtonStyle.primary


class NextButton(ReviewsItem, template=template(FEATURE, "next", ID + MARKER)):
    """Shows the member's own next log to review, as `/review next` does; the row is the club's."""

    ACTION, LABEL, STYLE = "next", "My next review", discord.ButtonStyle.primary


class EditButton(ReviewsItem, template=template(FEATURE, "edit", ID + MARKER)):
    """Under a refusal: opens the form again, filled in; the row is the draft's."""

    ACTION, LABEL, STYLE = "edit", "Edit", discord.ButtonStyle.primary


class PostButton(ReviewsItem, template=template(FEATURE, "post", ID + MARKER)):
    """Under what was noticed: posts the draft as it is. The row is the draft's; it ends with what had brought it."""

    ACTION, LABEL = "post", "Post anyway"

    def __init__(self, draft_id: int, brought: str | None = None) -> None:
        super().__init__(draft_id, brought)
        self.brought = int(brought) if brought and brought.isdecimal() else 0

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        async with Handling(interaction, f"{FEATURE} {self.ACTION}"):
            await interaction.client.review_desk.post_anyway(interaction, self.row_id, self.brought)
        async with Handling(interaction, "review delivery"):
            await interaction.client.review_desk.follow(interaction)


class OldHelpfulButton(ReviewsItem, template=template(FEATURE, "helpful", ID + MARKER)):
    """Stands under old reviews only; the row is the review's."""

    ACTION, LABEL = "helpful", "Helpful"


class OldWhoButton(ReviewsItem, template=template(FEATURE, "who", ID + MARKER)):
    """Stands under old reviews only; the row is the review's."""

    ACTION, LABEL = "who", "Who wrote this?"


class MineButton(ReviewsItem, template=template(FEATURE, "mine", ID + MARKER)):
    """Under every review: shows whoever presses it their own reviews, as `/review mine` does; the row is the page."""

    ACTION, LABEL = "mine", "My reviews"


class TurnButton(ReviewsItem, template=template(FEATURE, "turn", ID + MARKER)):
    """Turns the page of `/review mine` in place; the row is the page."""

    ACTION = "turn"

    def __init__(self, row_id: int, marker: str | None = None, *, label: str = "Page", disabled: bool = False) -> None:
        super().__init__(row_id, marker)
        self.item.label, self.item.disabled = label, disabled


class OwnAct(StrEnum):
    """What `/review mine` lets a member do with one review."""

    CORRECT = "correct"
    ASK = "ask"
    WITHDRAW = "withdraw"
    HELPFUL = "helpful"


OWN_LABELS = {
    OwnAct.CORRECT: "Correct",
    OwnAct.ASK: "Withdraw",
    OwnAct.WITHDRAW: "Withdraw it",
    OwnAct.HELPFUL: "Helpful",
}


class OwnButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]],
    template=template(FEATURE, f"(?P<act>{'|'.join(OwnAct)})", TOKEN, version=2),
):
    """Does something with the review of one token, for its writer or its log's author. Only they are shown it."""

    def __init__(self, act: OwnAct, token: str, *, disabled: bool = False) -> None:
        style = discord.ButtonStyle.danger if act is OwnAct.WITHDRAW else discord.ButtonStyle.secondary
        identity = custom_id(FEATURE, act, token, version=2)
        button: discord.ui.Button[Any] = discord.ui.Button(
            label=OWN_LABELS[act], style=style, custom_id=identity, disabled=disabled
        )
        super().__init__(button)
        self.act, self.token = act, token

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(OwnAct(match["act"]), match["token"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        async with Handling(interaction, f"{FEATURE} {self.act}"):
            await interaction.client.my_review_desk.press(interaction, self.act, self.token)


DYNAMIC_ITEMS = (
    ReviewButton,
    NextButton,
    EditButton,
    PostButton,
    OldHelpfulButton,
    OldWhoButton,
    MineButton,
    TurnButton,
    OwnButton,
)
