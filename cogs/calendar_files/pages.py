"""The private answer with a club's calendar."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from cogs.calendar_files.buttons import NewAddressButton
from cogs.calendar_files.texts import file_name
from cogs.ui.escaping import plain
from cogs.ui.replies import Page, Reply
from cogs.ui.theme import HOUSE_COLOUR
from cogs.ui.wording import t

if TYPE_CHECKING:
    from bot.core.clubs.club import Club


def calendar_answer(club: Club, count: int, ics: bytes, address: str | None, *, steers: bool) -> Reply:
    """Return the file, and the address of the feed if there is one. Organizers can replace the address."""
    name = file_name(club)
    page = Page(*_parts(club, count, name, address, steers=steers))
    return Reply(page, (discord.File(BytesIO(ics), name),))


def renewed_page(club: Club, address: str) -> Page:
    """Return the new address. The file stays with the answer that had it."""
    text = "\n".join([t("calendar-files-renewed", club=plain(club.settings.name)), _address(address)])
    return Page(ui.Container(ui.TextDisplay(text), accent_colour=HOUSE_COLOUR))


def _parts(club: Club, count: int, name: str, address: str | None, *, steers: bool) -> list[ui.Item[Any]]:
    heading = t(
        "calendar-files-file", club=plain(club.settings.name), count=count, meets=club.settings.meeting is not None
    )
    file: ui.File[Any] = ui.File(f"attachment://{name}")
    container: ui.Container[Any] = ui.Container(ui.TextDisplay(heading), file, accent_colour=HOUSE_COLOUR)
    if address is not None:
        container.add_item(ui.TextDisplay(_address(address, steers=steers)))
        if steers:
            container.add_item(ui.ActionRow(NewAddressButton(club.id)))
    return [container]


def _address(address: str, *, steers: bool = False) -> str:
    return t("calendar-files-address", address=f"`{address}`", steers=steers)
