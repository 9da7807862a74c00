"""The links of a week, as its post, its status page and its digest show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.ui.text_budget import counted
from cogs.ui.web_links import link_name, shown_link
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.week_links.link import WeekLink

MOST = 1200  # characters for the links of one message; most addresses have fewer than a hundred
BETWEEN = " · "


def links_line(links: Sequence[WeekLink], room: int) -> str:
    """Return the links with where each goes, and how many more there are, in at most `room` characters and `MOST`.

    It is empty if there are no links, or no room.
    """
    if not links:
        return ""
    space = min(room, MOST) - len(t("week-links-line", links=""))
    line = t("week-links-line", links=BETWEEN.join(counted([shown(each) for each in links], space, BETWEEN)))
    return line if len(line) <= room else ""


def shown(week_link: WeekLink) -> str:
    return shown_link(named(week_link), week_link.url)


def named(week_link: WeekLink) -> str:
    return link_name(week_link.what, week_link.url)
