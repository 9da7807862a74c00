"""The page of `/howto`: how to read a paper, write a log and review one, for members who have done none of it."""

from __future__ import annotations

from discord import SeparatorSpacing, ui

from cogs.papers.buttons import SamplesButton
from cogs.ui.replies import Page
from cogs.ui.theme import HOUSE_COLOR
from cogs.ui.wording import t


def howto_page() -> Page:
    return Page(
        ui.Container(
            ui.TextDisplay(t("papers-how-to-read")),
            ui.Separator(spacing=SeparatorSpacing.large),
            ui.TextDisplay(t("papers-how-to-write")),
            ui.ActionRow(SamplesButton()),
            ui.Separator(spacing=SeparatorSpacing.large),
            ui.TextDisplay(t("papers-how-to-review")),
            ui.TextDisplay(t("papers-privacy")),
            accent_color=HOUSE_COLOR,
        )
    )
