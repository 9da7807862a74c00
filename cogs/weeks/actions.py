"""What members can do with reading weeks: everybody's command and buttons about a week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.weeks.week import Answer
from cogs.clubs.choosing import meant_club, server_of
from cogs.papers.log_writer import LogWriter
from cogs.papers.names import short_name
from cogs.papers.scope import papers_here
from cogs.polls.pages import candidates_page
from cogs.ui.escaping import written
from cogs.ui.replies import Reply, reply, revise_when_ready, say_privately
from cogs.ui.viewers import channel_ids_of, viewer_of
from cogs.weeks.buttons import WeekAction
from cogs.weeks.joining import Joining
from cogs.weeks.organizer_actions import OrganizerActions
from cogs.weeks.posts import PostsOfServers, pictured
from cogs.weeks.status import WeekStatus, is_open, no_week_page, noted, status_page
from cogs.weeks.voting import Voting

if TYPE_CHECKING:
    from collections.abc import Sequence

    import discord

    from bot.core.clubs.club import Club
    from bot.core.visibility import Viewer
    from bot.services.weeks.views import WeekView
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction

ANSWERS = {WeekAction.IN: Answer.IN, WeekAction.OUT: Answer.OUT}


class WeekActions:
    """Handles what everybody may ask and press.

    `joining` handles *I'm in* before a week is posted, `for_organizers` organizers' decisions, and
    `voting` the votes that they start.
    """

    def __init__(self, dependencies: Dependencies) -> None:
        services = dependencies.services
        self._papers = services.papers
        self._clubs = services.clubs
        self._weeks = services.weeks
        self._sign_ups = services.sign_ups
        self._logs = services.logs
        self._reviews = services.reviews
        self._polls = services.polls
        self._outbox_worker = dependencies.outbox_worker
        self._posts = PostsOfServers(dependencies)
        self.for_organizers = OrganizerActions(dependencies, self._posts)
        self.voting = Voting(dependencies)
        self.joining = Joining(dependencies, self._status)

    async def status(self, interaction: ClubInteraction, named: str | None) -> None:
        """Show the club's current week as the member sees it."""
        club = await meant_club(self._clubs, interaction, named)
        page = await self._status(club, viewer_of(interaction), channel_ids_of(interaction))
        await reply(interaction, Reply(page), private=True)

    async def press(self, interaction: ClubInteraction, action: WeekAction, key: str, *, on_status: bool) -> None:
        """Do what the button says. Raises ClubError for a key of another server, and for a week that is over."""
        server_of(interaction)
        viewer = viewer_of(interaction)
        match action:
            case WeekAction.IN | WeekAction.OUT:
                await self._answer(interaction, action, key, on_status=on_status)
            case WeekAction.WRITE:
                await interaction.client.part(LogWriter).write(interaction, week_key=key)
            case WeekAction.STATUS:
                view = await self._weeks.marked(viewer, key)
                # Under an older week that still goes on, this means that week, and under one that is over the newest.
                here = [view.week.thread_id] if view.week.thread_id and is_open(view) else []
                await reply(interaction, Reply(await self._status(view.club, viewer, here)), private=True)
            case WeekAction.ABOUT:
                poll = await self._polls.marked(viewer, key)
                catalog = (await papers_here(self._papers, interaction)).catalog
                papers = [paper for name in poll.candidates if (paper := catalog.get(name))]
                await reply(interaction, Reply(candidates_page(papers)), private=True)

    async def _answer(self, interaction: ClubInteraction, action: WeekAction, key: str, *, on_status: bool) -> None:
        """Store the answer, update the page that was pressed for everybody, and tell the member privately."""
        views: list[WeekView] = []

        async def revised() -> discord.ui.LayoutView:
            viewer, pressed_at = viewer_of(interaction), interaction.created_at
            view = await self._weeks.answer(viewer, key, ANSWERS[action], pressed_at, elsewhere=on_status)
            views.append(view)
            # If the member can't make it, their reviews go to others, who must be told.
            self._outbox_worker.wake()
            if on_status:
                return await self._status_of(view, viewer)
            return (await self._posts.of(view.club)).page(view, pictured=pictured(interaction.message))

        await revise_when_ready(interaction, revised())
        view, user_id = views[0], interaction.user.id
        happened = await self._reviews.of_week(view.week.id)
        await say_privately(interaction, noted(view, user_id, happened.account.of(user_id)))

    async def _status(self, club: Club, viewer: Viewer, channel_ids: Sequence[int] = ()) -> discord.ui.LayoutView:
        view = await self._weeks.current(club, channel_ids)
        if view is not None and viewer.may_see(club, view.week):
            return await self._status_of(view, viewer)
        overview = await self._clubs.overview(club)
        following = overview.posts[0].paper_key if overview.posts else None
        name = short_name(await self._papers.of(club.server_id), following) if following else None
        signed_up = await self._sign_ups.of_club(club)
        return no_week_page(signed_up, viewer.user_id, written(name) if name else None, overview.poll)

    async def _status_of(self, view: WeekView, viewer: Viewer) -> discord.ui.LayoutView:
        user_id = viewer.user_id
        following = view.newer.paper_key if view.newer else view.next_key
        posts = await self._posts.of(view.club)
        cluster = posts.cluster(view)
        happened = await self._reviews.of_week(view.week.id)
        part = await self._reviews.duties(viewer, view.club, view.week.id)
        next_name = short_name(posts.papers, following) if following else None
        logs = await self._logs.troubled(viewer, view.week.id)
        reviews = await self._reviews.troubled(user_id, view.week.id)
        return status_page(view, cluster, next_name, WeekStatus(user_id, happened, part, logs, reviews))
