"""A server's own papers over the shared catalog."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.papers.citations import bibtex, citation_keys
from bot.core.papers.clusters import reading_cluster
from bot.core.papers.lineage import Lineage
from bot.core.papers.paper import Catalog, Link, Paper, Tier
from bot.core.papers.server_catalog import ServerCatalog, ServerLineage
from bot.core.syllabus.syllabus import path_to, track, tracks
from tests.core.graphs import catalogs, paper

SHARED = Catalog([paper("a"), paper("b", builds_on=("a",)), paper("c", builds_on=("b",), topics=("t",))], {"t": "T"})


def own(key: str, **more: Any) -> Paper:
    return paper(key, tier=Tier.ADDED, contribution="", why_it_matters="", **more)


def links(**found: str) -> dict[str, list[Link]]:
    return {key: [Link(older, "", "", "") for older in keys.split()] for key, keys in found.items()}


def over(*papers: Paper, **linked: str) -> ServerCatalog:
    return ServerCatalog(SHARED, papers, links(**linked))


def test_the_server_has_its_own_papers_after_the_shared_ones() -> None:
    catalog = over(own("x"), own("y"))
    assert [one.key for one in catalog] == ["a", "b", "c", "x", "y"]
    assert (len(catalog), "x" in catalog, "x" in SHARED, catalog.get("z")) == (5, True, False, None)
    assert catalog["a"] is SHARED["a"]


def test_an_own_key_wins() -> None:
    catalog = over(own("b", title="Ours"))
    assert [one.key for one in catalog] == ["a", "c", "b"]
    assert (len(catalog), catalog["b"].title, SHARED["b"].title) == (3, "Ours", "On b")


def test_links_go_to_shared_papers_and_back() -> None:
    catalog = over(own("x"), own("y"), x="b", y="x", c="x")
    lineage = ServerLineage(catalog, Lineage.of(SHARED))
    assert [link.key for link in lineage.builds_on("x")] == ["b"]
    assert [link.key for link in lineage.builds_on("c")] == ["b", "x"]
    assert [link.key for link in lineage.led_to("b")] == ["c", "x"]
    assert [link.key for link in lineage.led_to("x")] == ["y", "c"]
    assert lineage.ancestors("y", 3) == {"x": 1, "b": 2, "a": 3}
    assert [link.key for link in Lineage.of(SHARED).builds_on("c")] == ["b"]


def test_what_replaces_a_shared_paper_has_only_its_own_links() -> None:
    lineage = ServerLineage(over(own("b")), Lineage.of(SHARED))
    assert lineage.builds_on("b") == ()
    assert [link.key for link in lineage.led_to("a")] == []


@pytest.mark.parametrize("linked", [{"x": "gone"}, {"gone": "a"}, {"x": "x"}, {"c": "b"}])
def test_links_that_lead_nowhere_are_left_out(linked: dict[str, str]) -> None:
    assert not any(over(own("x"), **linked).own_links.values())


def test_a_link_that_closes_a_circle_is_left_out() -> None:
    """The shared catalog may change under a server."""
    catalog = over(own("x"), a="x", x="c")
    kept = [(key, link.key) for key, found in catalog.own_links.items() for link in found]
    assert len(kept) == 1
    assert path_to("c", None, [], catalog).keys[-1] == "c"


@given(catalogs(), st.data())
def test_a_servers_lineage_is_that_of_a_catalog_with_all_of_its_papers(shared: Catalog, data: st.DataObject) -> None:
    """The drawn links may form circles. What is left is the same as if the catalog were in one piece."""
    keys = [one.key for one in shared]
    papers = [own(f"x{number}") for number in range(data.draw(st.integers(0, 4)))]
    every = [*keys, *(one.key for one in papers)]
    drawn = data.draw(st.lists(st.tuples(st.sampled_from(every), st.sampled_from(every)), max_size=10))
    found: dict[str, list[Link]] = {}
    for key, older in drawn:
        found.setdefault(key, []).append(Link(older, "", "", ""))
    catalog = ServerCatalog(shared, papers, found)
    whole = Lineage.of(catalog)
    layered = ServerLineage(catalog, Lineage.of(shared))
    fewer = ServerCatalog(shared, papers[1:], {key: links[1:] for key, links in found.items()})
    again = ServerCatalog(shared, papers, found, fewer)
    assert {one.key: sorted(link.key for link in one.builds_on) for one in again}.keys() == set(every)
    Lineage.of(again)
    same = ServerCatalog(shared, papers, found, catalog)
    assert list(same) == list(catalog)
    assert same.own_links == catalog.own_links
    for key in every:
        assert layered.builds_on(key) == whole.builds_on(key)
        assert {link.key for link in layered.led_to(key)} == {link.key for link in whole.led_to(key)}
        assert layered.ancestors(key, 3) == whole.ancestors(key, 3)


def test_own_papers_are_on_no_reading_list() -> None:
    catalog = over(own("x", topics=("t",)))
    assert tracks(catalog) == tracks(SHARED)
    assert all(track(slug, catalog) == track(slug, SHARED) for slug in tracks(SHARED))


def test_a_paper_without_links_is_a_cluster_of_one() -> None:
    catalog = over(own("x"))
    (step,) = reading_cluster(catalog["x"], catalog).steps
    assert (step.paper.key, step.why) == ("x", "")
    assert path_to("x", None, [], catalog).keys == ("x",)


def test_citation_keys_of_own_papers_are_none_of_the_shared_ones() -> None:
    shared = citation_keys(SHARED)
    keys = citation_keys([own("x", title="On a"), own("y", title="On b")], frozenset(shared.values()))
    assert len({*shared.values(), *keys.values()}) == len(shared) + len(keys)


def test_a_paper_of_which_only_the_title_is_known_is_cited() -> None:
    bare = own("x", year=0, title="Somebody's notes", authors=(), venue="", url="")
    assert citation_keys([bare]) == {"x": "xsomebody"}
    entry = bibtex(bare)
    assert entry.startswith("@misc{xsomebody")
    assert not any(field in entry for field in ("author", "year", "url"))
