"""What `/host` and the buttons under messages to hosts do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.core.hosts.roles import Role
from bot.core.hosts.rotation import TAKING_PART
from bot.delivery.direct_channels import direct_channel
from cogs.clubs.choosing import meant_club
from cogs.clubs.organizers import organized_club
from cogs.hosts.buttons import HostAction
from cogs.hosts.cards import card_page, role_page
from cogs.hosts.choices import day_of
from cogs.hosts.pages import (
    answered_page,
    assigned_page,
    in_channel_page,
    list_page,
    nothing_to_decline_page,
    stopped_page,
    volunteered_page,
    which_to_decline_page,
)
from cogs.ui.refusals import SaidError
from cogs.ui.replies import Reply, reply, reply_when_ready, revise_when_ready
from cogs.ui.viewers import viewer_as, viewer_everywhere, viewer_of
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import date

    from bot.core.clubs.club import Club
    from bot.core.visibility import Viewer
    from bot.services.hosts.views import SessionView
    from bot.services.papers.papers import Papers
    from cogs.hosts.buttons import HostButton, RolePick
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction
    from cogs.ui.replies import Page


class HostActions:
    """Every answer is private, but for an *I'll host* under a message in a channel, which then names the host."""

    def __init__(self, dependencies: Dependencies) -> None:
        services = dependencies.services
        self._clubs = services.clubs
        self._hosts = services.hosts
        self._pages = services.host_pages
        self._papers = services.papers
        self._memberships = dependencies.memberships
        self._wake = dependencies.outbox_worker.wake

    async def volunteer(self, interaction: ClubInteraction, named: str | None, week: str | None) -> None:
        """The member takes turns from now on, or offers to host one session. Raises ClubError."""
        club = await meant_club(self._clubs, interaction, named)
        day = await self._day(interaction, club, week)
        await reply_when_ready(interaction, self._volunteered(interaction, club.id, day), private=True)
        self._wake()

    async def decline(self, interaction: ClubInteraction, named: str | None, week: str | None) -> None:
        """The member won't host. With several sessions, they choose. Raises ClubError."""
        club = await meant_club(self._clubs, interaction, named)
        viewer = viewer_of(interaction)
        if day := await self._day(interaction, club, week):
            await self._say(interaction, self._declined(viewer, club.id, day))
            return
        sessions = await self._pages.sessions(viewer, club)
        mine = [one for one in sessions if one.answer in TAKING_PART]
        if len(mine) == 1:
            await self._say(interaction, self._declined(viewer, club.id, mine[0].day))
        elif mine:
            await reply(interaction, Reply(which_to_decline_page(mine)), private=True)
        else:
            overview = await self._pages.overview(viewer, club)
            await reply(interaction, Reply(nothing_to_decline_page(overview)), private=True)

    async def show(self, interaction: ClubInteraction, named: str | None) -> None:
        """Show who hosts the next sessions. Raises ClubError."""
        club = await meant_club(self._clubs, interaction, named)
        await reply_when_ready(interaction, self._list(viewer_of(interaction), club), private=True)

    async def assign(
        self, interaction: ClubInteraction, named: str | None, member: discord.User | discord.Member, week: str | None
    ) -> None:
        """An organizer makes a member the host. Raises ClubError."""
        club = await organized_club(self._clubs, interaction, named)
        if why := _why_not(member, club):
            raise SaidError(t("hosts-cannot-host", member=f"<@{member.id}>", why=why))
        day = await self._day(interaction, club, week)
        viewer = viewer_of(interaction)
        assigning = self._hosts.assign(viewer, club.id, member.id, day)

        def page(seen: SessionView, papers: Papers, _: str | None) -> Page:
            return assigned_page(seen, papers, viewer.user_id)

        await self._say(interaction, self._paged(assigning, page))
        self._wake()

    async def _day(self, interaction: ClubInteraction, club: Club, typed: str | None) -> date | None:
        """The day of the session that was typed. Raises ClubError."""
        if typed is None:
            return None
        return await self._pages.session_day(club, day_of(typed, club, interaction.created_at))

    async def press(self, interaction: ClubInteraction, button: HostButton) -> None:
        """Do what the button says. Raises ClubError for a club that the member may not see."""
        club_id, day = button.club_id, button.day
        viewer = await self._viewer(interaction, club_id)
        match button.action:
            case HostAction.ACCEPT:
                page = answered_page if _is_own(interaction) else in_channel_page
                accepting = self._paged(self._hosts.accept(viewer, club_id, day), page, button.key)
                await revise_when_ready(interaction, accepting)
            case HostAction.DECLINE:
                await self._revise_own(interaction, self._declined(viewer, club_id, day, button.key))
            case HostAction.STOP:
                await self._hosts.stop(viewer, club_id)
                await self._revise_own(interaction, _made(stopped_page(club_id, day, button.key)))
            case HostAction.OFFER:
                await self._revise_own(interaction, self._offered(interaction, viewer, club_id, day, button.key))
            case HostAction.WILLING:
                await reply_when_ready(interaction, self._volunteered(interaction, club_id, None), private=True)
            case HostAction.CARD:
                await reply_when_ready(interaction, self._card(viewer, club_id, day), private=True)
        self._wake()

    async def pick_role(self, interaction: ClubInteraction, pick: RolePick) -> None:
        """Take the chosen role, and show its prompts. Raises ClubError."""
        viewer = await self._viewer(interaction, pick.club_id)
        role = Role(pick.chosen) if pick.chosen in set(Role) else None
        await reply_when_ready(interaction, self._role(viewer, pick.club_id, pick.day, role), private=True)
        self._wake()

    async def _volunteered(self, interaction: ClubInteraction, club_id: int, day: date | None) -> Reply:
        viewer = await self._viewer(interaction, club_id)
        if day is not None:
            return Reply(await self._offered(interaction, viewer, club_id, day))
        channel_id = await _direct(interaction)
        return Reply(volunteered_page(await self._hosts.take_turns(viewer, club_id, channel_id)))

    async def _offered(
        self, interaction: ClubInteraction, viewer: Viewer, club_id: int, day: date, key: str | None = None
    ) -> Page:
        offering = self._hosts.offer(viewer, club_id, day, await _direct(interaction))
        return await self._paged(offering, answered_page, key)

    async def _declined(self, viewer: Viewer, club_id: int, day: date, key: str | None = None) -> Page:
        return await self._paged(self._hosts.decline(viewer, club_id, day), answered_page, key)

    async def _paged(
        self,
        changing: Awaitable[SessionView],
        page: Callable[[SessionView, Papers, str | None], Page],
        key: str | None = None,
    ) -> Page:
        seen = await self._pages.with_paper(await changing)
        return page(seen, await self._of(seen.club), key)

    async def _list(self, viewer: Viewer, club: Club) -> Reply:
        return Reply(list_page(await self._pages.overview(viewer, club), viewer.user_id, await self._of(club)))

    async def _card(self, viewer: Viewer, club_id: int, day: date) -> Reply:
        card = await self._pages.card(viewer, club_id, day)
        return Reply(card_page(card, await self._of(card.session.club)))

    async def _role(self, viewer: Viewer, club_id: int, day: date, role: Role | None) -> Reply:
        seen = await self._pages.with_paper(await self._hosts.take_role(viewer, club_id, day, role))
        return Reply(role_page(seen, role, await self._of(seen.club)))

    async def _viewer(self, interaction: ClubInteraction, club_id: int) -> Viewer:
        """Who presses. In a direct message, Discord is asked about them in the club's server."""
        if interaction.guild_id is not None:
            return viewer_of(interaction)
        server_id = await self._pages.server_of(club_id)
        return await viewer_everywhere(interaction, self._memberships, [server_id] if server_id else [])

    async def _of(self, club: Club) -> Papers:
        return await self._papers.of(club.server_id)

    async def _say(self, interaction: ClubInteraction, making: Awaitable[Page]) -> None:
        async def said() -> Reply:
            return Reply(await making)

        await reply_when_ready(interaction, said(), private=True)

    async def _revise_own(self, interaction: ClubInteraction, making: Awaitable[Page]) -> None:
        """Show the result in place of what was pressed if only the member sees that, or else privately."""
        if _is_own(interaction):
            await revise_when_ready(interaction, making)
        else:
            await self._say(interaction, making)


def _is_own(interaction: ClubInteraction) -> bool:
    """Return whether only the member can see the message whose button they pressed."""
    message = interaction.message
    return interaction.guild_id is None or bool(message and message.flags.ephemeral)


def _why_not(member: discord.User | discord.Member, club: Club) -> str | None:
    """Return why nobody can make this user a host; None if an organizer can."""
    if member.bot:
        return "bot"
    if not isinstance(member, discord.Member):
        return "elsewhere"
    return None if viewer_as(member).may_see(club) else "hidden"


async def _direct(interaction: ClubInteraction) -> int | None:
    """The member's direct messages with the bot; None if Discord does not open them."""
    try:
        return await direct_channel(interaction.client, interaction.user.id)
    except (discord.HTTPException, aiohttp.ClientError, OSError):
        return None


async def _made(page: Page) -> Page:
    return page
