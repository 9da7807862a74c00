"""Where a log belongs: which club, which week, on which paper. Part of a caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.clubs import ClubState
from bot.core.clusters import reading_cluster
from bot.core.errors import ClubError, NoClubYetError, NoSuchClubError, UnknownPaperError
from bot.core.weeks import WeekState
from bot.services.sight import clubs_meant_at, marked_week, seen_club, seen_clubs
from bot.storage import clubs as club_rows
from bot.storage import weeks as week_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs import Club
    from bot.core.papers import Catalogue
    from bot.core.visibility import Viewer
    from bot.core.weeks import Week
    from bot.storage.paper_logs import PaperLog

WHICH_PAPER = "Which paper is the log on? Name it with `/log write paper`."
NOT_OF_THIS_SERVER = "That week is not one of this server's clubs. `/week status` shows the present one."
NOT_OF_THIS_WEEK = "That paper is not one that the club reads in that week. `/log write paper` finds its place."
NOTHING_READ = f"The club has read nothing yet. {WHICH_PAPER}"
OUT_OF_SIGHT = "You can't see that log's club at the moment, so nothing was changed there."
CLUB_CLOSED = "That club has been closed, so nothing more is posted there."
NO_PAPER = "That paper is no longer in the catalogue. Look it up again with `/paper`, or browse with `/papers`."
OPEN_FOR_LOGS = {WeekState.PLANNED, WeekState.POSTED, WeekState.READING}


@dataclass(frozen=True, slots=True)
class Asked:
    """Who wants to write, and where. `channel_ids` are a thread and its channel, inmost first. `week_key` is that of a
    message about a week. `club_id` and `is_alone` are wishes: in that club, or for oneself alone.
    """

    viewer: Viewer
    channel_ids: Sequence[int] = ()
    club_id: int | None = None
    week_key: str | None = None
    paper_key: str | None = None
    is_alone: bool = False


@dataclass(frozen=True, slots=True)
class LogPlace:
    """Without a club, the log is kept for its author alone; without a week, it is on a paper that no week is about, and
    goes into the club's newest thread. `is_late` where logs of the week are closed already.
    """

    club: Club | None
    week: Week | None
    paper_key: str
    is_late: bool
    newest_thread_id: int | None = None

    @property
    def thread_id(self) -> int | None:
        """Where the log stands, or will; None where that is not open yet, or not known."""
        return self.week.thread_id if self.week else self.newest_thread_id


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """The log may belong to several places, or to one that only its author can choose."""

    places: tuple[LogPlace, ...]


async def find_place(connection: AsyncConnection, asked: Asked, catalogue: Catalogue) -> LogPlace | PlaceChoice:
    """Raises ClubError where no paper is meant, or no club.

    A paper that no week is about goes into a club's thread only on its author's wish.
    """
    if asked.paper_key is not None and asked.paper_key not in catalogue:
        raise UnknownPaperError(NO_PAPER)
    if asked.week_key is not None:
        club, week = await _marked(connection, asked.viewer, asked.week_key)
        key = asked.paper_key or week.paper_key
        if key is None or key not in catalogue:
            raise UnknownPaperError(NO_PAPER)
        return _placed(club, week, key)
    found = [await _in_club(connection, club, asked, catalogue) for club in await _clubs_meant(connection, asked)]
    begun = [place for place in found if place is not None]
    if asked.paper_key is None:
        if not begun:
            raise ClubError(NOTHING_READ) if found else NoClubYetError(WHICH_PAPER)
        return _chosen(begun)
    # A paper that one club reads and another does not says which club is meant.
    if fitting := [place for place in begun if place.week or asked.club_id]:
        return _chosen(fitting)
    return _chosen([alone(asked.paper_key), *begun])


def alone(paper_key: str) -> LogPlace:
    """The place of a log that is kept for its author alone."""
    return LogPlace(None, None, paper_key, is_late=False)


def _chosen(places: Sequence[LogPlace]) -> LogPlace | PlaceChoice:
    return places[0] if len(places) == 1 else PlaceChoice(tuple(places))


async def given_place(
    connection: AsyncConnection,
    viewer: Viewer,
    club_id: int | None,
    week_id: int | None,
    paper_key: str,
    *,
    catalogue: Catalogue,
) -> LogPlace:
    """The place that a form names, checked anew: it may be forged, or older than what has happened since.

    `is_late` is left out. Raises ClubError.
    """
    if club_id is None and week_id is None:
        return alone(paper_key)
    club = await seen_club(connection, viewer, club_id)
    if club is None:
        raise ClubError(NOT_OF_THIS_SERVER)
    if week_id is None:
        _require_open(club, None)
        weeks = await _begun_weeks(connection, club, viewer)
        return replace(_placed_among(club, weeks, paper_key, catalogue), is_late=False)
    week = await week_rows.week_by_id(connection, week_id)
    if week is None or week.club_id != club.id or not viewer.may_see(club, week):
        raise ClubError(NOT_OF_THIS_SERVER)
    _require_open(club, week)
    if paper_key not in {week.paper_key, *_cluster_keys(week, catalogue)}:
        raise ClubError(NOT_OF_THIS_WEEK)
    return LogPlace(club, week, paper_key, is_late=False)


async def place_of_log(connection: AsyncConnection, viewer: Viewer, log: PaperLog) -> LogPlace:
    """Where a log of the viewer's own stands, to change it there. Raises ClubError.

    `is_late` is left out.
    """
    place = await stored_place(connection, log.club_id, log.week_id, log.paper_key)
    if place.club is not None:
        if not viewer.may_see(place.club, place.week):
            raise ClubError(OUT_OF_SIGHT)
        _require_open(place.club, place.week)
    return place


def _require_open(club: Club, week: Week | None) -> None:
    """Raises ClubError where nothing more is posted."""
    if club.state is ClubState.CLOSED:
        raise NoSuchClubError(CLUB_CLOSED)
    if week and week.state is WeekState.SKIPPED:
        raise ClubError("That week was skipped. `/week status` shows the present one.")


async def stored_place(
    connection: AsyncConnection, club_id: int | None, week_id: int | None, paper_key: str
) -> LogPlace:
    """The place that a stored row names, whatever has become of its club since."""
    club = await club_rows.club_by_id(connection, club_id) if club_id else None
    week = await week_rows.week_by_id(connection, week_id) if week_id else None
    return LogPlace(club, week, paper_key, is_late=False)


def is_late(week: Week | None) -> bool:
    """Whether a log that is first written now comes after its week's logs were closed.

    The closing decides, not the clock: what was written before it is given reviewers, a moment late or not.
    """
    return week is not None and week.state not in OPEN_FOR_LOGS


async def _clubs_meant(connection: AsyncConnection, asked: Asked) -> list[Club]:
    """The named club, those of the place, or else all of the server; none in direct messages."""
    if asked.is_alone:
        return []
    if asked.club_id is None:
        return await clubs_meant_at(connection, asked.viewer, asked.channel_ids)
    for club in await seen_clubs(connection, asked.viewer):
        if club.id == asked.club_id:
            return [club]
    raise NoSuchClubError("That club is no longer here. `/club show` shows those that go on.")


async def _in_club(connection: AsyncConnection, club: Club, asked: Asked, catalogue: Catalogue) -> LogPlace | None:
    """None where the club has read nothing yet."""
    weeks = await _begun_weeks(connection, club, asked.viewer)
    here = [week for week in weeks if week.thread_id in asked.channel_ids]
    if not weeks:
        return None
    first = (here or weeks)[0]
    if asked.paper_key is None:
        return _placed(club, first, first.paper_key) if first.paper_key and first.paper_key in catalogue else None
    return _placed_among(club, [first, *weeks], asked.paper_key, catalogue)


async def _begun_weeks(connection: AsyncConnection, club: Club, viewer: Viewer) -> list[Week]:
    """Newest first."""
    return [week for week in await week_rows.begun_weeks(connection, club.id) if viewer.may_see(club, week)]


def _weeks_about(key: str, weeks: Sequence[Week], catalogue: Catalogue) -> Iterator[Week]:
    """The present week where the paper is in its cluster; then weeks on the very paper; then those it was part of."""
    yield from (week for week in weeks[:1] if key in _cluster_keys(week, catalogue))
    yield from (week for week in weeks if week.paper_key == key)
    yield from (week for week in weeks if key in _cluster_keys(week, catalogue))


def _cluster_keys(week: Week, catalogue: Catalogue) -> set[str]:
    focus = catalogue.get(week.paper_key) if week.paper_key else None
    return {step.paper.key for step in reading_cluster(focus, catalogue).steps} if focus else set()


def _placed_among(club: Club, weeks: Sequence[Week], key: str, catalogue: Catalogue) -> LogPlace:
    week = next(_weeks_about(key, weeks, catalogue), None)
    threads = (one.thread_id for one in sorted(weeks, key=lambda one: one.slot, reverse=True) if one.thread_id)
    return LogPlace(club, week, key, is_late(week), newest_thread_id=next(threads, None))


def _placed(club: Club, week: Week, key: str) -> LogPlace:
    return LogPlace(club, week, key, is_late(week))


async def _marked(connection: AsyncConnection, viewer: Viewer, key: str) -> tuple[Club, Week]:
    found = await marked_week(connection, viewer, key)
    if found is None:
        raise ClubError(NOT_OF_THIS_SERVER)
    club, week = found
    if club.state is ClubState.CLOSED:
        raise NoSuchClubError(CLUB_CLOSED)
    return club, week
