"""The desk for reading weeks: what everybody's command and buttons about a week lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.weeks import Answer
from cogs.clubs.choosing import meant_club, server_of
from cogs.ui.inert import written
from cogs.ui.replies import Answer as Reply
from cogs.ui.replies import reply, revise_when_ready, say_privately
from cogs.ui.viewers import places_of, viewer_of
from cogs.weeks.acts import Act
from cogs.weeks.polls import candidates_page
from cogs.weeks.posts import Posts, pictured, short_name
from cogs.weeks.status import Standing, no_week_page, noted, status_page
from cogs.weeks.steering import Steering

if TYPE_CHECKING:
    from collections.abc import Sequence

    import discord

    from bot.client import PaperClub
    from bot.core.clubs import Club
    from bot.core.visibility import Viewer
    from bot.services.weeks import WeekView
    from cogs.ui.interactions import ClubInteraction

ANSWERS = {Act.IN: Answer.IN, Act.OUT: Answer.OUT}


class WeekDesk:
    """What everybody may ask and press; what organizers decide is `steering`'s."""

    def __init__(self, bot: PaperClub) -> None:
        self._bot = bot
        self._posts = Posts(bot)
        self.steering = Steering(bot, self._posts)

    async def status(self, interaction: ClubInteraction, named: str | None) -> None:
        """The club's present week as the member sees it."""
        club = await meant_club(interaction, named)
        page = await self._status(club, viewer_of(interaction), places_of(interaction))
        await reply(interaction, Reply(page), private=True)

    async def press(self, interaction: ClubInteraction, act: Act, key: str, *, on_status: bool) -> None:
        """Raises ClubError for a key that is not of this server, and for a week that is over."""
        server_of(interaction)
        viewer = viewer_of(interaction)
        match act:
            case Act.IN | Act.OUT:
                await self._answer(interaction, act, key, on_status=on_status)
            case Act.WRITE:
                await self._bot.log_desk.write(interaction, week_key=key)
            case Act.STATUS:
                view = await self._bot.weeks.marked(viewer, key)
                await reply(interaction, Reply(await self._status(view.club, viewer)), private=True)
            case Act.ABOUT:
                poll = await self._bot.polls.marked(viewer, key)
                papers = [paper for name in poll.candidates if (paper := self._bot.papers.catalogue.get(name))]
                await reply(interaction, Reply(candidates_page(papers)), private=True)

    async def _answer(self, interaction: ClubInteraction, act: Act, key: str, *, on_status: bool) -> None:
        """Bring the page that was pressed up to date, for all who see it, and tell the member privately."""
        views: list[WeekView] = []

        async def revised() -> discord.ui.LayoutView:
            viewer, pressed_at = viewer_of(interaction), interaction.created_at
            view = await self._bot.weeks.answer(viewer, key, ANSWERS[act], pressed_at, elsewhere=on_status)
            views.append(view)
            # Who can't make it gives reviews to others, who are told.
            self._bot.courier.wake()
            if on_status:
                return await self._status_of(view, viewer)
            return self._posts.page(view, pictured=pictured(interaction.message))

        await revise_when_ready(interaction, revised())
        await say_privately(interaction, noted(views[0], interaction.user.id))

    async def _status(self, club: Club, viewer: Viewer, places: Sequence[int] = ()) -> discord.ui.LayoutView:
        view = await self._bot.weeks.current(club, places)
        if view is not None and viewer.may_see(club, view.week):
            return await self._status_of(view, viewer)
        overview = await self._bot.clubs.overview(club)
        following = overview.posts[0].paper_key if overview.posts else None
        return no_week_page(club, self._name(following) if following else None, overview.poll)

    async def _status_of(self, view: WeekView, viewer: Viewer) -> discord.ui.LayoutView:
        user_id = viewer.user_id
        following = view.newer.paper_key if view.newer else view.next_key
        cluster = self._bot.papers.cluster(self._posts.paper(view).key)
        happened = await self._bot.reviews.of_week(view.week.id)
        owed = await self._bot.reviews.owed_by(user_id, view.club)
        next_name = short_name(self._bot, following) if following else None
        logs = await self._bot.logs.troubled(viewer, view.week.id)
        reviews = await self._bot.reviews.troubled(user_id, view.week.id)
        return status_page(view, cluster, next_name, Standing(user_id, happened, owed, logs, reviews))

    def _name(self, key: str | None) -> str:
        return written(short_name(self._bot, key))
