"""What organizers decide about weeks: their commands, and what they confirm.

An organizer who gives a command has seen one week or slot. A decision about another one, or one that cannot be undone,
needs confirmation.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from discord.utils import utcnow

from bot.core.errors import DecidedAlreadyError, PollEndsError
from cogs.clubs.organizers import organized_club, require_organizer
from cogs.papers.names import short_name
from cogs.polls.votes import outrun_note
from cogs.ui.containers import TextPage
from cogs.ui.escaping import written
from cogs.ui.refusals import SaidError
from cogs.ui.replies import Reply, reply, reply_when_ready, say_privately, when_ready
from cogs.ui.viewers import audience_of, channel_ids_of, viewer_of
from cogs.ui.wording import t
from cogs.weeks.buttons import Decision, slot_button
from cogs.weeks.confirming import (
    closed_text,
    closing_page,
    meeting_note,
    not_counted_page,
    post_again_page,
    posted_text,
    preview_note,
    skip_again_page,
    skipped_text,
    unskipped_text,
)
from cogs.weeks.moving import MoveActions
from cogs.weeks.posting_check import require_may_post
from cogs.weeks.thread_messages import next_line

if TYPE_CHECKING:
    from datetime import date

    from bot.core.clubs.club import Club
    from bot.core.visibility import Viewer
    from bot.core.weeks.week import Week
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction
    from cogs.weeks.posts import PostsOfServers

CLOSING = {Decision.CLOSE_LOGS: "logs", Decision.CLOSE_REVIEWS: "reviews"}


class OrganizerActions:
    """Handles organizers' decisions. Each wakes the outbox worker, so that its messages go out at once."""

    def __init__(self, dependencies: Dependencies, posts: PostsOfServers) -> None:
        services = dependencies.services
        self._papers = services.papers
        self._clubs = services.clubs
        self._weeks = services.weeks
        self._reviews = services.reviews
        self._polls = services.polls
        self._outbox_worker = dependencies.outbox_worker
        self._posts = posts
        self.moving = MoveActions(dependencies)

    async def preview(self, interaction: ClubInteraction, named: str | None) -> None:
        """Show the next post as it would look now, only to the organizer."""
        club = await organized_club(self._clubs, interaction, named)
        view = await self._weeks.preview(club)
        posts = await self._posts.of(club)
        await reply_when_ready(interaction, posts.whole(view, preview_note(view)), private=True)

    async def post(self, interaction: ClubInteraction, named: str | None) -> None:
        """Post the next week now. Raises ClubError, also if the bot lacks a permission that the post needs."""
        await self._post(interaction, await organized_club(self._clubs, interaction, named), None)

    async def post_first(self, interaction: ClubInteraction, club: Club) -> str:
        """Post a new club's first week, and return what to say about it. Raises ClubError."""
        require_may_post(interaction, club)
        week = await self._weeks.post_now(club)
        self._outbox_worker.wake()
        return await self._posted(club, week)

    async def skip(self, interaction: ClubInteraction, named: str | None) -> None:
        """Skip the next slot. Raises NotNowError."""
        await self._skip(interaction, await organized_club(self._clubs, interaction, named), None)

    async def catch_up(self, interaction: ClubInteraction, named: str | None) -> None:
        """Make the next slot a catch-up. Raises NotNowError."""
        await self._skip(interaction, await organized_club(self._clubs, interaction, named), None, is_catch_up=True)

    async def unskip(self, interaction: ClubInteraction, named: str | None) -> None:
        """Undo a skip. Raises NotNowError."""
        await self._unskip(interaction, await organized_club(self._clubs, interaction, named), None)

    async def close(self, interaction: ClubInteraction, what: str, named: str | None) -> None:
        """Ask for confirmation and name the week, because closing cannot be undone. Raises NotNowError."""
        club = await organized_club(self._clubs, interaction, named)
        views = await self._weeks.closable(viewer_of(interaction), club, what, channel_ids_of(interaction))
        happened = [await self._reviews.of_week(view.week.id) for view in views]
        names = [await self._name(club, view.week.paper_key) for view in views]
        await reply(interaction, Reply(closing_page(what, views, names, happened)), private=True)

    async def decide(self, interaction: ClubInteraction, decision: Decision, club_id: int, target: str) -> None:
        """Do what was confirmed, after checking it again. Raises ClubError."""
        club = await self._clubs.by_id(viewer_of(interaction), club_id)
        require_organizer(interaction, club)
        match decision:
            case Decision.POST:
                await self._post(interaction, club, _slot(target))
            case Decision.SKIP:
                await self._skip(interaction, club, _slot(target))
            case Decision.MOVE_MEETING:
                await self.moving.move_meeting(interaction, club, target)
            case Decision.CATCH_UP:
                await self._skip(interaction, club, _slot(target), is_catch_up=True)
            case Decision.UNSKIP:
                await self._unskip(interaction, club, _slot(target))
            case Decision.MOVE:
                await self.moving.move(interaction, club, target)
            case Decision.CLOSE_LOGS | Decision.CLOSE_REVIEWS:
                closing = self._closed(viewer_of(interaction), club, CLOSING[decision], int(target))
                # The answer is public, because it ends something for everybody, unless some may not see the club.
                private = not audience_of(interaction).may_see(club)
                await reply_when_ready(interaction, closing, private=private)

    async def _post(self, interaction: ClubInteraction, club: Club, confirmed: date | None) -> None:
        require_may_post(interaction, club)
        try:
            week = await when_ready(interaction, self._weeks.post_now(club, confirmed), private=True)
        except DecidedAlreadyError as decided:
            await reply(interaction, Reply(post_again_page(club, decided)), private=True)
            return
        except PollEndsError as unsure:
            await reply(interaction, Reply(not_counted_page(club, unsure.slot)), private=True)
            return
        self._outbox_worker.wake()
        await say_privately(interaction, await self._posted(club, week))

    async def _posted(self, club: Club, week: Week) -> str:
        view = await self._weeks.view(week.id)
        overview = await self._clubs.overview(view.club if view else club)
        papers = await self._papers.of(club.server_id)
        following = short_name(papers, view.next_key) if view and view.next_key else None
        ahead = "\n".join(filter(None, (meeting_note(view, utcnow()), next_line(view, following)))) if view else ""
        is_queued = not overview.posts or overview.posts[0].is_queued
        return posted_text(club, week, await self._name(club, week.paper_key), ahead, is_queued=is_queued)

    async def _skip(
        self, interaction: ClubInteraction, club: Club, confirmed: date | None, *, is_catch_up: bool = False
    ) -> None:
        skipping = self._weeks.catch_up if is_catch_up else self._weeks.skip
        try:
            slot = await when_ready(interaction, skipping(club, confirmed), private=True)
        except DecidedAlreadyError as decided:
            await reply(interaction, Reply(skip_again_page(club, decided, is_catch_up=is_catch_up)), private=True)
            return
        after = (await self._clubs.by_id(viewer_of(interaction), club.id)).next_due
        button = slot_button(Decision.UNSKIP, club.id, slot, t("weeks-skipped-button"))
        await say_privately(interaction, skipped_text(club, slot, after, is_catch_up=is_catch_up), button)

    async def _unskip(self, interaction: ClubInteraction, club: Club, slot: date | None) -> None:
        slot = await when_ready(interaction, self._weeks.unskip(club, slot), private=True)
        present = await self._clubs.by_id(viewer_of(interaction), club.id)
        note = outrun_note(await self._polls.under_way(club), present)
        await say_privately(interaction, "\n".join(filter(None, (unskipped_text(club, slot), note))))

    async def _closed(self, viewer: Viewer, club: Club, what: str, week_id: int) -> Reply:
        """Close the week. It first asks Discord who has left the server, which takes a while if many wrote a log."""
        view = await self._weeks.close_early(viewer, club, what, week_id)
        self._outbox_worker.wake()
        return Reply(TextPage(closed_text(what, view, await self._name(club, view.week.paper_key))))

    async def _name(self, club: Club, key: str | None) -> str:
        return written(short_name(await self._papers.of(club.server_id), key))


def _slot(target: str) -> date:
    """Return the date in an id. Raises ClubError if it is not a date."""
    try:
        return datetime.strptime(target, "%Y%m%d").date()  # noqa: DTZ007 - a slot is a local day
    except ValueError:
        raise SaidError(t("weeks-button-outdated")) from None
