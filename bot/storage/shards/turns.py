"""Turns that several processes share: one row each, with the next free moment. Only PostgreSQL has several processes.

Times are the database's own, so clocks of different machines are never compared. The result is always how long to wait.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

# A queue longer than any pause or burst comes from a wrong clock, and is not waited for.
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


async def reserve_turn(connection: AsyncConnection, name: str, length: float) -> float:
    """Reserve the next `length` seconds, and return in how many seconds they start."""
    ends_in = await connection.scalar(TAKE, {"name": name, "length": length, "furthest": FURTHEST_S})
    return max(0.0, float(ends_in or 0) - length)


async def delay_turns(connection: AsyncConnection, name: str, seconds: float) -> None:
    """Let no turn begin for this many seconds."""
    await connection.execute(PUT_OFF, {"name": name, "length": seconds, "furthest": FURTHEST_S})
