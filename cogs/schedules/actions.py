"""What `/club import-schedule`, `/club export-schedule` and the buttons under a preview do."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

import discord

from bot.core.schedules.files import MOST_BYTES
from bot.core.schedules.session import UnreadableScheduleError
from bot.core.schedules.writing import WrittenPaper, WrittenSession, table_of
from cogs.clubs.choosing import server_of
from cogs.clubs.organizers import organized_club
from cogs.papers.scope import papers_here
from cogs.schedules.buttons import MovingAction
from cogs.schedules.pages import exported_page, hosts_page, moving_page, page_of_host
from cogs.ui.containers import TextPage
from cogs.ui.escaping import in_code
from cogs.ui.refusals import SaidError
from cogs.ui.replies import Reply, reply, revise_when_ready
from cogs.ui.viewers import viewer_of
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.core.papers.paper import Catalog
    from bot.core.schedules.past import PastHost
    from bot.services.schedules.exporting import ExportedSession
    from cogs.schedules.buttons import AlsoPick, HostPick, HostsPageButton, LinesPageButton, MovingButton
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction
    from cogs.ui.replies import Page

KIB = 1024
LONGEST_NAME = 60
ENDINGS = (".md", ".markdown", ".txt", ".csv", ".tsv", ".ics", ".yml", ".yaml", ".json")
NAME_SHOWN = 60
FILE = "schedule.md"
MOST_ASKED = 50  # members whose names Discord is asked for


class ScheduleActions:
    """Everything raises ClubError unless an organizer of the club asks. All answers are private."""

    def __init__(self, dependencies: Dependencies) -> None:
        services = dependencies.services
        self._clubs, self._papers = services.clubs, services.papers
        self._schedules, self._files = services.schedules, services.paper_files
        self._memberships = dependencies.memberships

    async def take_in(self, interaction: ClubInteraction, file: discord.Attachment, named: str | None) -> None:
        """Show what importing the file would do. Nothing is stored but the preview."""
        club = await organized_club(self._clubs, interaction, named)
        name, plain_name = _checked(file)
        await interaction.response.defer(ephemeral=True, thinking=True)
        try:
            schedule = await self._files.schedule(await file.read(), plain_name)
        except discord.HTTPException:
            raise SaidError(t("schedules-file-gone", file=name)) from None
        except UnreadableScheduleError as error:
            raise SaidError(t("schedules-fault", fault=error.fault, file=name)) from None
        moving = await self._schedules.keep(viewer_of(interaction), club, schedule)
        await reply(interaction, Reply(moving_page(moving, 0)), private=True)

    async def press(self, interaction: ClubInteraction, button: MovingButton) -> None:
        await revise_when_ready(interaction, self._pressed(interaction, button))

    async def turn(self, interaction: ClubInteraction, button: LinesPageButton) -> None:
        async def page() -> Page:
            return moving_page(await self._schedules.shown(viewer_of(interaction), button.token), button.page)

        await revise_when_ready(interaction, page())

    async def turn_hosts(self, interaction: ClubInteraction, button: HostsPageButton) -> None:
        async def page() -> Page:
            return hosts_page(await self._schedules.shown(viewer_of(interaction), button.token), button.page)

        await revise_when_ready(interaction, page())

    async def pick_also(self, interaction: ClubInteraction, select: AlsoPick) -> None:
        async def page() -> Page:
            return moving_page(await self._schedules.take_also(viewer_of(interaction), select.token, select.also), 0)

        await revise_when_ready(interaction, page())

    async def pick_host(self, interaction: ClubInteraction, select: HostPick) -> None:
        """Note which member a name is, and show the same names again."""
        user_id = select.chosen_id

        async def page() -> Page:
            viewer = viewer_of(interaction)
            moving = await self._schedules.match(viewer, select.token, select.position, user_id)
            return hosts_page(moving, page_of_host(moving, select.position))

        await revise_when_ready(interaction, page())

    async def give_out(self, interaction: ClubInteraction, named: str | None) -> None:
        """Send the club's sessions and plans as a file."""
        club = await organized_club(self._clubs, interaction, named)
        await interaction.response.defer(ephemeral=True, thinking=True)
        sessions = await self._schedules.export(viewer_of(interaction), club)
        catalog = (await papers_here(self._papers, interaction)).catalog
        names = await self._names(interaction, sessions)
        text = table_of(_written(session, catalog, names) for session in sessions)
        page = exported_page(club, len(sessions), FILE)
        await reply(interaction, Reply(page, (discord.File(BytesIO(text.encode()), FILE),)), private=True)

    async def _pressed(self, interaction: ClubInteraction, button: MovingButton) -> Page:
        viewer, token = viewer_of(interaction), button.token
        match button.action:
            case MovingAction.CONFIRM:
                return moving_page(await self._schedules.confirm(viewer, token), 0)
            case MovingAction.HOSTS:
                return hosts_page(await self._schedules.shown(viewer, token), 0)
            case MovingAction.BACK:
                return moving_page(await self._schedules.shown(viewer, token), 0)
            case MovingAction.CANCEL:
                await self._schedules.drop(viewer, token)
        return TextPage(t("schedules-canceled"))

    async def _names(self, interaction: ClubInteraction, sessions: Iterable[ExportedSession]) -> dict[int, str]:
        """Return the names in this server of members who hosted; none for one of whom Discord says nothing."""
        server = server_of(interaction)
        members = dict.fromkeys(host.user_id for each in sessions for host in each.hosts if host.user_id)
        names: dict[int, str] = {}
        for user_id in list(members)[:MOST_ASKED]:
            known = server.get_member(user_id)
            found = known or (await self._memberships.of(user_id, [server.id])).get(server.id)
            if found:
                names[user_id] = found.display_name
        return names


def _written(session: ExportedSession, catalog: Catalog, names: dict[int, str]) -> WrittenSession:
    papers = [catalog[key] for key in session.keys if key in catalog]
    return WrittenSession(
        session.day,
        tuple(WrittenPaper(paper.title, paper.url, paper.key) for paper in papers),
        tuple(filter(None, (_host(host, names) for host in session.hosts))),
        session.links,
        session.topic,
        session.club,
    )


def _host(host: PastHost, names: dict[int, str]) -> str:
    return (names.get(host.user_id) if host.user_id else None) or host.name


def _checked(file: discord.Attachment) -> tuple[str, str]:
    """Return the file's name, safe to show, and in plain letters. Raises SaidError for another kind or size.

    The name may tell the year, as in "2024-fall.md".
    """
    name = in_code(file.filename, NAME_SHOWN)
    if not file.filename.lower().endswith(ENDINGS):
        raise SaidError(t("schedules-no-schedule", file=name))
    if file.size > MOST_BYTES:
        raise SaidError(t("schedules-too-large", file=name, size=-(-file.size // KIB), most=MOST_BYTES // KIB))
    return name, re.sub(r"[^\w.-]", "_", file.filename)[-LONGEST_NAME:]
