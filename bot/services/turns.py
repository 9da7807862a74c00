"""Turns that all processes of the bot share, as Discord counts what they do together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.storage.errors import UNREACHABLE, DatabaseAwayError, is_locked, reason_of
from bot.storage.turns import put_off_turns, take_turns

if TYPE_CHECKING:
    from bot.storage.database import Database

log = structlog.stdlib.get_logger(__name__)

SENDING = "send"
IDENTIFYING = "identify {bucket}"
# Discord takes one new session in five seconds for each of its buckets; the rest is for the way to Discord.
IDENTIFY_S = 5.5
# Each as long as a lock is waited for: half a minute in all.
MOST_TRIES = 6


class SharedTurns:
    """Each is taken in a transaction of its own, so that no process waits for another's work."""

    def __init__(self, database: Database, name: str = SENDING) -> None:
        self._database = database
        self._name = name

    async def take(self, length: float) -> float:
        """Take the next stretch of so many seconds; in how many it begins. Raises DatabaseAwayError.

        A process that was stopped in the middle of taking one holds up the others until PostgreSQL ends its session.
        """
        for _ in range(MOST_TRIES):
            try:
                async with self._database.aside() as connection:
                    return await take_turns(connection, self._name, length)
            except UNREACHABLE as error:
                if not is_locked(error):
                    raise
        raise DatabaseAwayError("another process holds the queue of turns")

    async def put_off(self, seconds: float) -> None:
        """Let nobody's turn begin before so many seconds have gone by."""
        try:
            async with self._database.aside() as connection:
                await put_off_turns(connection, self._name, seconds)
        except UNREACHABLE as error:
            log.warning("other processes were not told to pause", reason=reason_of(error))


async def seconds_to_identify(database: Database, shard_id: int, at_once: int) -> float:
    """Seconds until the shard may ask for a session, where Discord lets so many of a bot's shards do so at once.

    While the database is away, a process keeps its own shards apart: another's may ask at the same time, and Discord
    then refuses one of the two, which asks again.
    """
    turns = SharedTurns(database, IDENTIFYING.format(bucket=shard_id % at_once))
    try:
        return await turns.take(IDENTIFY_S)
    except UNREACHABLE as error:
        log.warning("no turn to begin a session could be taken", reason=reason_of(error))
        return IDENTIFY_S
