"""What the wizard's buttons, selects and forms do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.core.calendar.time_zones import time_zone
from bot.core.club_setup.setup import planned_club
from bot.core.club_setup.zone_guess import guessed_zones
from bot.core.clubs.club import club_name, time_of_day
from bot.core.errors import ClubError, DecidedAlreadyError
from bot.services.club_setup.preview import first_week
from bot.services.clubs.refusals import ClubNameTakenError
from bot.services.weeks.refusals import PostOnItsWayError
from cogs.club_setup.buttons import Finish, FirstStep, TypedPart
from cogs.club_setup.memory import setup_in
from cogs.club_setup.pages import TYPED, SetupContext, ready_page, setup_page, typing_form
from cogs.club_setup.starting import locales_of, setup_from
from cogs.clubs.channels import chosen_channel, faults_in, faults_of, present_channel, require_known, require_view
from cogs.clubs.choosing import server_of
from cogs.clubs.organizers import require_manage_server
from cogs.clubs.wizard import SetupWizard
from cogs.ui.forms import filled_in
from cogs.ui.refusals import SaidError, sentence
from cogs.ui.replies import Reply, reply, reply_when_ready, revise_when_ready
from cogs.ui.viewers import viewer_of
from cogs.ui.wording import t
from cogs.weeks.confirming import preview_note

if TYPE_CHECKING:
    import discord

    from bot.core.club_setup.setup import ClubSetup
    from bot.core.clubs.club import Club, ClubSettings
    from cogs.clubs.options import ClubOptions
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction
    from cogs.ui.replies import Page
    from cogs.weeks.organizer_actions import OrganizerActions
    from cogs.weeks.posts import PostsOfServers


class ClubSetupActions(SetupWizard):
    """Every press checks again that the member may set up a club, and shows the wizard with the change."""

    def __init__(self, dependencies: Dependencies, posts: PostsOfServers, week_actions: OrganizerActions) -> None:
        self._clubs = dependencies.services.clubs
        self._papers = dependencies.services.papers
        self._posts = posts
        self._week_actions = week_actions
        self._wake = dependencies.outbox_worker.wake

    async def open(self, interaction: ClubInteraction, options: ClubOptions) -> None:
        """Open the wizard, with what the options say. Raises ClubError for an option that cannot be read."""
        require_manage_server(interaction)
        await reply(interaction, Reply(self._page(interaction, setup_from(interaction, options))), private=True)

    async def choose_channel(self, interaction: ClubInteraction, channel_id: int | None) -> None:
        await self._show(interaction, channel_id=channel_id)

    async def choose_role(self, interaction: ClubInteraction, role_id: int | None) -> None:
        if role_id == server_of(interaction).id:
            raise SaidError(t("clubs-not-everyone"))
        await self._show(interaction, role_id=role_id)

    async def choose_day(self, interaction: ClubInteraction, chosen: str) -> None:
        await self._show(interaction, weekday=int(chosen) if chosen.isdecimal() and int(chosen) in range(7) else None)

    async def choose_time(self, interaction: ClubInteraction, chosen: str) -> None:
        await self._show(interaction, at=time_of_day(chosen))

    async def choose_zone(self, interaction: ClubInteraction, chosen: str) -> None:
        """Choose a time zone, or confirm the guess."""
        await self._show(interaction, zone=time_zone(chosen), is_zone_guessed=False)

    async def ask_for(self, interaction: ClubInteraction, part: TypedPart, present: str = "") -> None:
        """Open a form."""
        require_manage_server(interaction)
        await interaction.response.send_modal(typing_form(part, present))

    async def take(self, interaction: ClubInteraction, part: str) -> None:
        """Handle a form, whenever it was opened. Raises ClubError for what cannot be read."""
        typed = filled_in(interaction).get(TYPED, "")
        match part:
            case TypedPart.NAME:
                await self._show(interaction, name=club_name(typed))
            case TypedPart.TIME:
                await self._show(interaction, at=time_of_day(typed))
            case _:
                await self.choose_zone(interaction, typed)

    async def finish(self, interaction: ClubInteraction, finish: Finish) -> None:
        """Preview or create the club. Raises ClubError if something is missing or stands in the way."""
        require_manage_server(interaction)
        require_known(server_of(interaction))
        setup = setup_in(interaction.message)
        if setup is None:
            raise SaidError(t("ui-button-outdated"))
        settings = self._settings(interaction, setup)
        if finish is Finish.PREVIEW:
            await self._preview(interaction, settings)
            return
        await revise_when_ready(interaction, self._started(interaction, settings, is_posting=finish is Finish.POST))

    async def take_first_step(self, interaction: ClubInteraction, step: FirstStep, club_id: int) -> None:
        """Post or preview a new club's week. Raises ClubError."""
        if step is FirstStep.POST:
            await self._week_actions.post(interaction, str(club_id))
        else:
            await self._week_actions.preview(interaction, str(club_id))

    async def _show(self, interaction: ClubInteraction, **change: Any) -> None:
        """Show the wizard with a change. A message that lost its setup starts anew."""
        require_manage_server(interaction)
        setup = setup_in(interaction.message) or setup_from(interaction)
        await _revise(interaction, self._page(interaction, replace(setup, **change)))

    def _page(self, interaction: ClubInteraction, setup: ClubSetup) -> Page:
        likely = tuple(guessed_zones(locales_of(interaction)))
        faults = tuple(_faults(interaction, setup))
        return setup_page(setup, SetupContext(interaction.created_at, likely, faults))

    def _settings(self, interaction: ClubInteraction, setup: ClubSetup) -> ClubSettings:
        """Return the settings to create. Raises ClubError, naming what is missing or stands in the way."""
        channel = present_channel(server_of(interaction), setup.channel_id or 0)
        if channel is not None:
            require_view(viewer_of(interaction), channel)
            chosen_channel(server_of(interaction), channel.channel)
        tag_id, is_forum = (channel.default_tag(), channel.is_forum) if channel else (None, False)
        settings = setup.settings(is_forum=is_forum, tag_id=tag_id)
        if channel is None or settings is None:
            raise SaidError(t("club-setup-not-ready"))
        return settings

    async def _started(
        self, interaction: ClubInteraction, settings: ClubSettings, *, is_posting: bool
    ) -> discord.ui.LayoutView:
        """Create the club, post its first week if that is wanted, and say both in one answer."""
        club, was_there = await self._created(interaction, settings)
        faults, posted = faults_of(server_of(interaction), club.settings), None
        if is_posting and not faults:
            try:
                posted = await self._week_actions.post_first(interaction, club)
            except (DecidedAlreadyError, PostOnItsWayError):
                # An earlier press has posted it.
                posted = ""
            except ClubError as refusal:
                faults = [sentence(refusal)]
        self._wake()
        return ready_page(club, faults, was_there=was_there, posted=posted)

    async def _created(self, interaction: ClubInteraction, settings: ClubSettings) -> tuple[Club, bool]:
        """Return the club, and whether an earlier press has created it. Raises ClubError."""
        server, viewer = server_of(interaction), viewer_of(interaction)
        try:
            return await self._clubs.create(server.id, settings, viewer, said_in=()), False
        except ClubNameTakenError:
            same = [club for club in await self._clubs.of_server(viewer) if club.settings == settings]
            if not same:
                raise
            return same[0], True

    async def _preview(self, interaction: ClubInteraction, settings: ClubSettings) -> None:
        club = planned_club(settings, server_of(interaction).id, interaction.created_at)
        view, posts = first_week(club, self._papers.shared.catalog), await self._posts.of(club)
        await reply_when_ready(interaction, posts.whole(view, preview_note(view)), private=True)


async def _revise(interaction: ClubInteraction, page: Page) -> None:
    """Replace the wizard. Any other message, as under a made-up button, stays as it is."""
    if interaction.message is None or setup_in(interaction.message) is None:
        await reply(interaction, Reply(page), private=True)
        return
    await revise_when_ready(interaction, _ready(page))


async def _ready(page: Page) -> discord.ui.LayoutView:
    return page


def _faults(interaction: ClubInteraction, setup: ClubSetup) -> list[str]:
    """Return what stands in the way in the chosen channel, as soon as it is chosen."""
    server = server_of(interaction)
    if setup.channel_id is None or server.unavailable:
        return []
    channel = present_channel(server, setup.channel_id)
    if channel is None:
        return [t("clubs-channel-unseen", channel=f"<#{setup.channel_id}>")]
    return faults_in(channel)
