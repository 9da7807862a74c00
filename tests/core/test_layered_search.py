"""Searching a server's own papers beside the shared ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.papers.mentions import mentioned_papers
from bot.core.papers.paper import Paper, Tier
from bot.core.search import DidYouMean, Found, Hit, LayeredSearch, NothingFound, OwnIndexes, SearchIndex
from bot.core.search.layers import MOST_CHANGED
from bot.storage.papers.catalog import load_catalog
from tests.core import held_out_queries, tuned_queries
from tests.core.graphs import paper

CATALOG = load_catalog(Path(__file__).parents[2] / "data" / "papers.json")
SHARED = SearchIndex.build(CATALOG)
RESNET = paper(
    "resnet-2015",
    2015,
    tier=Tier.ADDED,
    title="Deep Residual Learning for Image Recognition",
    short_name="ResNet",
    authors=("Kaiming He", "Xiangyu Zhang"),
    arxiv_id="1512.03385",
    url="https://arxiv.org/abs/1512.03385",
)
FROGS = paper("frogs", tier=Tier.ADDED, title="Frogs Sing at Dusk", short_name="Frogs", authors=("Ida Croaker",))


def made(*papers: Paper, before: OwnIndexes | None = None) -> tuple[LayeredSearch, OwnIndexes]:
    by_key = {one.key: one for one in papers}
    indexes = OwnIndexes(by_key, before)
    return LayeredSearch.of(SHARED, indexes, by_key), indexes


def search(*papers: Paper) -> LayeredSearch:
    return made(*papers)[0]


@pytest.mark.parametrize(
    "query",
    [
        "resnet",
        "res net",
        "resnte",
        "deep residual learning",
        "he zhang 2015",
        "1512.03385",
        "arxiv.org/abs/1512.03385",
    ],
)
def test_an_own_paper_is_found(query: str) -> None:
    layered = search(RESNET, FROGS)
    assert layered.search(query)[0].key == "resnet-2015"
    assert layered.suggest(query)[0].key == "resnet-2015"
    assert "resnet-2015" not in {hit.key for hit in SHARED.search(query)}


def test_own_papers_hide_no_shared_one() -> None:
    layered = search(RESNET, FROGS)
    tables = (tuned_queries.PLAIN, tuned_queries.TYPOS, held_out_queries.PLAIN, held_out_queries.TYPOS)
    pairs = [(key, query) for table in tables for key, texts in table.items() for query in texts]
    moved = [query for key, query in pairs if layered.search(query)[:1] != SHARED.search(query)[:1]]
    assert len(moved) <= len(pairs) // 200, moved


def test_one_paper_of_two_layers_is_meant_or_both_are_offered() -> None:
    twin = replace(FROGS, key="lora-too", title="LoRA", short_name="LoRA")
    layered = search(RESNET, twin)
    assert layered.look_up("resnet") == Found("resnet-2015")
    assert layered.look_up("attention is all you need") == SHARED.look_up("attention is all you need")
    answer = layered.look_up("lora")
    assert isinstance(answer, DidYouMean)
    assert {hit.key for hit in answer.hits} >= {"lora", "lora-too"}


def test_ids_of_both_layers_count_in_the_order_of_the_query() -> None:
    layered = search(RESNET)
    assert layered.search("1512.03385 and 2106.09685") == [Hit("resnet-2015", 1.0), Hit("lora", 1.0)]
    assert layered.search("2106.09685 and 1512.03385") == [Hit("lora", 1.0), Hit("resnet-2015", 1.0)]


def test_what_nobody_has_is_not_found() -> None:
    assert isinstance(search(RESNET).look_up("quantum chromodynamics on the lattice"), NothingFound)
    assert isinstance(search(RESNET).look_up("2401.00001"), NothingFound)


def test_a_name_with_another_word_is_another_paper() -> None:
    """It may be its successor, so it is offered as a guess."""
    assert isinstance(search(FROGS).look_up("frogs sing at dusk quantization"), DidYouMean)


def test_an_own_paper_replaces_the_shared_one_with_its_key() -> None:
    ours = replace(FROGS, key="lora")
    layered = search(ours)
    assert "lora" not in {hit.key for hit in layered.search("low-rank adaptation")}
    assert layered.holds("https://arxiv.org/abs/2106.09685") is None
    assert layered.search("frogs")[0].key == "lora"


def test_without_text_the_best_known_are_suggested() -> None:
    assert search(RESNET).suggest("", 25) == SHARED.suggest("", 25)


def test_papers_in_a_message_are_those_of_both_layers() -> None:
    text = "ResNet came first, then LoRA (arXiv:2106.09685); see Croaker (2020)."
    assert mentioned_papers(text, search(RESNET, FROGS)) == ["resnet-2015", "lora", "frogs"]
    assert mentioned_papers(text, SHARED) == ["lora"]


def test_two_papers_of_an_author_and_year_in_two_layers_are_not_told_apart() -> None:
    both = replace(FROGS, authors=("Edward J. Hu",), year=2021)
    assert mentioned_papers("as in Hu et al., 2021", SHARED) == ["lora"]
    assert mentioned_papers("as in Hu et al., 2021", search(both)) == []


def test_a_change_builds_only_what_changed() -> None:
    many = [replace(FROGS, key=f"f{number}", title=f"Frogs of pond {number}") for number in range(MOST_CHANGED * 2)]
    _, before = made(*many)
    edited = replace(many[0], title="Toads of the first pond", short_name="Toads")
    layered, after = made(edited, *many[2:], RESNET, before=before)
    assert after.of_most is before.of_most
    assert layered.search("toads")[0].key == "f0"
    assert layered.search("resnet")[0].key == "resnet-2015"
    assert "f1" not in {hit.key for hit in layered.search("frogs of pond 1", 25)}
    assert "f0" not in {hit.key for hit in layered.search("frogs of pond 0", 25)}
    assert layered.search("frogs of pond 7")[0].key == "f7"
    back, again = made(*many, before=after)
    assert again.of_most is before.of_most
    assert back.search("frogs of pond 1")[0].key == "f1"


def test_many_changes_build_it_anew() -> None:
    many = [replace(FROGS, key=f"f{number}", title=f"Frogs of pond {number}") for number in range(MOST_CHANGED + 1)]
    _, before = made(RESNET)
    layered, after = made(RESNET, *many, before=before)
    assert after.of_most is not before.of_most
    assert layered.search("frogs of pond 7")[0].key == "f7"


def test_the_shared_index_is_untouched() -> None:
    before = [SHARED.search(query) for query in ("frogs", "resnet", "lora")]
    layered = search(RESNET, FROGS)
    layered.search("frogs")
    assert [SHARED.search(query) for query in ("frogs", "resnet", "lora")] == before
