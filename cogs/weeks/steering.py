"""What organizers decide about weeks: each command of theirs, and what they confirm.

Whoever gives a command has seen one week or slot. What would decide another, or cannot be undone, asks first.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from discord.utils import format_dt

from bot.core.errors import ClubError, DecidedAlreadyError, NotNowError, PollEndsError
from bot.delivery.permissions import missing_permissions
from cogs.clubs.choosing import meant_club, server_of
from cogs.clubs.organisers import require_organiser
from cogs.clubs.places import bold, require_known
from cogs.ui.inert import written
from cogs.ui.replies import Answer, reply, reply_when_ready, say_privately, when_ready
from cogs.ui.viewers import audience_of, places_of, viewer_of
from cogs.weeks.acts import Decision
from cogs.weeks.buttons import slot_button
from cogs.weeks.confirming import (
    closed_text,
    closing_page,
    not_counted_page,
    post_again_page,
    posted_text,
    preview_note,
    skip_again_page,
    skipped_text,
    unskipped_text,
)
from cogs.weeks.posts import short_name
from cogs.weeks.status import said_page

if TYPE_CHECKING:
    from datetime import date

    import discord

    from bot.client import PaperClub
    from bot.core.clubs import Club
    from bot.core.visibility import Viewer
    from cogs.ui.interactions import ClubInteraction
    from cogs.weeks.posts import Posts

CLOSING = {Decision.CLOSE_LOGS: "logs", Decision.CLOSE_REVIEWS: "reviews"}


class Steering:
    """Every decision that makes something leave wakes the courier, which would otherwise look at the next tick."""

    def __init__(self, bot: PaperClub, posts: Posts) -> None:
        self._bot = bot
        self._posts = posts

    async def preview(self, interaction: ClubInteraction, named: str | None) -> None:
        """The next post as it would look, to its organizer alone."""
        club = await self._steered(interaction, named)
        view = await self._bot.weeks.preview(club)
        await reply_when_ready(interaction, self._posts.whole(view, preview_note(view)), private=True)

    async def post(self, interaction: ClubInteraction, named: str | None) -> None:
        """Raises NotNowError, also where the bot lacks in the channel what the post needs."""
        await self._post(interaction, await self._steered(interaction, named), None)

    async def skip(self, interaction: ClubInteraction, named: str | None) -> None:
        """Raises NotNowError."""
        await self._skip(interaction, await self._steered(interaction, named), None)

    async def unskip(self, interaction: ClubInteraction, named: str | None) -> None:
        """Raises NotNowError."""
        await self._unskip(interaction, await self._steered(interaction, named), None)

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
        """Asks first, and names the week: what is closed stays closed. Raises NotNowError."""
        club = await self._steered(interaction, named)
        views = await self._bot.weeks.closable(viewer_of(interaction), club, what, places_of(interaction))
        happened = [await self._bot.reviews.of_week(view.week.id) for view in views]
        names = [self._name(view.week.paper_key) for view in views]
        await reply(interaction, Answer(closing_page(what, views, names, happened)), private=True)

    async def decide(self, interaction: ClubInteraction, decision: Decision, club_id: int, target: str) -> None:
        """What a confirmation leads to, judged anew. Raises ClubError."""
        club = await self._bot.clubs.by_id(viewer_of(interaction), club_id)
        require_organiser(interaction, club)
        match decision:
            case Decision.POST:
                await self._post(interaction, club, _slot(target))
            case Decision.SKIP:
                await self._skip(interaction, club, _slot(target))
            case Decision.UNSKIP:
                await self._unskip(interaction, club, _slot(target))
            case Decision.CLOSE_LOGS | Decision.CLOSE_REVIEWS:
                closing = self._closed(viewer_of(interaction), club, CLOSING[decision], int(target))
                # Said in the open, since it ends something for everybody, but not where some may not see the club.
                private = not audience_of(interaction).may_see(club)
                await reply_when_ready(interaction, closing, private=private)

    async def _post(self, interaction: ClubInteraction, club: Club, confirmed: date | None) -> None:
        _require_room(server_of(interaction), club)
        try:
            week = await when_ready(interaction, self._bot.weeks.post_now(club, confirmed), private=True)
        except DecidedAlreadyError as decided:
            await reply(interaction, Answer(post_again_page(club, decided)), private=True)
            return
        except PollEndsError as unsure:
            await reply(interaction, Answer(not_counted_page(club, unsure.slot)), private=True)
            return
        self._bot.courier.wake()
        after = (await self._bot.clubs.by_id(viewer_of(interaction), club.id)).next_due
        await say_privately(interaction, posted_text(club, week, self._name(week.paper_key), after))

    async def _skip(self, interaction: ClubInteraction, club: Club, confirmed: date | None) -> None:
        try:
            slot = await when_ready(interaction, self._bot.weeks.skip(club, confirmed), private=True)
        except DecidedAlreadyError as decided:
            await reply(interaction, Answer(skip_again_page(club, decided)), private=True)
            return
        after = (await self._bot.clubs.by_id(viewer_of(interaction), club.id)).next_due
        button = slot_button(Decision.UNSKIP, club.id, slot, "Take it back")
        await say_privately(interaction, skipped_text(club, slot, after), button)

    async def _unskip(self, interaction: ClubInteraction, club: Club, slot: date | None) -> None:
        slot = await when_ready(interaction, self._bot.weeks.unskip(club, slot), private=True)
        await say_privately(interaction, unskipped_text(club, slot))

    async def _closed(self, viewer: Viewer, club: Club, what: str, week_id: int) -> Answer:
        """Who has left the server is asked for first, which takes a while where many wrote a log."""
        view = await self._bot.weeks.close_early(viewer, club, what, week_id)
        self._bot.courier.wake()
        return Answer(said_page(closed_text(what, view, self._name(view.week.paper_key))))

    async def _steered(self, interaction: ClubInteraction, named: str | None) -> Club:
        club = await meant_club(interaction, named)
        require_organiser(interaction, club)
        return club

    def _name(self, key: str | None) -> str:
        return written(short_name(self._bot, key))


def _slot(target: str) -> date:
    """Raises ClubError for an id that names no day."""
    try:
        return datetime.strptime(target, "%Y%m%d").date()  # noqa: DTZ007 - a slot is a local day
    except ValueError:
        raise ClubError("That button is no longer valid. Give the command again.") from None


def _require_room(server: discord.Guild, club: Club) -> None:
    """Raises NotNowError where a message would be refused: better said now than found out later."""
    require_known(server)
    channel = server.get_channel(club.settings.channel_id)
    if channel is None:
        raise NotNowError(
            "I cannot see the club's channel. Allow me **View Channel**, or choose another with `/club edit channel`."
        )
    if lacking := missing_permissions(channel):
        raise NotNowError(
            f"Nothing was posted: I lack {bold(lacking)} in {channel.mention}. Allow me that there, then ask again."
        )
