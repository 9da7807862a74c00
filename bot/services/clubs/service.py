"""Create and manage clubs."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.clubs.club import Club, ClubSettings, ClubState, SettingsChange, new_club
from bot.core.clubs.rescheduling import paused, resumed, with_settings
from bot.core.outbox.entry import EntryState, unblocked
from bot.core.outbox.kinds import Kind
from bot.core.text.short_inputs import name_key
from bot.core.weeks.parts import is_left_out
from bot.services.clubs.closing import end_all
from bot.services.clubs.names import add_named, rename
from bot.services.clubs.news import News, is_first_news, tell_club
from bot.services.clubs.open_clubs import open_club
from bot.services.clubs.planned_posts import planned_posts
from bot.services.clubs.refusals import (
    ClubGoneError,
    ClubPausedAlreadyError,
    ClubRunningError,
    NoClubToMeanError,
    PostGoingOutError,
    TooManyClubsError,
    UnknownClubError,
    WhichClubError,
    name_to_type,
)
from bot.services.clubs.repairs import last_slot, repair_times, rescheduled_by
from bot.services.hosts.retiming import replan_and_tell_hosts
from bot.services.meetings.changes import meetings_after_edit, planned_meetings
from bot.services.meetings.planning import cancel_meetings, recheck_events, replan_meetings
from bot.services.polls.moving import move_vote
from bot.services.visibility import clubs_meant_at, seen_clubs
from bot.services.weeks.post_edits import refresh_posts
from bot.storage.clubs import rows as club_rows
from bot.storage.outbox import rows as outbox_rows
from bot.storage.polls import rows as poll_rows
from bot.storage.syllabus import rows as syllabus_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime

    from bot.core.outbox.entry import Entry
    from bot.core.polls.poll import Poll
    from bot.core.visibility import Viewer
    from bot.core.weeks.week import Week
    from bot.services.clubs.planned_posts import PlannedPost
    from bot.services.meetings.changes import MeetingChange
    from bot.services.papers.catalogs import Catalogs
    from bot.storage.connections import AsyncConnection
    from bot.storage.database import Database

MOST_CLUBS, MOST_WITH_UNSEEN = 20, 100
SLOTS_LOOKED_BACK = 6
MISHAPS_SHOWN = timedelta(days=14)  # older problems no longer matter


@dataclass(frozen=True, slots=True)
class ClubOverview:
    """The content of `/club show`, newest first: `troubled` are messages that wait for an organizer, `failed_weeks` are
    recent failed or skipped weeks. `poll` is the running poll; `won` is one whose winner hasn't been read yet.
    """

    club: Club
    posts: tuple[PlannedPost, ...]
    troubled: tuple[Entry, ...]
    failed_weeks: tuple[Week, ...]
    poll: Poll | None = None
    won: Poll | None = None


@dataclass(frozen=True, slots=True)
class EditedClub:
    """The club and its meetings after the change; `gap` is from the last week to the next, if its slot moved."""

    club: Club
    gap: timedelta | None
    meetings: tuple[MeetingChange, ...] = ()


class ClubService:
    """Every change is one transaction that checks everything again."""

    def __init__(self, database: Database, catalogs: Catalogs, now: Callable[[], datetime]) -> None:
        self._database = database
        self._catalogs = catalogs
        self._now = now

    async def create(
        self, server_id: int, settings: ClubSettings, viewer: Viewer, said_in: Collection[int] | None = None
    ) -> Club:
        """Add a club. Its channel is told, unless it was already. Raises ClubError, as for a name that is taken.

        Clubs that the viewer may not see don't count for the name, because a refusal would reveal them.
        """
        now = self._now()
        club = new_club(settings, server_id, secrets.token_hex(4), now)
        async with self._database.write_transaction() as connection:
            clubs = await club_rows.clubs_of_server(connection, server_id)
            if len(viewer.seen(clubs)) >= MOST_CLUBS or len(clubs) >= MOST_WITH_UNSEEN:
                raise TooManyClubsError(MOST_CLUBS)
            added = await add_named(connection, club, clubs, viewer, now)
            await tell_club(connection, added, News.CREATED, now, said_in)
            return added

    async def edit(self, club: Club, change: SettingsChange, viewer: Viewer) -> EditedClub:
        """Change the club's current settings. A new channel or tag makes the bot retry blocked messages.

        Only a change of day, time, zone or rhythm moves the next post, so that a skipped week stays skipped.
        Raises ClubError.
        """
        # Refuse values out of range before taking the write lock.
        change.made_on(club.settings)
        async with self._database.write_transaction() as connection:
            club = await repair_times(connection, await open_club(connection, club.id), self._now())
            changed, gap = await self._with(connection, club, change.made_on(club.settings))
            before = await planned_meetings(connection, club, self._now())
            if changed.settings.name != club.settings.name:
                await rename(connection, changed, viewer)
            await club_rows.save_club(connection, changed)
            await move_vote(connection, club, changed, self._now())
            if changed.settings.takeaways is not club.settings.takeaways:
                await refresh_posts(connection, changed, self._now())
            if _meeting_facts(changed.settings) != _meeting_facts(club.settings):
                await replan_and_tell_hosts(connection, club, changed, self._now())
            # No other setting can have blocked a message, and each failed retry notifies organizers again.
            if _channel_facts(changed.settings) != _channel_facts(club.settings):
                await _unblock(connection, changed, self._now())
                await recheck_events(connection, changed, self._now())
            after = await planned_meetings(connection, changed, self._now())
            return EditedClub(changed, gap, meetings_after_edit(before, after, change))

    async def pause(self, club: Club, said_in: Collection[int] | None = None) -> Club:
        """No new weeks until resumed; the current week runs to its end. The channel is told, unless it was already."""
        async with self._database.write_transaction() as connection:
            club = await open_club(connection, club.id)
            if club.state is ClubState.PAUSED:
                raise ClubPausedAlreadyError
            changed = paused(club)
            await club_rows.save_club(connection, changed)
            await cancel_meetings(connection, changed, self._now())
            await tell_club(connection, changed, News.PAUSED, self._now(), said_in)
            return changed

    async def resume(self, club: Club, said_in: Collection[int] | None = None) -> Club:
        """Continue with the next slot; slots missed during the pause aren't made up. The channel is told too."""
        async with self._database.write_transaction() as connection:
            club = await open_club(connection, club.id)
            if club.state is ClubState.ACTIVE:
                raise ClubRunningError
            repaired = await repair_times(connection, club, self._now())
            changed = resumed(repaired, self._now(), await last_slot(connection, repaired))
            await club_rows.save_club(connection, changed)
            await move_vote(connection, club, changed, self._now())
            await replan_meetings(connection, changed, self._now())
            await tell_club(connection, changed, News.RESUMED, self._now(), said_in)
            return changed

    async def close(self, club: Club, said_in: Collection[int] | None = None) -> Club:
        """Close the club with its open weeks and polls. Its channel is told, and gets nothing more after that."""
        now = self._now()
        async with self._database.write_transaction() as connection:
            club = await open_club(connection, club.id)
            closed = replace(club, state=ClubState.CLOSED, next_slot=None, next_due=None)
            await club_rows.save_club(connection, closed)
            await end_all(connection, closed, now)
            await tell_club(connection, closed, News.CLOSED, now, said_in)
            return closed

    async def pause_all_of(self, server_id: int) -> None:
        """The bot was removed from the server. If that was a mistake, organizers can resume; no history is lost."""
        for club in await self.all_of(server_id):
            if club.state is ClubState.ACTIVE:
                await self.pause(club)

    async def retry(self, club: Club) -> int:
        """Retry blocked messages; returns how many."""
        async with self._database.write_transaction() as connection:
            return await _unblock(connection, await open_club(connection, club.id), self._now())

    async def of_server(self, viewer: Viewer) -> list[Club]:
        """The open clubs of the server that the viewer can see, by name."""
        async with self._database.read_transaction() as connection:
            return await seen_clubs(connection, viewer)

    async def by_id(self, viewer: Viewer, club_id: int) -> Club:
        """An open club of the server. Raises NoSuchClubError, also for another server's club."""
        club = await self.known(club_id)
        if club is None or club.server_id != viewer.server_id or not viewer.may_see(club):
            raise ClubGoneError
        return club

    async def even_if_closed(self, club_id: int) -> Club | None:
        """A club, even a closed one, for the bot's own work."""
        async with self._database.read_transaction() as connection:
            return await club_rows.club_by_id(connection, club_id)

    async def all_of(self, server_id: int) -> list[Club]:
        """All open clubs of a server, by name, for the bot's own work."""
        async with self._database.read_transaction() as connection:
            return await club_rows.clubs_of_server(connection, server_id)

    async def known(self, club_id: int) -> Club | None:
        """An open club, for the bot's own work."""
        club = await self.even_if_closed(club_id)
        return club if club and club.state is not ClubState.CLOSED else None

    async def named(self, viewer: Viewer, name: str) -> Club:
        """The open club of the server with this id, or else with this name. Raises NoSuchClubError."""
        clubs = await self.of_server(viewer)
        wanted = name_key(name)
        by_id = (club for club in clubs if str(club.id) == wanted)
        by_name = (club for club in clubs if name_key(club.settings.name) == wanted)
        if club := next(by_id, None) or next(by_name, None):
            return club
        raise UnknownClubError(tuple(map(name_to_type, clubs)))

    async def meant_at(self, viewer: Viewer, channel_ids: Sequence[int]) -> Club:
        """The club of the first channel that has one (a thread, then its channel), or the server's only one.

        Raises NoSuchClubError.
        """
        async with self._database.read_transaction() as connection:
            candidates = await clubs_meant_at(connection, viewer, channel_ids)
        if len(candidates) == 1:
            return candidates[0]
        if not candidates:
            raise NoClubToMeanError
        raise WhichClubError(tuple(map(name_to_type, candidates)))

    async def overview(self, club: Club) -> ClubOverview:
        async with self._database.read_transaction() as connection:
            queue = await syllabus_rows.queue_of(connection, club.id)
            read = await week_rows.papers_read(connection, club.id)
            troubled = await outbox_rows.troubled_entries(connection, club.id)
            slots = await week_rows.latest_slots(connection, club.id, SLOTS_LOOKED_BACK)
            poll = await poll_rows.open_poll_of(connection, club.id)
            won = await poll_rows.unread_winner(connection, club.id)
            catalog = await self._catalogs.of(connection, club.server_id)
            periods = await syllabus_rows.periods_of(connection, club.id)
            decided = await week_rows.slots_from(connection, club.id, club.next_slot)
        waiting = [entry for entry in reversed(troubled) if entry.kind is not Kind.NOTICE]
        # A waiting post is listed itself, so its week isn't listed again.
        told = {entry.week_id for entry in waiting if entry.kind is Kind.POST}
        since = self._now() - MISHAPS_SHOWN
        failed_weeks = [week for week in slots if is_left_out(week) and week.id not in told and week.due_at > since]
        posts = tuple(planned_posts(club, queue, read, catalog, periods, decided=decided))
        return ClubOverview(club, posts, tuple(waiting), tuple(failed_weeks), poll, won)

    async def _with(
        self, connection: AsyncConnection, club: Club, settings: ClubSettings
    ) -> tuple[Club, timedelta | None]:
        """The club with these settings, and its gap if the slot moved."""
        changed = with_settings(club, settings, self._now(), await last_slot(connection, club))
        is_when = club.settings.slot != settings.slot or club.settings.rhythm is not settings.rhythm
        if club.state is not ClubState.ACTIVE or not is_when:
            return changed, None
        if club.next_due is not None and club.next_due <= self._now():
            raise PostGoingOutError
        moved = await rescheduled_by(connection, club, changed, self._now())
        last = await week_rows.latest_week(connection, club.id)
        # A week posted before its slot says nothing about the usual rhythm.
        is_rhythm = last is not None and last.due_at <= self._now()
        return moved, moved.next_due - last.due_at if last and is_rhythm and moved.next_due else None


def _channel_facts(settings: ClubSettings) -> tuple[int, bool, int | None]:
    return settings.channel_id, settings.is_forum, settings.tag_id


def _meeting_facts(settings: ClubSettings) -> tuple[object, ...]:
    """What meetings and their events depend on."""
    return settings.meeting, settings.slot.zone, settings.name


async def _unblock(connection: AsyncConnection, club: Club, now: datetime) -> int:
    """Send what was never sent to the club's current channel; anything waiting for a retry or a cleanup is due now."""
    troubled = await outbox_rows.troubled_entries(connection, club.id)
    for entry in troubled:
        ready = unblocked(entry) if entry.state is EntryState.BLOCKED else replace(entry, not_before=now)
        is_nowhere = ready.first_sent_at is None or not ready.is_doubtful
        if ready.state is EntryState.PENDING and is_nowhere and (ready.kind is Kind.POST or is_first_news(ready)):
            channel_id, is_forum = club.settings.channel_id, club.settings.is_forum
            has_thread = ready.kind is Kind.POST and not is_forum
            ready = replace(ready, channel_id=channel_id, is_forum=is_forum, wants_thread=has_thread)
        await outbox_rows.save_entry(connection, ready)
    return len(troubled)
