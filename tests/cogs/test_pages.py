"""Every page fits into a message, for the shipped catalog and for the longest entries its schema allows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.paper_logs.log_text import Borrowed, check, notices
from bot.core.papers.paper import Catalog, CurriculumPosition, Link, Paper, Tier
from bot.core.text.own_words import Shingles
from bot.services.papers.papers import Papers
from bot.storage.papers.catalog import load_catalog
from bot.wiring import PAPERS_FILE
from cogs.papers.cards import card_page
from cogs.papers.citations import citation_page
from cogs.papers.clusters import cluster_page
from cogs.papers.howto import howto_page
from cogs.papers.lineages import lineage_answer
from cogs.papers.lists import ROWS, did_you_mean_page, mentions_page, shelf_page
from cogs.papers.pictures import picture_view
from cogs.papers.samples import good_log, samples_page, weak_log
from cogs.papers.views import BrowsedShelf, PaperView
from cogs.ui.text_budget import counted, that_fit
from tests.support import limits

if TYPE_CHECKING:
    from collections.abc import Iterator

SHIPPED = Papers(load_catalog(PAPERS_FILE))


def longest(key: str, letter: str, builds_on: tuple[str, ...] = (), url_length: int = 300) -> Paper:
    """A paper as long as the catalog's schema allows."""
    return Paper(
        key=key,
        title=letter * 300,
        short_name=letter * 32,
        authors=(letter * 80,) * 9,
        year=2020,
        venue=letter * 60,
        url="https://example.org/".ljust(url_length, "u"),
        tier=Tier.MUST_READ,
        topics=("topic",),
        contribution=letter * 420,
        why_it_matters=letter * 420,
        doi="10.1000/" + "d" * 192,
        curriculum=CurriculumPosition(letter * 60, 1, (letter * 80,) * 6, letter * 160),
        prompts=(letter * 220,) * 3,
        builds_on=tuple(Link(older, letter * 140, "s") for older in builds_on),
    )


def pages_of(service: Papers, key: str) -> Iterator[tuple[str, discord.ui.LayoutView]]:
    yield "card", card_page(service.in_context(key))
    view = picture_view(service.paper(key), service.catalog, service.lineage)
    yield "lineage", lineage_answer(service.in_context(key), view, b"png").page
    yield "cluster", cluster_page(service.cluster(key))
    yield "citation", citation_page(service.paper(key))


def faults_of(page: discord.ui.LayoutView) -> list[str]:
    body: dict[str, Any] = {
        "flags": limits.COMPONENTS_V2,
        "allowed_mentions": {"parse": []},
        "components": page.to_components(),
    }
    return limits.violations(body, "/channels/1/messages")


@pytest.mark.parametrize("paper", SHIPPED.catalog, ids=lambda paper: paper.key)
def test_every_page_about_a_shipped_paper_fits(paper: Paper) -> None:
    for name, page in pages_of(SHIPPED, paper.key):
        assert faults_of(page) == [], name


def test_nothing_of_a_shipped_card_is_left_out() -> None:
    for paper in SHIPPED.catalog:
        shown = str(card_page(SHIPPED.in_context(paper.key)).to_components())
        assert "…" not in shown
        assert all(SHIPPED.paper(link.key).short_name.split("(")[0] in shown for link in paper.builds_on)


@pytest.mark.parametrize(("letter", "url_length"), [("x", 300), ("x", 120), ("_", 300), ("[", 300)])
def test_the_longest_paper_fits_with_the_longest_relatives(letter: str, url_length: int) -> None:
    older = [longest(f"older-{number}", letter, url_length=url_length) for number in range(4)]
    focus = longest("focus", letter, tuple(paper.key for paper in older), url_length)
    newer = [longest(f"newer-{number}", letter, ("focus",), url_length) for number in range(12)]
    service = Papers(Catalog([*older, focus, *newer], {"topic": "t" * 60}))
    for name, page in pages_of(service, "focus"):
        assert faults_of(page) == [], name
    everyone = list(service.catalog)
    many = [longest(f"another-{number}", letter, url_length=url_length) for number in range(40)]
    for page in (
        did_you_mean_page("q" * 80, PaperView.CARD, everyone[:5], private=True),
        did_you_mean_page("q" * 80, PaperView.LINEAGE, many[:25], private=True),
        shelf_page(BrowsedShelf(None, None), everyone, service.catalog.topics),
        mentions_page(everyone[:8]),
        mentions_page(everyone),
        mentions_page(many),
    ):
        assert faults_of(page) == []


def test_browsing_shortens_no_sentence_of_a_shipped_paper() -> None:
    papers = list(SHIPPED.catalog)
    for start in range(0, len(papers), 7):
        shown = str(shelf_page(BrowsedShelf(None, None, start // 7), papers, SHIPPED.catalog.topics).to_components())
        assert "…" not in shown
        assert papers[start].short_name.split("(")[0] in shown


def test_a_single_candidate_is_not_numbered() -> None:
    papers = list(SHIPPED.catalog)[:2]
    assert "1. **" in str(did_you_mean_page("q", PaperView.CARD, papers, private=True).to_components())
    assert "1. **" not in str(did_you_mean_page("q", PaperView.CARD, papers[:1], private=True).to_components())


def test_a_card_without_relatives_has_no_lineage() -> None:
    alone = replace(longest("alone", "x"), curriculum=None)
    page = card_page(Papers(Catalog([alone], {"topic": "Topic"})).in_context("alone"))
    assert "Builds on" not in str(page.to_components())


def test_pages_of_papers_are_full_and_the_last_is_not_empty() -> None:
    papers = list(SHIPPED.catalog)
    last = (len(papers) - 1) // ROWS
    for page, rows in ((0, ROWS), (last, len(papers) - last * ROWS), (last + 5, len(papers) - last * ROWS)):
        shown = shelf_page(BrowsedShelf(None, None, page), papers, SHIPPED.catalog.topics)
        sections = [item for item in shown.walk_children() if isinstance(item, discord.ui.Section)]
        assert len(sections) == rows


@given(st.lists(st.text(max_size=20), max_size=8), st.integers(-5, 60))
def test_as_many_items_as_fit_are_shown(texts: list[str], room: int) -> None:
    kept = that_fit(texts, room)
    assert kept == texts[: len(kept)]
    assert len("\n".join(kept)) <= max(0, room)
    assert len(kept) == len(texts) or len("\n".join(texts[: len(kept) + 1])) > room


@given(st.lists(st.text(max_size=20), max_size=8), st.integers(25, 80), st.sampled_from(("\n", " ")))
def test_the_number_of_items_left_out_is_shown(texts: list[str], room: int, separator: str) -> None:
    shown = counted(texts, room, separator)
    assert len(separator.join(shown)) <= room
    kept = shown if shown == texts else shown[:-1]
    assert kept == texts[: len(kept)]
    assert shown == texts or shown[-1] == f"… and {len(texts) - len(kept)} more"


def test_the_howto_and_its_samples_fit_and_are_valid() -> None:
    assert faults_of(howto_page()) == []
    assert faults_of(samples_page()) == []
    paper = SHIPPED.paper("lora")
    card = Shingles.of("the card", paper.contribution, paper.why_it_matters)
    good, weak = good_log(), weak_log()
    for sample in (good, weak):
        check(sample.text)
        assert sample.why in str(samples_page().to_components())
    assert notices(good.text, [card], [paper.title]) == ()
    assert len(good.text.sentences) == 5
    (noticed,) = notices(weak.text, [card], [paper.title])
    assert isinstance(noticed, Borrowed)
    assert noticed.part == "approach"
