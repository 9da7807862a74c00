"""The buttons that turn the pages of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from discord import ui

from cogs.ui.wording import t

if TYPE_CHECKING:
    from cogs.ui.buttons import PersistentButton

# Buttons that lead nowhere are disabled, but the ids in a message must differ all the same.
BEYOND, NUMBER = 9998, 9999


class ToPage(Protocol):
    """Makes the button of a feature that shows this page."""

    def __call__(self, page: int, label: str, /, *, disabled: bool) -> PersistentButton: ...


def page_buttons(to: ToPage, page: int, pages: int, labels: tuple[str, str] | None = None) -> ui.ActionRow[Any]:
    """Return the buttons to the page before and the one after, with the page's number between them."""
    back, ahead = labels or (t("ui-back"), t("ui-next"))
    first, last = page == 0, page == pages - 1
    return ui.ActionRow(
        to(max(0, page - 1), back, disabled=first),
        to(NUMBER, t("ui-page-of", page=page + 1, pages=pages), disabled=True),
        to(BEYOND if last else page + 1, ahead, disabled=last),
    )
