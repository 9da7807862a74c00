"""Papers of the world in Discord: found beside ours, marked, added and suggested."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.services.world_catalog import service
from bot.services.world_catalog.service import WorldLineage
from bot.storage.world_catalog import watched_file
from cogs.papers.world_cards import world_lineage_page
from tests.conftest import new_bot
from tests.support.own_catalog import papers_in, seen
from tests.support.reading import answer_to, buttons, selects, shown_text
from tests.support.world import HARBOR, NAMELESS, TIDES, made_file, make_newer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.client import PaperClub
    from cogs.ui.replies import Page
    from tests.support.club_server import ClubServer

MARK = "not in our catalog yet"


@pytest.fixture
def catalogue_file(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A file with a few papers, or one that can't be used."""
    file = tmp_path / "world.db"
    match getattr(request, "param", "whole"):
        case "whole":
            made_file(file)
        case "broken":
            file.write_bytes(made_file(tmp_path / "whole.db").read_bytes()[:20_000])
        case "newer":
            make_newer(made_file(file))
    return file


@pytest.fixture
async def simcord_bot(bot_url: str, catalogue_file: Path) -> AsyncIterator[PaperClub]:
    bot = new_bot(bot_url, catalogue_file)
    yield bot
    await bot.release()


def text_of(page: Page) -> str:
    return str(page.to_components())


