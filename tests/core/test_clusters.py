"""A cluster is small, in reading order, and says how long it takes."""

from __future__ import annotations

from hypothesis import given

from bot.core.papers.clusters import Minutes, reading_cluster
from bot.core.papers.paper import Catalog
from tests.core.graphs import catalogs, paper


@given(catalogs())
def test_the_oldest_comes_first_and_the_focus_last(catalog: Catalog) -> None:
    for focus in catalog:
        steps = reading_cluster(focus, catalog).steps
        assert steps[-1].paper is focus
        assert 1 <= len(steps) <= 4
        years = [step.paper.year for step in steps[:-1]]
        assert years == sorted(years)
        assert len({step.paper.key for step in steps}) == len(steps)


@given(catalogs())
def test_each_older_paper_has_its_reason(catalog: Catalog) -> None:
    for focus in catalog:
        whys = {link.key: link.why for link in focus.builds_on[:3]}
        assert {step.paper.key: step.why for step in reading_cluster(focus, catalog).steps[:-1]} == whys


def test_only_the_first_three_links_count() -> None:
    catalog = Catalog([*map(paper, "abcd"), paper("e", builds_on=("d", "a", "c", "b"))], {})
    assert [step.paper.key for step in reading_cluster(catalog["e"], catalog).steps] == ["a", "c", "d", "e"]


def test_reading_times_add_up() -> None:
    catalog = Catalog([paper("a", 2019), paper("b", 2020, ("a",))], {})
    cluster = reading_cluster(catalog["b"], catalog)
    assert [step.minutes for step in cluster.steps] == [Minutes(20, 40), Minutes(35, 70)]
    assert cluster.minutes == Minutes(55, 110)


def test_a_paper_without_ancestors_is_a_cluster_alone() -> None:
    catalog = Catalog([paper("a")], {})
    assert [step.paper.key for step in reading_cluster(catalog["a"], catalog).steps] == ["a"]
