"""What can be pressed about reviews. Who may is judged at every press, by the interaction's server and member."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from cogs.ui.custom_ids import custom_id, template
from cogs.ui.handling import Handling

if TYPE_CHECKING:
    import re
    from typing import Self

FEATURE = "reviews"
ID = r"(?P<id>\d{1,18})"
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


class HelpfulButton(ReviewsItem, template=template(FEATURE, "helpful", ID + MARKER)):
    """Under a review, for the log's author; the row is the review's."""

    ACTION, LABEL = "helpful", "Helpful"


class WhoButton(ReviewsItem, template=template(FEATURE, "who", ID + MARKER)):
    """Under a review that names nobody: tells organisers, and them alone, who wrote it; the row is the review's."""

    ACTION, LABEL = "who", "Who wrote this?"


DYNAMIC_ITEMS = (ReviewButton, NextButton, EditButton, PostButton, HelpfulButton, WhoButton)
