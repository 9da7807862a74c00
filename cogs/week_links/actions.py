"""What `/week link` and the select under its answer do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from discord import app_commands

from bot.core.text.short_inputs import name_key
from bot.core.week_links.link import LinkKind
from bot.services.weeks.refusals import NoSuchWeekError
from cogs.clubs.choosing import meant_club, server_of
from cogs.papers.names import short_name
from cogs.ui.escaping import clip, written
from cogs.ui.replies import Reply, reply_when_ready, revise_when_ready
from cogs.ui.viewers import channel_ids_of, viewer_of
from cogs.ui.wording import t
from cogs.week_links.pages import links_page

if TYPE_CHECKING:
    from discord import ui

    from bot.services.week_links.service import LinkedWeek
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction

CHOICE, CHOICES = 100, 25
OFFERED = (LinkKind.RECORDING, LinkKind.SLIDES, LinkKind.NOTES, LinkKind.CODE)


@dataclass(frozen=True, slots=True)
class NewLink:
    """What was typed. `with_password` says that a password in the address may be shown."""

    url: str
    what: str | None = None
    with_password: bool = False


class WeekLinkActions:
    """The service checks each time who may change the links."""

    def __init__(self, dependencies: Dependencies) -> None:
        services = dependencies.services
        self._clubs, self._papers = services.clubs, services.papers
        self._links = services.week_links
        self._outbox_worker = dependencies.outbox_worker

    async def add(self, interaction: ClubInteraction, link: NewLink, week: str | None, named: str | None) -> None:
        """Add a link to the week that is meant, and show its links."""

        async def added() -> Reply:
            club = await meant_club(self._clubs, interaction, named)
            viewer, here = viewer_of(interaction), channel_ids_of(interaction)
            meant = await self._links.week_meant(viewer, club, here, _week_id(week))
            adding = self._links.add(viewer, meant.id, link.url, link.what, with_password=link.with_password)
            return Reply(await self._page(await adding))

        await reply_when_ready(interaction, added(), private=True)

    async def remove(self, interaction: ClubInteraction, week_id: int, chosen: str) -> None:
        """Remove the chosen link, and show those that are left in place of the page."""
        server_of(interaction)

        async def left() -> ui.LayoutView:
            link_id = int(chosen) if chosen.isdecimal() else 0
            return await self._page(await self._links.remove(viewer_of(interaction), week_id, link_id))

        await revise_when_ready(interaction, left())

    async def suggest_weeks(
        self, interaction: ClubInteraction, typed: str, named: str | None
    ) -> list[app_commands.Choice[str]]:
        """Suggest the club's weeks by number and paper. A choice's value is the week's id."""
        club = await meant_club(self._clubs, interaction, named)
        papers = await self._papers.of(club.server_id)
        weeks = await self._links.weeks_of(viewer_of(interaction), club)
        names = {
            week: t("week-links-week", number=week.number, paper=short_name(papers, week.paper_key)) for week in weeks
        }
        wanted = name_key(typed)
        return [
            app_commands.Choice(name=clip(name, CHOICE), value=str(week.id))
            for week, name in names.items()
            if wanted in name_key(name)
        ][:CHOICES]

    async def _page(self, found: LinkedWeek) -> ui.LayoutView:
        # The post shows it, and the digest if it is out.
        self._outbox_worker.wake()
        papers = await self._papers.of(found.club.server_id)
        return links_page(found, written(short_name(papers, found.week.paper_key)))


def suggest_what(typed: str) -> list[app_commands.Choice[str]]:
    """Suggest what most links are. Anything else can be typed."""
    names = [(t("ui-link-what", what=what), str(what)) for what in OFFERED]
    wanted = name_key(typed)
    return [app_commands.Choice(name=name, value=value) for name, value in names if wanted in name_key(name)]


def _week_id(typed: str | None) -> int | None:
    """Return the id that a suggestion stands for. Raises NoSuchWeekError for any other text."""
    if typed is None:
        return None
    if not (typed.isascii() and typed.isdecimal() and len(typed) < len(str(2**63))):
        raise NoSuchWeekError
    return int(typed)
