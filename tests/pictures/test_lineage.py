"""The lineage picture: everything inside, nothing over anything else, legible where Discord shows it."""

from __future__ import annotations

import asyncio
import threading
from io import BytesIO
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.core.lineage import Lineage
from bot.core.papers import Catalogue, Paper, Tier
from bot.pictures import palette
from bot.pictures.lineage import draw_lineage
from bot.pictures.lineage_layout import COLUMN, HERO_NAMES, HERO_TITLE, MIDDLE, NAME, NOTE, PADDING, WIDTH, Box, lay_out
from bot.pictures.studio import Studio
from bot.pictures.typography import drawable, fit, width, wrap
from bot.pictures.views import LineageView, Node, alt_text, lineage_view
from bot.storage.catalogue import load_catalogue
from tests.core.graphs import catalogues, paper

CATALOGUE = load_catalogue(Path(__file__).parents[2] / "data" / "papers.json")
NODES = st.builds(
    Node,
    st.text(min_size=1, max_size=40).filter(str.strip),
    st.text(min_size=1, max_size=200),
    st.integers(1950, 2030),
    st.sampled_from(list(Tier)),
)
VIEWS = st.builds(
    LineageView,
    st.just("key"),
    NODES,
    st.text(max_size=80),
    st.text(max_size=80),
    st.lists(NODES, max_size=4).map(tuple),
    st.lists(NODES, max_size=6).map(tuple),
    st.integers(0, 3),
    st.integers(0, 40),
)
LORA = Node("LoRA", "LoRA: Low-Rank Adaptation of Large Language Models", 2021, Tier.MUST_READ)
VIEW = LineageView("lora", LORA, "Edward J. Hu and 7 more", "ICLR 2022", (LORA,), (LORA, LORA))


def overlap(one: Box, other: Box) -> bool:
    apart_sideways = one.x + one.width <= other.x or other.x + other.width <= one.x
    return not (apart_sideways or one.y + one.height <= other.y or other.y + other.height <= one.y)


@settings(max_examples=60, deadline=None)
@given(VIEWS)
def test_everything_has_its_place(view: LineageView) -> None:
    layout = lay_out(view)
    for box in layout.boxes:
        assert box.x >= 0
        assert box.y >= 0
        assert box.x + box.width <= WIDTH
        assert box.y + box.height <= layout.height
        for run in box.runs:
            assert run.x >= box.x + PADDING - 1
            assert run.x + width(run.text, run.style) <= box.x + box.width - PADDING + 1
            assert box.y <= run.y
            assert run.y + run.style.size <= box.y + box.height
    assert not any(overlap(one, other) for one, other in combinations(layout.boxes, 2))


@settings(max_examples=60, deadline=None)
@given(VIEWS)
def test_arrows_run_forward_in_time_and_touch_their_cards(view: LineageView) -> None:
    layout = lay_out(view)
    edges_right = {box.x + box.width for box in layout.boxes}
    edges_left = {box.x for box in layout.boxes}
    assert len(layout.arrows) == len(view.parents) + len(view.children)
    for arrow in layout.arrows:
        assert arrow.start[0] < arrow.end[0]
        assert arrow.start[0] in edges_right
        assert arrow.end[0] in edges_left


def test_it_is_a_png_as_wide_as_promised_and_not_too_heavy() -> None:
    png = draw_lineage(VIEW)
    with Image.open(BytesIO(png)) as image:
        assert (image.format, image.width) == ("PNG", 1200)
        assert image.getcolors(256)
    assert len(png) < 150_000


def test_the_same_view_gives_the_same_picture() -> None:
    assert draw_lineage(VIEW) == draw_lineage(VIEW)


def test_text_stays_legible_at_the_width_that_discord_shows() -> None:
    assert NOTE.size * 550 / WIDTH >= 11.5
    assert NAME.size * 350 / WIDTH >= 10


def test_every_text_stands_out_from_its_ground() -> None:
    layout = lay_out(VIEW)
    pairs = {(run.colour, box.fill) for box in layout.boxes for run in box.runs}
    pairs |= {(run.colour, palette.GROUND) for run in layout.headings}
    pairs |= {(colour, ground) for colour in palette.TIERS.values() for ground in (palette.CARD, palette.HERO)}
    assert min(palette.contrast(*pair) for pair in pairs) >= 4.5


def test_contrast_is_measured_as_the_standard_says() -> None:
    assert palette.contrast((0, 0, 0), (255, 255, 255)) == 21
    assert round(palette.contrast((119, 119, 119), (255, 255, 255)), 2) == 4.48


