"""The rows of hosts: who is willing, where each member stands with each session, and which clubs to look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, delete, func, insert, or_, select, update

from bot.core.hosts.rotation import OUT_OF_SIGHT, TAKING_PART, AnswerState, HostAnswer, Hosting
from bot.core.weeks.note import NoteCode
from bot.core.weeks.week import WeekState
from bot.storage.hosts.tables import host_answers, hosted_clubs, session_roles, willing_hosts
from bot.storage.reminders.tables import reminders
from bot.storage.schedules.tables import past_session_hosts, past_sessions
from bot.storage.shards.sharded import within
from bot.storage.tables import clubs, weeks

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from sqlalchemy import Select
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.shards.sharding import Shards

# By any clock, this is past: the next tick looks.
AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
# A session took place if its week did, or if the paper before went on in its slot.
TOOK_PLACE = or_(weeks.c.state != WeekState.SKIPPED, weeks.c.note == NoteCode.CONTINUES)


@dataclass(frozen=True, slots=True)
class WillingMember:
    """Who takes turns, and since when."""

    member_id: int
    since: datetime


@dataclass(frozen=True, slots=True)
class PastHosting:
    """A member hosted the session of that slot."""

    slot: date
    member_id: int


async def due_clubs(connection: AsyncConnection, now: datetime, limit: int, shards: Shards) -> list[int]:
    """Return the clubs with hosts to look at now, longest due first."""
    return list(await connection.scalars(_due(shards), {"now": now, "most": limit}))


@cache
def _due(shards: Shards) -> Select[Any]:
    query = select(hosted_clubs.c.club_id).join(clubs, clubs.c.id == hosted_clubs.c.club_id)
    due = (hosted_clubs.c.look_at <= bindparam("now"), within(clubs.c.server_id, shards))
    return query.where(*due).order_by(hosted_clubs.c.look_at).limit(bindparam("most"))


async def look_at(connection: AsyncConnection, club_id: int, at: datetime) -> None:
    """Look at the club at that time; from now on, it is one with hosts."""
    if not await look_sooner(connection, club_id, at):
        await connection.execute(insert(hosted_clubs).values(club_id=club_id, look_at=at))


async def look_sooner(connection: AsyncConnection, club_id: int, at: datetime) -> bool:
    """The same for a club that may have no hosts. Returns whether it has."""
    query = update(hosted_clubs).where(hosted_clubs.c.club_id == club_id).values(look_at=at)
    return (await connection.execute(query)).rowcount > 0


async def look_at_server(connection: AsyncConnection, server_id: int, at: datetime) -> None:
    """Look at the server's clubs with hosts at that time, for example because a member left."""
    here = select(clubs.c.id).where(clubs.c.server_id == server_id)
    await connection.execute(update(hosted_clubs).where(hosted_clubs.c.club_id.in_(here)).values(look_at=at))


async def end_hosting(connection: AsyncConnection, club_id: int) -> None:
    """The club is closed: nobody is willing any more. Who hosted what stays."""
    for table in (hosted_clubs, willing_hosts):
        await connection.execute(delete(table).where(table.c.club_id == club_id))


async def willing_in(connection: AsyncConnection, club_id: int) -> list[WillingMember]:
    """Return who takes turns, in the order in which they volunteered."""
    query = select(willing_hosts).where(willing_hosts.c.club_id == club_id)
    rows = await connection.execute(query.order_by(willing_hosts.c.since, willing_hosts.c.user_id))
    return [WillingMember(row.user_id, row.since) for row in rows]


async def save_willing(
    connection: AsyncConnection, club_id: int, member: WillingMember, channel_id: int | None
) -> None:
    """Store that the member is willing, in place of an earlier row."""
    await delete_willing(connection, club_id, member.member_id)
    row = {"club_id": club_id, "user_id": member.member_id, "since": member.since, "channel_id": channel_id}
    await connection.execute(insert(willing_hosts).values(**row))


async def delete_willing(connection: AsyncConnection, club_id: int, member_id: int) -> bool:
    """Forget that the member is willing. Returns whether they were."""
    which = (willing_hosts.c.club_id == club_id, willing_hosts.c.user_id == member_id)
    return (await connection.execute(delete(willing_hosts).where(*which))).rowcount > 0


async def answers_at(
    connection: AsyncConnection, club_id: int, days: Collection[date]
) -> dict[date, tuple[HostAnswer, ...]]:
    """Return the answers for each of these sessions; a session without answers is missing."""
    which = (host_answers.c.club_id == club_id, host_answers.c.slot.in_(days))
    return await _by_day(connection, select(host_answers).where(*which))


async def answers_from(connection: AsyncConnection, club_id: int, first: date) -> dict[date, tuple[HostAnswer, ...]]:
    """Return the answers for the sessions from that slot on."""
    which = (host_answers.c.club_id == club_id, host_answers.c.slot >= first)
    return await _by_day(connection, select(host_answers).where(*which))


