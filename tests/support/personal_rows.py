"""A row of every table with a member in it, for several members, servers and clubs, with a value of its own in each
column.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, BigInteger, Boolean, Date, DateTime, Integer, String, Time, TypeDecorator, insert

from bot.storage.ballots.tables import ballots
from bot.storage.calendar_files.tables import calendar_feeds
from bot.storage.catalog.tables import catalog_previews, paper_suggestions, server_papers
from bot.storage.hosts.tables import host_answers, session_roles, willing_hosts
from bot.storage.meetings.plans import NO_PLAN
from bot.storage.nominations.tables import nominations, supports
from bot.storage.presences.tables import presences
from bot.storage.privacy.tables import erasure_messages, erasures
from bot.storage.reminders.tables import reminders
from bot.storage.schedules.tables import past_session_hosts, past_sessions, schedule_matches, schedule_previews
from bot.storage.tables import (
    attendances,
    clubs,
    freed_reviews,
    leavers,
    log_drafts,
    log_versions,
    outbox,
    paper_logs,
    polls,
    review_drafts,
    reviews,
    weeks,
)
from bot.storage.takeaways.tables import takeaways
from bot.storage.weeks.tables import sign_ups

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Column, Table
    from sqlalchemy.ext.asyncio import AsyncConnection
    from sqlalchemy.types import TypeEngine

START = datetime(2026, 1, 4, 18, tzinfo=UTC)
FIRST_NUMBER = 5_000_000
MADE_BY_TYPE: tuple[tuple[type[TypeEngine[Any]], Callable[[int], Any]], ...] = (
    (Boolean, lambda number: number % 2 == 0),
    (DateTime, lambda number: START + timedelta(minutes=number)),
    (Date, lambda number: date(2000, 1, 1) + timedelta(days=number - FIRST_NUMBER)),
    (Time, lambda number: time(number % 24)),
    (JSON, lambda number: {"number": number}),
    (BigInteger, lambda number: number * 10**9),
    (Integer, lambda number: number),
)


@dataclass(frozen=True)
class Stored:
    """A row, whose it is, and the server that it belongs to."""

    table: Table
    user_id: int
    server_id: int | None
    row: dict[str, Any]


@dataclass
class PersonalRows:
    """`places` are (server, club) with a week each, made as they are needed."""

    connection: AsyncConnection
    stored: list[Stored] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: count(FIRST_NUMBER))

    async def club(self, server_id: int, **facts: Any) -> tuple[int, int]:
        """A club with a week that is over, as the bot can read them; their ids."""
        settings = {"weekday": 6, "zone": "Europe/Berlin", "log_days": 5, "review_days": 3, "reviewers": 2}
        club = settings | {"state": "active", "is_forum": False, "anonymous": False, "role_id": None, "tag_id": None}
        club |= NO_PLAN | {"rhythm": "weekly", "breaks": []}
        club_id = await self._add(clubs, server_id=server_id, **(club | facts))
        week: dict[str, Any] = {
            "state": "closed",
            "note": "",
            "note_facts": {},
            "next_step": None,
            "next_step_at": None,
            "number": 1,
        }
        return club_id, await self._add(weeks, club_id=club_id, **week)

    async def of_member(self, user_id: int, server_id: int, club_id: int, week_id: int, others_log: int) -> int:
        """A row of each table in a club, with reviews of `others_log`; returns the member's log."""
        place = {"club_id": club_id, "week_id": week_id}
        log_id = await self.log(user_id, server_id, **place)
        whose: dict[str, Any] = {"user_id": user_id, "server_id": server_id}
        await self._keep(attendances, whose, week_id=week_id, user_id=user_id)
        await self._keep(sign_ups, whose, club_id=club_id, user_id=user_id)
        await self._keep(presences, whose, week_id=week_id, user_id=user_id)
        await self._keep(calendar_feeds, whose, club_id=club_id, user_id=user_id)
        await self._keep(takeaways, whose, week_id=week_id, author_id=user_id)
        nominated = await self._keep(nominations, whose, club_id=club_id, member_id=user_id)
        await self._keep(supports, whose, nomination_id=nominated["id"], member_id=user_id)
        poll_id = await self._add(polls, club_id=club_id)
        await self._keep(ballots, whose, poll_id=poll_id, member_id=user_id)
        await self._keep(willing_hosts, whose, club_id=club_id, user_id=user_id)
        await self._keep(host_answers, whose, club_id=club_id, user_id=user_id, standing="hosts")
        role = {"role": f"critic-{user_id % 1000}"}  # which only one member has in a session
        await self._keep(session_roles, whose, club_id=club_id, user_id=user_id, **role)
        session_id = await self._add(past_sessions, club_id=club_id)
        await self._keep(past_session_hosts, whose, session_id=session_id, user_id=user_id)
        await self._keep(schedule_previews, whose, club_id=club_id, user_id=user_id)
        organizers = await self._add(schedule_previews, club_id=club_id)
        await self._keep(schedule_matches, whose, preview_id=organizers, user_id=user_id)
        await self._keep(log_drafts, whose, author_id=user_id, server_id=server_id, log_id=log_id, **place)
        review = {"reviewer_id": user_id, "log_id": others_log}
        await self._keep(reviews, whose, week_id=week_id, **review)
        await self._keep(review_drafts, whose, **review)
        await self._keep(freed_reviews, whose, week_id=week_id, **review)
        return log_id

    async def of_server(self, user_id: int, server_id: int, club_id: int, other_id: int) -> None:
        """What is once in a server: that they left, messages that name them, and an erasure."""
        whose: dict[str, Any] = {"user_id": user_id, "server_id": server_id}
        await self._keep(leavers, whose, **whose)
        await self._keep(reminders, whose, **whose)
        await self._keep(server_papers, whose, guild_id=server_id, added_by=user_id)
        await self._keep(paper_suggestions, whose, guild_id=server_id, suggested_by=user_id)
        await self._keep(catalog_previews, whose, guild_id=server_id, user_id=user_id)
        session_id = await self._add(past_sessions, club_id=club_id)
        await self._keep(past_session_hosts, whose, session_id=session_id, user_id=user_id)
        await self._keep(schedule_previews, whose, club_id=club_id, user_id=user_id)
        others_id = await self._add(schedule_previews, club_id=club_id, user_id=other_id)
        await self._keep(schedule_matches, whose, preview_id=others_id, user_id=user_id)
        ways: list[dict[str, Any]] = [
            {"members": [other_id, user_id]},
            {"reviewers": [user_id]},
            {"given": [[other_id, 1], [user_id, 2]], "part": 0},
            {"asked": [[user_id, 3]]},
            {"is_withdrawn": True, "author_id": user_id},
            {"due": "log", "member": user_id},
        ]
        for details in ways:
            entry = {"club_id": club_id, "week_id": None, "server_id": server_id, "details": details}
            entry_id = (await self._keep(outbox, whose, **entry))["id"]
        erasure_id = (await self._keep(erasures, whose, **whose))["id"]
        await self._keep(erasure_messages, whose, erasure_id=erasure_id, entry_id=entry_id)

    async def alone(self, user_id: int) -> None:
        """What belongs to no server."""
        await self.log(user_id, None, club_id=None, week_id=None)
        whose: dict[str, Any] = {"user_id": user_id, "server_id": None}
        place = dict.fromkeys(("server_id", "club_id", "week_id", "log_id"))
        await self._keep(log_drafts, whose, author_id=user_id, **place)
        await self._keep(erasures, whose, user_id=user_id, server_id=None)

    async def log(self, user_id: int, server_id: int | None, **place: Any) -> int:
        whose: dict[str, Any] = {"user_id": user_id, "server_id": server_id}
        log_id: int = (await self._keep(paper_logs, whose, author_id=user_id, version=2, **place))["id"]
        for number in (1, 2):
            await self._keep(log_versions, whose, log_id=log_id, number=number)
        return log_id

    async def _keep(self, table: Table, whose: dict[str, Any], **given: Any) -> dict[str, Any]:
        row = self._row(table, given)
        await self.connection.execute(insert(table), row)
        self.stored.append(Stored(table, whose["user_id"], whose["server_id"], row))
        return row

    async def _add(self, table: Table, **given: Any) -> int:
        row = self._row(table, given)
        await self.connection.execute(insert(table), row)
        return int(row["id"])

    def _row(self, table: Table, given: dict[str, Any]) -> dict[str, Any]:
        return {column.name: self._value(column) for column in table.c} | given

    def _value(self, column: Column[Any]) -> Any:
        """One that no other column has, but for yes and no."""
        number = next(self.numbers)
        kind: Any = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
        if isinstance(kind, String):
            return f"word{number}"[-(kind.length or 60) :]
        return next(make(number) for made, make in MADE_BY_TYPE if isinstance(kind, made))
