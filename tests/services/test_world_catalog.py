"""The thread that searches the world's papers: what it finds beside ours, and how long it is waited for."""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import UnknownPaperError
from bot.core.papers.identifiers import Doi
from bot.core.papers.paper import Paper
from bot.core.papers.server_catalog import ServerCatalog
from bot.core.world_catalog.shown import as_paper
from bot.services.papers.papers import Nothing
from bot.services.papers.server_papers import ServerPapers
from bot.services.world_catalog import service
from bot.services.world_catalog.finding import NotAddedYet, PaperFinder
from bot.services.world_catalog.service import WorldCatalog
from tests.support.world import CHINESE, FEW_DIGITS, HARBOR, NAMELESS, OLD_DOI, PAPERS, SHARED, TIDES, made_file

if TYPE_CHECKING:
    from pathlib import Path

    from bot.core.world_catalog.paper import WorldPaper

IN_USE = service.SUGGESTED_WITHIN_S  # other tests wait longer


async def test_suggestions_are_waited_for_at_most_50_ms(
    world: WorldCatalog, finding: PaperFinder, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert IN_USE == 0.05
    monkeypatch.setattr(service, "SUGGESTED_WITHIN_S", IN_USE)
    release = threading.Event()
    assert world._thread
    world._thread.submit(release.wait, 30)
    started = time.monotonic()
    found = await finding.suggest(PAPERS, "lantern routing lora")
    waited = time.monotonic() - started
    release.set()
    assert waited >= IN_USE * 0.9
    assert not any(isinstance(paper, NotAddedYet) for paper in found)
    monkeypatch.undo()
    assert await world.suggest("lantern routing", 3)


async def test_what_nobody_waits_for_any_more_is_not_searched(
    world: WorldCatalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "SUGGESTED_WITHIN_S", 0.01)
    release, searched = threading.Event(), []

    def search(*_asked: object, **_options: object) -> list[tuple[int, float]]:
        searched.append(1)
        return []

    monkeypatch.setattr(service, "search_world", search)
    assert world._thread
    world._thread.submit(release.wait, 30)
    await asyncio.gather(*(world.suggest(f"lantern {number}", 3) for number in range(100)))
    assert world._waiting == 0
    release.set()
    await world.search("lantern")
    assert searched == [1]


async def test_a_search_that_was_cut_off_is_not_remembered(
    world: WorldCatalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert world._watched
    world._watched.look()
    reader = world._watched._reader
    assert reader
    monkeypatch.setattr(reader, "is_late", lambda: True)
    await world.search("lantern routing")
    assert not world._answers
    monkeypatch.undo()
    assert len(await world.search("lantern routing")) == 8
    assert len(world._answers) == 1


async def test_what_was_found_while_it_is_still_being_typed_is_no_answer_to_the_whole(
    world: WorldCatalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched = []

    def search(_reader: object, _query: str, _most: int, *, typed: bool) -> list[tuple[int, float]]:
        searched.append(typed)
        return []

    monkeypatch.setattr(service, "search_world", search)
    for _ in range(2):
        await world.suggest("lantern", 10)
        await world.search("lantern", 10)
    assert searched == [True, False]


async def test_without_a_file_nothing_is_found_and_nothing_runs() -> None:
    world = WorldCatalog()
    await world.open()
    assert await world.search("lantern") == await world.suggest("lantern", 3) == []
    assert await world.named(["2203.01234"]) is None
    assert await world.lineage(TIDES.reference) is None
    await world.close()
    assert isinstance(await PaperFinder(world).look_up(PAPERS, "lora"), Paper)


async def test_our_paper_is_shown_whatever_the_world_has(finding: PaperFinder) -> None:
    found = await finding.look_up(PAPERS, "low-rank adaptation of large language models")
    assert isinstance(found, Paper)
    assert found.key == "lora"
    shared = await finding.look_up(PAPERS, f"world:{SHARED.reference}")
    assert isinstance(shared, Paper)
    assert shared.key == "lora"


async def test_a_server_that_has_added_a_paper_finds_its_own(finding: PaperFinder) -> None:
    own = as_paper(TIDES)
    papers = ServerPapers(ServerCatalog(PAPERS.catalog, [own], {}), PAPERS)
    for query in ("2203.01234", "10.5555/tidal.2022.7", TIDES.title, "tidenet", f"world:{TIDES.reference}"):
        assert await finding.look_up(papers, query) == own, query
        assert isinstance(await finding.look_up(PAPERS, query), NotAddedYet | list), query
    assert await finding.of_world(papers, "tidal gates") == []
    assert await finding.mentioned_in(papers, f"Is “{TIDES.title}” any good?") == [own]


async def test_a_namesake_with_the_same_title_wrote_another_paper(finding: PaperFinder) -> None:
    own = replace(as_paper(HARBOR), authors=("Bo Oduya",), doi=None, url="")
    papers = ServerPapers(ServerCatalog(PAPERS.catalog, [own], {}), PAPERS)
    found = await finding.look_up(papers, "10.5555/harbor")
    assert isinstance(found, NotAddedYet)
    assert found.paper.authors == HARBOR.authors


@pytest.mark.parametrize("reference", ["0123456789abcdef", "ffffffffffffffff"])
async def test_a_reference_that_is_gone(finding: PaperFinder, reference: str) -> None:
    assert await finding.look_up(PAPERS, f"world:{reference}") == Nothing(None)
    assert await finding.world.lineage(reference) is None
    with pytest.raises(UnknownPaperError):
        await finding.outside(PAPERS, f"world:{reference}")


@pytest.mark.parametrize(
    ("query", "paper"),
    [
        *((query, TIDES) for query in ("W4200000001", "openalex:w4200000001", "https://openalex.org/W4200000001")),
        *((query, CHINESE) for query in ("CorpusID:700001", "s2:700001", "api.semanticscholar.org/CorpusID:700001")),
        *((query, FEW_DIGITS) for query in ("Corpus ID: 11", "S2CID 11", "s2cid:11", "s2: 11", "corpus id 11")),
        *((f"https://openalex.org/W4200000001{end}", TIDES) for end in (".", "/", "?x=1", "#top", "/?x=1", ">", ").")),
        *(("<https://openalex.org/W4200000001>", TIDES), ("(W4200000001),", TIDES)),
        (OLD_DOI.doi, OLD_DOI),
        (as_paper(OLD_DOI).url, OLD_DOI),
        (f"https://doi.org/{OLD_DOI.doi}", OLD_DOI),
        ("2203.01234", TIDES),
        ("https://arxiv.org/abs/2203.01234v2", TIDES),
        ("10.5555/harbor", HARBOR),
    ],
)
async def test_ids_of_every_kind_are_known(finding: PaperFinder, query: str, paper: WorldPaper) -> None:
    found = await finding.look_up(PAPERS, query)
    assert isinstance(found, NotAddedYet)
    assert found.paper.title == paper.title
    suggested = [each for each in await finding.suggest(PAPERS, query) if isinstance(each, NotAddedYet)]
    assert [each.paper.title for each in suggested] == [paper.title]
    assert [each.paper.title for each in await finding.of_world(PAPERS, query)] == [paper.title]


async def test_an_unknown_doi_is_named_as_it_was_typed(finding: PaperFinder) -> None:
    assert await finding.look_up(PAPERS, "10.1000/a<b>c") == Nothing(Doi("10.1000/a<b>c"))


@pytest.mark.parametrize("query", ["慢速循环", "循环阅读网络", "慢速循环阅读", "陈美玲", "潮汐门控"])
async def test_the_middle_of_a_title_without_spaces_is_enough_to_find_it(finding: PaperFinder, query: str) -> None:
    found = await finding.look_up(PAPERS, query)
    assert isinstance(found, list)
    assert [each.paper.title for each in found if isinstance(each, NotAddedYet)] == [CHINESE.title]
    suggested = await finding.of_world(PAPERS, query)
    assert [each.paper.title for each in suggested] == [CHINESE.title]


async def test_a_title_without_spaces_is_enough_for_its_card(finding: PaperFinder) -> None:
    found = await finding.look_up(PAPERS, CHINESE.title)
    assert isinstance(found, NotAddedYet)
    assert found.paper.title == CHINESE.title


async def test_references_name_papers_in_every_file(world: WorldCatalog, tmp_path: Path) -> None:
    other = WorldCatalog(made_file(tmp_path / "other.db", [NAMELESS, HARBOR, TIDES]))
    for paper in (NAMELESS, HARBOR, TIDES):
        for each in (world, other):
            found = await each.referred(paper.reference)
            assert found
            assert found.title == paper.title
    await other.close()
