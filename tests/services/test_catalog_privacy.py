"""What becomes of added papers, suggestions and previews: erasures, servers that leave, and age."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.catalog.own_papers import NewPaper
from bot.core.catalog.previews import AddPreview
from bot.core.catalog.suggestions import KEPT_DECIDED, NewSuggestion
from bot.core.privacy.left_servers import KEPT_AFTER_LEAVING
from bot.core.privacy.retention import Retention
from bot.services.privacy.left_servers import LeftServers
from bot.services.privacy.pruning import Pruning
from bot.storage.copying.copying import copy_all
from tests.services.test_catalog_adding import fill
from tests.support.erasing import ADA, BO, erase
from tests.support.own_papers import HIGHWAY, RESNET, catalog_of, organizer, rows_of, shelved
from tests.support.reading_clubs import SERVER, App
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from pathlib import Path

OTHER = 2
DAY = timedelta(days=1)


async def add_everything(app: App, user_id: int, server_id: int, name: str = "") -> None:
    """A paper with a stub, a suggestion and a preview."""
    catalog = catalog_of(app)
    await catalog.add(organizer(user_id, server_id), NewPaper(f"{RESNET.title} {name}"), [HIGHWAY])
    await catalog.suggest(viewer(user_id, server_id), NewSuggestion(f"My secret suggestion {name}"))
    await catalog.keep_preview(organizer(user_id, server_id), AddPreview(NewPaper(f"My preview {name}")))


def left_servers_of(app: App) -> LeftServers:
    return LeftServers(app.database, app.clubs, app.clock)


async def right_clock() -> bool:
    return True


def pruning_of(app: App) -> Pruning:
    return Pruning(app.database, Retention(timedelta(days=365), timedelta(days=180)), app.clock, right_clock)


async def test_an_erased_member_leaves_papers_without_a_name(app: App) -> None:
    for member, name in ((ADA, "one"), (BO, "two")):
        await add_everything(app, member, SERVER, name)
    await add_everything(app, ADA, OTHER, "there")
    catalog = catalog_of(app)
    papers = await shelved(app)
    stub_before = await catalog.show(organizer(), "highway-networks")
    app.now += timedelta(hours=1)
    await erase(app, ADA, server_id=SERVER)
    assert await shelved(app) == papers
    shown = {key: await catalog.show(organizer(), key) for key in papers}
    assert {paper.added_by for paper in shown.values()} == {None, BO}
    assert (stub_before.added_by, shown["highway-networks"].added_by) == (ADA, None)
    assert [suggestion.source for suggestion in await catalog.suggestions(organizer())] == ["My secret suggestion two"]
    assert (await rows_of(app))["catalog_previews"] == 1
    # What the same member did elsewhere stays, until they erase that too.
    assert (await rows_of(app, OTHER))["paper_suggestions"] == 1
    await erase(app, ADA)
    there = await rows_of(app, OTHER)
    assert (there["server_papers"], there["paper_suggestions"], there["catalog_previews"]) == (2, 0, 0)
    assert (await catalog.show(organizer(server_id=OTHER), "highway-networks")).added_by is None


async def test_a_server_that_left_loses_its_papers_and_no_other_server_does(app: App) -> None:
    await fill(app, 1_200)
    await add_everything(app, ADA, SERVER)
    await add_everything(app, ADA, OTHER)
    other = await rows_of(app, OTHER)
    left = left_servers_of(app)
    # It has papers, but no club.
    assert await left.absent([OTHER]) == [SERVER]
    erased_from = await left.note_left(SERVER)
    assert erased_from == app.now + KEPT_AFTER_LEAVING
    app.now = erased_from - DAY
    assert not await left.erase_some_of(SERVER)
    assert (await rows_of(app))["server_papers"] == 1_202
    app.now = erased_from
    assert await left.due() == [SERVER]
    steps = 1
    while await left.erase_some_of(SERVER):
        steps += 1
    assert steps == 4
    assert set((await rows_of(app)).values()) == {0}
    assert await rows_of(app, OTHER) == other


async def test_old_previews_and_decided_suggestions_go(app: App) -> None:
    await add_everything(app, ADA, SERVER, "one")
    catalog = catalog_of(app)
    waiting = (await catalog.suggest(viewer(9), NewSuggestion("Still waiting"))).suggestion
    (decided, _) = await catalog.suggestions(organizer())
    await catalog.decide(organizer(), decided.id, None)
    app.now += DAY - timedelta(seconds=1)
    assert await pruning_of(app).prune() == 0
    app.now += timedelta(seconds=1)
    assert await pruning_of(app).prune() == 1
    assert (await rows_of(app))["catalog_previews"] == 0
    app.now += KEPT_DECIDED
    assert await pruning_of(app).prune() == 1
    assert await catalog.suggestions(organizer()) == [waiting]
    assert (await rows_of(app))["server_papers"] == 2


async def test_the_catalog_is_copied_to_another_database(app: App, tmp_path: Path) -> None:
    await add_everything(app, ADA, SERVER)
    await app.database.close()
    target = f"sqlite+aiosqlite:///{tmp_path / 'copy.db'}"
    copied = {table.name: table for table in await copy_all(app.url, target)}
    assert all(table.is_same for table in copied.values())
    assert copied["server_papers"].target.rows == 2
    again = App(target, now=app.now)
    await again.database.open()
    assert len(await shelved(again)) == 2
    # No id is given twice, and the preview's button still works.
    added = await catalog_of(again).suggest(viewer(9), NewSuggestion("Another"))
    assert added.suggestion.id == 2
    await again.database.close()
