"""The desk for reading weeks: what each command and each button about a week leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.utils import format_dt

from bot.core.calendar import WEEK
from bot.core.errors import NotNowError
from bot.core.weeks import Answer
from bot.delivery.permissions import missing_permissions
from cogs.clubs.choosing import meant_club, server_of
from cogs.clubs.organisers import require_organiser
from cogs.clubs.places import bold
from cogs.ui.inert import written
from cogs.ui.replies import Answer as Reply
from cogs.ui.replies import reply, reply_when_ready, revise_when_ready, say_privately, when_ready
from cogs.ui.viewers import audience_of, viewer_of
from cogs.weeks.acts import Act
from cogs.weeks.polls import candidates_page
from cogs.weeks.posts import Posts, pictured, short_name
from cogs.weeks.status import Standing, no_week_page, noted, said_page, status_page

if TYPE_CHECKING:
    import discord

    from bot.client import PaperClub
    from bot.core.clubs import Club
    from bot.core.visibility import Viewer
    from bot.services.weeks import WeekView
    from cogs.ui.interactions import ClubInteraction

ANSWERS = {Act.IN: Answer.IN, Act.OUT: Answer.OUT}


class WeekDesk:
    """Every command that makes something leave wakes the courier, which would otherwise look at the next tick."""

    def __init__(self, bot: PaperClub) -> None:
        self._bot = bot
        self._posts = Posts(bot)

    # Organisers

    async def preview(self, interaction: ClubInteraction, named: str | None) -> None:
        """The next post as it would look, to its organiser alone."""
        club = await self._steered(interaction, named)
        view = await self._bot.weeks.preview(club)
        note = f"-# Only you see this. It goes up in <#{view.week.channel_id}> on {format_dt(view.week.due_at, 'F')}."
        await reply_when_ready(interaction, self._posts.whole(view, note), private=True)

    async def post(self, interaction: ClubInteraction, named: str | None) -> None:
        """Raises NotNowError, also where the bot lacks in the channel what the post needs."""
        club = await self._steered(interaction, named)
        _require_room(server_of(interaction), club)
        week = await when_ready(interaction, self._bot.weeks.post_now(club), private=True)
        self._bot.courier.wake()
        after = club.settings.slot.instant_on(week.slot + WEEK)
        await say_privately(
            interaction,
            f"Week {week.number}, **{self._name(week.paper_key)}**, goes up in <#{club.settings.channel_id}> now, in "
            f"place of the slot on {format_dt(week.due_at, 'F')}. The next slot is {format_dt(after, 'F')}.",
        )

    async def skip(self, interaction: ClubInteraction, named: str | None) -> None:
        """Raises NotNowError."""
        club = await self._steered(interaction, named)
        slot = await when_ready(interaction, self._bot.weeks.skip(club), private=True)
        left_out, after = (club.settings.slot.instant_on(day) for day in (slot, slot + WEEK))
        await say_privately(
            interaction,
            f"No post on {format_dt(left_out, 'F')}. The syllabus stays as it is and goes on "
            f"{format_dt(after, 'F')}. To read in that week after all, use `/week post` on that day.",
        )

    async def poll(self, interaction: ClubInteraction, named: str | None) -> None:
        """Raises ClubError."""
        club = await self._steered(interaction, named)
        _require_room(server_of(interaction), club)
        poll = await when_ready(interaction, self._bot.polls.start(club), private=True)
        self._bot.courier.wake()
        names = ", ".join(f"**{self._name(key)}**" for key in poll.candidates)
        late = club.next_due is not None and poll.closes_at > club.next_due
        what = "the week after the coming post" if late else "the next week"
        await say_privately(
            interaction,
            f"Members vote in <#{poll.channel_id}> until {format_dt(poll.closes_at, 'F')}: {names}. "
            f"What wins is read in {what}.",
        )

    async def close(self, interaction: ClubInteraction, what: str, named: str | None) -> None:
        """Said in the open, since it ends something for everybody. Raises NotNowError."""
        club = await self._steered(interaction, named)
        private = not audience_of(interaction).may_see(club)
        await reply_when_ready(interaction, self._closed(club, what), private=private)

    async def _closed(self, club: Club, what: str) -> Reply:
        """Who has left the server is asked for first, which takes a while where many wrote a log."""
        view = await self._bot.weeks.close_early(club, what)
        self._bot.courier.wake()
        week, name = view.week, self._name(view.week.paper_key)
        where = f" (<#{week.thread_id}>)" if week.thread_id else ""
        goes_on = ""
        if what == "logs" and week.reviews_due:
            goes_on = f" Reviews are open until {format_dt(week.reviews_due, 'F')}."
        return Reply(said_page(f"{what.capitalize()} of week {week.number}, **{name}**{where}, are closed.{goes_on}"))

    # Everyone

    async def status(self, interaction: ClubInteraction, named: str | None) -> None:
        """The club's present week as the member sees it."""
        club = await meant_club(interaction, named)
        await reply(interaction, Reply(await self._status(club, viewer_of(interaction))), private=True)

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
            view = await self._bot.weeks.answer(viewer, key, ANSWERS[act], pressed_at)
            views.append(view)
            # Who can't make it gives reviews to others, who are told.
            self._bot.courier.wake()
            if on_status:
                return await self._status_of(view, viewer)
            return self._posts.page(view, pictured=pictured(interaction.message))

        await revise_when_ready(interaction, revised())
        view, user_id = views[0], interaction.user.id
        happened = await self._bot.reviews.of_week(view.week.id)
        await say_privately(interaction, noted(view, user_id, happened.account.of(user_id)))

    async def _steered(self, interaction: ClubInteraction, named: str | None) -> Club:
        club = await meant_club(interaction, named)
        require_organiser(interaction, club)
        return club

    async def _status(self, club: Club, viewer: Viewer) -> discord.ui.LayoutView:
        view = await self._bot.weeks.current(club)
        if view is not None and viewer.may_see(club, view.week):
            return await self._status_of(view, viewer)
        overview = await self._bot.clubs.overview(club)
        following = overview.posts[0].paper_key if overview.posts else None
        return no_week_page(club, self._name(following) if following else None)

    async def _status_of(self, view: WeekView, viewer: Viewer) -> discord.ui.LayoutView:
        user_id = viewer.user_id
        following = view.newer.paper_key if view.newer else view.next_key
        cluster = self._bot.papers.cluster(self._posts.paper(view).key)
        happened = await self._bot.reviews.of_week(view.week.id)
        part = await self._bot.reviews.duties(viewer, view.club, view.week.id)
        next_name = short_name(self._bot, following) if following else None
        logs = await self._bot.logs.troubled(viewer, view.week.id)
        reviews = await self._bot.reviews.troubled(user_id, view.week.id)
        return status_page(view, cluster, next_name, Standing(user_id, happened, part, logs, reviews))

    def _name(self, key: str | None) -> str:
        return written(short_name(self._bot, key))


def _require_room(server: discord.Guild, club: Club) -> None:
    """Raises NotNowError where a message would be refused: better said now than found out later."""
    channel = server.get_channel(club.settings.channel_id)
    if channel is None:
        raise NotNowError(
            "I cannot see the club's channel. Allow me **View Channel**, or choose another with `/club edit channel`."
        )
    if lacking := missing_permissions(channel):
        raise NotNowError(
            f"Nothing was posted: I lack {bold(lacking)} in {channel.mention}. Allow me that there, then ask again."
        )
