"""The private answer with a club's calendar."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from cogs.calendar_files.buttons import NewAddressButton, RevokeAllButton
from cogs.calendar_files.texts import file_name
from cogs.ui.escaping import plain
from cogs.ui.replies import Page, Reply
from cogs.ui.theme import HOUSE_COLOR
from cogs.ui.wording import t

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.clubs.club import Club
    from cogs.ui.buttons import PersistentButton


@dataclass(frozen=True, slots=True)
class FeedOffer:
    """Since when the reader has an address of the feed, if they have one. Organizers can revoke everybody's."""

    made_at: datetime | None
    is_organizer: bool


def calendar_answer(club: Club, count: int, ics: bytes, feed: FeedOffer | None) -> Reply:
    """Return the file, and how to get an address of the feed, if the bot serves feeds."""
    name = file_name(club)
    return Reply(Page(_parts(club, count, name, feed)), (discord.File(BytesIO(ics), name),))


def address_page(club: Club, address: str) -> Page:
    """Return the member's new address, which nobody can show them again."""
    text = t("calendar-files-address", club=plain(club.settings.name), address=f"`{address}`")
    return Page(ui.Container(ui.TextDisplay(text), accent_color=HOUSE_COLOR))


def revoked_page(club: Club, count: int) -> Page:
    """Return how many addresses were revoked."""
    text = t("calendar-files-revoked", club=plain(club.settings.name), count=count)
    return Page(ui.Container(ui.TextDisplay(text), accent_color=HOUSE_COLOR))


def _parts(club: Club, count: int, name: str, feed: FeedOffer | None) -> ui.Container[Any]:
    heading = t(
        "calendar-files-file", club=plain(club.settings.name), count=count, meets=club.settings.meeting is not None
    )
    file: ui.File[Any] = ui.File(f"attachment://{name}")
    container: ui.Container[Any] = ui.Container(ui.TextDisplay(heading), file, accent_color=HOUSE_COLOR)
    if feed is not None:
        container.add_item(ui.TextDisplay(t("calendar-files-feed", since=feed.made_at, is_organizer=feed.is_organizer)))
        buttons: list[PersistentButton] = [NewAddressButton(club.id, has_one=feed.made_at is not None)]
        container.add_item(ui.ActionRow(*buttons, *([RevokeAllButton(club.id)] if feed.is_organizer else [])))
    return container
