"""The syllabus desk: what each way of looking at a club's queue, or changing it, leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

from bot.core.errors import ClubError
from bot.core.short_inputs import name_key
from bot.core.syllabus import tracks
from cogs.clubs.choosing import CHOICES, meant_club
from cogs.clubs.organisers import require_organiser
from cogs.papers.choices import paper_choice
from cogs.syllabus.naming import named_paper
from cogs.syllabus.pages import placed_text, removed_text, syllabus_page, used_page, way_page
from cogs.ui.replies import Answer, reply, say_privately, when_ready
from cogs.ui.viewers import viewer_of

if TYPE_CHECKING:
    from bot.core.clubs import Club
    from bot.services.clubs import ClubService
    from bot.services.papers import PaperService
    from bot.services.syllabus import SyllabusService
    from cogs.ui.interactions import ClubInteraction


class SyllabusDesk:
    """All but `show` and `turn_to` are for organisers, and raise ClubError for others."""

    def __init__(self, clubs: ClubService, syllabus: SyllabusService, papers: PaperService) -> None:
        self._clubs = clubs
        self._syllabus = syllabus
        self._papers = papers
        self._tracks = tracks(papers.catalogue)

    async def show(self, interaction: ClubInteraction, club: str | None) -> None:
        meant = await meant_club(interaction, club)
        page = syllabus_page(meant, await self._syllabus.view(meant), 0, self._papers.catalogue)
        await reply(interaction, Answer(page), private=True)

    async def turn_to(self, interaction: ClubInteraction, club_id: int, page: int) -> None:
        """Another page, in the message that was pressed. Raises ClubError for another server's club."""
        club = await self._clubs.by_id(viewer_of(interaction), club_id)
        view = await self._syllabus.view(club)
        await interaction.response.edit_message(view=syllabus_page(club, view, page, self._papers.catalogue))

    async def use(self, interaction: ClubInteraction, club: str | None, wanted: str) -> None:
        meant = await self._steered(interaction, club)
        slug = self._slug(wanted)
        queued = await when_ready(interaction, self._syllabus.use(meant, slug), private=True)
        page = used_page(meant, self._tracks[slug], queued, self._papers.catalogue)
        await reply(interaction, Answer(page), private=True)

    async def lead_to(self, interaction: ClubInteraction, club: str | None, goal: str, weeks: int | None) -> None:
        meant = await self._steered(interaction, club)
        paper = named_paper(self._papers, goal)
        leading = self._syllabus.lead_to(meant, paper.key, weeks)
        path, queued = await when_ready(interaction, leading, private=True)
        await reply(interaction, Answer(way_page(meant, path, queued, self._papers.catalogue)), private=True)

    async def add(self, interaction: ClubInteraction, club: str | None, query: str, position: int | None) -> None:
        meant = await self._steered(interaction, club)
        paper = named_paper(self._papers, query)
        place = await when_ready(interaction, self._syllabus.add(meant, paper.key, position), private=True)
        await say_privately(interaction, placed_text(paper, place))

    async def move(self, interaction: ClubInteraction, club: str | None, query: str, position: int) -> None:
        meant = await self._steered(interaction, club)
        paper = named_paper(self._papers, query)
        place = await when_ready(interaction, self._syllabus.move(meant, paper.key, position), private=True)
        await say_privately(interaction, placed_text(paper, place))

    async def remove(self, interaction: ClubInteraction, club: str | None, query: str) -> None:
        """A queued paper can be removed by its key even when the catalogue no longer has it."""
        meant = await self._steered(interaction, club)
        key = query if query in await self._syllabus.queue(meant) else named_paper(self._papers, query).key
        left = await when_ready(interaction, self._syllabus.remove(meant, key), private=True)
        paper = self._papers.catalogue.get(key)
        await say_privately(interaction, removed_text(paper.short_name if paper else key, left))

    def suggested_tracks(self, typed: str) -> list[app_commands.Choice[str]]:
        wanted = name_key(typed)
        fitting = [(slug, name) for slug, name in self._tracks.items() if wanted in f"{slug} {name}".casefold()]
        return [app_commands.Choice(name=name, value=slug) for slug, name in fitting[:CHOICES]]

    def suggested_papers(self, typed: str) -> list[app_commands.Choice[str]]:
        return [paper_choice(paper) for paper in self._papers.suggest(typed, CHOICES)]

    async def suggested_queued(
        self, interaction: ClubInteraction, club: str | None, typed: str
    ) -> list[app_commands.Choice[str]]:
        """The queue in its order, narrowed to what was typed; nothing where it is not clear which club is meant."""
        try:
            queue = await self._syllabus.queue(await meant_club(interaction, club))
        except ClubError:
            return []
        known = [paper for key in queue if (paper := self._papers.catalogue.get(key))]
        wanted = name_key(typed)
        fitting = [paper for paper in known if wanted in f"{paper.key} {paper.short_name} {paper.title}".casefold()]
        return [paper_choice(paper) for paper in fitting[:CHOICES]]

    def _slug(self, wanted: str) -> str:
        """A track given by slug or by the name that is shown. Raises ClubError."""
        typed = name_key(wanted)
        for slug, name in self._tracks.items():
            if typed in {slug, name_key(name)}:
                return slug
        names = ", ".join(f"`{slug}`" for slug in self._tracks)
        raise ClubError(f"There is no such track. Choose one of these: {names}.")

    async def _steered(self, interaction: ClubInteraction, club: str | None) -> Club:
        meant = await meant_club(interaction, club)
        require_organiser(interaction, meant)
        return meant
