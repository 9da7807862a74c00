"""Buttons about reviews. Every press is checked again, by the interaction's server and member."""

from __future__ import annotations

from enum import StrEnum

import discord

from cogs.ui.buttons import MARKER, ROW_ID, IdPart, PersistentButton, one_of
from cogs.ui.wording import t

TOKEN = IdPart(r"[0-9a-f]{1,20}")


class RowButton(PersistentButton, row_id=ROW_ID, marker=MARKER):
    """Base class of buttons about one row. `row_id` is the row's id."""

    STYLE = discord.ButtonStyle.secondary

    def __init__(self, row_id: int, marker: str | None = None) -> None:
        super().__init__(self.label(), self.STYLE, row_id=row_id, marker=marker)
        self.row_id = row_id

    @staticmethod
    def label() -> str:
        raise NotImplementedError


class ReviewButton(RowButton, route="pc:reviews:write:v1:{row_id}[:{marker}]"):
    """Opens the form to review a log. Shown under the log. The row is the log's."""

    STYLE = discord.ButtonStyle.primary

    @staticmethod
    def label() -> str:
        return t("reviews-button-write")


class NextButton(RowButton, route="pc:reviews:next:v1:{row_id}[:{marker}]"):
    """Shows the member's next log to review, like `/review next`. The row is the club's."""

    STYLE = discord.ButtonStyle.primary

    def __init__(self, row_id: int, marker: str | None = None, *, label: str = "") -> None:
        super().__init__(row_id, marker)
        self.item.label = label or self.label()

    @staticmethod
    def label() -> str:
        return t("reviews-button-next")


class EditButton(RowButton, route="pc:reviews:edit:v1:{row_id}[:{marker}]"):
    """Opens the form again, filled in. Shown under a refusal. The row is the draft's."""

    STYLE = discord.ButtonStyle.primary

    @staticmethod
    def label() -> str:
        return t("reviews-button-edit")


class PostButton(RowButton, route="pc:reviews:post:v1:{row_id}[:{marker}]"):
    """Posts the draft despite what was noticed. The row is the draft's. Its id ends with the form's interaction."""

    @staticmethod
    def label() -> str:
        return t("reviews-button-post")

    def __init__(self, row_id: int, marker: str | None = None) -> None:
        super().__init__(row_id, marker)
        self.brought = int(marker) if marker and marker.isdecimal() else 0


class OldHelpfulButton(RowButton, route="pc:reviews:helpful:v1:{row_id}[:{marker}]"):
    """Only under old reviews. The row is the review's."""

    @staticmethod
    def label() -> str:
        return t("reviews-button-own", action=OwnReviewAction.HELPFUL)


class OldWhoButton(RowButton, route="pc:reviews:who:v1:{row_id}[:{marker}]"):
    """Only under old reviews. The row is the review's."""

    @staticmethod
    def label() -> str:
        return t("reviews-who")


class MyReviewsButton(RowButton, route="pc:reviews:mine:v1:{row_id}[:{marker}]"):
    """Shows members their own reviews, like `/review mine`. Shown under every review. The row is the page."""

    @staticmethod
    def label() -> str:
        return t("reviews-button-mine")


class MyReviewsPageButton(RowButton, route="pc:reviews:turn:v1:{row_id}[:{marker}]"):
    """Shows another page of `/review mine` in the same message. The row is the page."""

    def __init__(self, row_id: int, marker: str | None = None, *, label: str = "", disabled: bool = False) -> None:
        super().__init__(row_id, marker)
        self.item.label, self.item.disabled = label or self.label(), disabled

    @staticmethod
    def label() -> str:
        return t("ui-page")


class OwnReviewAction(StrEnum):
    """What a member can do with a review in `/review mine`."""

    CORRECT = "correct"
    ASK = "ask"
    WITHDRAW = "withdraw"
    HELPFUL = "helpful"


class OwnButton(
    PersistentButton,
    route="pc:reviews:{action}:v2:{token}",
    action=one_of(OwnReviewAction),
    token=TOKEN,
):
    """Does something with the review of this token. Only its writer and its log's author are shown it."""

    def __init__(self, action: OwnReviewAction, token: str, *, disabled: bool = False) -> None:
        style = discord.ButtonStyle.danger if action is OwnReviewAction.WITHDRAW else discord.ButtonStyle.secondary
        super().__init__(t("reviews-button-own", action=action), style, disabled=disabled, action=action, token=token)
        self.action, self.token = action, token
