"""Turns shared by all processes of the bot, because Discord's limits apply to all of them together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.core.errors import DatabaseAwayError
from bot.storage.errors import UNREACHABLE, is_locked, reason_of
from bot.storage.shards.turns import delay_turns, reserve_turn

if TYPE_CHECKING:
    from bot.storage.database import Database

log = structlog.stdlib.get_logger(__name__)

SENDING = "send"
IDENTIFYING = "identify {bucket}"
# Discord accepts one new session in five seconds for each of its buckets; the rest is for network delay.
IDENTIFY_S = 5.5
# Each try waits as long as a lock does: half a minute in all.
MOST_TRIES = 6


class SharedTurns:
    """Each turn is reserved in a separate transaction, so that no process waits for another's work."""

    def __init__(self, database: Database, name: str = SENDING) -> None:
        self._database = database
        self._name = name

    async def reserve(self, length: float) -> float:
        """Reserve the next stretch of `length` seconds; returns the seconds until it starts. Raises DatabaseAwayError.

        A process that is paused while reserving one delays the others until PostgreSQL ends its session.
        """
        for _ in range(MOST_TRIES):
            try:
                async with self._database.separate_transaction() as connection:
                    return await reserve_turn(connection, self._name, length)
            except UNREACHABLE as error:
                if not is_locked(error):
                    raise
        raise DatabaseAwayError("another process holds the queue of turns")

    async def delay(self, seconds: float) -> None:
        """Let no turn start for this many seconds."""
        try:
            async with self._database.separate_transaction() as connection:
                await delay_turns(connection, self._name, seconds)
        except UNREACHABLE as error:
            log.warning("could not tell other processes to pause", reason=reason_of(error))


async def seconds_to_identify(database: Database, shard_id: int, at_once: int) -> float:
    """Seconds until the shard may start a session, if Discord lets `at_once` shards do so at the same time.

    While the database is down, a process spaces only its own shards: another's may collide, and Discord then refuses
    one of the two, which retries.
    """
    turns = SharedTurns(database, IDENTIFYING.format(bucket=shard_id % at_once))
    try:
        return await turns.reserve(IDENTIFY_S)
    except UNREACHABLE as error:
        log.warning("could not take a turn to start a session", reason=reason_of(error))
        return IDENTIFY_S
