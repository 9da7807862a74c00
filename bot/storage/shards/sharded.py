"""Selects rows of a process's shards. Scheduled work is queried with this, so that no process does another's work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import true

from bot.core.shards.sharding import TIME_BITS

if TYPE_CHECKING:
    from sqlalchemy import Column, ColumnElement

    from bot.core.shards.sharding import Shards


def within(server_id: Column[int], shards: Shards) -> ColumnElement[bool]:
    """Return whether the row's server belongs to the shards, by the same rule as `shard_of` in the core."""
    if shards.are_all or shards.count is None:
        return true()
    # A division, because databases differ in their shift operators.
    return (server_id // (1 << TIME_BITS) % shards.count).in_(shards.ids)
