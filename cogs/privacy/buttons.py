"""What can be pressed about one's own data. The custom ids name nobody: an answer is about the member who presses."""

from __future__ import annotations

from enum import StrEnum

import discord

from cogs.ui.buttons import SHORT, PersistentButton, one_of
from cogs.ui.wording import t


class Reach(StrEnum):
    """Which of a member's data: that of the server where they ask, or all. In a direct message, both are all."""

    HERE = "here"
    EVERYWHERE = "everywhere"


class ReviewsChoice(StrEnum):
    """What becomes of the reviews that a member wrote."""

    KEEP = "keep"
    DELETE = "delete"


class ExportButton(PersistentButton, route="pc:privacy:export:v1:{reach}", reach=one_of(Reach)):
    """Gives the member a file with their data."""

    def __init__(self, reach: Reach, label: str = "", *, lead: bool = False) -> None:
        style = discord.ButtonStyle.primary if lead else discord.ButtonStyle.secondary
        super().__init__(label or t("privacy-button-export", reach=reach), style, reach=reach)
        self.reach = reach


class DeleteButton(PersistentButton, route="pc:privacy:delete:v1"):
    """Leads to the question what to delete, as `/privacy delete` does."""

    def __init__(self) -> None:
        super().__init__(t("privacy-button-delete"), discord.ButtonStyle.danger)


class ReachButton(
    PersistentButton, route="pc:privacy:reach:v1:{reach}:{reviews}", reach=one_of(Reach), reviews=one_of(ReviewsChoice)
):
    """Chooses where to delete. The choice that is made already cannot be pressed."""

    def __init__(self, reach: Reach, reviews: ReviewsChoice, *, is_chosen: bool = False) -> None:
        label, style = t("privacy-button-reach", reach=reach), _style(is_chosen=is_chosen)
        super().__init__(label, style, disabled=is_chosen, reach=reach, reviews=reviews)
        self.reach, self.reviews = reach, reviews


class ReviewsButton(
    PersistentButton,
    route="pc:privacy:reviews:v1:{reach}:{reviews}",
    reach=one_of(Reach),
    reviews=one_of(ReviewsChoice),
):
    """Chooses what becomes of reviews."""

    def __init__(self, reach: Reach, reviews: ReviewsChoice, *, is_chosen: bool = False) -> None:
        label, style = t("privacy-button-reviews", reviews=reviews), _style(is_chosen=is_chosen)
        super().__init__(label, style, disabled=is_chosen, reach=reach, reviews=reviews)
        self.reach, self.reviews = reach, reviews


class EraseButton(
    PersistentButton,
    route="pc:privacy:erase:v1:{reach}:{reviews}:{shown_at}",
    reach=one_of(Reach),
    reviews=one_of(ReviewsChoice),
    shown_at=SHORT,
):
    """Deletes for good. `shown_at` is when the question was asked, in seconds."""

    def __init__(self, reach: Reach, reviews: ReviewsChoice, shown_at: int) -> None:
        label, style = t("privacy-button-erase"), discord.ButtonStyle.danger
        super().__init__(label, style, reach=reach, reviews=reviews, shown_at=shown_at)
        self.reach, self.reviews, self.shown_at = reach, reviews, shown_at


class SpareButton(PersistentButton, route="pc:privacy:spare:v1"):
    """Leaves everything as it is."""

    def __init__(self) -> None:
        super().__init__(t("privacy-button-spare"))


def _style(*, is_chosen: bool) -> discord.ButtonStyle:
    return discord.ButtonStyle.primary if is_chosen else discord.ButtonStyle.secondary
