"""Papers that an organizer adds: one entry for each paper, with its ancestors, at once or not at all."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.core.catalog.own_papers import AddOutcome, MatchedBy, NewPaper, OwnLink, PaperEdit, ProposedAncestor
from bot.core.catalog.refusals import (
    BadPaperLinkError,
    CatalogFullError,
    CatalogOrganizersOnlyError,
    LinkCycleError,
    NoServerHereError,
    NoTitleError,
)
from bot.storage.catalog.tables import server_papers
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
from tests.support.reading_clubs import SERVER
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from tests.support.reading_clubs import App

OTHER = 2
TRANSFORMER = ProposedAncestor("Attention Is All You Need", 2017, arxiv_id="1706.03762")


async def test_a_paper_comes_with_links_to_known_papers_and_stubs_for_the_others(app: App) -> None:
    catalog = catalog_of(app)
    unchosen = replace(VGG, is_chosen=False)
    chosen = [HIGHWAY, TRANSFORMER, VGG]
    added = await catalog.add(organizer(), RESNET, chosen)
    assert (added.key, added.outcome, added.matched_by) == ("resnet", AddOutcome.ADDED, None)
    assert added.stubs == ("highway-networks", "very-deep-convolutional-networks")
    papers = await shelved(app)
    assert [(paper.key, paper.is_stub) for paper in papers.values()] == [
        ("resnet", False),
        ("highway-networks", True),
        ("very-deep-convolutional-networks", True),
    ]
    assert await linked(app) == [
        OwnLink("resnet", "highway-networks", HIGHWAY.why, HIGHWAY.sentence, HIGHWAY.section, 0),
        OwnLink("resnet", "attention", position=1),
        OwnLink("resnet", "very-deep-convolutional-networks", position=2),
    ]
    assert await version(app) == 1
    assert unchosen.is_chosen is False


async def test_what_is_shown_of_it_is_what_was_given(app: App) -> None:
    catalog = catalog_of(app)
    await catalog.add(organizer(), RESNET, [HIGHWAY])
    shown = await catalog.show(viewer(9), "resnet")
    paper = shown.paper
    assert (paper.title, paper.authors, paper.year, paper.venue) == (RESNET.title, RESNET.authors, 2015, "CVPR")
    assert (paper.arxiv_id, paper.doi, paper.abstract) == (RESNET.arxiv_id, RESNET.doi, RESNET.abstract)
    assert (paper.url, paper.aliases) == ("https://arxiv.org/abs/1512.03385", RESNET.aliases)
    assert (paper.contribution, paper.why_it_matters, paper.prompts) == ("", "", ())
    assert (shown.is_own, shown.is_stub, shown.added_by, shown.added_at) == (True, False, ADA, app.now)
    assert [link.builds_on for link in shown.builds_on] == ["highway-networks"]
    stub = await catalog.show(viewer(9), "highway-networks")
    assert (stub.is_stub, stub.paper.url) == (True, "https://arxiv.org/abs/1505.00387")
    assert [link.key for link in stub.led_to] == ["resnet"]
    shared = await catalog.show(viewer(9), "lora")
    assert (shared.is_own, shared.added_by, shared.paper.short_name) == (False, None, "LoRA")


@pytest.mark.parametrize(
    ("again", "by"),
    [
        (NewPaper("Anything", arxiv_id="1512.03385v2"), MatchedBy.ARXIV),
        (NewPaper("Anything", doi="10.48550/arXiv.1512.03385"), MatchedBy.ARXIV),
        (NewPaper("Anything", doi="10.1109/CVPR.2016.90"), MatchedBy.DOI),
        (NewPaper("Deep residual learning, for image recognition."), MatchedBy.TITLE),
        (NewPaper("Deep Residual Learning for Image Recogntion"), MatchedBy.TITLE),
    ],
)
async def test_the_same_paper_again_is_one_entry(app: App, again: NewPaper, by: MatchedBy) -> None:
    catalog = catalog_of(app)
    await catalog.add(organizer(), RESNET)
    known = await catalog.add(organizer(501), again, [VGG])
    assert (known.key, known.short_name, known.outcome, known.matched_by) == ("resnet", "ResNet", AddOutcome.OWN, by)
    assert list(await shelved(app)) == ["resnet"]
    assert await linked(app) == []
    assert await version(app) == 1


@pytest.mark.parametrize(
    ("paper", "key", "by"),
    [
        (NewPaper("Anything", arxiv_id="1706.03762"), "attention", MatchedBy.ARXIV),
        (NewPaper("attention is all you need"), "attention", MatchedBy.TITLE),
        (NewPaper("LoRA: Low-Rank Adaptation of Large Language Model"), "lora", MatchedBy.TITLE),
    ],
)
async def test_a_paper_of_the_shared_catalog_is_not_added_again(
    app: App, paper: NewPaper, key: str, by: MatchedBy
) -> None:
    known = await catalog_of(app).add(organizer(), paper)
    assert (known.key, known.outcome, known.matched_by) == (key, AddOutcome.SHARED, by)
    assert set((await rows_of(app)).values()) == {0}


@pytest.mark.parametrize(
    "other",
    [
        "Deep Residual Learning for Image Segmentation",
        "Deep Residual Learning for Image Recognition 2",
        "Deep Residual Learning for Video Recognition",
    ],
)
async def test_a_similar_title_is_another_paper(app: App, other: str) -> None:
    catalog = catalog_of(app)
    await catalog.add(organizer(), RESNET)
    assert (await catalog.add(organizer(), NewPaper(other))).outcome is AddOutcome.ADDED


async def test_two_organizers_at_once_add_one_entry(app: App) -> None:
    catalog = catalog_of(app)
    answers = await asyncio.gather(*(catalog.add(organizer(user), RESNET, [HIGHWAY, VGG]) for user in range(1, 6)))
    assert {answer.key for answer in answers} == {"resnet"}
    assert sorted(answer.outcome for answer in answers) == [AddOutcome.ADDED, *[AddOutcome.OWN] * 4]
    assert len(await shelved(app)) == 3
    assert await version(app) == 1


async def test_a_stub_that_is_added_gets_its_facts_and_keeps_its_key(app: App) -> None:
    catalog = catalog_of(app)
    await catalog.add(organizer(), RESNET, [HIGHWAY])
    full = NewPaper("Highway Networks", year=2015, authors=("Rupesh Kumar Srivastava",), arxiv_id="1505.00387v2")
    completed = await catalog.add(organizer(501), full, [TRANSFORMER])
    assert (completed.key, completed.outcome) == ("highway-networks", AddOutcome.COMPLETED)
    shown = await catalog.show(organizer(), "highway-networks")
    assert (shown.is_stub, shown.added_by, shown.paper.authors) == (False, 501, full.authors)
    assert [(link.key, link.builds_on) for link in await linked(app)] == [
        ("highway-networks", "attention"),
        ("resnet", "highway-networks"),
    ]


async def test_a_stub_cannot_build_on_what_builds_on_it(app: App) -> None:
    catalog = catalog_of(app)
    await catalog.add(organizer(), RESNET, [HIGHWAY])
    before = (await rows_of(app), await shelved(app))
    with pytest.raises(LinkCycleError) as caught:
        await catalog.add(organizer(), NewPaper("Highway Networks"), [VGG, ProposedAncestor("Residual", key="resnet")])
    assert caught.value.keys == ("resnet", "highway-networks")
    assert caught.value.path == ("ResNet", "Highway Networks")
    assert (await rows_of(app), await shelved(app)) == before


async def test_ids_that_another_paper_has_stay_with_it(app: App) -> None:
    """An entry with one paper's arXiv id and another's DOI and title is the first; it takes nothing from the other."""
    catalog = catalog_of(app)
    await catalog.add(organizer(), RESNET, [HIGHWAY])
    mixed = NewPaper(RESNET.title, arxiv_id=HIGHWAY.arxiv_id, doi=RESNET.doi, short_name="ResNet")
    assert (await catalog.add(organizer(), mixed)).key == "highway-networks"
    papers = await shelved(app)
    assert papers["resnet"].doi == RESNET.doi
    assert (papers["highway-networks"].doi, papers["highway-networks"].title) == (None, "Highway Networks")
    assert papers["highway-networks"].short_name == "ResNet (2015)"


async def test_keys_are_free_and_readable(app: App) -> None:
    catalog = catalog_of(app)
    titles = [
        "LoRA: Something Else Entirely",
        "LoRA: A Third Thing",
        "Größe & Tiefe",
        "深度学习综述",
        "Größe, Tiefe & mehr: x",
    ]
    added = [await catalog.add(organizer(), NewPaper(title, year=2024)) for title in titles]
    assert [paper.key for paper in added] == [
        "lora-2024",
        "lora-2",
        "grosse-tiefe",
        "shenduxuexizongshu",
        "grosse-tiefe-mehr",
    ]
    assert [paper.short_name for paper in added[:3]] == ["LoRA (2024)", "LoRA (2)", "Größe & Tiefe"]


async def test_servers_do_not_see_each_others_papers(app: App) -> None:
    catalog = catalog_of(app)
    await catalog.add(organizer(), RESNET, [HIGHWAY])
    there = await catalog.add(organizer(server_id=OTHER), RESNET)
    assert (there.key, there.outcome) == ("resnet", AddOutcome.ADDED)
    assert list(await shelved(app, OTHER)) == ["resnet"]
    assert (await catalog.own_papers(organizer(server_id=OTHER))).count == 1
    assert await linked(app, OTHER) == []


async def test_only_organizers_add_papers_and_only_in_servers(app: App) -> None:
    catalog = catalog_of(app)
    with pytest.raises(CatalogOrganizersOnlyError):
        await catalog.add(viewer(9), RESNET)
    with pytest.raises(NoServerHereError):
        await catalog.add(organizer(server_id=None), RESNET)
    assert not await catalog.may_change(viewer(9))
    assert await catalog.may_change(organizer())
    assert set((await rows_of(app)).values()) == {0}


async def test_facts_that_cannot_be_stored_are_refused_or_cut(app: App) -> None:
    catalog = catalog_of(app)
    for title in ("", " \u200b ", "…!"):
        with pytest.raises(NoTitleError):
            await catalog.add(organizer(), NewPaper(title))
    with pytest.raises(BadPaperLinkError):
        await catalog.add(organizer(), NewPaper("A Title", url="javascript:alert(1)"))
    long = NewPaper(
        "W\x00ord\ud800 " * 200, "example.org/p", ("Name " * 40,) * 900, 99999, "V" * 999, "x", "y", "a " * 9999
    )
    added = await catalog.add(organizer(), long, [ProposedAncestor("T" * 999, why="w" * 999, sentence="s" * 9999)])
    paper = (await catalog.show(organizer(), added.key)).paper
    assert (len(paper.title), len(paper.venue), len(paper.authors), paper.year) == (300, 120, 1, 0)
    assert (paper.url, paper.arxiv_id, paper.doi) == ("https://example.org/p", None, None)
    assert len(paper.abstract) <= 4000
    (link,) = await linked(app)
    assert (len(link.why), link.sentence) == (140, "")


async def test_a_server_can_have_five_thousand_papers(app: App) -> None:
    await fill(app, 4_998)
    catalog = catalog_of(app)
    with pytest.raises(CatalogFullError) as caught:
        await catalog.add(organizer(), RESNET, [HIGHWAY, VGG])
    assert (caught.value.most, caught.value.room) == (5_000, 2)
    assert len(await shelved(app)) == 4_998
    await catalog.add(organizer(), RESNET, [HIGHWAY])
    with pytest.raises(CatalogFullError) as caught:
        await catalog.add(organizer(), NewPaper("One More"))
    assert caught.value.room == 0
    assert (await catalog.add(organizer(server_id=OTHER), NewPaper("One More"))).is_new


async def fill(app: App, count: int) -> None:
    """So many made-up papers, straight into the table."""
    made = {"guild_id": SERVER, "authors": [], "venue": "", "url": "", "abstract": "", "aliases": [], "is_stub": False}
    rows = [
        made
        | {"key": f"made-{n}", "title": f"Made up {n}", "title_key": f"madeup{n}", "short_name": f"Made {n}"}
        | {"added_at": app.now, "year": 2000}
        for n in range(count)
    ]
    async with app.database.write_transaction() as connection:
        await connection.execute(server_papers.insert(), rows)


async def test_an_edit_changes_the_facts_and_not_the_key(app: App) -> None:
    catalog = catalog_of(app)
    await catalog.add(organizer(), RESNET)
    edit = PaperEdit(
        "Deep Residual Nets", "ResNets", ("He, K.",), 2016, "CVPR 2016", "example.org/resnet", ("skip nets",), "Short."
    )
    shown = await catalog.edit(organizer(), "resnet", edit)
    paper = shown.paper
    assert (paper.key, paper.title, paper.short_name) == ("resnet", "Deep Residual Nets", "ResNets")
    assert (paper.authors, paper.year, paper.venue) == (("He, K.",), 2016, "CVPR 2016")
    assert (paper.url, paper.aliases, paper.abstract) == ("https://example.org/resnet", ("skip nets",), "Short.")
    cleared = (await catalog.edit(organizer(), "resnet", PaperEdit(year=0, venue="", aliases=(), abstract=""))).paper
    assert (cleared.year, cleared.venue, cleared.aliases, cleared.abstract) == (0, "", (), "")
    assert (cleared.title, cleared.url) == ("Deep Residual Nets", "https://example.org/resnet")
    assert await version(app) == 3
    # By its new title it is found, and by its old one no more.
    assert (await catalog.add(organizer(), NewPaper("deep residual nets"))).outcome is AddOutcome.OWN
    assert (await catalog.add(organizer(), NewPaper(RESNET.title))).outcome is AddOutcome.ADDED


async def test_a_stub_that_gets_no_new_link_keeps_the_one_of_its_id(app: App) -> None:
    catalog = catalog_of(app)
    await catalog.add(organizer(), RESNET, [HIGHWAY])
    done = await catalog.add(organizer(), NewPaper("Highway Networks", authors=("Rupesh Srivastava",), year=2015))
    assert done.outcome is AddOutcome.COMPLETED
    paper = (await catalog.show(organizer(), done.key)).paper
    assert (paper.url, paper.arxiv_id) == ("https://arxiv.org/abs/1505.00387", "1505.00387")
