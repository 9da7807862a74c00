"""What organizers and hosts read after they add or remove a link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui

from cogs.ui.addresses import post_address
from cogs.ui.replies import Page
from cogs.ui.text_budget import MESSAGE_TEXT, counted
from cogs.ui.theme import HOUSE_COLOR
from cogs.ui.wording import t
from cogs.week_links.buttons import RemoveLinkPick
from cogs.week_links.lines import shown

if TYPE_CHECKING:
    from bot.core.week_links.link import LinkAddition
    from bot.services.week_links.service import LinkedWeek


def links_page(found: LinkedWeek, paper: str) -> Page:
    """Return the week's links after a change, with a way to remove them. `paper` is shown as it is."""
    number, done = found.week.number, _done(found.change)
    heading = t("week-links-changed", done=done, number=number, paper=paper)
    address = post_address(found.club.server_id, found.week)
    where = t("week-links-where", address=address or None)
    room = MESSAGE_TEXT - len(heading) - len(where) - 2
    listed = counted([f"- {shown(each)}" for each in found.links], room)
    container: ui.Container[Any] = ui.Container(
        ui.TextDisplay("\n".join([heading, *listed, where])), accent_color=HOUSE_COLOR
    )
    if found.links:
        container.add_item(ui.ActionRow(RemoveLinkPick(found.week.id, found.links)))
    return Page(container)


def _done(change: LinkAddition | None) -> str:
    if change is None:
        return "removed"
    if change.is_new:
        return "added"
    return "renamed" if change.is_renamed else "known"
