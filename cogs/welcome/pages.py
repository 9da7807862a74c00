"""The welcome, and the private pages behind its buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from cogs.club_setup.buttons import SetupButton
from cogs.papers.buttons import PaperPick
from cogs.papers.choices import CHOICES
from cogs.papers.views import PaperView
from cogs.ui.containers import TextPage
from cogs.ui.replies import Page
from cogs.ui.theme import HOUSE_COLOR
from cogs.ui.wording import t
from cogs.welcome.buttons import HowItWorksButton, TryPaperButton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.papers.paper import Paper


def welcome_page(key: str, papers: int) -> Page:
    """Return the message that the bot posts when it joins a server. `key` is its outbox key."""
    return TextPage(t("welcome-message", papers=papers), SetupButton(key), TryPaperButton(key), HowItWorksButton(key))


def try_paper_page(papers: Sequence[Paper]) -> Page:
    """Return a choice of papers; the chosen one's card is shown privately."""
    return Page(
        ui.Container(
            ui.TextDisplay(t("welcome-which-paper")),
            ui.ActionRow(PaperPick(PaperView.CARD, papers[:CHOICES], private=True)),
            accent_color=HOUSE_COLOR,
        )
    )


def how_it_works_page(*, may_set_up: bool) -> Page:
    """Return a week in a few lines, and what the member can do next."""
    text = t("welcome-a-week", may_set_up=may_set_up)
    return TextPage(text, *([SetupButton()] if may_set_up else []), TryPaperButton())
