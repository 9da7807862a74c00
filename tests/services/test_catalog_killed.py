"""A process is killed between the steps of an add or an import: all of it is stored, or nothing."""

from __future__ import annotations

import asyncio
import os
import signal
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.catalog.importing import ImportEntry
from bot.core.catalog.own_papers import NewPaper
from bot.core.catalog.previews import AddPreview, ImportPreview
from bot.core.catalog.suggestions import NewSuggestion
from tests.support.forked import exit_code
from tests.support.own_papers import HIGHWAY, RESNET, VGG, catalog_of, organizer, rows_of, shelved, version
from tests.support.reading_clubs import START, App
from tests.support.sql_events import sql_events, writer_of

if TYPE_CHECKING:
    from collections.abc import Callable

ENTRIES = tuple(ImportEntry(line, f"k{line}", NewPaper(f"Imported paper {line}", year=2000)) for line in range(1, 301))
CONTENTS: dict[str, AddPreview | ImportPreview] = {
    "add": AddPreview(RESNET, (HIGHWAY, VGG)),
    "import": ImportPreview(ENTRIES),
}
PAPERS = {"add": 3, "import": len(ENTRIES)}
# Before the papers, the links, the version, the preview and the commit; an import has no links.
STEPS = {"add": (1, 2, 3, 6, 7), "import": (1, 2, 5, 6)}
NEVER = 10_000


def killing_before(count: int) -> Callable[..., None]:
    """Kill this process before its statement with this number that writes or commits, counted from 1."""
    left = count

    def note(*_given: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    return note


async def confirm(url: str, kind: str, token: str, count: int) -> None:
    app = App(url, now=START)
    await app.database.open()
    catalog, note = catalog_of(app), killing_before(count)

    def before_statement(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.split(None, 1)[0].upper() in {"INSERT", "UPDATE", "DELETE"}:
            note()

    writer = await writer_of(app.database)
    with sql_events("before_cursor_execute", before_statement, writer), sql_events("commit", note, writer):
        await (catalog.add_previewed if kind == "add" else catalog.import_previewed)(organizer(), token)
    await app.database.close()


def confirm_in_process(*given: Any) -> None:
    asyncio.run(confirm(*given))


async def process(url: str, kind: str, token: str, count: int) -> int | None:
    """Confirm the preview in a process of its own; its exit code."""
    return await asyncio.to_thread(exit_code, confirm_in_process, url, kind, token, count)


@pytest.mark.parametrize("kind", ["add", "import"])
async def test_all_of_it_is_stored_or_nothing(app: App, kind: str) -> None:
    catalog = catalog_of(app)
    suggestion = NewSuggestion("that one", "Imported paper 7" if kind == "import" else RESNET.title)
    await catalog.suggest(organizer(9), suggestion)
    token = (await catalog.keep_preview(organizer(), CONTENTS[kind])).token
    await app.database.close()
    before = {"server_papers": 0, "server_links": 0, "server_catalogs": 0}
    for step in STEPS[kind]:
        assert await process(app.url, kind, token, step) == -signal.SIGKILL
        again = App(app.url, now=START)
        await again.database.open()
        held = await rows_of(again)
        assert {name: held[name] for name in before} == before
        assert len(await catalog_of(again).suggestions(organizer())) == 1
        assert (await catalog_of(again).preview(organizer(), token)).done is None
        await again.database.close()
    assert await process(app.url, kind, token, STEPS[kind][-1] + 1) == 0
    again = App(app.url, now=START)
    await again.database.open()
    assert len(await shelved(again)) == PAPERS[kind]
    assert await version(again) == 1
    assert await catalog_of(again).suggestions(organizer()) == []
    assert (await catalog_of(again).preview(organizer(), token)).done is not None
    await again.database.close()


async def test_two_processes_at_once_add_one_entry(app: App) -> None:
    """Each has its own preview of the same paper; on PostgreSQL they write at the same time."""
    tokens = [(await catalog_of(app).keep_preview(organizer(), CONTENTS["add"])).token for _ in range(2)]
    if app.url.startswith("sqlite"):
        await app.database.close()
        codes = [await process(app.url, "add", token, NEVER) for token in tokens]
        await app.database.open()
    else:
        codes = list(await asyncio.gather(*(process(app.url, "add", token, NEVER) for token in tokens)))
    assert codes == [0, 0]
    assert sorted(await shelved(app)) == ["highway-networks", "resnet", "very-deep-convolutional-networks"]
    done = [(await catalog_of(app).preview(organizer(), token)).done for token in tokens]
    assert len({getattr(each, "outcome", None) for each in done}) == 2
    assert await version(app) == 1
