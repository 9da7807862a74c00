"""A cluster is small, in reading order, and says how long it takes."""

from __future__ import annotations

from hypothesis import given

from bot.core.clusters import Minutes, reading_cluster
from bot.core.papers import Catalogue
from tests.core.graphs import catalogues, paper


@given(catalogues())
def test_oldest_first_and_the_focus_last(catalogue: Catalogue) -> None:
    for focus in catalogue:
        steps = reading_cluster(focus, catalogue).steps
        assert steps[-1].paper is focus
        assert 1 <= len(steps) <= 4
        years = [step.paper.year for step in steps[:-1]]
        assert years == sorted(years)
        assert len({step.paper.key for step in steps}) == len(steps)


@given(catalogues())
def test_each_older_paper_is_there_for_its_reason(catalogue: Catalogue) -> None:
    for focus in catalogue:
        whys = {link.key: link.why for link in focus.builds_on[:3]}
        assert {step.paper.key: step.why for step in reading_cluster(focus, catalogue).steps[:-1]} == whys


def test_the_first_three_links_count() -> None:
    catalogue = Catalogue([*map(paper, "abcd"), paper("e", builds_on=("d", "a", "c", "b"))], {})
    assert [step.paper.key for step in reading_cluster(catalogue["e"], catalogue).steps] == ["a", "c", "d", "e"]


def test_time_adds_up() -> None:
    catalogue = Catalogue([paper("a", 2019), paper("b", 2020, ("a",))], {})
    cluster = reading_cluster(catalogue["b"], catalogue)
    assert [step.minutes for step in cluster.steps] == [Minutes(20, 40), Minutes(35, 70)]
    assert cluster.minutes == Minutes(55, 110)


def test_a_paper_without_ancestors_stands_alone() -> None:
    catalogue = Catalogue([paper("a")], {})
    assert [step.paper.key for step in reading_cluster(catalogue["a"], catalogue).steps] == ["a"]
