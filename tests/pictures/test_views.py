"""What the lineage picture shows, and what its alt text says."""

from __future__ import annotations

import re

from hypothesis import given

from bot.core.papers.lineage import Lineage
from bot.core.papers.paper import Catalog
from bot.pictures.views import CHILDREN_SHOWN, LineageView, lineage_view
from bot.storage.papers.catalog import load_catalog
from bot.wiring import PAPERS_FILE
from cogs.papers.pictures import alt_text, picture_view
from tests.core.graphs import catalogs, paper
from tests.pictures.lineage_views import VIEWS

CATALOG = load_catalog(PAPERS_FILE)
LINEAGE = Lineage.of(CATALOG)


@given(catalogs(most=30))
def test_every_neighbor_is_shown_or_counted(catalog: Catalog) -> None:
    lineage = Lineage.of(catalog)
    for each in catalog:
        view = lineage_view(each, catalog, lineage)
        assert len(view.parents) + view.more_parents == len(each.builds_on)
        assert len(view.children) + view.more_children == len(lineage.led_to(each.key))
        assert 1 not in view.counts


@given(catalogs(most=30))
def test_no_paper_is_shown_twice_and_every_further_one_is_two_steps_away(catalog: Catalog) -> None:
    lineage = Lineage.of(catalog)
    for each in catalog:
        view = lineage_view(each, catalog, lineage)
        assert len({node.key for node in view.nodes}) == len(view.nodes)
        for branches, further_of in ((view.parents, lineage.builds_on), (view.children, lineage.led_to)):
            for branch in branches:
                assert {node.key for node in branch.further} <= {link.key for link in further_of(branch.node.key)}


@given(catalogs(most=30))
def test_papers_are_in_order_of_time(catalog: Catalog) -> None:
    lineage = Lineage.of(catalog)
    for each in catalog:
        view = lineage_view(each, catalog, lineage)
        for branches in (view.parents, view.children):
            for nodes in ([branch.node for branch in branches], *(branch.further for branch in branches)):
                assert [node.year for node in nodes] == sorted(node.year for node in nodes)


def test_two_generations_ahead_are_shown_if_nothing_is_behind() -> None:
    papers = [paper("a"), paper("b", builds_on=("a",)), paper("c", builds_on=("b",)), paper("d", builds_on=("c",))]
    catalog = Catalog(papers, {})
    lineage = Lineage.of(catalog)
    first, second = (lineage_view(catalog[key], catalog, lineage) for key in "ab")
    assert [node.key for branch in first.children for node in branch.further] == ["c"]
    assert [node.key for branch in second.children for node in branch.further] == []
    assert [node.key for branch in second.parents for node in branch.further] == []


def test_the_best_known_children_are_shown_if_there_are_too_many() -> None:
    transformer = lineage_view(CATALOG["attention"], CATALOG, LINEAGE)
    best_known = [link.key for link in LINEAGE.led_to("attention")][: CHILDREN_SHOWN - 1]
    assert {branch.node.key for branch in transformer.children} == set(best_known)
    assert transformer.more_children == 2


def test_the_alt_text_names_what_is_shown() -> None:
    papers = [paper("z"), paper("a", builds_on=("z",)), paper("b", builds_on=("a",)), paper("c", builds_on=("b",))]
    catalog = Catalog(papers, {})
    assert alt_text(picture_view(catalog["b"], catalog, Lineage.of(catalog))) == (
        "Lineage of B (2020), with the oldest papers at the top. It builds on 1 paper: A (2020). "
        "Those build on Z (2020). It led to 1 paper: C (2020)."
    )
    assert "It led to nothing in the catalog yet." in alt_text(picture_view(catalog["c"], catalog, Lineage.of(catalog)))


def test_picture_and_alt_text_give_the_same_counts() -> None:
    for drawn in CATALOG:
        view = picture_view(drawn, CATALOG, LINEAGE)
        alt = alt_text(view)
        for heading, branches, more in (
            (view.words.builds_on, view.parents, view.more_parents),
            (view.words.led_to, view.children, view.more_children),
        ):
            if branches:
                assert heading[0].lower() + heading[1:] in alt
                assert re.findall(r"\d+", heading) == [str(len(branches) + more)]
        assert all(f"{node.name} ({node.year})" in alt for node in view.nodes)


@given(VIEWS)
def test_the_alt_text_fits(view: LineageView) -> None:
    assert len(alt_text(view)) <= 1024
