"""The select that removes a link of a week. Its custom id holds the week, and each choice a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.core.week_links.address import host_of
from cogs.ui.buttons import ROW_ID, PersistentSelect
from cogs.ui.escaping import clip
from cogs.ui.wording import t
from cogs.week_links.lines import named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.week_links.link import WeekLink

CHOICE = 100


class RemoveLinkPick(PersistentSelect, route="pc:links:remove:v1:{week_id}", week_id=ROW_ID):
    """Removes the chosen link."""

    def __init__(self, week_id: int, links: Sequence[WeekLink] = ()) -> None:
        options = [
            discord.SelectOption(
                label=clip(named(link), CHOICE), description=clip(host_of(link.url), CHOICE), value=str(link.id)
            )
            for link in links
        ]
        super().__init__(t("week-links-remove"), options, week_id=week_id)
        self.week_id = week_id
