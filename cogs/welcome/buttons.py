"""Buttons of the welcome. Under the welcome, an id ends with the marker that identifies the message."""

from __future__ import annotations

from cogs.ui.buttons import MARKER, PersistentButton
from cogs.ui.wording import t


class TryPaperButton(PersistentButton, route="pc:welcome:try:v1[:{marker}]", marker=MARKER):
    """Offers papers to look at, only to the member who presses it."""

    def __init__(self, marker: str | None = None) -> None:
        super().__init__(t("welcome-try-paper"), marker=marker)


class HowItWorksButton(PersistentButton, route="pc:welcome:how:v1[:{marker}]", marker=MARKER):
    """Explains a week, only to the member who presses it."""

    def __init__(self, marker: str | None = None) -> None:
        super().__init__(t("welcome-how-it-works"), marker=marker)
