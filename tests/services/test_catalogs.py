"""Which papers a server has, read from the database once for each change."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, update

from bot.core.catalog.own_papers import PaperEdit, ProposedAncestor
from bot.core.errors import DatabaseAwayError
from bot.core.papers.paper import Paper
from bot.services.catalog.service import CatalogService
from bot.services.papers import service as paper_service
from bot.services.papers.catalogs import Catalogs
from bot.services.papers.kept import KeptByServer
from bot.services.papers.papers import Papers
from bot.services.papers.server_papers import ServerPapers
from bot.services.papers.service import FRESH_S, TRIED_AGAIN_S, PaperService
from bot.storage.catalog.tables import server_links, server_papers
from tests.support.own_papers import HIGHWAY, RESNET, catalog_of, organizer
from tests.support.reading_clubs import SERVER
from tests.support.sql_events import statements

if TYPE_CHECKING:
    import pytest

    from bot.core.papers.paper import Catalog
    from bot.storage.connections import AsyncConnection
    from tests.support.reading_clubs import App

OTHER = 2
SHARED_PAPERS: list[Papers] = []


class Clock:
    """A monotonic clock that the test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def papers_of(app: App, clock: Clock | None = None) -> PaperService:
    """The service of one process. The shared papers are indexed once."""
    if not SHARED_PAPERS or SHARED_PAPERS[0].catalog is not app.catalog:
        SHARED_PAPERS[:] = [Papers(app.catalog)]
    return PaperService(app.database, Catalogs(app.catalog), SHARED_PAPERS[0], clock or Clock())


async def test_servers_without_own_papers_share_one_object(app: App) -> None:
    papers = papers_of(app)
    await catalog_of(app).add(organizer(), RESNET)
    for server in (OTHER, 3, None):
        assert await papers.of(server) is papers.shared
    async with app.database.read_transaction() as connection:
        assert await app.catalogs.of(connection, OTHER) is app.catalog
        assert await app.catalogs.of(connection, None) is app.catalog


async def test_a_server_finds_its_own_papers(app: App) -> None:
    added = await catalog_of(app).add(organizer(), RESNET, [HIGHWAY, ProposedAncestor("", key="transformer-xl")])
    here = await papers_of(app).of(SERVER)
    found = here.look_up("resnet")
    assert isinstance(found, Paper)
    assert (found.key, found.abstract, found.year) == (added.key, RESNET.abstract, 2015)
    links = {relative.paper.title: relative.sentence for relative in here.in_context(added.key).builds_on}
    assert links["Highway Networks"] == HIGHWAY.sentence
    assert here.cited_as(added.key) == "he2015deep"
    assert here.paper("lora") is app.catalog["lora"]


async def test_what_this_process_changes_is_seen_at_once(app: App) -> None:
    papers = papers_of(app)
    service = CatalogService(app.database, app.catalog, app.clock, papers.forget)
    assert await papers.of(SERVER) is papers.shared
    added = await service.add(organizer(), RESNET)
    assert added.key in (await papers.of(SERVER)).catalog
    await service.edit(organizer(), added.key, PaperEdit(title="Shallow Learning"))
    assert (await papers.of(SERVER)).paper(added.key).title == "Shallow Learning"
    await service.remove(organizer(), added.key)
    assert added.key not in (await papers.of(SERVER)).catalog


