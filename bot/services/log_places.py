"""Where a log belongs: which club, which week, on which paper. Part of a caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.clubs import ClubState
from bot.core.clusters import reading_cluster
from bot.core.errors import ClubError, NoSuchClubError, UnknownPaperError
from bot.core.weeks import WeekState
from bot.storage import clubs as club_rows
from bot.storage import outbox as outbox_rows
from bot.storage import weeks as week_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs import Club
    from bot.core.papers import Catalogue
    from bot.core.weeks import Week

WHICH_PAPER = "Which paper is the log on? Name it with `/log write paper`."
NOT_OF_THIS_SERVER = "That week is not one of this server's clubs. `/week status` shows the present one."
CLUB_CLOSED = "That club has been closed, so nothing more is posted there."
NO_PAPER = "That paper is no longer in the catalogue. Look it up again with `/paper`, or browse with `/papers`."
OPEN_FOR_LOGS = {WeekState.PLANNED, WeekState.POSTED, WeekState.READING}


@dataclass(frozen=True, slots=True)
class Asked:
    """Where somebody wants to write. `channel_ids` are a thread and its channel, inmost first; `server_id` is None in
    direct messages. `week_key` is that of a message about a week.
    """

    server_id: int | None
    channel_ids: Sequence[int] = ()
    club_id: int | None = None
    week_key: str | None = None
    paper_key: str | None = None


@dataclass(frozen=True, slots=True)
class LogPlace:
    """Without a club, the log is kept for its author alone; without a week, it is on a paper that no week is about.

    `is_late` where logs of the week are closed already.
    """

    club: Club | None
    week: Week | None
    paper_key: str
    is_late: bool

    @property
    def thread_id(self) -> int | None:
        """Where the week's logs stand; None where it is not open yet, and where there is no week."""
        return self.week.thread_id if self.week else None


async def find_place(connection: AsyncConnection, asked: Asked, catalogue: Catalogue) -> LogPlace:
    """Raises ClubError where no paper is meant, no club, or one of several that cannot be told apart."""
    if asked.paper_key is not None and asked.paper_key not in catalogue:
        raise UnknownPaperError(NO_PAPER)
    if asked.week_key is not None:
        club, week = await _marked(connection, asked.server_id, asked.week_key)
        key = asked.paper_key or week.paper_key
        if key is None or key not in catalogue:
            raise UnknownPaperError(NO_PAPER)
        return _placed(club, week, key)
    clubs = await _clubs_meant(connection, asked)
    if not clubs:
        if asked.paper_key is None:
            raise ClubError(WHICH_PAPER)
        return LogPlace(None, None, asked.paper_key, is_late=False)
    if len(clubs) == 1:
        return await _in_club(connection, clubs[0], asked, catalogue)
    # A paper that one club reads and another does not says which club is meant.
    found = [await _in_club(connection, club, asked, catalogue) for club in clubs if asked.paper_key]
    fitting = [place for place in found if place.week]
    if len(fitting) != 1:
        names = ", ".join(f"`{club.settings.name.replace('`', 'ʼ')}`" for club in clubs)
        raise NoSuchClubError(f"Which club is the log for? Write it in that club's channel or thread: {names}.")
    return fitting[0]


async def given_place(
    connection: AsyncConnection, server_id: int | None, club_id: int | None, week_id: int | None, paper_key: str
) -> LogPlace:
    """The place that a form names, checked anew: it may be forged, or older than what has happened since.

    `is_late` is left out. Raises ClubError.
    """
    if club_id is None:
        return LogPlace(None, None, paper_key, is_late=False)
    club = await club_rows.club_by_id(connection, club_id)
    week = await week_rows.week_by_id(connection, week_id) if week_id else None
    if club is None or club.server_id != server_id or (week_id and (week is None or week.club_id != club.id)):
        raise ClubError(NOT_OF_THIS_SERVER)
    if club.state is ClubState.CLOSED:
        raise NoSuchClubError(CLUB_CLOSED)
    if week and week.state is WeekState.SKIPPED:
        raise ClubError("That week was skipped. `/week status` shows the present one.")
    return LogPlace(club, week, paper_key, is_late=False)


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
    if asked.server_id is None:
        return []
    if asked.club_id is not None:
        club = await club_rows.club_by_id(connection, asked.club_id)
        if club is None or club.server_id != asked.server_id or club.state is ClubState.CLOSED:
            raise NoSuchClubError("That club is no longer here. `/club show` shows those that go on.")
        return [club]
    for channel in asked.channel_ids:
        if clubs := await club_rows.clubs_at(connection, asked.server_id, [channel]):
            return clubs
    return await club_rows.clubs_of_server(connection, asked.server_id)


async def _in_club(connection: AsyncConnection, club: Club, asked: Asked, catalogue: Catalogue) -> LogPlace:
    weeks = await week_rows.begun_weeks(connection, club.id)
    here = [week for week in weeks if week.thread_id in asked.channel_ids]
    first = (here or weeks)[:1]
    if asked.paper_key is None:
        if not first or first[0].paper_key is None or first[0].paper_key not in catalogue:
            raise ClubError(f"The club has read nothing yet. {WHICH_PAPER}")
        return _placed(club, first[0], first[0].paper_key)
    week = next(_weeks_about(asked.paper_key, [*first, *weeks], catalogue), None)
    return _placed(club, week, asked.paper_key)


def _weeks_about(key: str, weeks: Sequence[Week], catalogue: Catalogue) -> Iterator[Week]:
    """The present week where the paper is in its cluster; then weeks on the very paper; then those it was part of."""
    yield from (week for week in weeks[:1] if key in _cluster_keys(week, catalogue))
    yield from (week for week in weeks if week.paper_key == key)
    yield from (week for week in weeks if key in _cluster_keys(week, catalogue))


def _cluster_keys(week: Week, catalogue: Catalogue) -> set[str]:
    focus = catalogue.get(week.paper_key) if week.paper_key else None
    return {step.paper.key for step in reading_cluster(focus, catalogue).steps} if focus else set()


def _placed(club: Club, week: Week | None, key: str) -> LogPlace:
    return LogPlace(club, week, key, is_late(week))


async def _marked(connection: AsyncConnection, server_id: int | None, key: str) -> tuple[Club, Week]:
    entry = await outbox_rows.entry_by_key(connection, key)
    club = await club_rows.club_by_id(connection, entry.club_id) if entry else None
    week = await week_rows.week_by_id(connection, entry.week_id) if entry and entry.week_id else None
    if week is None or club is None or club.server_id != server_id:
        raise ClubError(NOT_OF_THIS_SERVER)
    if club.state is ClubState.CLOSED:
        raise NoSuchClubError(CLUB_CLOSED)
    return club, week
