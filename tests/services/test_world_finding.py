"""What members ask for in other words than a title's: nicknames, citations, half words, and pages of other sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.errors import BadIdentifierError
from bot.core.papers.paper import Paper
from bot.core.papers.server_catalog import ServerCatalog
from bot.core.world_catalog.paper import WorldPaper
from bot.core.world_catalog.shown import as_paper
from bot.services.papers.papers import Nothing
from bot.services.papers.server_papers import ServerPapers
from bot.services.world_catalog.finding import NotAddedYet, PaperFinder
from bot.services.world_catalog.service import WorldCatalog
from tests.support.world import PAPERS, TIDES, made_file

if TYPE_CHECKING:
    from pathlib import Path


async def test_nicknames_lead_to_their_papers(tmp_path: Path) -> None:
    resnet = WorldPaper("Deep Residual Learning for Image Recognition", ("Kaiming He",), 2016, "", "1512.03385")
    lstm = WorldPaper("Long Short-Term Memory", ("S. Hochreiter",), 1997)
    norm = WorldPaper("Harbor Normalization of Batches at Sea", ("Пётр Чебышёв",), 2001)
    theory = WorldPaper("A Mathematical Theory of Communication", ("C. E. Shannon",), 1948)
    world = WorldCatalog(made_file(tmp_path / "world.db", [resnet, lstm, norm, theory, TIDES]))
    finding = PaperFinder(world)
    for query in ("resnet", "the ResNet paper", "ResNets?", "resnet he 2016", "Kaiming He resnet"):
        found = await finding.look_up(PAPERS, query)
        assert isinstance(found, NotAddedYet)
        assert found.paper == resnet
        assert NotAddedYet(resnet) in await finding.suggest(PAPERS, query)
    assert not isinstance(await finding.look_up(PAPERS, "resnet on tides"), NotAddedYet)
    asked = {
        "He et al. 2015": resnet,
        "he 2016": resnet,
        "the lstm paper": lstm,
        "harbor norm": norm,
        "shannon 1948": theory,
    }
    for query, paper in {**asked, "Chebyshev 2001": norm, "chebyshyov 2001": norm, "чебышев": norm}.items():
        found = await finding.look_up(PAPERS, query)
        assert isinstance(found, list), query
        assert paper in [each.paper for each in found if isinstance(each, NotAddedYet)], query
    await world.close()


async def test_words_that_say_little_are_no_beginning_of_others(tmp_path: Path) -> None:
    tones = WorldPaper("Theremin Tones of Papers on Harbors", ("Mara Oduya",), 1948)
    world = WorldCatalog(made_file(tmp_path / "world.db", [tones]))
    for query in ("the", "paper", "what is the"):
        assert isinstance(await PaperFinder(world).look_up(PAPERS, query), Nothing), query
    assert await PaperFinder(world).look_up(PAPERS, "theremi") == [NotAddedYet(tones)]
    await world.close()


async def test_a_nickname_of_two_papers_gets_no_card(tmp_path: Path) -> None:
    anything = WorldPaper("Segment Anything", ("Alexander Kirillov",), 2023, "", "2304.02643")
    sharp = WorldPaper("Sharpness-Aware Minimization for Generalization", ("Pierre Foret",), 2020, "", "2010.01412")
    world = WorldCatalog(made_file(tmp_path / "world.db", [anything, sharp]))
    finding = PaperFinder(world)
    both = [NotAddedYet(anything), NotAddedYet(sharp)]
    for citation in ("Sam et al. 2023", "sam et al"):
        assert not isinstance(await finding.look_up(PAPERS, citation), NotAddedYet)
    assert await finding.look_up(PAPERS, "the SAM paper") == both
    assert await finding.suggest(PAPERS, "sam") == both
    assert await finding.look_up(PAPERS, "sam kirillov") == both[0]
    assert await finding.look_up(PAPERS, "SAM 2020") == both[1]
    assert await finding.look_up(PAPERS, "sam, Foret") == both[1]
    own = as_paper(sharp)
    server = ServerPapers(ServerCatalog(PAPERS.catalog, [own], {}), PAPERS)
    assert await finding.look_up(server, "the SAM paper") == own
    await world.close()


async def test_the_title_in_the_address_of_a_page_is_enough_if_it_is_clear(tmp_path: Path) -> None:
    world = WorldCatalog(made_file(tmp_path / "world.db"))
    finding = PaperFinder(world)
    page = "https://www.semanticscholar.org/paper/{}/2c03df8b48bf3fa39054345bafabfeff15bfd11d"
    found = await finding.look_up(PAPERS, page.format("TideNet%3A-Tidal-Gates-for-Slow-Recurrent-Readers-Oduya"))
    assert isinstance(found, NotAddedYet)
    assert found.paper.title == TIDES.title
    ours = await finding.look_up(PAPERS, page.format("Attention-is-All-you-Need-Vaswani-Shazeer"))
    assert isinstance(ours, Paper)
    with pytest.raises(BadIdentifierError):
        await finding.look_up(PAPERS, page.format("Lantern-Routing-in-Narrow-Streets"))
    await world.close()


async def test_a_page_about_a_paper_is_no_page_of_it(tmp_path: Path) -> None:
    lora = WorldPaper("LoRA+: Efficient Low Rank Adaptation of Large Models", ("Soufiane Hayou",), 2024)
    world = WorldCatalog(made_file(tmp_path / "world.db", [TIDES, lora]))
    finding = PaperFinder(world)
    for page in (
        "example.com/blog/is-attention-all-you-need",
        "example.com/attention-is-all-you-need-explained",
        "https://example.com/how-to-train-your-bert-model-from-scratch",
        "https://example.com/understanding-lora-low-rank-adaptation-for-large-models-5fcbe6c1d71c",
        "https://example.com/tidenet-gates-for-slow-recurrent-readers",
        "https://example.com/attention-is-all-you-need-2",
    ):
        with pytest.raises(BadIdentifierError):
            await finding.look_up(PAPERS, page)
    page = "https://www.semanticscholar.org/paper/{}/2c03df8b48bf3fa39054345bafabfeff15bfd11d"
    for title, paper in {
        "LoRA%2B%3A-Efficient-Low-Rank-Adaptation-of-Hayou": lora,
        "TideNet%3A-Tidal-Gates-for-Oduya-Berg": TIDES,
    }.items():
        found = await finding.look_up(PAPERS, page.format(title))
        assert isinstance(found, NotAddedYet)
        assert found.paper.title == paper.title
    await world.close()


async def test_pages_of_the_acl_anthology_and_of_cvf(tmp_path: Path) -> None:
    glove = WorldPaper("Glove: Global Vectors for Words", ("J. Pennington",), 2014, "EMNLP", doi="10.3115/v1/d14-1162")
    tides = WorldPaper("Deep Tidal Learning", ("Mara Oduya",), 2016, "CVPR")
    world = WorldCatalog(made_file(tmp_path / "world.db", [glove, tides]))
    finding = PaperFinder(world)
    asked = {"https://aclanthology.org/D14-1162/": glove, "aclanthology.org/D14-1162.pdf": glove}
    cvf = "https://openaccess.thecvf.com/content_cvpr_2016/papers/Oduya_Deep_Tidal_Learning_CVPR_2016_paper.pdf"
    for query, paper in {**asked, cvf: tides}.items():
        assert await finding.look_up(PAPERS, query) == NotAddedYet(paper)
    assert await finding.mentioned_in(PAPERS, "see https://aclanthology.org/D14-1162/") == [NotAddedYet(glove)]
    await world.close()


async def test_a_whole_schedule_is_read(tmp_path: Path) -> None:
    papers = [WorldPaper(f"Slow Tides in Old Harbors Number {'abcdefghijklmnopqrst'[n] * 5}") for n in range(20)]
    world = WorldCatalog(made_file(tmp_path / "world.db", papers))
    lines = [f"Week {n}: {paper.title} (Oduya et al., 2022) - Ann" for n, paper in enumerate(papers, 1)]
    found = await PaperFinder(world).mentioned_in(PAPERS, "\n".join(lines))
    assert [each.paper.title for each in found if isinstance(each, NotAddedYet)] == [paper.title for paper in papers]
    await world.close()
