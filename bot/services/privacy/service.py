"""What is stored about a member: counted, and exported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.core.outbox.entry import UNSETTLED, EntryState
from bot.core.privacy.member_data import MemberScope
from bot.storage.clubs import rows as club_rows
from bot.storage.outbox import rows as outbox_rows
from bot.storage.paper_logs import rows as log_rows
from bot.storage.privacy import rows as privacy_rows
from bot.storage.privacy.registry import HOLDINGS
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.outbox.entry import Entry
    from bot.core.outbox.trouble import Trouble
    from bot.core.visibility import Viewer
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection
    from bot.storage.database import Database
    from bot.storage.privacy.rows import ErasureRow

IDS_AT_ONCE = 50
# They lead to a message.
LINKS = ("channel_id", "message_id")
Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class HeldCount:
    """How many rows of one kind are a member's. `here` is None in a direct message."""

    name: str
    here: int | None
    total: int


@dataclass(frozen=True, slots=True)
class HeldMessage:
    """Why a message can't be deleted or changed now; its channel if the member may see it."""

    trouble: Trouble
    channel_id: int | None


@dataclass(frozen=True, slots=True)
class ErasureUnderWay:
    """How many of its messages are left, and what stands in the way of some; `server_id` None for everything."""

    asked_at: datetime
    server_id: int | None
    left: int
    held: tuple[HeldMessage, ...]


@dataclass(frozen=True, slots=True)
class StoredAboutMember:
    """What the tables hold, of each kind that they hold anything of, and the erasures that are not done."""

    counts: tuple[HeldCount, ...]
    erasures: tuple[ErasureUnderWay, ...]
    is_in_server: bool


@dataclass(frozen=True, slots=True)
class SeenWeek:
    """A week that the member may see."""

    club_name: str
    number: int | None
    paper_key: str | None


@dataclass(frozen=True, slots=True)
class MemberExport:
    """Everything stored about a member in a scope, by holding, with names for the numbers in it.

    `weeks` and `clubs` are those that the member may see. Rows of other places have no links. `papers` are the papers
    of all logs named in the rows.
    """

    scope: MemberScope
    made_at: datetime
    rows: Rows
    weeks: Mapping[int, SeenWeek]
    clubs: Mapping[int, str]
    papers: Mapping[int, str]


class PrivacyService:
    """Every call is about the member who asks."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def stored_about(self, viewer: Viewer) -> StoredAboutMember:
        """Count what is stored about the viewer, in the server where they ask and in all."""
        here, everywhere = MemberScope(viewer.user_id, viewer.server_id), MemberScope(viewer.user_id)
        counts = []
        async with self._database.read_transaction() as connection:
            for holding in HOLDINGS:
                if total := await holding.count(connection, everywhere):
                    is_here = viewer.server_id is not None
                    counts.append(
                        HeldCount(holding.name, await holding.count(connection, here) if is_here else None, total)
                    )
            rows = await privacy_rows.erasures_of(connection, viewer.user_id)
            erasures = [await _under_way(connection, row, viewer) for row in rows]
        return StoredAboutMember(tuple(counts), tuple(erasures), viewer.server_id is not None)

    async def servers_of(self, user_id: int) -> list[int]:
        """The servers with clubs in which something of a member is stored."""
        async with self._database.read_transaction() as connection:
            return await privacy_rows.servers_with(connection, user_id)

    async def export(self, viewer: Viewer, server_id: int | None) -> MemberExport:
        """Everything stored about the viewer in a server, or everywhere if there is no `server_id`."""
        scope = MemberScope(viewer.user_id, server_id)
        async with self._database.read_transaction() as connection:
            rows = {holding.name: await holding.exported(connection, scope) for holding in HOLDINGS}
            weeks, clubs = await _seen(connection, rows, viewer)
            rows = {name: [_without_links(row, weeks, clubs) for row in each] for name, each in rows.items()}
            papers: dict[int, str] = {}
            for ids in _in_parts(_named(rows, "log_id")):
                papers |= await log_rows.papers_of_logs(connection, ids)
        return MemberExport(scope, self._now(), rows, weeks, clubs, papers)


async def _seen(connection: AsyncConnection, rows: Rows, viewer: Viewer) -> tuple[dict[int, SeenWeek], dict[int, str]]:
    """The weeks and clubs named in the rows that the viewer may see."""
    found: dict[int, Week] = {}
    for ids in _in_parts(_named(rows, "week_id")):
        found |= await week_rows.weeks_by_id(connection, ids)
    club_ids = _named(rows, "club_id") | {week.club_id for week in found.values()}
    clubs: dict[int, Club] = {}
    for ids in _in_parts(club_ids):
        clubs |= await club_rows.clubs_by_id(connection, ids)
    # The weeks of years were posted in a few channels, and asking about a channel takes time.
    places = {(week.club_id, week.channel_id): week for week in found.values() if week.club_id in clubs}
    seen = {place for place, week in places.items() if viewer.may_see(clubs[week.club_id], week)}
    weeks = {
        week.id: SeenWeek(clubs[week.club_id].settings.name, week.number, week.paper_key)
        for week in found.values()
        if (week.club_id, week.channel_id) in seen
    }
    return weeks, {club.id: club.settings.name for club in viewer.seen(clubs.values())}


def _without_links(row: dict[str, Any], weeks: Collection[int], clubs: Collection[int]) -> dict[str, Any]:
    """The row, without links if it belongs to a place that the viewer may not see."""
    club_id, week_id = row.get("club_id"), row.get("week_id")
    is_seen = week_id in weeks if week_id is not None else club_id is None or club_id in clubs
    return row if is_seen else row | {name: None for name in LINKS if name in row}


async def _under_way(connection: AsyncConnection, row: ErasureRow, viewer: Viewer) -> ErasureUnderWay:
    entries = await outbox_rows.entries_by_id(connection, row.entry_ids)
    left = [entry for entry in entries if entry.state in {*UNSETTLED, EntryState.BLOCKED}]
    clubs = await club_rows.clubs_by_id(connection, {entry.club_id for entry in left})
    weeks = await week_rows.weeks_by_id(connection, {entry.week_id for entry in left if entry.week_id})

    def is_seen(entry: Entry) -> bool:
        club = clubs.get(entry.club_id)
        return club is not None and viewer.may_see(club, weeks.get(entry.week_id or 0))

    held = {
        HeldMessage(entry.trouble, entry.channel_id if is_seen(entry) else None): None
        for entry in left
        if entry.trouble is not None
    }
    return ErasureUnderWay(row.asked_at, row.server_id, len(left), tuple(held))


def _named(rows: Rows, column: str) -> set[int]:
    """All values of the column, in every table that has it."""
    return {row[column] for each in rows.values() for row in each if row.get(column) is not None}


def _in_parts(ids: Collection[int]) -> Iterator[Sequence[int]]:
    """A few at a time, so that reading thousands holds up nobody else's answers."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), IDS_AT_ONCE):
        yield ordered[start : start + IDS_AT_ONCE]
