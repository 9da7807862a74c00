"""The one message by which organisers hear that something could not be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui

from bot.delivery.letters import Letter
from cogs.clubs.buttons import RetryButton
from cogs.clubs.pages import MESSAGES
from cogs.ui.inert import plain
from cogs.ui.replies import Page
from cogs.ui.theme import WARNING_COLOUR

if TYPE_CHECKING:
    from bot.core.clubs import Club
    from bot.core.outbox import Entry


def notice_letter(notice: Entry, about: Entry, club: Club, *, names_club: bool) -> Letter:
    """Which club, what is held up, and the reason with its fix. Calls the organiser role, where there is one.

    Where some may read it for whom the club is not there, it is not named: organizers know it by its channel.
    """
    role_id = club.settings.organiser_role_id
    call = f"<@&{role_id}> " if role_id else ""
    name = plain(club.settings.name) if names_club else "A reading club"
    text = (
        f"### {name}: {MESSAGES[about.kind].lower()} could not be sent\n"
        f"{call}{about.reason}\n"
        f"-# It was for <#{about.channel_id}> and is kept. *Try again* is for organisers; `/club show` tells more."
    )
    row: ui.ActionRow[Any] = ui.ActionRow(RetryButton(club.id, notice.key))
    page = Page(ui.Container(ui.TextDisplay(text), row, accent_colour=WARNING_COLOUR))
    return Letter(page, role_ids=(role_id,) if role_id else ())
