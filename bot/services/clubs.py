"""Setting clubs up and steering them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.clubs import Club, ClubSettings, ClubState
from bot.core.errors import ClubError, NoClubYetError, NoSuchClubError, NotNowError
from bot.core.outbox import EntryState, Kind, unblocked
from bot.core.short_inputs import name_key
from bot.core.weeks import WeekState, first_slot, upcoming_papers
from bot.services.club_names import add_named, rename
from bot.services.club_news import News, tell_club
from bot.services.mending import mended, rescheduled
from bot.services.post_edits import refresh_post
from bot.services.sight import clubs_meant_at, seen_clubs
from bot.storage import clubs as club_rows
from bot.storage import outbox as outbox_rows
from bot.storage import polls as poll_rows
from bot.storage import syllabus as syllabus_rows
from bot.storage import weeks as week_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import date, datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.outbox import Entry
    from bot.core.papers import Catalogue
    from bot.core.visibility import Viewer
    from bot.core.weeks import Week
    from bot.storage.database import Database
    from bot.storage.polls import Poll

MOST_CLUBS, MOST_WITH_UNSEEN = 20, 100
POSTS_SHOWN = 5
SLOTS_LOOKED_BACK = 6
# What went wrong longer ago is over.
MISHAPS_SHOWN = timedelta(days=14)
NO_CLUB = "Anyone with Manage Server can start one: `/club create`."


@dataclass(frozen=True, slots=True)
class PlannedPost:
    """A post to come: `is_queued` where the syllabus decides, else the list does; no key where all is read."""

    at: datetime
    paper_key: str | None
    is_queued: bool


@dataclass(frozen=True, slots=True)
class ClubOverview:
    """What `/club show` tells. `held_up` are messages that wait for an organiser, `mishaps` weeks that went wrong or
    were left out of late, both newest first. `poll` is under way; `won` is one whose winner is still to be read.
    """

    club: Club
    posts: tuple[PlannedPost, ...]
    held_up: tuple[Entry, ...]
    mishaps: tuple[Week, ...]
    poll: Poll | None = None
    won: Poll | None = None


@dataclass(frozen=True, slots=True)
class Edited:
    """The club as it is now; `gap` is how long after the last week the next one comes, where the slot was moved."""

    club: Club
    gap: timedelta | None


class ClubService:
    """Every change is one transaction, checked again inside it."""

    def __init__(self, database: Database, catalogue: Catalogue, now: Callable[[], datetime]) -> None:
        self._database = database
        self._catalogue = catalogue
        self._now = now

    async def create(self, server_id: int, settings: ClubSettings, viewer: Viewer) -> Club:
        """Raises ClubError where the name is taken or the server has as many clubs as it may.

        Clubs that the viewer may not see stand in nobody's way: they would be known by it.
        """
        now = self._now()
        slot = first_slot(settings.slot, now, None)
        token, due = secrets.token_hex(4), settings.slot.instant_on(slot)
        club = Club(0, token, server_id, settings, ClubState.ACTIVE, slot, due)
        async with self._database.writing() as connection:
            clubs = await club_rows.clubs_of_server(connection, server_id)
            if len(viewer.seen(clubs)) >= MOST_CLUBS or len(clubs) >= MOST_WITH_UNSEEN:
                raise ClubError(f"This server has {MOST_CLUBS} clubs, which is the most. Close one first.")
            return await add_named(connection, club, clubs, viewer, now)

    async def edit(self, club: Club, change: Callable[[ClubSettings], ClubSettings], viewer: Viewer) -> Edited:
        """Change the settings as they are now. Another place or tag has what was blocked tried again.

        Only another day, time or zone moves the next post, so that a skipped week stays skipped. Raises ClubError.
        """
        async with self._database.writing() as connection:
            club = await mended(connection, await _living(connection, club.id), self._now())
            changed, gap = await self._with(connection, club, change(club.settings))
            if changed.settings.name != club.settings.name:
                await rename(connection, changed, viewer)
            await club_rows.save_club(connection, changed)
            # Nothing else that is edited can have been in the way, and each failure tells the organisers anew.
            if _place_of(changed.settings) != _place_of(club.settings):
                await _unblock(connection, changed, self._now())
            return Edited(changed, gap)

    async def pause(self, club: Club, said_in: Collection[int] | None = None) -> Club:
        """No new weeks until resumed; the week that is under way runs to its end.

        Given the places that read of it anyway, the club's channel hears of it too, where it is none of them.
        """
        async with self._database.writing() as connection:
            club = await _living(connection, club.id)
            if club.state is ClubState.PAUSED:
                raise NotNowError("The club is paused already. `/club resume` starts it again.")
            paused = replace(club, state=ClubState.PAUSED, next_slot=None, next_due=None)
            await club_rows.save_club(connection, paused)
            await tell_club(connection, paused, News.PAUSED, self._now(), said_in)
            return paused

    async def resume(self, club: Club, said_in: Collection[int] | None = None) -> Club:
        """Go on with the next slot ahead; what the pause went over is not made up for. The channel hears of it too."""
        async with self._database.writing() as connection:
            club = await _living(connection, club.id)
            if club.state is ClubState.ACTIVE:
                raise NotNowError("The club is running: there is nothing to resume.")
            resumed = await rescheduled(connection, replace(club, state=ClubState.ACTIVE), self._now())
            await club_rows.save_club(connection, resumed)
            await tell_club(connection, resumed, News.RESUMED, self._now(), said_in)
            return resumed

    async def close(self, club: Club, said_in: Collection[int] | None = None) -> Club:
        """End the club for good: open weeks and polls are closed. Its channel hears of it, and then of nothing more."""
        now = self._now()
        async with self._database.writing() as connection:
            club = await _living(connection, club.id)
            closed = replace(club, state=ClubState.CLOSED, next_slot=None, next_due=None)
            await club_rows.save_club(connection, closed)
            weeks = await week_rows.open_weeks(connection, club.id)
            for week in weeks:
                facts = {"state": WeekState.CLOSED, "next_step": None, "next_step_at": None}
                await week_rows.change_week(connection, week.id, note="the club was closed", **facts)
            poll = await poll_rows.open_poll_of(connection, club.id)
            if poll is not None:
                await poll_rows.change_poll(connection, poll.id, is_open=False)
            waiting = await outbox_rows.unsettled_entries(connection, club.id)
            for entry in [*waiting, *await outbox_rows.blocked_entries(connection, club.id)]:
                cancelled = replace(entry, state=EntryState.CANCELLED, reason="the club was closed", not_before=None)
                await outbox_rows.save_entry(connection, cancelled)
            for week in weeks:
                await refresh_post(connection, closed, week, now)
            await tell_club(connection, closed, News.CLOSED, now, said_in)
            return closed

    async def pause_all_of(self, server_id: int) -> None:
        """The bot is no longer in the server. Whoever removed it by mistake resumes; nothing that was read is lost."""
        for club in await self.all_of(server_id):
            if club.state is ClubState.ACTIVE:
                await self.pause(club)

    async def retry(self, club: Club) -> int:
        """Try again what was blocked; how much that is."""
        async with self._database.writing() as connection:
            return await _unblock(connection, await _living(connection, club.id), self._now())

    async def of_server(self, viewer: Viewer) -> list[Club]:
        """The living clubs of the server where the viewer asks, by name."""
        async with self._database.reading() as connection:
            return await seen_clubs(connection, viewer)

    async def by_id(self, viewer: Viewer, club_id: int) -> Club:
        """A living club of the server. Raises NoSuchClubError, for another server's club as for one that never was."""
        club = await self.known(club_id)
        if club is None or club.server_id != viewer.server_id or not viewer.may_see(club):
            raise NoSuchClubError("That club is no longer here. `/club show` shows those that go on.")
        return club

    async def whatever_became_of(self, club_id: int) -> Club | None:
        """A club, a closed one too, for what the bot does on its own account."""
        async with self._database.reading() as connection:
            return await club_rows.club_by_id(connection, club_id)

    async def all_of(self, server_id: int) -> list[Club]:
        """All living clubs of a server, by name, for what the bot does on its own account."""
        async with self._database.reading() as connection:
            return await club_rows.clubs_of_server(connection, server_id)

    async def known(self, club_id: int) -> Club | None:
        """A living club, for what the bot does on its own account."""
        club = await self.whatever_became_of(club_id)
        return club if club and club.state is not ClubState.CLOSED else None

    async def named(self, viewer: Viewer, name: str) -> Club:
        """The living club with this id, or else of this name, in the server. Raises NoSuchClubError."""
        clubs = await self.of_server(viewer)
        wanted = name_key(name)
        by_id = (club for club in clubs if str(club.id) == wanted)
        by_name = (club for club in clubs if name_key(club.settings.name) == wanted)
        if club := next(by_id, None) or next(by_name, None):
            return club
        known = f"Clubs here: {_listed(clubs)}." if clubs else NO_CLUB
        raise NoSuchClubError(f"There is no such club here. {known}")

    async def meant_at(self, viewer: Viewer, channel_ids: Sequence[int]) -> Club:
        """The club of the first place where one meets (a thread, then its channel), or the server's only one.

        Raises NoSuchClubError.
        """
        async with self._database.reading() as connection:
            candidates = await clubs_meant_at(connection, viewer, channel_ids)
        if len(candidates) == 1:
            return candidates[0]
        if not candidates:
            raise NoClubYetError(f"This server has no reading club yet. {NO_CLUB}")
        raise NoSuchClubError(f"Which club? Name one with the `club` option: {_listed(candidates)}.")

    async def overview(self, club: Club) -> ClubOverview:
        async with self._database.reading() as connection:
            queue = await syllabus_rows.queue_of(connection, club.id)
            read = await week_rows.papers_read(connection, club.id)
            held_up = await outbox_rows.troubled_entries(connection, club.id)
            slots = await week_rows.latest_slots(connection, club.id, SLOTS_LOOKED_BACK)
            poll = await poll_rows.open_poll_of(connection, club.id)
            won = await poll_rows.unread_winner(connection, club.id)
        waiting = [entry for entry in reversed(held_up) if entry.kind is not Kind.NOTICE]
        # A post that waits is told of as such, and not once more by its week.
        told = {entry.week_id for entry in waiting if entry.kind is Kind.POST}
        since = self._now() - MISHAPS_SHOWN
        mishaps = [week for week in slots if week.note and week.id not in told and week.due_at > since]
        posts = tuple(self._posts(club, queue, read))
        return ClubOverview(club, posts, tuple(waiting), tuple(mishaps), poll, won)

    def _posts(self, club: Club, queue: Sequence[str], read: Sequence[str]) -> list[PlannedPost]:
        if club.next_slot is None:
            return []
        planned = upcoming_papers(queue, read, self._catalogue, POSTS_SHOWN)
        slot, day = club.settings.slot, club.next_slot
        days = [slot.instant_on(later) for later in _weekly(day, POSTS_SHOWN)]
        posts = [PlannedPost(at, key, queued) for at, (key, queued) in zip(days, planned, strict=False)]
        return posts or [PlannedPost(days[0], None, False)]

    async def _with(
        self, connection: AsyncConnection, club: Club, settings: ClubSettings
    ) -> tuple[Club, timedelta | None]:
        """The club with these settings, and its gap where the slot was moved."""
        changed = replace(club, settings=settings)
        if club.state is not ClubState.ACTIVE or club.settings.slot == settings.slot:
            return changed, None
        if club.next_due is not None and club.next_due <= self._now():
            # Moved now, the slot whose time has just come would be lost.
            raise NotNowError("This week's post is going out at this very moment. Try again in a minute.")
        moved = await rescheduled(connection, changed, self._now())
        last = await week_rows.latest_week(connection, club.id)
        # A week that was posted before its slot says nothing about the rhythm that members felt.
        is_rhythm = last is not None and last.due_at <= self._now()
        return moved, moved.next_due - last.due_at if last and is_rhythm and moved.next_due else None


