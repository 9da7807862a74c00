"""The lineage is one graph, seen from both ends."""

from __future__ import annotations

import pytest
from hypothesis import given

from bot.core.papers.lineage import Lineage, LineageError
from bot.core.papers.paper import Catalog, Tier
from tests.core.graphs import catalogs, paper


@given(catalogs())
def test_led_to_is_the_reverse_of_builds_on(catalog: Catalog) -> None:
    lineage = Lineage.of(catalog)
    backwards = {(link.key, each.key, link.why) for each in catalog for link in lineage.builds_on(each.key)}
    forwards = {(each.key, link.key, link.why) for each in catalog for link in lineage.led_to(each.key)}
    assert forwards == backwards


@given(catalogs())
def test_ancestors_are_all_reachable_papers(catalog: Catalog) -> None:
    lineage = Lineage.of(catalog)
    for each in catalog:
        distances = lineage.ancestors(each.key, generations=len(catalog))
        assert each.key not in distances
        assert list(distances.values()) == sorted(distances.values())
        for link in each.builds_on:
            assert distances[link.key] == 1
            assert set(lineage.ancestors(link.key, len(catalog))) <= set(distances)


def test_generations_limit_the_depth() -> None:
    lineage = Lineage.of([paper("a"), paper("b", builds_on=("a",)), paper("c", builds_on=("b",))])
    assert lineage.ancestors("c", 1) == {"b": 1}
    assert lineage.ancestors("c", 2) == {"b": 1, "a": 2}


def test_the_best_known_comes_first() -> None:
    papers = [
        paper("root"),
        paper("plain", 2019, ("root",)),
        paper("older", 2018, ("root",)),
        paper("followed", 2021, ("root",)),
        paper("follower", 2022, ("followed",)),
        paper("famous", 2023, ("root",), Tier.MUST_READ),
    ]
    assert [link.key for link in Lineage.of(papers).led_to("root")] == ["famous", "followed", "older", "plain"]


def test_a_cycle_is_reported() -> None:
    with pytest.raises(LineageError, match="circle") as refused:
        Lineage.of([paper("a", builds_on=("b",)), paper("b", builds_on=("a",))])
    assert "a" in str(refused.value)


def test_an_unknown_paper_is_reported() -> None:
    with pytest.raises(LineageError, match="nowhere"):
        Lineage.of([paper("a", builds_on=("nowhere",))])
