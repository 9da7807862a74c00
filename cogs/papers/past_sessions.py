"""The line about a session in which a club read a paper before it moved here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.week_links.passcodes import passcodes_in
from cogs.ui.escaping import clip, plain
from cogs.ui.mentions import mention
from cogs.ui.web_links import link_name, shown_link
from cogs.ui.wording import t

if TYPE_CHECKING:
    from bot.core.schedules.past import PastHost
    from bot.core.schedules.session import SessionLink
    from bot.services.schedules.service import SessionOnPaper

HOSTS_SHOWN, LINKS_SHOWN = 3, 3
NAME_ROOM, LONGEST_URL = 40, 200


def session_on_paper_line(session_on_paper: SessionOnPaper) -> str:
    """Return the day, the club, who hosted, and links such as slides and a recording.

    A link with a password in it is for the club alone, and everybody in the server may read a card.
    """
    session = session_on_paper.session
    hosts = ", ".join(map(_host, session.hosts[:HOSTS_SHOWN]))
    usable = [each for each in session.links if len(each.url) <= LONGEST_URL and not passcodes_in(each.url)]
    return t(
        "papers-read-before",
        day=session.day,
        club=plain(session_on_paper.club.settings.name),
        hosts=hosts or None,
        links=" · ".join(map(_link, usable[:LINKS_SHOWN])) or None,
    )


def _host(host: PastHost) -> str:
    return mention(host.user_id) if host.user_id else plain(clip(host.name, NAME_ROOM))


def _link(session_link: SessionLink) -> str:
    return shown_link(clip(link_name(session_link.what, session_link.url), NAME_ROOM), session_link.url)
