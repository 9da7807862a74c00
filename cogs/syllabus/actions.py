"""What members can do with a syllabus: show a club's queue, and change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

from bot.core.errors import ClubError
from bot.core.syllabus.syllabus import tracks
from bot.core.text.short_inputs import name_key
from cogs.catalog.buttons import Offer
from cogs.clubs.choosing import CHOICES, meant_club
from cogs.clubs.organizers import organized_club
from cogs.papers.choices import paper_choice
from cogs.papers.scope import papers_here
from cogs.syllabus.naming import named_paper, paper_of_catalog
from cogs.syllabus.pages import position_text, removed_text, syllabus_page, track_name, used_page, way_page
from cogs.ui.refusals import SaidError
from cogs.ui.replies import Reply, reply, say_privately, when_ready
from cogs.ui.viewers import viewer_of
from cogs.ui.wording import t

if TYPE_CHECKING:
    from bot.core.papers.paper import Catalog
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction


class SyllabusActions:
    """Shows and changes a syllabus. Everything but `show` and `show_page` raises ClubError unless an organizer asks."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._clubs = dependencies.services.clubs
        self._syllabus = dependencies.services.syllabus
        self._papers, self._finding = dependencies.services.papers, dependencies.services.finding

    async def show(self, interaction: ClubInteraction, club: str | None) -> None:
        meant = await meant_club(self._clubs, interaction, club)
        papers = await papers_here(self._papers, interaction)
        page = syllabus_page(meant, await self._syllabus.view(meant), 0, papers.catalog)
        await reply(interaction, Reply(page), private=True)

    async def show_page(self, interaction: ClubInteraction, club_id: int, page: int) -> None:
        """Show another page in the same message. Raises ClubError for another server's club."""
        club = await self._clubs.by_id(viewer_of(interaction), club_id)
        view = await self._syllabus.view(club)
        papers = await papers_here(self._papers, interaction)
        await interaction.response.edit_message(view=syllabus_page(club, view, page, papers.catalog))

    async def use(self, interaction: ClubInteraction, club: str | None, wanted: str) -> None:
        meant = await organized_club(self._clubs, interaction, club)
        catalog = (await papers_here(self._papers, interaction)).catalog
        slug = _slug(wanted, catalog)
        queued = await when_ready(interaction, self._syllabus.use(meant, slug), private=True)
        page = used_page(meant, slug, queued, catalog)
        await reply(interaction, Reply(page), private=True)

    async def lead_to(self, interaction: ClubInteraction, club: str | None, goal: str, weeks: int | None) -> None:
        meant = await organized_club(self._clubs, interaction, club)
        papers = await papers_here(self._papers, interaction)
        paper = await paper_of_catalog(self._finding, papers, goal, Offer.ADD)
        leading = self._syllabus.lead_to(meant, paper.key, weeks)
        path, queued = await when_ready(interaction, leading, private=True)
        await reply(interaction, Reply(way_page(meant, path, queued, papers.catalog)), private=True)

    async def add(
        self, interaction: ClubInteraction, club: str | None, query: str, position: int | None, periods: int
    ) -> None:
        meant = await organized_club(self._clubs, interaction, club)
        papers = await papers_here(self._papers, interaction)
        paper = await paper_of_catalog(self._finding, papers, query, Offer.ADD)
        adding = self._syllabus.add(meant, paper.key, position, periods)
        queued_at = await when_ready(interaction, adding, private=True)
        await say_privately(interaction, position_text(paper, queued_at))

    async def move(self, interaction: ClubInteraction, club: str | None, query: str, position: int) -> None:
        meant = await organized_club(self._clubs, interaction, club)
        paper = named_paper(await papers_here(self._papers, interaction), query)
        queued_at = await when_ready(interaction, self._syllabus.move(meant, paper.key, position), private=True)
        await say_privately(interaction, position_text(paper, queued_at))

    async def remove(self, interaction: ClubInteraction, club: str | None, query: str) -> None:
        """Remove a queued paper. Its key works even if the catalog no longer has it."""
        meant = await organized_club(self._clubs, interaction, club)
        papers = await papers_here(self._papers, interaction)
        key = query if query in await self._syllabus.queue(meant) else named_paper(papers, query).key
        left = await when_ready(interaction, self._syllabus.remove(meant, key), private=True)
        paper = papers.catalog.get(key)
        await say_privately(interaction, removed_text(paper.short_name if paper else key, left))

    async def suggested_tracks(self, interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        wanted, catalog = name_key(typed), (await papers_here(self._papers, interaction)).catalog
        fitting = [(slug, name) for slug, name in _named_tracks(catalog) if wanted in f"{slug} {name}".casefold()]
        return [app_commands.Choice(name=name, value=slug) for slug, name in fitting[:CHOICES]]

    async def suggested_papers(self, interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        papers = await papers_here(self._papers, interaction)
        return [paper_choice(paper) for paper in papers.suggest(typed, CHOICES)]

    async def suggested_queued(
        self, interaction: ClubInteraction, club: str | None, typed: str
    ) -> list[app_commands.Choice[str]]:
        """Suggest queued papers that fit what was typed, in order; none if it is unclear which club is meant."""
        try:
            queue = await self._syllabus.queue(await meant_club(self._clubs, interaction, club))
        except ClubError:
            return []
        catalog = (await papers_here(self._papers, interaction)).catalog
        known = [paper for key in queue if (paper := catalog.get(key))]
        wanted = name_key(typed)
        fitting = [paper for paper in known if wanted in f"{paper.key} {paper.short_name} {paper.title}".casefold()]
        return [paper_choice(paper) for paper in fitting[:CHOICES]]


def _slug(wanted: str, catalog: Catalog) -> str:
    """Return the slug of the track with this slug or displayed name. Raises ClubError."""
    typed = name_key(wanted)
    for slug, name in _named_tracks(catalog):
        if typed in {slug, name_key(name)}:
            return slug
    slugs = ", ".join(f"`{slug}`" for slug in tracks(catalog))
    raise SaidError(t("syllabus-unknown-track", tracks=slugs))


def _named_tracks(catalog: Catalog) -> list[tuple[str, str]]:
    return [(slug, track_name(slug, catalog)) for slug in tracks(catalog)]