async def _by_day(connection: AsyncConnection, query: Select[Any]) -> dict[date, tuple[HostAnswer, ...]]:
    found: dict[date, tuple[HostAnswer, ...]] = {}
    for row in await connection.execute(query.order_by(host_answers.c.slot, host_answers.c.at, host_answers.c.user_id)):
        answer = HostAnswer(row.user_id, AnswerState(row.standing), row.at)
        found[row.slot] = (*found.get(row.slot, ()), answer)
    return found


async def save_answers(
    connection: AsyncConnection, club_id: int, day: date, before: Sequence[HostAnswer], after: Sequence[HostAnswer]
) -> None:
    """Store a session's answers in place of those `before`. What did not change stays as it is stored."""
    gone = [answer.member_id for answer in before if answer not in after]
    if gone:
        which = (host_answers.c.club_id == club_id, host_answers.c.slot == day, host_answers.c.user_id.in_(gone))
        known = select(host_answers.c.user_id, host_answers.c.channel_id).where(*which)
        channels: dict[int, int | None] = {row.user_id: row.channel_id for row in await connection.execute(known)}
        await connection.execute(delete(host_answers).where(*which))
    else:
        channels = {}
    for answer in after:
        if answer not in before:
            facts = {"standing": answer.state, "at": answer.at, "has_card": False}
            row = {"club_id": club_id, "slot": day, "user_id": answer.member_id, **facts}
            await connection.execute(insert(host_answers).values(**row, channel_id=channels.get(answer.member_id)))


async def last_hostings(connection: AsyncConnection, club_id: int, next_slot: date) -> list[Hosting]:
    """Return when each member last became a host: of a week that took place, or of a session ahead.

    Who hosted before the club moved here counts from the day of that session.
    """
    week = and_(weeks.c.club_id == host_answers.c.club_id, weeks.c.slot == host_answers.c.slot)
    took_place = or_(TOOK_PLACE, and_(weeks.c.id.is_(None), host_answers.c.slot >= next_slot))
    which = (host_answers.c.club_id == club_id, host_answers.c.standing == AnswerState.HOSTS, took_place)
    query = select(host_answers.c.user_id, func.max(host_answers.c.at).label("at")).outerjoin(weeks, week)
    rows = await connection.execute(query.where(*which).group_by(host_answers.c.user_id))
    last = await _hosted_before(connection, club_id) | {row.user_id: row.at for row in rows}
    return [Hosting(member_id, at) for member_id, at in last.items()]


async def _hosted_before(connection: AsyncConnection, club_id: int) -> dict[int, datetime]:
    """Return the last session of each member whom an organizer matched with a host of an imported schedule."""
    c = past_session_hosts.c
    query = select(c.user_id, func.max(past_sessions.c.day).label("day")).join(past_sessions)
    which = (past_sessions.c.club_id == club_id, c.user_id.is_not(None))
    rows = await connection.execute(query.where(*which).group_by(c.user_id))
    return {row.user_id: datetime.combine(row.day, time(), UTC) for row in rows}


async def past_answers(
    connection: AsyncConnection, club_id: int, before: date, members: Collection[int], most: int
) -> dict[int, list[HostAnswer]]:
    """Return these members' answers in sessions before that slot, newest session first, `most` at least of each."""
    which = (
        host_answers.c.club_id == club_id,
        host_answers.c.slot < before,
        host_answers.c.user_id.in_(members),
        host_answers.c.standing.not_in(OUT_OF_SIGHT),
    )
    rank = func.row_number().over(partition_by=host_answers.c.user_id, order_by=host_answers.c.slot.desc())
    ranked = select(host_answers, rank.label("rank")).where(*which).subquery()
    rows = await connection.execute(select(ranked).where(ranked.c.rank <= most).order_by(ranked.c.slot.desc()))
    found: dict[int, list[HostAnswer]] = {}
    for row in rows:
        found.setdefault(row.user_id, []).append(HostAnswer(row.user_id, AnswerState(row.standing), row.at))
    return found


async def past_hostings(connection: AsyncConnection, club_id: int, before: date, most: int) -> list[PastHosting]:
    """Return who hosted the last sessions before that slot, newest first."""
    which = (
        host_answers.c.club_id == club_id,
        host_answers.c.slot < before,
        host_answers.c.standing == AnswerState.HOSTS,
    )
    week = and_(weeks.c.club_id == host_answers.c.club_id, weeks.c.slot == host_answers.c.slot)
    query = select(host_answers.c.slot, host_answers.c.user_id).join(weeks, week)
    took_place = query.where(*which, TOOK_PLACE)
    rows = await connection.execute(took_place.order_by(host_answers.c.slot.desc()).limit(most))
    return [PastHosting(row.slot, row.user_id) for row in rows]


