"""The clubs' desk: every way of steering a club, by command or button, ends in one of these calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.clubs import ClubState
from bot.core.errors import ClubError
from bot.core.outbox import EntryState
from bot.delivery.letters import Letter
from bot.services.club_news import News
from cogs.clubs.choosing import meant_club, server_of
from cogs.clubs.news import news_page, news_text
from cogs.clubs.notices import notice_letter
from cogs.clubs.organisers import is_organiser, require_manage_server, require_organiser
from cogs.clubs.pages import closing_page, created_page, edited_page, overview_page, said_page, tried_text
from cogs.clubs.places import (
    MeetingPlace,
    chosen_place,
    faults_of,
    present_place,
    require_known,
    require_view,
    tag_name,
)
from cogs.clubs.wishes import Meeting, Wish, changed_settings, new_settings
from cogs.ui.replies import Answer, reply, reply_when_ready, revise_when_ready, say_privately, when_ready
from cogs.ui.viewers import audience_of, viewer_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import discord

    from bot.core.clubs import Club, ClubSettings
    from bot.core.outbox import Entry
    from bot.core.papers import Catalogue
    from bot.core.visibility import Viewer
    from bot.services.clubs import ClubService
    from bot.services.outbox import OutboxService
    from cogs.ui.interactions import ClubInteraction

NOTHING_WISHED = "Which setting? Give at least one option besides `club`."
NEWS_OF = {ClubState.PAUSED: News.PAUSED, ClubState.ACTIVE: News.RESUMED, ClubState.CLOSED: News.CLOSED}
HELD_UP = (EntryState.BLOCKED, EntryState.PENDING, EntryState.POSTED, EntryState.DONE)


class ClubDesk:
    """`wake` has the courier look for what can be sent now."""

    def __init__(
        self, clubs: ClubService, outbox: OutboxService, catalogue: Catalogue, wake: Callable[[], None]
    ) -> None:
        self._clubs = clubs
        self._outbox = outbox
        self._catalogue = catalogue
        self._wake = wake

    async def create(self, interaction: ClubInteraction, wish: Wish) -> None:
        """Start a club, in everybody's sight. Raises ClubError for anything that would keep it from working."""
        server = server_of(interaction)
        require_manage_server(interaction)
        if wish.channel is None:
            raise ClubError("In which channel? Choose a text or forum channel.")
        place = chosen_place(server, wish.channel)
        require_view(viewer_of(interaction), place)
        meeting = Meeting(place, place.default_tag())
        settings, viewer = new_settings(wish, meeting), viewer_of(interaction)
        private = not audience_of(interaction).may_view(place.id)
        await reply_when_ready(interaction, self._created(server, settings, viewer), private=private)

    async def show(self, interaction: ClubInteraction, club: str | None) -> None:
        server = server_of(interaction)
        meant = await meant_club(interaction, club)
        overview = await self._clubs.overview(meant)
        tag, faults = tag_name(server, meant.settings), faults_of(server, meant.settings)
        page = overview_page(overview, tag, faults, self._catalogue, may_steer=is_organiser(interaction, meant))
        await reply(interaction, Answer(page), private=True)

    async def edit(self, interaction: ClubInteraction, club: str | None, wish: Wish) -> None:
        """Raises ClubError."""
        server, meant = server_of(interaction), await self._steered(interaction, club)
        if wish.is_empty:
            raise ClubError(NOTHING_WISHED)
        meeting = _meeting(server, meant.settings, wish)
        if meeting is not None:
            require_view(viewer_of(interaction), meeting.place)
        await reply_when_ready(interaction, self._edited(interaction, meant, wish, meeting), private=True)

    async def pause(self, interaction: ClubInteraction, club: str | None) -> None:
        meant = await self._steered(interaction, club)
        private, heard = _hearing(interaction, meant)
        paused = await when_ready(interaction, self._clubs.pause(meant, heard), private=private)
        self._wake()
        await reply(interaction, Answer(said_page(paused, news_text(paused, News.PAUSED))), private=private)

    async def resume(self, interaction: ClubInteraction, club: str | None) -> None:
        meant = await self._steered(interaction, club)
        private, heard = _hearing(interaction, meant)
        resumed = await when_ready(interaction, self._clubs.resume(meant, heard), private=private)
        self._wake()
        await reply(interaction, Answer(said_page(resumed, news_text(resumed, News.RESUMED))), private=private)

    async def ask_to_close(self, interaction: ClubInteraction, club: str | None) -> None:
        """Nothing is closed before the button is pressed."""
        meant = await self._steered(interaction, club)
        await reply(interaction, Answer(closing_page(meant)), private=True)

    async def close(self, interaction: ClubInteraction, club_id: int) -> None:
        """What the confirmation leads to. Raises ClubError."""
        club = await self._clubs.by_id(viewer_of(interaction), club_id)
        require_organiser(interaction, club)
        await revise_when_ready(interaction, self._closed(club))

    async def retry(self, interaction: ClubInteraction, club_id: int) -> None:
        """Have what is held up tried again, and say what would hold it up once more. Raises ClubError."""
        server = server_of(interaction)
        club = await self._clubs.by_id(viewer_of(interaction), club_id)
        require_organiser(interaction, club)
        count = await when_ready(interaction, self._clubs.retry(club), private=True)
        self._wake()
        await say_privately(interaction, tried_text(count, faults_of(server, club.settings)))

    async def news(self, entry: Entry) -> Letter | None:
        """The letter that tells a club's channel what has become of the club; None where that has changed since."""
        club, news = await self._clubs.whatever_became_of(entry.club_id), News(entry.details["news"])
        if club is None or NEWS_OF[club.state] is not news:
            return None
        return Letter(news_page(club, news, entry))

    async def notice(self, entry: Entry) -> Letter | None:
        """The letter of a notice; None where what it is about has been mended meanwhile."""
        about = await self._outbox.entry(str(entry.details.get("about", "")))
        if about is None or not about.reason or about.state not in HELD_UP:
            return None
        club = await self._clubs.known(entry.club_id)
        return notice_letter(entry, about, club) if club else None

    async def _steered(self, interaction: ClubInteraction, club: str | None) -> Club:
        """The club that is meant, once it is clear that an organiser asks. Raises ClubError."""
        meant = await meant_club(interaction, club)
        require_organiser(interaction, meant)
        return meant

    async def _created(self, server: discord.Guild, settings: ClubSettings, viewer: Viewer) -> Answer:
        club = await self._clubs.create(server.id, settings, viewer)
        return Answer(created_page(club, tag_name(server, settings), faults_of(server, settings)))

    async def _closed(self, club: Club) -> discord.ui.LayoutView:
        # What is answered here is the organizer's alone.
        closed = await self._clubs.close(club, ())
        self._wake()
        return said_page(closed, news_text(closed, News.CLOSED))

    async def _edited(self, interaction: ClubInteraction, club: Club, wish: Wish, meeting: Meeting | None) -> Answer:
        server, viewer = server_of(interaction), viewer_of(interaction)
        edited = await self._clubs.edit(club, lambda settings: changed_settings(settings, wish, meeting), viewer)
        self._wake()
        settings = edited.club.settings
        return Answer(edited_page(edited, tag_name(server, settings), faults_of(server, settings)))


def _hearing(interaction: ClubInteraction, club: Club) -> tuple[bool, list[int]]:
    """Whether the answer has to be private, since not all who read it here may see the club; and who reads it then."""
    is_private = not audience_of(interaction).may_view(club.settings.channel_id)
    return is_private, [] if is_private or interaction.channel_id is None else [interaction.channel_id]


def _meeting(server: discord.Guild, settings: ClubSettings, wish: Wish) -> Meeting | None:
    """The place and tag that follow from the wish; None where neither changes."""
    if wish.channel is None and wish.tag is None:
        return None
    place = chosen_place(server, wish.channel) if wish.channel else _present(server, settings)
    return Meeting(place, place.tag_named(wish.tag) if wish.tag else place.default_tag())


def _present(server: discord.Guild, settings: ClubSettings) -> MeetingPlace:
    require_known(server)
    place = present_place(server, settings.channel_id)
    if place is None:
        raise ClubError("The club's channel was deleted. Choose another with `channel` first.")
    return place
