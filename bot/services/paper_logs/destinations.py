"""Where a log belongs: in which club and week, on which paper. Part of a caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.clubs.club import ClubState
from bot.core.errors import ClubError, NoClubYetError, UnknownPaperError
from bot.core.papers.clusters import reading_cluster
from bot.core.weeks.week import WeekState
from bot.services.clubs.refusals import ClubClosedError, ClubGoneError
from bot.services.visibility import clubs_meant_at, marked_week, seen_club, seen_clubs
from bot.services.weeks.refusals import NoSuchWeekError
from bot.storage.clubs import rows as club_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.core.clubs.club import Club
    from bot.core.paper_logs.paper_log import PaperLog
    from bot.core.papers.paper import Catalog
    from bot.core.visibility import Viewer
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection

OPEN_FOR_LOGS = {WeekState.PLANNED, WeekState.POSTED, WeekState.READING}


@dataclass(eq=False)
class PaperNotNamedError(NoClubYetError):
    """The server has no club whose paper could be meant."""


@dataclass(eq=False)
class NothingReadYetError(ClubError):
    """The club has not read any paper yet."""


@dataclass(eq=False)
class PaperNotInWeekError(ClubError):
    """The week's club reads another paper in that week."""


@dataclass(eq=False)
class LogOutOfSightError(ClubError):
    """The member may not see the log's club now."""


@dataclass(eq=False)
class LogWeekSkippedError(ClubError):
    """The week that the log belongs to was skipped."""


@dataclass(frozen=True, slots=True)
class LogRequest:
    """Who wants to write, and where. `channel_ids` are a thread and its channel, innermost first. `week_key` belongs to
    a message about a week. `club_id` and `is_alone` are wishes: for that club, or only for oneself.
    """

    viewer: Viewer
    channel_ids: Sequence[int] = ()
    club_id: int | None = None
    week_key: str | None = None
    paper_key: str | None = None
    is_alone: bool = False


@dataclass(frozen=True, slots=True)
class LogDestination:
    """Without a club, only the log's author sees it; without a week, it is on a paper outside the club's weeks, and
    goes to the club's newest thread. `is_late` if logs of the week are already closed.
    """

    club: Club | None
    week: Week | None
    paper_key: str
    is_late: bool
    newest_thread_id: int | None = None

    @property
    def thread_id(self) -> int | None:
        """The log's thread; None if it isn't open yet or not known."""
        return self.week.thread_id if self.week else self.newest_thread_id


@dataclass(frozen=True, slots=True)
class DestinationChoice:
    """The log may go to several destinations, and its author must choose one."""

    destinations: tuple[LogDestination, ...]


async def find_destination(
    connection: AsyncConnection, asked: LogRequest, catalog: Catalog
) -> LogDestination | DestinationChoice:
    """Raises ClubError if the paper or the club isn't clear.

    A log on a paper outside the weeks goes to a club's thread only if its author wants that.
    """
    if asked.paper_key is not None and asked.paper_key not in catalog:
        raise UnknownPaperError
    if asked.week_key is not None:
        club, week = await _marked(connection, asked.viewer, asked.week_key)
        key = asked.paper_key or week.paper_key
        if key is None or key not in catalog:
            raise UnknownPaperError
        return _destination_in(club, week, key)
    found = [await _in_club(connection, club, asked, catalog) for club in await _clubs_meant(connection, asked)]
    possible = [destination for destination in found if destination is not None]
    if asked.paper_key is None:
        if not possible:
            raise NothingReadYetError if found else PaperNotNamedError
        return _chosen(possible)
    # If only one of the clubs reads the paper, that club is meant.
    if fitting := [destination for destination in possible if destination.week or asked.club_id]:
        return _chosen(fitting)
    return _chosen([alone(asked.paper_key), *possible])


def alone(paper_key: str) -> LogDestination:
    """The destination of a log that only its author sees."""
    return LogDestination(None, None, paper_key, is_late=False)


def _chosen(destinations: Sequence[LogDestination]) -> LogDestination | DestinationChoice:
    return destinations[0] if len(destinations) == 1 else DestinationChoice(tuple(destinations))


async def given_destination(
    connection: AsyncConnection,
    viewer: Viewer,
    club_id: int | None,
    week_id: int | None,
    paper_key: str,
    *,
    catalog: Catalog,
) -> LogDestination:
    """The destination that a form names, checked again: the form may be forged or outdated.

    `is_late` is left out. Raises ClubError.
    """
    if club_id is None and week_id is None:
        return alone(paper_key)
    club = await seen_club(connection, viewer, club_id)
    if club is None:
        raise NoSuchWeekError
    if week_id is None:
        _require_open(club, None)
        weeks = await _posted_weeks(connection, club, viewer)
        return replace(_destination_among(club, weeks, paper_key, catalog), is_late=False)
    week = await week_rows.week_by_id(connection, week_id)
    if week is None or week.club_id != club.id or not viewer.may_see(club, week):
        raise NoSuchWeekError
    _require_open(club, week)
    if paper_key not in {week.paper_key, *_cluster_keys(week, catalog)}:
        raise PaperNotInWeekError
    return LogDestination(club, week, paper_key, is_late=False)


