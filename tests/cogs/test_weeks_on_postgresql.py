"""Runs the bot's weeks again with everything in PostgreSQL; the other modules use SQLite."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cogs.test_clubs_troubles import test_leaving_the_server_pauses_its_clubs
from tests.cogs.test_paper_logs_authority import test_odd_text_is_shown_without_effect
from tests.cogs.test_reviews_week import test_three_weeks_of_eight_members
from tests.cogs.test_weeks import test_status_shows_each_member_their_own_part

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.support.postgresql import PostgresqlServer

__all__ = [
    "test_leaving_the_server_pauses_its_clubs",
    "test_odd_text_is_shown_without_effect",
    "test_status_shows_each_member_their_own_part",
    "test_three_weeks_of_eight_members",
]

pytestmark = pytest.mark.again_on_postgresql


@pytest.fixture
async def bot_url(postgresql: PostgresqlServer) -> AsyncIterator[str]:
    url = await postgresql.new_database()
    yield url
    await postgresql.drop(url)
