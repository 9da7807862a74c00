"""Shows, edits, links, unlinks and removes papers that the catalog has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.catalog.refusals import CatalogOrganizersOnlyError, SharedPaperError
from bot.core.errors import ClubError
from bot.core.text.short_inputs import name_key
from cogs.catalog.forms import Subject, TypedFacts, facts_form
from cogs.catalog.pages import edited_page, removed_page, removing_page, shown_page
from cogs.papers.cards import week_on_paper_line
from cogs.papers.choices import CHOICES, paper_choice
from cogs.papers.past_sessions import session_on_paper_line
from cogs.papers.scope import papers_here
from cogs.syllabus.naming import paper_of_catalog
from cogs.ui.escaping import plain
from cogs.ui.replies import Reply, reply, reply_when_ready, revise_when_ready, say_privately, when_ready
from cogs.ui.viewers import viewer_of
from cogs.ui.wording import t

if TYPE_CHECKING:
    from discord import app_commands

    from bot.core.papers.paper import Paper
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction
    from cogs.ui.replies import Page

WEEKS_SHOWN = 10
MOST_LOOKED_THROUGH = 200  # papers that fit what was typed, the shared ones too


class PaperEditing:
    """Shows and corrects papers. Changes raise ClubError unless an organizer asks."""

    def __init__(self, dependencies: Dependencies) -> None:
        services = dependencies.services
        self._catalog, self._papers, self._finding = services.catalog, services.papers, services.finding
        self._clubs, self._syllabus, self._logs = services.clubs, services.syllabus, services.logs
        self._polls, self._schedules = services.polls, services.schedules

    async def show(self, interaction: ClubInteraction, query: str) -> None:
        paper = await self._named(interaction, query)
        await reply_when_ready(interaction, self._shown(interaction, paper.key), private=True)

    async def edit(self, interaction: ClubInteraction, query: str) -> None:
        """Open the form, filled in. Raises ClubError for a shared paper."""
        await self._require_organizer(interaction)
        paper = await self._named(interaction, query)
        own = await self._catalog.show(viewer_of(interaction), paper.key)
        if not own.is_own:
            raise SharedPaperError(paper.short_name)
        await interaction.response.send_modal(facts_form(Subject.PAPER, paper.key, TypedFacts.of(own.paper)))

    async def edited(self, interaction: ClubInteraction, key: str, facts: TypedFacts) -> Page:
        """Store what the form changed."""
        viewer = viewer_of(interaction)
        before = await self._catalog.show(viewer, key)
        after = await self._catalog.edit(viewer, key, facts.change_of(before.paper))
        return edited_page(after.paper)

    async def link(self, interaction: ClubInteraction, newer: str, older: str, why: str) -> None:
        await self._require_organizer(interaction)
        paper, ancestor = await self._named(interaction, newer), await self._named(interaction, older)
        linking = self._catalog.link(viewer_of(interaction), paper.key, ancestor.key, why)
        await when_ready(interaction, linking, private=True)
        await say_privately(interaction, t("catalog-linked", paper=_bold(paper), ancestor=_bold(ancestor)))

    async def unlink(self, interaction: ClubInteraction, newer: str, older: str) -> None:
        await self._require_organizer(interaction)
        paper, ancestor = await self._named(interaction, newer), await self._named(interaction, older)
        unlinking = self._catalog.unlink(viewer_of(interaction), paper.key, ancestor.key)
        await when_ready(interaction, unlinking, private=True)
        await say_privately(interaction, t("catalog-unlinked", paper=_bold(paper), ancestor=_bold(ancestor)))

    async def ask_to_remove(self, interaction: ClubInteraction, query: str) -> None:
        """Ask for a confirmation. Raises ClubError, which says where the paper is used."""
        await self._require_organizer(interaction)
        paper = await self._named(interaction, query)
        await self._catalog.require_unused(viewer_of(interaction), paper.key)
        await reply(interaction, Reply(removing_page(paper.short_name, paper.key)), private=True)

    async def remove(self, interaction: ClubInteraction, key: str) -> None:
        """Remove the paper after confirmation. Raises ClubError, which says where it is used."""
        await revise_when_ready(interaction, self._removed(interaction, key))

    async def suggested(self, interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        """Suggest any paper that can be found here."""
        papers = await papers_here(self._papers, interaction)
        return [paper_choice(paper) for paper in papers.suggest(typed, CHOICES)]

    async def suggested_own(self, interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        """Suggest the server's own papers, for no text the newest ones."""
        if not typed.strip():
            page = await self._catalog.own_papers(viewer_of(interaction), most=CHOICES)
            return [paper_choice(paper) for paper in page.papers]
        papers, shared = await papers_here(self._papers, interaction), self._papers.shared.catalog
        own = [paper for paper in papers.suggest(typed, MOST_LOOKED_THROUGH) if shared.get(paper.key) is not paper]
        return [paper_choice(paper) for paper in own[:CHOICES]]

    async def suggested_links(self, interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        """Suggest what the paper of the same command builds on by this server's word."""
        try:
            paper = await self._named(interaction, getattr(interaction.namespace, "paper", None) or "")
            own = await self._catalog.show(viewer_of(interaction), paper.key)
        except ClubError:
            return []
        papers = await papers_here(self._papers, interaction)
        linked = [papers.catalog.get(link.builds_on) for link in own.builds_on]
        return _fitting([each for each in linked if each], typed)

    async def _named(self, interaction: ClubInteraction, query: str) -> Paper:
        return await paper_of_catalog(self._finding, await papers_here(self._papers, interaction), query)

    async def _require_organizer(self, interaction: ClubInteraction) -> None:
        if not await self._catalog.may_change(viewer_of(interaction)):
            raise CatalogOrganizersOnlyError

    async def _shown(self, interaction: ClubInteraction, key: str) -> Reply:
        own = await self._catalog.show(viewer_of(interaction), key)
        papers = await papers_here(self._papers, interaction)
        return Reply(shown_page(own, papers.in_context(key), await self._uses(interaction, key)))

    async def _uses(self, interaction: ClubInteraction, key: str) -> list[str]:
        """Return where the paper is used, as far as this member may see it."""
        viewer = viewer_of(interaction)
        uses = []
        for club in await self._clubs.of_server(viewer):
            queue = await self._syllabus.queue(club)
            if key in queue:
                place = queue.index(key) + 1
                uses.append(t("catalog-use-queued", club=plain(club.settings.name), position=place))
            poll = await self._polls.under_way(club)
            if poll and key in poll.candidates:
                uses.append(t("catalog-use-poll", club=plain(club.settings.name)))
        weeks = await self._logs.weeks_on_paper(viewer, key, WEEKS_SHOWN)
        before = await self._schedules.sessions_on(viewer, key, WEEKS_SHOWN)
        return [*uses, *map(week_on_paper_line, weeks), *map(session_on_paper_line, before)]

    async def _removed(self, interaction: ClubInteraction, key: str) -> Page:
        return removed_page(await self._catalog.remove(viewer_of(interaction), key))


def _bold(paper: Paper) -> str:
    return f"**{plain(paper.short_name)}**"


def _fitting(papers: list[Paper], typed: str) -> list[app_commands.Choice[str]]:
    wanted = name_key(typed)
    fitting = [paper for paper in papers if wanted in f"{paper.key} {paper.short_name} {paper.title}".casefold()]
    return [paper_choice(paper) for paper in fitting[:CHOICES]]
