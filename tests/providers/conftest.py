"""Each provider on a local server, without waiting between requests."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import pytest

from bot.core.providers.names import ProviderName
from bot.providers.assembly import MAKERS
from bot.providers.fetching import Limits, ProviderClient, ProviderSession
from bot.providers.pacing import ProviderPace
from tests.support.patience import HANG_S
from tests.support.provider_site import Site, site

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.providers.port import Provider


@pytest.fixture
async def session() -> AsyncIterator[ProviderSession]:
    made = ProviderSession("club@example.org")
    yield made
    await made.close()


@pytest.fixture
async def there() -> AsyncIterator[Site]:
    async with site() as made:
        yield made


@pytest.fixture
async def elsewhere() -> AsyncIterator[Site]:
    async with AsyncExitStack() as stack:
        made = await stack.enter_async_context(site())
        made.says("{}")
        yield made


@pytest.fixture
def client(there: Site, session: ProviderSession) -> ProviderClient:
    return ProviderClient(session, there.url, ProviderPace(0), limits=Limits(seconds=HANG_S, bytes=2**18))


@pytest.fixture(params=list(ProviderName))
def name(request: pytest.FixtureRequest) -> ProviderName:
    found: ProviderName = request.param
    return found


@pytest.fixture
def provider(name: ProviderName, client: ProviderClient) -> Provider:
    return MAKERS[name](client)


@pytest.fixture
def hasty(name: ProviderName, there: Site, session: ProviderSession) -> Callable[[], Provider]:
    """The provider, for a server that never answers."""
    return lambda: MAKERS[name](ProviderClient(session, there.url, ProviderPace(0), limits=Limits(seconds=0.05)))
