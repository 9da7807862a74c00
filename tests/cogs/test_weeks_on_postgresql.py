"""Whole weeks of the real bot with everything in PostgreSQL: what is told elsewhere of SQLite, word for word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cogs.test_clubs_troubles import test_leaving_the_server_pauses_its_clubs
from tests.cogs.test_paper_logs_authority import test_odd_text_is_shown_and_does_nothing
from tests.cogs.test_reviews_week import test_three_weeks_of_eight_members
from tests.cogs.test_weeks import test_status_tells_each_member_their_own

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.support.postgresql import PostgresqlServer

__all__ = [
    "test_leaving_the_server_pauses_its_clubs",
    "test_odd_text_is_shown_and_does_nothing",
    "test_status_tells_each_member_their_own",
    "test_three_weeks_of_eight_members",
]


@pytest.fixture
async def bot_url(postgresql: PostgresqlServer) -> AsyncIterator[str]:
    url = await postgresql.new_database()
    yield url
    await postgresql.drop(url)