def _weekly(first: date, count: int) -> list[date]:
    return [first.fromordinal(first.toordinal() + 7 * week) for week in range(count)]


def _place_of(settings: ClubSettings) -> tuple[int, bool, int | None]:
    return settings.channel_id, settings.is_forum, settings.tag_id


def _listed(clubs: Sequence[Club]) -> str:
    """Names as members wrote them, in code spans, where they are harmless."""
    return ", ".join(f"`{club.settings.name.replace('`', 'ʼ')}`" for club in clubs)


async def _living(connection: AsyncConnection, club_id: int) -> Club:
    club = await club_rows.club_by_id(connection, club_id)
    if club is None or club.state is ClubState.CLOSED:
        raise NoSuchClubError("That club has been closed. `/club show` shows those that go on.")
    return club


async def _unblock(connection: AsyncConnection, club: Club, now: datetime) -> int:
    """What never left goes to the club's present channel; what waits for its time, or for a copy to go, comes now."""
    held_up = await outbox_rows.troubled_entries(connection, club.id)
    for entry in held_up:
        ready = unblocked(entry) if entry.state is EntryState.BLOCKED else replace(entry, not_before=now)
        is_nowhere = ready.first_sent_at is None or not ready.is_doubtful
        if ready.state is EntryState.PENDING and ready.kind is Kind.POST and is_nowhere:
            is_forum = club.settings.is_forum
            place = {"channel_id": club.settings.channel_id, "is_forum": is_forum, "wants_thread": not is_forum}
            ready = replace(ready, **place)  # type: ignore[arg-type]
        await outbox_rows.save_entry(connection, ready)
    return len(held_up)
