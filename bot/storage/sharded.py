"""Rows of a process' shards. Work that starts by itself is looked for with this, so that no process does another's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import true

from bot.core.sharding import TIME_BITS

if TYPE_CHECKING:
    from sqlalchemy import Column, ColumnElement

    from bot.core.sharding import Shards


def within(server_id: Column[int], shards: Shards) -> ColumnElement[bool]:
    """Whether the row's server is one of theirs, as `shard_of` in the core says it."""
    if shards.are_all or shards.count is None:
        return true()
    # A division, since databases differ in what they shift by.
    return (server_id // (1 << TIME_BITS) % shards.count).in_(shards.ids)
