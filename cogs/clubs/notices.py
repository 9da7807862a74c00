"""The one message by which organisers hear that something could not be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui

from bot.core.outbox import EntryState
from bot.delivery.letters import Letter
from cogs.clubs.buttons import RetryButton
from cogs.clubs.pages import MESSAGES
from cogs.ui.inert import plain
from cogs.ui.replies import Page
from cogs.ui.theme import WARNING_COLOUR

if TYPE_CHECKING:
    from bot.core.clubs import Club
    from bot.core.outbox import Entry


def notice_letter(notice: Entry, about: Entry, club: Club) -> Letter:
    """Which club, what is held up, and the reason with its fix. Calls the organiser role, where there is one.

    Where people read it who may not know of the club, nothing in it says which club it is, or where.
    """
    role_id, is_open = club.settings.organiser_role_id, bool(notice.details.get("is_open"))
    call = f"<@&{role_id}> " if role_id else ""
    whose = "A reading club" if is_open else plain(club.settings.name)
    what, kept = _matter(about, is_open=is_open)
    text = (
        f"### {whose}: {what}\n{call}{about.reason}\n-# {kept} *Try again* is for organisers; `/club show` tells more."
    )
    row: ui.ActionRow[Any] = ui.ActionRow(RetryButton(club.id, notice.key))
    page = Page(ui.Container(ui.TextDisplay(text), row, accent_colour=WARNING_COLOUR))
    return Letter(page, role_ids=(role_id,) if role_id else ())


def _matter(about: Entry, *, is_open: bool) -> tuple[str, str]:
    """What happened, and what became of the message."""
    message, place = MESSAGES[about.kind].lower(), "" if is_open else f" <#{about.channel_id}>"
    if about.state is EntryState.DONE:
        where = f" in{place}" if place else ""
        return f"{message} is there twice", f"I posted it twice{where} and could not remove the copy."
    where = f" was for{place} and" if place else ""
    return f"{message} could not be sent", f"It{where} is kept."
