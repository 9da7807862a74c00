"""What a tick asks about no clubs costs nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from bot.storage.clubs.rows import clubs_by_id

if TYPE_CHECKING:
    from bot.storage.connections import AsyncConnection


async def test_no_clubs_are_looked_up_without_a_statement() -> None:
    assert await clubs_by_id(cast("AsyncConnection", None), []) == {}
