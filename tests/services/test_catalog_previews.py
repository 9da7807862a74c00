"""Previews that survive a restart, imports, and what members suggest."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.catalog.importing import MOST_ENTRIES, NO_TITLE, BrokenEntry, ImportEntry
from bot.core.catalog.own_papers import AddOutcome, MatchedBy, NewPaper
from bot.core.catalog.previews import AddPreview, ImportPreview, PreviewKind
from bot.core.catalog.refusals import (
    CatalogFullError,
    CatalogOrganizersOnlyError,
    LinkCycleError,
    NothingToImportError,
    NoTitleError,
    PreviewGoneError,
    TooManyEntriesError,
)
from tests.services.test_catalog_adding import fill
from tests.support.own_papers import (
    ADA,
    HIGHWAY,
    RESNET,
    VGG,
    catalog_of,
    linked,
    organizer,
    rows_of,
    shelved,
    version,
)
from tests.support.reading_clubs import App
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.catalog.importing import ImportedPapers
    from bot.core.visibility import Viewer
    from bot.services.catalog.service import CatalogService

DAY = timedelta(days=1)
CONTENT = AddPreview(RESNET, (HIGHWAY, VGG))


def entry(line: int, title: str, **facts: object) -> ImportEntry:
    return ImportEntry(line, f"key{line}", replace(NewPaper(title), **facts))  # type: ignore[arg-type]


FILE = (
    entry(1, RESNET.title, year=2015, authors=("Kaiming He",), abstract="Not ours to show."),
    entry(9, "Highway Networks", arxiv_id="1505.00387", url="not a link"),
    entry(20, "Attention is All you Need"),
    entry(31, "deep residual learning for image recognition", doi="10.1109/cvpr.2016.90"),
    entry(44, ""),
    entry(50, "A Neural Algorithm of Artistic Style", year=2015),
)


async def test_a_preview_survives_a_restart_and_is_confirmed_once(app: App) -> None:
    catalog = catalog_of(app)
    kept = await catalog.keep_preview(organizer(), CONTENT)
    again = App(app.url, now=app.now)
    await app.database.close()
    await again.database.open()
    catalog = catalog_of(again)
    found = await catalog.preview(organizer(), kept.token)
    assert (found.kind, found.done, found.created_at) == (PreviewKind.ADD, None, app.now)
    assert isinstance(found.content, AddPreview)
    assert found.content.paper.title == RESNET.title
    assert found == kept
    changed = await catalog.change_preview(organizer(), kept.token, found.content.choosing({1}))
    assert isinstance(changed.content, AddPreview)
    assert [ancestor.title for ancestor in changed.content.chosen] == [VGG.title]
    answers = await asyncio.gather(*(catalog.add_previewed(organizer(), kept.token) for _ in range(4)))
    assert {answer.outcome for answer in answers} == {AddOutcome.ADDED}
    assert len(set(answers)) == 1
    assert [link.builds_on for link in await linked(again)] == ["very-deep-convolutional-networks"]
    assert await version(again) == 1
    done = await catalog.preview(organizer(), kept.token)
    assert (done.content, done.done) == (None, answers[0])
    # A late press of another checkbox changes nothing.
    assert await catalog.change_preview(organizer(), kept.token, CONTENT) == done
    await again.database.close()


@pytest.mark.parametrize("whose", [organizer(501), organizer(ADA, 2)])
async def test_a_preview_is_its_members_alone(app: App, whose: Viewer) -> None:
    catalog = catalog_of(app)
    token = (await catalog.keep_preview(organizer(), CONTENT)).token
    with pytest.raises(PreviewGoneError):
        await catalog.preview(whose, token)
    with pytest.raises(PreviewGoneError):
        await catalog.add_previewed(whose, token)
    with pytest.raises(PreviewGoneError):
        await catalog.change_preview(whose, token, CONTENT)
    await catalog.drop_preview(whose, token)
    assert (await catalog.preview(organizer(), token)).token == token
    await catalog.drop_preview(organizer(), token)
    await catalog.drop_preview(organizer(), token)
    with pytest.raises(PreviewGoneError):
        await catalog.add_previewed(organizer(), token)
    assert await shelved(app) == {}


async def test_previews_last_a_day_and_the_newest_three_stay(app: App) -> None:
    catalog = catalog_of(app)
    first = await catalog.keep_preview(organizer(), CONTENT)
    app.now += timedelta(seconds=1)
    tokens = []
    for _ in range(3):
        tokens.append((await catalog.keep_preview(organizer(), CONTENT)).token)
        app.now += timedelta(seconds=1)
    await catalog.keep_preview(organizer(501), CONTENT)
    with pytest.raises(PreviewGoneError):
        await catalog.preview(organizer(), first.token)
    for token in tokens:
        await catalog.preview(organizer(), token)
    app.now += DAY
    with pytest.raises(PreviewGoneError):
        await catalog.add_previewed(organizer(), tokens[-1])


async def test_a_preview_that_cannot_be_added_stays_for_a_correction(app: App) -> None:
    catalog = catalog_of(app)
    await catalog.add(organizer(), RESNET, [HIGHWAY])
    circle = AddPreview(NewPaper("Highway Networks"), (replace(VGG, key="resnet"),))
    token = (await catalog.keep_preview(organizer(), circle)).token
    before = await rows_of(app)
    with pytest.raises(LinkCycleError):
        await catalog.add_previewed(organizer(), token)
    assert await rows_of(app) == before
    await catalog.change_preview(organizer(), token, circle.choosing(()))
    assert (await catalog.add_previewed(organizer(), token)).outcome is AddOutcome.COMPLETED
    with pytest.raises(NoTitleError):
        await catalog.keep_preview(organizer(), AddPreview(NewPaper("")))


async def test_everything_about_previews_is_for_organizers(app: App) -> None:
    catalog = catalog_of(app)
    token = (await catalog.keep_preview(organizer(9), CONTENT)).token
    for asked in (
        catalog.keep_preview(viewer(9), CONTENT),
        catalog.preview(viewer(9), token),
        catalog.add_previewed(viewer(9), token),
        catalog.plan_import(viewer(9), FILE),
        catalog.import_previewed(viewer(9), token),
        catalog.suggestions(viewer(9)),
        catalog.decide(viewer(9), 1, None),
    ):
        with pytest.raises(CatalogOrganizersOnlyError):
            await asked


async def test_a_plan_says_what_is_new_there_already_and_broken(app: App) -> None:
    catalog = catalog_of(app)
    await catalog.add(organizer(), NewPaper("Something"), [HIGHWAY])
    before = await rows_of(app)
    plan = await catalog.plan_import(organizer(), FILE, [BrokenEntry(12, "unbalanced-brace")])
    assert [each.line for each in plan.new] == [1, 50]
    assert [each.line for each in plan.completed] == [9]
    assert [(each.entry.line, each.matched_by, each.key, each.of_line) for each in plan.duplicates] == [
        (20, MatchedBy.TITLE, "attention", None),
        (31, MatchedBy.TITLE, None, 1),
    ]
    assert plan.broken == (BrokenEntry(12, "unbalanced-brace"), BrokenEntry(44, NO_TITLE))
    assert (plan.fits, plan.new[0].paper.abstract) == (True, "")
    assert await rows_of(app) == before


async def imported(catalog: CatalogService, entries: Sequence[ImportEntry]) -> ImportedPapers:
    kept = await catalog.keep_preview(organizer(), ImportPreview(tuple(entries)))
    return await catalog.import_previewed(organizer(), kept.token)


async def test_an_import_adds_what_is_new_and_again_nothing(app: App) -> None:
    catalog = catalog_of(app)
    await catalog.add(organizer(), NewPaper("Something"), [HIGHWAY])
    done = await imported(catalog, FILE)
    assert done.keys == ("deep-residual-learning", "highway-networks", "a-neural-algorithm")
    assert done.duplicates == 2
    papers = await shelved(app)
    assert (len(papers), papers["highway-networks"].is_stub) == (4, False)
    assert await version(app) == 2
    again = await imported(catalog, FILE)
    assert (again.keys, again.duplicates) == ((), 5)
    assert (await shelved(app), await version(app)) == (papers, 2)


async def test_an_imported_preview_is_confirmed_once(app: App) -> None:
    catalog = catalog_of(app)
    kept = await catalog.keep_preview(organizer(), ImportPreview(FILE, (BrokenEntry(7, "no \x00 end"),)))
    assert await catalog.preview(organizer(), kept.token) == kept
    assert isinstance(kept.content, ImportPreview)
    assert len(kept.content.entries) == 5
    answers = await asyncio.gather(*(catalog.import_previewed(organizer(), kept.token) for _ in range(3)))
    assert len({answer.keys for answer in answers}) == 1
    assert len(await shelved(app)) == 3
    with pytest.raises(PreviewGoneError):
        await catalog.add_previewed(organizer(), kept.token)


async def test_an_import_is_all_or_nothing(app: App) -> None:
    catalog = catalog_of(app)
    await fill(app, 4_998)
    assert not (await catalog.plan_import(organizer(), FILE)).fits
    with pytest.raises(CatalogFullError) as full:
        await imported(catalog, FILE)
    assert full.value.room == 2
    assert len(await shelved(app)) == 4_998
    assert (await imported(catalog, FILE[:2])).keys


async def test_files_that_bring_nothing_or_too_much_are_refused(app: App) -> None:
    catalog = catalog_of(app)
    with pytest.raises(NothingToImportError):
        await imported(catalog, [entry(1, "")])
    many = [entry(line, f"Paper number {line}") for line in range(MOST_ENTRIES + 1)]
    for asked in (
        catalog.plan_import(organizer(), many),
        catalog.keep_preview(organizer(), ImportPreview(tuple(many))),
    ):
        with pytest.raises(TooManyEntriesError) as refused:
            await asked
        assert refused.value.count == MOST_ENTRIES + 1
    assert len((await imported(catalog, many[1:])).keys) == MOST_ENTRIES