async def destination_of_log(connection: AsyncConnection, viewer: Viewer, log: PaperLog) -> LogDestination:
    """Where one of the viewer's own logs is, to change it there. Raises ClubError.

    `is_late` is left out.
    """
    destination = await stored_destination(connection, log.club_id, log.week_id, log.paper_key)
    if destination.club is not None:
        if not viewer.may_see(destination.club, destination.week):
            raise LogOutOfSightError
        _require_open(destination.club, destination.week)
    return destination


def _require_open(club: Club, week: Week | None) -> None:
    """Raises ClubError if nothing more is posted."""
    if club.state is ClubState.CLOSED:
        raise ClubClosedError
    if week and week.state is WeekState.SKIPPED:
        raise LogWeekSkippedError


async def stored_destination(
    connection: AsyncConnection, club_id: int | None, week_id: int | None, paper_key: str
) -> LogDestination:
    """The destination that a stored row names, whatever happened to its club since."""
    club = await club_rows.club_by_id(connection, club_id) if club_id else None
    week = await week_rows.week_by_id(connection, week_id) if week_id else None
    return LogDestination(club, week, paper_key, is_late=False)


def is_late(week: Week | None) -> bool:
    """Whether a log that is first written now comes after its week's logs were closed.

    The closing decides, not the clock: any log written before it gets reviewers, even a moment after the deadline.
    """
    return week is not None and week.state not in OPEN_FOR_LOGS


async def _clubs_meant(connection: AsyncConnection, asked: LogRequest) -> list[Club]:
    """The named club, those of the channel, or else all of the server's; none in direct messages."""
    if asked.is_alone:
        return []
    if asked.club_id is None:
        return await clubs_meant_at(connection, asked.viewer, asked.channel_ids)
    for club in await seen_clubs(connection, asked.viewer):
        if club.id == asked.club_id:
            return [club]
    raise ClubGoneError


async def _in_club(
    connection: AsyncConnection, club: Club, asked: LogRequest, catalog: Catalog
) -> LogDestination | None:
    """None if the club has read nothing yet."""
    weeks = await _posted_weeks(connection, club, asked.viewer)
    here = [week for week in weeks if week.thread_id in asked.channel_ids]
    if not weeks:
        return None
    first = (here or weeks)[0]
    if asked.paper_key is None:
        return _destination_in(club, first, first.paper_key) if first.paper_key and first.paper_key in catalog else None
    return _destination_among(club, [first, *weeks], asked.paper_key, catalog)


async def _posted_weeks(connection: AsyncConnection, club: Club, viewer: Viewer) -> list[Week]:
    """Newest first."""
    return [week for week in await week_rows.posted_weeks(connection, club.id) if viewer.may_see(club, week)]


def _weeks_about(key: str, weeks: Sequence[Week], catalog: Catalog) -> Iterator[Week]:
    """The current week if the paper is in its cluster; then weeks on this very paper; then weeks that included it."""
    yield from (week for week in weeks[:1] if key in _cluster_keys(week, catalog))
    yield from (week for week in weeks if week.paper_key == key)
    yield from (week for week in weeks if key in _cluster_keys(week, catalog))


def _cluster_keys(week: Week, catalog: Catalog) -> set[str]:
    focus = catalog.get(week.paper_key) if week.paper_key else None
    return {step.paper.key for step in reading_cluster(focus, catalog).steps} if focus else set()


def _destination_among(club: Club, weeks: Sequence[Week], key: str, catalog: Catalog) -> LogDestination:
    week = next(_weeks_about(key, weeks, catalog), None)
    threads = (one.thread_id for one in sorted(weeks, key=lambda one: one.slot, reverse=True) if one.thread_id)
    return LogDestination(club, week, key, is_late(week), newest_thread_id=next(threads, None))


def _destination_in(club: Club, week: Week, key: str) -> LogDestination:
    return LogDestination(club, week, key, is_late(week))


async def _marked(connection: AsyncConnection, viewer: Viewer, key: str) -> tuple[Club, Week]:
    found = await marked_week(connection, viewer, key)
    if found is None:
        raise NoSuchWeekError
    club, week = found
    if club.state is ClubState.CLOSED:
        raise ClubClosedError
    return club, week
