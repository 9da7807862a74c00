"""What members can do with clubs: every command and button about a club ends in one of these calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.clubs.club import ClubState
from bot.core.clubs.details import NewsDetails
from bot.core.outbox.details import NoticeDetails
from bot.core.outbox.entry import EntryState
from bot.delivery.outgoing import OutgoingMessage
from bot.services.clubs.news import News
from bot.services.meetings.changes import changed_meetings
from cogs.clubs.channels import (
    MeetingChannel,
    chosen_channel,
    faults_of,
    present_channel,
    require_known,
    require_view,
    tag_name,
)
from cogs.clubs.choosing import meant_club, server_of
from cogs.clubs.news import days_of, news_page, news_text
from cogs.clubs.notices import notice_message
from cogs.clubs.options import ClubChannel, ClubOptions, new_settings, requested_change
from cogs.clubs.organizers import is_organizer, organized_club, require_manage_server, require_organizer
from cogs.clubs.pages import MEETINGS_SHOWN, closing_page, created_page, edited_page, overview_page, tried_text
from cogs.clubs.wizard import SetupWizard
from cogs.meetings.faults import hidden_note, passcode_note
from cogs.meetings.pages import change_lines
from cogs.meetings.places import meant_place
from cogs.polls.votes import outrun_note
from cogs.ui.containers import TextPage
from cogs.ui.refusals import SaidError
from cogs.ui.replies import Reply, reply, reply_when_ready, revise_when_ready, say_privately, when_ready
from cogs.ui.viewers import audience_of, viewer_of
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import discord

    from bot.core.clubs.club import Club, ClubSettings, SettingsChange
    from bot.core.outbox.entry import Entry
    from bot.core.visibility import Viewer
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction

STATES = {
    News.CREATED: ClubState.ACTIVE,
    News.RESUMED: ClubState.ACTIVE,
    News.PAUSED: ClubState.PAUSED,
    News.CLOSED: ClubState.CLOSED,
    News.BREAK: ClubState.ACTIVE,
    News.MOVED: ClubState.ACTIVE,
}
HELD_UP = (EntryState.BLOCKED, EntryState.PENDING, EntryState.POSTED, EntryState.DONE)


class ClubActions:
    """Creates, shows and changes clubs. Each change wakes the outbox worker, so that its messages go out at once."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._clubs = dependencies.services.clubs
        self._weeks = dependencies.services.weeks
        self._outbox = dependencies.services.outbox
        self._papers = dependencies.services.papers
        self._polls = dependencies.services.polls
        self._meetings = dependencies.services.meetings
        self._wake = dependencies.outbox_worker.wake

    async def create(self, interaction: ClubInteraction, options: ClubOptions) -> None:
        """Start a club and announce it in a public answer. Raises ClubError if anything would keep it from working.

        If an option that a club needs is left out, the wizard asks for it.
        """
        server = server_of(interaction)
        require_manage_server(interaction)
        if options.channel is None or not options.is_enough:
            await interaction.client.part(SetupWizard).open(interaction, options)
            return
        channel = chosen_channel(server, options.channel)
        require_view(viewer_of(interaction), channel)
        chosen = ClubChannel(channel, channel.default_tag())
        settings, viewer = new_settings(options, chosen), viewer_of(interaction)
        private = not audience_of(interaction).may_view(channel.id)
        heard = [] if private or interaction.channel_id is None else [interaction.channel_id]
        created = self._created(server, settings, viewer, heard, private=private)
        await reply_when_ready(interaction, created, private=private)

    async def show(self, interaction: ClubInteraction, club: str | None) -> None:
        server = server_of(interaction)
        meant = await meant_club(self._clubs, interaction, club)
        overview = await self._clubs.overview(meant)
        tag, faults = tag_name(server, meant.settings), faults_of(server, meant.settings)
        catalog = (await self._papers.of(server.id)).catalog
        note, organizes = hidden_note(server, meant.settings), is_organizer(interaction, meant)
        page = overview_page(overview, tag, faults, catalog, is_organizer=organizes, note=note)
        await reply(interaction, Reply(page), private=True)

    async def edit(self, interaction: ClubInteraction, club: str | None, options: ClubOptions) -> None:
        """Change a club's settings. Raises ClubError."""
        server, meant = server_of(interaction), await organized_club(self._clubs, interaction, club)
        if options.is_empty:
            raise SaidError(t("clubs-which-setting"))
        chosen = _chosen_channel(server, meant.settings, options)
        if chosen is not None:
            require_view(viewer_of(interaction), chosen.channel)
        place = meant_place(server, viewer_of(interaction), options.meeting_place) if options.meeting_place else None
        change = requested_change(options, chosen, place)
        await reply_when_ready(interaction, self._edited(interaction, meant, change), private=True)

    async def pause(self, interaction: ClubInteraction, club: str | None) -> None:
        await self._change(interaction, club, self._clubs.pause, News.PAUSED)

    async def resume(self, interaction: ClubInteraction, club: str | None) -> None:
        await self._change(interaction, club, self._clubs.resume, News.RESUMED)

    async def _change(
        self,
        interaction: ClubInteraction,
        named: str | None,
        changing: Callable[[Club, list[int]], Awaitable[Club]],
        news: News,
    ) -> None:
        club = await organized_club(self._clubs, interaction, named)
        # The answer is private if some of its readers may not see the club. Otherwise, it tells everybody the news.
        private = not audience_of(interaction).may_view(club.settings.channel_id)
        heard = [] if private or interaction.channel_id is None else [interaction.channel_id]
        before = await self._meetings.ahead(club)
        changed = await when_ready(interaction, changing(club, heard), private=private)
        self._wake()
        meetings = changed_meetings(before, await self._meetings.ahead(changed))
        # While the club is paused, nobody can give a meeting another day.
        plan = changed.settings.meeting if changed.state is ClubState.ACTIVE else None
        texts = [news_text(changed, news), *change_lines(meetings[:MEETINGS_SHOWN], plan), await self._outrun(changed)]
        await reply(interaction, Reply(TextPage("\n".join(filter(None, texts)))), private=private)

    async def ask_to_close(self, interaction: ClubInteraction, club: str | None) -> None:
        """Ask for confirmation. The club is closed only when the button is pressed."""
        meant = await organized_club(self._clubs, interaction, club)
        await reply(interaction, Reply(closing_page(meant)), private=True)

    async def close(self, interaction: ClubInteraction, club_id: int) -> None:
        """Close the club after confirmation. Raises ClubError."""
        club = await self._clubs.by_id(viewer_of(interaction), club_id)
        require_organizer(interaction, club)
        await revise_when_ready(interaction, self._closed(club))

    async def retry(self, interaction: ClubInteraction, club_id: int) -> None:
        """Retry the club's blocked messages, and say what would block them again. Raises ClubError."""
        server = server_of(interaction)
        club = await self._clubs.by_id(viewer_of(interaction), club_id)
        require_organizer(interaction, club)
        count = await when_ready(interaction, self._clubs.retry(club), private=True)
        self._wake()
        await say_privately(interaction, tried_text(count, faults_of(server, club.settings)))

    async def news(self, entry: Entry) -> OutgoingMessage | None:
        """Return the message that tells a club's channel what happened, or None if the club has changed again since."""
        club, news = await self._clubs.even_if_closed(entry.club_id), News(NewsDetails.of(entry).news)
        if club is None or STATES[news] is not club.state:
            return None
        if news is News.CREATED and await self._weeks.current(club):
            # Its first week's post says more.
            return None
        name = t("clubs-welcome-thread", club=club.settings.name) if entry.is_forum else ""
        days = days_of(club, news, entry)
        if days is None:
            return None
        return OutgoingMessage(news_page(club, news, entry, days), thread_name=name, tag_id=club.settings.tag_id)

    async def notice(self, entry: Entry) -> OutgoingMessage | None:
        """Return the message of a notice, or None if the problem has been solved meanwhile."""
        about = await self._outbox.entry(NoticeDetails.of(entry).about)
        if about is None or not about.trouble or about.state not in HELD_UP:
            return None
        club = await self._clubs.known(entry.club_id)
        return notice_message(entry, about, club) if club else None

    async def _created(
        self, server: discord.Guild, settings: ClubSettings, viewer: Viewer, heard: list[int], *, private: bool
    ) -> Reply:
        club = await self._clubs.create(server.id, settings, viewer, heard)
        self._wake()
        faults = faults_of(server, settings)
        return Reply(created_page(club, tag_name(server, settings), faults, can_join=not private))

    async def _closed(self, club: Club) -> discord.ui.LayoutView:
        # Only the organizer sees this answer.
        closed = await self._clubs.close(club, ())
        self._wake()
        return TextPage(news_text(closed, News.CLOSED))

    async def _edited(self, interaction: ClubInteraction, club: Club, change: SettingsChange) -> Reply:
        server, viewer = server_of(interaction), viewer_of(interaction)
        edited = await self._clubs.edit(club, change, viewer)
        self._wake()
        settings = edited.club.settings
        faults = faults_of(server, settings)
        notes = [hidden_note(server, settings), passcode_note(settings) if change.meeting else ""]
        notes += [await self._outrun(edited.club)] if change.slot or "rhythm" in change.settings else []
        note = "\n".join(filter(None, notes))
        return Reply(edited_page(edited, tag_name(server, settings), faults, note=note))

    async def _outrun(self, club: Club) -> str:
        return outrun_note(await self._polls.under_way(club), club)


def _chosen_channel(server: discord.Guild, settings: ClubSettings, options: ClubOptions) -> ClubChannel | None:
    """Return the channel and tag that the options choose, or None if they change neither."""
    if options.channel is None and options.tag is None:
        return None
    channel = chosen_channel(server, options.channel) if options.channel else _present(server, settings)
    return ClubChannel(channel, channel.tag_named(options.tag) if options.tag else channel.default_tag())


def _present(server: discord.Guild, settings: ClubSettings) -> MeetingChannel:
    require_known(server)
    channel = present_channel(server, settings.channel_id)
    if channel is None:
        raise SaidError(t("clubs-channel-deleted"))
    return channel