async def members_ahead(connection: AsyncConnection, since: date, shards: Shards) -> dict[int, frozenset[int]]:
    """Return, by server, who was asked, offered or hosts a session from that slot on."""
    query = select(clubs.c.server_id, host_answers.c.user_id).join(clubs, clubs.c.id == host_answers.c.club_id)
    ahead = (host_answers.c.slot >= since, host_answers.c.standing.in_(TAKING_PART), within(clubs.c.server_id, shards))
    found: dict[int, set[int]] = {}
    for server_id, user_id in await connection.execute(query.where(*ahead)):
        found.setdefault(server_id, set()).add(user_id)
    return {server_id: frozenset(users) for server_id, users in found.items()}


async def note_channel(
    connection: AsyncConnection, club_id: int, day: date, member_id: int, channel_id: int | None
) -> None:
    """Note a member's direct messages, for one session."""
    which = (host_answers.c.club_id == club_id, host_answers.c.slot == day, host_answers.c.user_id == member_id)
    await connection.execute(update(host_answers).where(*which).values(channel_id=channel_id))


async def forget_channels(connection: AsyncConnection, club_id: int, member_id: int) -> None:
    """The member accepts no direct messages: from now on, they are called in the club's channel."""
    for table in (willing_hosts, host_answers):
        which = (table.c.club_id == club_id, table.c.user_id == member_id)
        await connection.execute(update(table).where(*which).values(channel_id=None))


async def channel_of(connection: AsyncConnection, club_id: int, day: date, member_id: int) -> int | None:
    """Return the member's direct messages: as they used them here, or as they asked to be reminded; None if closed."""
    of_answer = select(host_answers.c.channel_id).where(
        host_answers.c.club_id == club_id, host_answers.c.slot == day, host_answers.c.user_id == member_id
    )
    of_member = select(willing_hosts.c.channel_id).where(
        willing_hosts.c.club_id == club_id, willing_hosts.c.user_id == member_id
    )
    server = select(clubs.c.server_id).where(clubs.c.id == club_id).scalar_subquery()
    of_reminders = select(reminders.c.channel_id).where(
        reminders.c.server_id == server, reminders.c.user_id == member_id, reminders.c.is_refused.is_(False)
    )
    for query in (of_answer, of_member, of_reminders):
        if channel_id := await connection.scalar(query):
            return int(channel_id)
    return None


async def has_card(connection: AsyncConnection, club_id: int, day: date, member_id: int) -> bool:
    """Return whether the member's card for the session is on its way, or was sent."""
    which = (host_answers.c.club_id == club_id, host_answers.c.slot == day, host_answers.c.user_id == member_id)
    return bool(await connection.scalar(select(host_answers.c.has_card).where(*which)))


async def note_card(connection: AsyncConnection, club_id: int, day: date, member_id: int) -> None:
    which = (host_answers.c.club_id == club_id, host_answers.c.slot == day, host_answers.c.user_id == member_id)
    await connection.execute(update(host_answers).where(*which).values(has_card=True))


async def forget_card(connection: AsyncConnection, club_id: int, day: date) -> None:
    """The session's meeting has another time: its host gets a card before that one, whatever was sent before."""
    which = (host_answers.c.club_id == club_id, host_answers.c.slot == day)
    await connection.execute(update(host_answers).where(*which).values(has_card=False))
    await look_sooner(connection, club_id, AT_ONCE)


async def move_session(connection: AsyncConnection, club_id: int, old_day: date, new_day: date) -> None:
    """The session of `old_day` is on `new_day` now: its host, answers and roles go along."""
    for table in (host_answers, session_roles):
        old = (table.c.club_id == club_id, table.c.slot == old_day)
        if old_day == new_day or await connection.scalar(select(table.c.user_id).where(*old).limit(1)) is None:
            continue
        # What was stored for the other day was for a session that no longer exists.
        await connection.execute(delete(table).where(table.c.club_id == club_id, table.c.slot == new_day))
        # A card that was sent had the former date.
        anew = {"has_card": False} if table is host_answers else {}
        await connection.execute(update(table).where(*old).values(slot=new_day, **anew))
    await look_sooner(connection, club_id, AT_ONCE)


async def take_asks_back(connection: AsyncConnection, club_id: int, day: date) -> None:
    """Whoever was asked was asked about another date: they are not counted as silent, and asked anew."""
    which = (host_answers.c.club_id == club_id, host_answers.c.slot == day)
    await connection.execute(delete(host_answers).where(*which, host_answers.c.standing == AnswerState.ASKED))


async def delete_session(connection: AsyncConnection, club_id: int, day: date) -> None:
    """The session never takes place, for example because of a break."""
    for table in (host_answers, session_roles):
        await connection.execute(delete(table).where(table.c.club_id == club_id, table.c.slot == day))
