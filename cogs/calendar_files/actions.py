"""What `/week calendar` and its buttons do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.calendar_files.address import feed_address
from cogs.calendar_files.pages import FeedOffer, address_page, calendar_answer, revoked_page
from cogs.calendar_files.texts import ics_of
from cogs.clubs.choosing import meant_club, server_of
from cogs.ui.refusals import SaidError
from cogs.ui.replies import Reply, reply_when_ready
from cogs.ui.viewers import viewer_of
from cogs.ui.wording import t

if TYPE_CHECKING:
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction


class CalendarActions:
    """Only members who see the club get its calendar. The service checks it each time."""

    def __init__(self, dependencies: Dependencies) -> None:
        services = dependencies.services
        self._clubs, self._papers = services.clubs, services.papers
        self._calendars = services.calendars
        self._feed_url = dependencies.feed_url

    async def give(self, interaction: ClubInteraction, named: str | None) -> None:
        """Send the club's calendar as a file, with a way to an address of its feed."""

        async def made() -> Reply:
            club = await meant_club(self._clubs, interaction, named)
            viewer = viewer_of(interaction)
            calendar = await self._calendars.of(viewer, club.id)
            count = sum(not told.is_cancelled for told, _ in calendar.events)
            if not calendar.events:
                raise SaidError(t("calendar-files-nothing"))
            ics = ics_of(calendar, await self._papers.of(club.server_id))
            feed = None
            if self._feed_url:
                made_at = await self._calendars.feed_made_at(viewer, club.id)
                feed = FeedOffer(made_at, is_organizer=viewer.organizes(club))
            return calendar_answer(calendar.club, count, ics, feed)

        await reply_when_ready(interaction, made(), private=True)

    async def renew(self, interaction: ClubInteraction, club_id: int) -> None:
        """Give the member a new address of their own, in place of the one before."""
        server_of(interaction)

        async def renewed() -> Reply:
            viewer = viewer_of(interaction)
            if not self._feed_url:
                raise SaidError(t("calendar-files-no-feed"))
            secret = await self._calendars.new_secret(viewer, club_id)
            club = await self._clubs.by_id(viewer, club_id)
            return Reply(address_page(club, feed_address(self._feed_url, secret)))

        await reply_when_ready(interaction, renewed(), private=True)

    async def revoke_all(self, interaction: ClubInteraction, club_id: int) -> None:
        """For organizers: end every member's address of the club's calendar."""
        server_of(interaction)

        async def revoked() -> Reply:
            viewer = viewer_of(interaction)
            count = await self._calendars.revoke_all(viewer, club_id)
            return Reply(revoked_page(await self._clubs.by_id(viewer, club_id), count))

        await reply_when_ready(interaction, revoked(), private=True)