async def test_a_change_while_the_papers_are_read_is_not_missed(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    papers, catalog_read = papers_of(app), Catalogs.of

    async def changed_meanwhile(catalogs: Catalogs, connection: AsyncConnection, server_id: int | None) -> Catalog:
        found = await catalog_read(catalogs, connection, server_id)
        papers.forget(SERVER)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(Catalogs, "of", changed_meanwhile)
        assert await papers.of(SERVER) is papers.shared
    added = await catalog_of(app).add(organizer(), RESNET)
    assert added.key in (await papers.of(SERVER)).catalog


async def test_what_another_process_changes_is_seen_soon_and_in_a_transaction_at_once(app: App) -> None:
    clock = Clock()
    papers = papers_of(app, clock)
    assert await papers.of(SERVER) is papers.shared
    added = await catalog_of(app).add(organizer(), RESNET)
    async with app.database.read_transaction() as connection:
        assert added.key in await app.catalogs.of(connection, SERVER)
    clock.now += FRESH_S - 1
    assert await papers.of(SERVER) is papers.shared
    clock.now += 2
    assert added.key in (await papers.of(SERVER)).catalog


async def test_a_keystroke_waits_for_no_database(app: App) -> None:
    papers = papers_of(app)
    await catalog_of(app).add(organizer(), RESNET)
    for server in (SERVER, OTHER):
        await papers.of(server)
    with statements() as asked:
        for anywhere in (SERVER, OTHER, None):
            assert (await papers.of(anywhere)).suggest("resn") is not None
    assert asked == []


async def test_an_unreadable_paper_costs_only_itself(app: App) -> None:
    first = await catalog_of(app).add(organizer(), RESNET)
    other = await catalog_of(app).add(organizer(), replace(RESNET, title="Whole", arxiv_id=None, doi=None, url=""))
    async with app.database.write_transaction() as connection:
        await connection.execute(update(server_papers).where(server_papers.c.key == first.key).values(authors="He"))
        await connection.execute(
            insert(server_links).values(
                guild_id=SERVER, key=other.key, builds_on=first.key, why="", sentence="", section="", position=0
            )
        )
    here = await papers_of(app).of(SERVER)
    assert first.key not in here.catalog
    assert here.in_context(other.key).builds_on == ()
    assert len(app.database.unreadable) == 1


async def test_a_catalog_of_more_papers_than_are_read_at_once(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are read in parts, and indexed in a thread."""
    monkeypatch.setattr(paper_service, "MOST_AT_ONCE", 5)
    rows = [
        {
            "guild_id": SERVER,
            "key": f"p{number}",
            "title": f"Frogs of pond {number}",
            "title_key": f"frogsofpond{number}",
            "short_name": f"Pond {number}",
            "authors": ["Ida Croaker"],
            "venue": "",
            "url": "",
            "abstract": "",
            "aliases": [],
            "is_stub": False,
            "added_at": app.now,
        }
        for number in range(510)
    ]
    async with app.database.write_transaction() as connection:
        await connection.execute(insert(server_papers), rows)
    await catalog_of(app).add(organizer(), RESNET)
    clock = Clock()
    papers = papers_of(app, clock)
    # Every index is slow here: at first, only the newest papers are found. All are there by their keys.
    monkeypatch.setattr(paper_service, "WAITED_S", 0)
    at_first = await papers.of(SERVER)
    assert isinstance(at_first.look_up("resnet"), Paper)
    assert not isinstance(at_first.look_up("frogs of pond 7"), Paper)
    assert at_first.cluster("p7").focus.title == "Frogs of pond 7"
    assert await papers.of(SERVER) is at_first
    monkeypatch.setattr(paper_service, "WAITED_S", 60)
    clock.now += TRIED_AGAIN_S
    here = await papers.of(SERVER)
    assert len(here.catalog) == len(app.catalog) + 511
    assert [one.key for one in here.catalog][-2:] == ["p509", here.catalog["resnet"].key]
    for key, title in (("p509", "frogs of pond 509"), ("p7", "frogs of pond 7")):
        found = here.look_up(title)
        assert isinstance(found, Paper)
        assert found.key == key


def test_what_is_used_least_recently_is_dropped_first() -> None:
    kept = KeptByServer[str](most_servers=3, most_papers=100)
    for server in (1, 2, 3):
        kept.keep(server, f"of {server}", 10)
    kept.get(1)
    kept.keep(4, "of 4", 10)
    assert [kept.get(server) for server in (1, 2, 3, 4)] == ["of 1", None, "of 3", "of 4"]
    kept.keep(5, "of 5", 95)
    assert [kept.get(server) for server in (1, 3, 4, 5)] == [None, None, None, "of 5"]
    kept.keep(5, "of 5", 10)
    kept.keep(6, "of 6", 85)
    assert kept.get(5) == "of 5"


async def test_papers_are_found_while_the_database_is_away(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    papers = papers_of(app, clock)
    added = await catalog_of(app).add(organizer(), RESNET)
    assert added.key in (await papers.of(SERVER)).catalog
    clock.now += FRESH_S

    def away() -> Any:
        raise DatabaseAwayError

    monkeypatch.setattr(app.database, "read_transaction", away)
    assert added.key in (await papers.of(SERVER)).catalog
    assert await papers.of(OTHER) is papers.shared
    monkeypatch.undo()
    await catalog_of(app).remove(organizer(), added.key)
    assert added.key not in (await papers.of(SERVER)).catalog


async def test_keystrokes_at_once_share_one_index(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    await catalog_of(app).add(organizer(), RESNET)
    made: list[object] = []

    class Counted(ServerPapers):
        def __init__(self, *facts: Any) -> None:
            made.append(self)
            super().__init__(*facts)

    monkeypatch.setattr(paper_service, "ServerPapers", Counted)
    papers = papers_of(app)
    found = await asyncio.gather(*(papers.of(SERVER) for _ in range(8)))
    assert len(set(map(id, found))) == len(made) == 1
