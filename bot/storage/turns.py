"""Turns that several processes share: one row each, in which the next free moment stands. Only PostgreSQL has several.

Times are the database's own, so that clocks of different machines are never compared; what comes out is how long to
wait.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

# A queue that reaches further than any pause or storm does comes from a clock that was wrong, and is not waited for.
FURTHEST_S = 3600
TAKE = text(
    """
    INSERT INTO turns (name, next_at) VALUES (:name, clock_timestamp() + make_interval(secs => :length))
    ON CONFLICT (name) DO UPDATE
    SET next_at = make_interval(secs => :length) + CASE
        WHEN turns.next_at BETWEEN clock_timestamp() AND clock_timestamp() + make_interval(secs => :furthest)
        THEN turns.next_at ELSE clock_timestamp() END
    RETURNING EXTRACT(EPOCH FROM next_at - clock_timestamp())
    """
)
PUT_OFF = text(
    """
    INSERT INTO turns (name, next_at) VALUES (:name, clock_timestamp() + make_interval(secs => :length))
    ON CONFLICT (name) DO UPDATE
    SET next_at = clock_timestamp() + GREATEST(make_interval(secs => :length), CASE
        WHEN turns.next_at <= clock_timestamp() + make_interval(secs => :furthest)
        THEN turns.next_at - clock_timestamp() END)
    """
)


async def take_turns(connection: AsyncConnection, name: str, length: float) -> float:
    """Take the next stretch of so many seconds; in how many it begins."""
    ends_in = await connection.scalar(TAKE, {"name": name, "length": length, "furthest": FURTHEST_S})
    return max(0.0, float(ends_in or 0) - length)


async def put_off_turns(connection: AsyncConnection, name: str, seconds: float) -> None:
    """Nobody's turn begins before so many seconds have gone by."""
    await connection.execute(PUT_OFF, {"name": name, "length": seconds, "furthest": FURTHEST_S})
