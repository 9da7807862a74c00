"""Compares the shipped catalog with verified facts, if those are available."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.storage.papers.catalog import load_catalog

ROOT = Path(__file__).parents[2]
FACTS = ROOT.parent / "shared" / "seeds" / "paper-facts.json"
CATALOG = load_catalog(ROOT / "data" / "papers.json")
TIERS = {"must": "must-read"}

pytestmark = pytest.mark.skipif(not FACTS.exists(), reason="the verified facts are not available")


@pytest.fixture(scope="module")
def facts() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FACTS.read_text(encoding="utf-8"))
    return found


def test_the_facts_have_the_same_papers(facts: dict[str, Any]) -> None:
    assert {fact["key"] for fact in facts["papers"]} == {paper.key for paper in CATALOG}


def test_titles_tiers_and_arxiv_ids(facts: dict[str, Any]) -> None:
    for fact in facts["papers"]:
        paper = CATALOG[fact["key"]]
        assert paper.title == fact["title"]
        assert paper.tier == TIERS.get(fact["tier"], fact["tier"])
        assert (paper.arxiv_id or "none") == fact["arxiv"]


def test_authors(facts: dict[str, Any]) -> None:
    for fact in facts["papers"]:
        authors = CATALOG[fact["key"]].authors
        assert authors[0].endswith(fact["authors_first"])
        if "authors" in fact:
            assert list(authors) == fact["authors"]
        if "n_authors" in fact:
            assert len(authors) == fact["n_authors"]


def test_years(facts: dict[str, Any]) -> None:
    for fact in facts["papers"]:
        paper = CATALOG[fact["key"]]
        assert paper.year == (fact.get("year_arxiv") or fact["year_venue"])
        assert fact.get("year_venue") in {None, *paper.years}


def test_every_link_is_a_verified_one_and_no_primary_link_is_missing(facts: dict[str, Any]) -> None:
    checked = {(link["from"], link["to"]): link for link in facts["builds_on"]}
    ours = {(paper.key, link.key) for paper in CATALOG for link in paper.builds_on}
    listed = {paper.key for paper in CATALOG if paper.tier != "ancestor"}
    assert {(newer, older) for newer, older in ours if newer in listed} <= set(checked)
    assert {ends for ends, link in checked.items() if link["primary"]} <= ours


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("ddpm", "variational inference"),
        ("ddpm", "match GANs"),
        ("gpt3", "scaling laws paradigm"),
        ("lora", "16 GB"),
        ("flashattention", "2-4x"),
        ("instructgpt", "every major LLM provider"),
    ],
)
def test_errors_of_the_reading_list_are_not_repeated(key: str, wrong: str) -> None:
    paper = CATALOG[key]
    assert wrong.casefold() not in f"{paper.contribution} {paper.why_it_matters}".casefold()


def test_misspelled_authors_are_corrected() -> None:
    assert "Arvind Neelakantan" in CATALOG["gpt3"].authors
    assert "Christopher Ré" in CATALOG["flashattention"].authors