@given(st.text(max_size=60), st.integers(60, 400), st.integers(1, 5))
def test_wrapping_keeps_to_the_room(text: str, room: int, most: int) -> None:
    lines = wrap(text, NOTE, room, most)
    assert len(lines) <= most
    assert all(width(line, NOTE) <= room for line in lines)


def test_wrapping_loses_nothing_where_there_is_room() -> None:
    title = "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding"
    lines = wrap(title, NOTE, COLUMN, 9)
    assert len(lines) > 2
    assert "".join(lines).replace(" ", "") == title.replace(" ", "")


def test_lines_are_about_equally_long_where_all_fits() -> None:
    assert wrap("Attention Is All You Need", NOTE, 284, 2) == ["Attention Is", "All You Need"]
    assert wrap("Jonathan Ho and 12 others", NOTE, 284, 2) == ["Jonathan Ho", "and 12 others"]


def test_a_text_is_shortened_between_words_unless_that_takes_half_of_it() -> None:
    assert fit("Neural Machine Translation by Learning", NOTE, 284) == "Neural Machine…"
    assert fit("Electroencephalography", NOTE, 200).startswith("Electroenc")


def test_characters_that_the_typeface_lacks() -> None:
    assert drawable("Łukasz Ré Björn n² α") == "Łukasz Ré Björn n² α"
    assert drawable("深い\u202eX\u200b") == "··X"
    assert fit("abc", NOTE, 1000) == "abc"


@given(catalogues(most=30))
def test_the_view_shows_or_counts_every_neighbour(catalogue: Catalogue) -> None:
    lineage = Lineage.of(catalogue)
    for each in catalogue:
        view = lineage_view(each, catalogue, lineage)
        assert len(view.parents) + view.more_parents == len(each.builds_on)
        assert len(view.children) + view.more_children == len(lineage.led_to(each.key))


def test_the_alt_text_names_what_is_shown() -> None:
    catalogue = Catalogue([paper("a"), paper("b", builds_on=("a",)), paper("c", builds_on=("b",))], {})
    view = lineage_view(catalogue["b"], catalogue, Lineage.of(catalogue))
    assert alt_text(view) == "Lineage of B (2020), drawn as three columns. It builds on A (2020). It led to C (2020)."


@given(VIEWS)
def test_the_alt_text_fits(view: LineageView) -> None:
    assert len(alt_text(view)) <= 1024


async def test_who_asks_together_shares_one_drawing() -> None:
    studio = Studio()
    pictures = await asyncio.gather(*(studio.lineage(VIEW) for _ in range(5)))
    again = await studio.lineage(VIEW)
    await studio.close()
    assert {*pictures, again} == {draw_lineage(VIEW)}
    assert (studio.counts.asked, studio.counts.drawn) == (6, 1)


async def test_who_stops_waiting_takes_nothing_from_the_others() -> None:
    studio = Studio()
    impatient = asyncio.create_task(studio.lineage(VIEW))
    patient = asyncio.create_task(studio.lineage(VIEW))
    await asyncio.sleep(0)
    impatient.cancel()
    assert await patient == draw_lineage(VIEW)
    await studio.close()


async def test_the_cache_is_bounded() -> None:
    size = len(draw_lineage(VIEW))
    studio = Studio(cache_bytes=2 * size)
    for year in range(2000, 2006):
        node = Node("LoRA", "Low-Rank", year, Tier.FURTHER)
        await studio.lineage(LineageView("lora", node, "", "", (), ()))
    assert studio.counts.kept_bytes <= 2 * size
    await studio.close()


async def test_closing_leaves_no_thread() -> None:
    studio = Studio()
    await studio.warm_up()
    assert any(thread.name.startswith("studio") for thread in threading.enumerate())
    await studio.close()
    assert not any(thread.name.startswith("studio") for thread in threading.enumerate())


@pytest.mark.parametrize("drawn", CATALOGUE, ids=lambda drawn: drawn.key)
def test_no_picture_of_the_catalogue_cuts_its_own_name_or_title(drawn: Paper) -> None:
    layout = lay_out(lineage_view(drawn, CATALOGUE, Lineage.of(CATALOGUE)))
    (own,) = (box for box in layout.boxes if box.x == MIDDLE)
    shown = "".join(run.text for run in own.runs if run.style in HERO_NAMES)
    assert shown.replace(" ", "") == drawable(drawn.short_name).replace(" ", "")
    title = "".join(run.text for run in own.runs if run.style == HERO_TITLE)
    assert title
    assert drawable(drawn.title).replace(" ", "").endswith(title.replace(" ", ""))
