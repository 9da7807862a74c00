"""A club that meets on Wednesdays, whose members volunteer as hosts."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

from bot.core.meetings.plan import MeetingPlan
from bot.storage.hosts.tables import host_answers
from tests.support.databases import database_of

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from tests.support.club_server import ClubServer

# Wednesdays at 19:00; the club posts on Sundays at 18:00.
MEETING = MeetingPlan(2, time(19))


async def begun(server: ClubServer) -> Club:
    return await server.club("lora", "mamba", meeting=MEETING)


def texts_to(member: Any) -> list[Any]:
    """The bot's direct messages to a member."""
    channel = member.user.dm_channel
    return [message for message in channel.history() if message.components] if channel else []


async def stored_answers(server: ClubServer) -> list[tuple[date, int, str]]:
    async with database_of(server.bot).read_transaction() as connection:
        query = host_answers.select().order_by(host_answers.c.slot, host_answers.c.at)
        return [(row.slot, row.user_id, row.standing) for row in await connection.execute(query)]


async def volunteer(server: ClubServer, *members: Any, **options: str) -> Any:
    said = None
    for member in members:
        said = await member.slash(server.channel, "host volunteer", **options)
        await server.env.advance_time(1)
    return said
