from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.club_server import ClubServer
from tests.support.discord_api import assert_requests_valid
from tests.support.providers import ToldProviders

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def club_server(simcord_env: Any) -> AsyncIterator[ClubServer]:
    """A server whose club meets in a text channel."""
    yield ClubServer(simcord_env)
    assert_requests_valid(simcord_env)


@pytest.fixture
async def forum_server(simcord_env: Any) -> AsyncIterator[ClubServer]:
    """A server whose club meets in a forum."""
    yield ClubServer(simcord_env, is_forum=True)
    assert_requests_valid(simcord_env)


@pytest.fixture
def told(club_server: ClubServer) -> ToldProviders:
    """The sites outside that `/catalog` asks: they know nothing until a test tells them."""
    return ToldProviders().replace_in(club_server.bot)
