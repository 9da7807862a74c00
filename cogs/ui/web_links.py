"""Links of sessions, as members see them: what each is, and where it goes."""

from __future__ import annotations

from bot.core.week_links.address import host_of
from bot.core.week_links.link import LinkKind
from bot.core.week_links.sites import what_at
from cogs.ui.escaping import link, plain
from cogs.ui.wording import t


def link_name(what: str, url: str) -> str:
    """Return what the link is: as it was named, or else by its address if that is sure, or else its site."""
    if what and what != LinkKind.LINK:
        return t("ui-link-what", what=what) if what in set(LinkKind) else what
    sure = what_at(url)
    return host_of(url) if sure is LinkKind.LINK else t("ui-link-what", what=sure)


def shown_link(name: str, url: str) -> str:
    """Return the link, followed by its host in plain sight, unless that is its name: a name may say anything."""
    host = host_of(url)
    named = link(name, url)
    return named if name == host else t("ui-link", link=named, host=plain(host))