@pytest.fixture
def checks_file_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bot checks its file for every question, not only once a second."""
    monkeypatch.setattr(watched_file, "CHECK_EVERY_S", 0)


async def looked_up(server: ClubServer, query: str, member: Any = None, command: str = "paper", **options: Any) -> Any:
    name = "query" if command == "paper" else "paper"
    return answer_to(await (member or server.ada).slash(server.channel, command, **{name: query}, **options))


@pytest.mark.parametrize(
    "query",
    [
        "tidal gates for slow recurrent readers",
        "tidenet tidal gates for slow recurent readers",
        "2203.01234v2",
        "https://arxiv.org/abs/2203.01234",
        "doi:10.5555/TIDAL.2022.7",
        "https://openalex.org/W4200000001",
        f"world:{TIDES.reference}",
    ],
)
async def test_a_member_finds_a_paper_that_nobody_has_added(club_server: ClubServer, query: str) -> None:
    card = await looked_up(club_server, query)
    text = seen(card)
    assert MARK.upper() in text
    assert "## [TideNet: Tidal Gates for Slow Recurrent Readers](https://arxiv.org/abs/2203.01234)" in text
    assert "Mara Oduya, Ilse Van den Berg, Kenji Aoki and 42 more · 2022 · Workshop on Slow Reading" in text
    assert "We let gates follow the tide." in text
    assert "From arXiv and OpenAlex, cited 1,234 times" in text
    assert list(buttons(card)) == ["Suggest it", "Lineage", "Cite"]


async def test_the_card_for_organizers_leads_into_the_catalog(club_server: ClubServer) -> None:
    card = await looked_up(club_server, "2203.01234", club_server.dana, private=True)
    assert list(buttons(card)) == ["Add to our catalog", "Lineage", "Cite"]
    preview = answer_to(await club_server.dana.click(card, label="Add to our catalog"))
    assert "TideNet: Tidal Gates for Slow Recurrent Readers" in seen(preview)
    added = answer_to(await club_server.dana.click(preview, label="Add"))
    assert "### Added: TideNet" in shown_text(added)
    (row,) = await papers_in(club_server)
    assert (row.arxiv_id, row.year, row.venue) == ("2203.01234", 2022, "Workshop on Slow Reading")
    assert row.abstract == TIDES.abstract
    again = await looked_up(club_server, "tidal gates for slow recurrent readers")
    assert MARK.upper() not in seen(again)
    assert "Write my log" in buttons(again)


async def test_a_public_card_of_an_organizer_lets_members_suggest(club_server: ClubServer) -> None:
    card = await looked_up(club_server, "2203.01234", club_server.dana)
    assert list(buttons(card)) == ["Add to our catalog", "Suggest it", "Lineage", "Cite"]
    refused = await club_server.ada.click(card, label="Add to our catalog")
    assert "That's for organizers" in answer_to(refused).content
    suggested = await club_server.ada.click(card, label="Suggest it")
    assert suggested.ephemeral


@pytest.mark.parametrize("paper", [TIDES, NAMELESS])
async def test_a_suggested_paper_is_added_by_an_organizer(club_server: ClubServer, paper: Any) -> None:
    card = await looked_up(club_server, f"world:{paper.reference}")
    suggested = await club_server.ada.click(card, label="Suggest it")
    assert paper.title in answer_to(suggested).content
    listed = answer_to(await club_server.dana.slash(club_server.channel, "catalog suggestions"))
    assert paper.title in seen(listed)
    preview = answer_to(await club_server.dana.click(listed, label="Add"))
    await club_server.dana.click(preview, label="Add")
    (row,) = await papers_in(club_server)
    assert (row.title, row.arxiv_id) == (paper.title, paper.arxiv_id)


async def test_a_paper_without_any_id_is_added_by_its_reference(club_server: ClubServer) -> None:
    card = await looked_up(club_server, "lighthouse sampling without any keepers", club_server.dana, private=True)
    assert f"pc:catalog:add-it:v1:world:{NAMELESS.reference}" in str(card.components)
    preview = answer_to(await club_server.dana.click(card, label="Add to our catalog"))
    await club_server.dana.click(preview, label="Add")
    (row,) = await papers_in(club_server)
    assert (row.title, row.url, row.year) == (NAMELESS.title, "", 2020)


async def test_ours_come_first_and_the_world_is_marked(club_server: ClubServer) -> None:
    found = await club_server.ada.autocomplete(club_server.channel, "paper", "query", "l")
    names = [choice["name"] for choice in found]
    first_of_world = next(at for at, name in enumerate(names) if MARK in name)
    assert first_of_world > 0
    assert all(MARK in name for name in names[first_of_world:])
    assert len(names) <= 25


async def test_a_suggestion_leads_to_the_card(club_server: ClubServer) -> None:
    found = await club_server.ada.autocomplete(club_server.channel, "paper", "query", "lighthouse samp")
    (choice,) = found
    assert choice["name"] == "Lighthouse Sampling without Any Keepers · 2020 (not in our catalog yet)"
    assert "## Lighthouse Sampling without Any Keepers" in seen(await looked_up(club_server, choice["value"]))


async def test_our_paper_is_not_offered_twice(club_server: ClubServer) -> None:
    found = await club_server.ada.autocomplete(club_server.channel, "paper", "query", "low-rank adaptation")
    assert found[0]["value"] == "lora"
    assert not any(MARK in choice["name"] for choice in found)
    card = await looked_up(club_server, "lora: low-rank adaptation of large language models")
    assert "What it contributed" in seen(card)


async def test_several_are_asked_about_and_the_choice_is_shown(club_server: ClubServer) -> None:
    asked = await looked_up(club_server, "lantern routing in narrow canals")
    assert "Did you mean" in shown_text(asked)
    assert shown_text(asked).count(MARK) == 8
    (menu,) = selects(asked)
    chosen = await club_server.ada.select(asked, [menu["options"][2]["value"]])
    assert not chosen.ephemeral
    assert menu["options"][2]["label"] in seen(answer_to(chosen))


async def test_what_the_source_lists_as_cited(club_server: ClubServer) -> None:
    text = seen(await looked_up(club_server, "2203.01234", command="lineage"))
    assert "Lineage of TideNet" in text
    assert "As listed by OpenAlex, best" in text
    assert "- [LoRA: Low-Rank Adaptation of Large Language Models](https://arxiv.org/abs/2106.09685) (2021)" in text
    assert "- [Harbor Memory Keeps Distant Boats in Sight](https://doi.org/10.5555/harbor) (2019)" in text
    cited = seen(await looked_up(club_server, "10.5555/harbor", command="lineage"))
    assert "OpenAlex lists no paper that I know" in cited
    assert "TideNet" in cited.partition("**Cited by**")[2]


def test_a_source_without_reference_lists_is_not_named() -> None:
    for paper in (replace(TIDES, sources=("arxiv", "semantic_scholar")), replace(TIDES, sources=("bibtex",))):
        text = text_of(world_lineage_page(WorldLineage(paper, (), (HARBOR,))))
        assert "The source of this paper has no reference lists." in text
    both = text_of(world_lineage_page(WorldLineage(replace(TIDES, sources=("own", "arxiv", "openalex")), (), ())))
    assert "a list of papers and OpenAlex list no paper that I know." in both


async def test_a_view_that_needs_the_catalog_says_so(club_server: ClubServer) -> None:
    card = await looked_up(club_server, "2203.01234", command="cluster")
    assert "A reading set needs a paper of our catalog" in seen(card)
    assert "Suggest it" in buttons(card)


async def test_the_citation(club_server: ClubServer) -> None:
    card = await looked_up(club_server, "2203.01234")
    cited = await club_server.ada.click(card, label="Cite")
    assert cited.ephemeral
    assert "eprint" in shown_text(answer_to(cited))


async def test_find_papers_knows_the_world(club_server: ClubServer) -> None:
    message = await club_server.bo.send(
        club_server.channel,
        "Read https://doi.org/10.5555/harbor with LoRA, and “Lighthouse Sampling without Any Keepers”!",
    )
    found = await club_server.ada.context_menu(club_server.channel, "Find papers", message)
    text = seen(answer_to(found))
    assert "I found 3 papers" in text
    assert text.count(MARK) == 2
    card = await club_server.ada.click(answer_to(found), custom_id=f"pc:papers:world-card:v1:{HARBOR.reference}")
    assert HARBOR.title in seen(answer_to(card))


async def test_catalog_add_and_suggest_offer_the_world(club_server: ClubServer) -> None:
    for command in ("catalog add", "catalog suggest"):
        found = await club_server.dana.autocomplete(club_server.channel, command, "source", "harbor mem")
        assert [choice["name"] for choice in found] == [
            "Harbor Memory Keeps Distant Boats in Sight · 2019 (not in our catalog yet)"
        ]
    answer = await club_server.dana.slash(club_server.channel, "catalog add", source=found[0]["value"])
    assert HARBOR.title in seen(answer_to(answer))


async def test_a_direct_message_knows_the_world_and_offers_nothing_of_a_server(club_server: ClubServer) -> None:
    card = answer_to(await club_server.ada.user.slash("paper", query="2203.01234"))
    assert "TideNet" in seen(card)
    assert list(buttons(card)) == ["Lineage", "Cite"]


@pytest.mark.usefixtures("checks_file_each_time")
async def test_a_button_outlives_its_file(club_server: ClubServer, catalogue_file: Path) -> None:
    card = await looked_up(club_server, "2203.01234")
    made_file(catalogue_file.with_name("new.db"), [HARBOR, TIDES]).replace(catalogue_file)
    assert "TideNet" in seen(answer_to(await club_server.ada.click(card, label="Lineage")))
    made_file(catalogue_file.with_name("new.db"), [HARBOR]).replace(catalogue_file)
    gone = await club_server.ada.click(card, label="Lineage")
    assert "no longer in the catalog" in answer_to(gone).content


async def test_nobody_waits_for_a_busy_search(club_server: ClubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    # The service's tests have a search that is really slow: time stands still here while the bot works.
    monkeypatch.setattr(service, "MOST_WAITING", 0)
    found = await club_server.ada.autocomplete(club_server.channel, "paper", "query", "mamb")
    assert found[0]["value"] == "mamba"
    assert not any(MARK in choice["name"] for choice in found)
    assert "What it contributed" in seen(await looked_up(club_server, "hu lora adaptation"))
    answer = answer_to(await club_server.ada.slash(club_server.channel, "paper", query="lantern routing"))
    assert "I don't know a paper called `lantern routing` yet" in answer.content


@pytest.mark.usefixtures("checks_file_each_time")
@pytest.mark.parametrize("catalogue_file", ["missing", "broken", "newer"], indirect=True)
async def test_the_bot_works_without_a_file_that_it_cannot_use(club_server: ClubServer, catalogue_file: Path) -> None:
    answer = answer_to(await club_server.ada.slash(club_server.channel, "paper", query="2203.01234"))
    assert "I don't know arXiv `2203.01234` yet" in answer.content
    assert "What it contributed" in seen(await looked_up(club_server, "lora"))
    found = await club_server.ada.autocomplete(club_server.channel, "paper", "query", "lantern rou")
    assert found == []
    made_file(catalogue_file.with_name("new.db")).replace(catalogue_file)
    assert "TideNet" in seen(await looked_up(club_server, "2203.01234"))


async def test_a_syllabus_needs_a_paper_of_the_catalog(club_server: ClubServer) -> None:
    await club_server.club()
    refused = await club_server.dana.slash(club_server.channel, "syllabus add", paper="2203.01234")
    assert answer_to(refused).content.startswith(f"I know **{TIDES.title}** (2022), but it isn't in our catalog yet.")
    preview = answer_to(await club_server.dana.click(answer_to(refused), label="Add to our catalog"))
    await club_server.dana.click(preview, label="Add")
    queued = await club_server.dana.slash(club_server.channel, "syllabus add", paper="2203.01234")
    assert "TideNet" in answer_to(queued).content
