"""What people type finds our papers as well as before, with thousands of other real papers behind the bot."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import pytest

from benchmarks.real_papers import SETTING, file_of_real_papers, records
from bot.core.errors import BadIdentifierError
from bot.core.papers.paper import Paper
from bot.core.world_catalog.paper import WorldPaper
from bot.services.papers.papers import Nothing
from bot.services.world_catalog.finding import NotAddedYet, PaperFinder
from bot.services.world_catalog.service import WorldCatalog
from bot.storage.world_catalog.file_writer import Numbered, write_file
from tests.core import held_out_queries, odd_queries, tuned_queries, unseen_queries
from tests.support.world import PAPERS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

REAL = file_of_real_papers()
pytestmark = pytest.mark.skipif(REAL is None, reason=f"needs a file of real papers, named in {SETTING}")
OTHERS = 6_000
LISTS = {"tuned": tuned_queries, "held out": held_out_queries, "unseen": unseen_queries}
MOST_CARDS_LOST = 0.05
IN_FIVE_AIM = 0.97


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    assert REAL
    path: Path = tmp_path_factory.mktemp("world") / "world.db"
    papers = (
        WorldPaper(each["title"], tuple(each["authors"]), each["year"], each["venue"] or "", each.get("arxiv_id"))
        for each in islice(records(REAL), OTHERS)
    )
    write_file(path, map(Numbered.of, papers))
    return path


@pytest.fixture
async def finding(file: Path) -> AsyncIterator[PaperFinder]:
    world = WorldCatalog(file)
    await world.open()
    yield PaperFinder(world)
    await world.close()


@pytest.mark.parametrize("name", LISTS)
async def test_our_papers_are_found_as_well_as_before(finding: PaperFinder, name: str) -> None:
    asked = cards = cards_before = in_five = 0
    for table in (LISTS[name].PLAIN, LISTS[name].TYPOS):
        for key, query in ((key, text) for key, texts in table.items() for text in texts):
            found = await finding.look_up(PAPERS, query)
            assert not isinstance(found, NotAddedYet), query
            assert not isinstance(found, Paper) or found.key == key, query
            offered = [] if isinstance(found, Nothing) else [found] if isinstance(found, Paper) else found
            asked += 1
            in_five += key in [paper.key for paper in offered[:5]]
            cards += isinstance(found, Paper)
            cards_before += isinstance(PAPERS.look_up(query), Paper)
    assert in_five / asked >= IN_FIVE_AIM
    assert cards >= cards_before * (1 - MOST_CARDS_LOST)


@pytest.mark.parametrize(("query", "key"), odd_queries.CLEAR)
async def test_a_clear_question_is_answered_with_the_card(finding: PaperFinder, query: str, key: str) -> None:
    assert await finding.look_up(PAPERS, query) == PAPERS.paper(key)


@pytest.mark.parametrize("name", LISTS)
async def test_nonsense_is_not_answered_with_a_card_of_ours(finding: PaperFinder, name: str) -> None:
    odd = (odd_queries if name == "tuned" else LISTS[name]).NONSENSE
    for query in (*odd, *odd_queries.OTHER_PAPERS, *odd_queries.SEVERAL):
        assert not isinstance(await finding.look_up(PAPERS, query), Paper), query


async def test_hostile_text_shows_no_card(finding: PaperFinder) -> None:
    for query in odd_queries.HOSTILE:
        try:
            found = await finding.look_up(PAPERS, query)
        except BadIdentifierError:
            continue
        assert not isinstance(found, Paper | NotAddedYet), query
        await finding.suggest(PAPERS, query)
        await finding.mentioned_in(PAPERS, query)


async def test_queries_for_other_papers_never_show_one_of_ours(finding: PaperFinder) -> None:
    assert REAL
    for record in islice(records(REAL), 0, OTHERS, 20):
        found = await finding.look_up(PAPERS, record["title"])
        assert not isinstance(found, Paper) or found.title.casefold() == record["title"].casefold()
        assert not isinstance(found, Nothing)
