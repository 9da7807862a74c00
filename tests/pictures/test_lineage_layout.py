"""The lineage picture: everything inside, no overlaps, and readable at the size that Discord shows."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from itertools import combinations
from typing import TYPE_CHECKING

from hypothesis import given, settings
from PIL import Image

from bot.core.papers.lineage import Lineage
from bot.core.papers.paper import Catalog, Paper, Tier
from bot.pictures import palette
from bot.pictures.lineage import DOT_RADIUS, LINE_WIDTH, draw_lineage
from bot.pictures.lineage_layout import COLUMN, GUTTER, HERO_TITLE, MARGIN, MIDDLE, NAME_X, WIDTH, YEAR_X, lay_out
from bot.pictures.typography import Style, drawable, width
from bot.pictures.views import Branch
from bot.storage.papers.catalog import load_catalog
from bot.wiring import PAPERS_FILE
from cogs.papers.pictures import picture_view
from tests.core.graphs import catalogs
from tests.pictures.lineage_views import LORA, VIEW, VIEWS
from tests.support.contrast import contrast

if TYPE_CHECKING:
    from bot.pictures.shapes import Box, Layout, TextRun
    from bot.pictures.views import LineageView

CATALOG = load_catalog(PAPERS_FILE)
LINEAGE = Lineage.of(CATALOG)
PHONE, LEAST_ON_A_PHONE = 350, 11
Edges = tuple[float, float, float, float]


def layout_of(drawn: Paper, catalog: Catalog = CATALOG, lineage: Lineage = LINEAGE) -> Layout:
    return lay_out(picture_view(drawn, catalog, lineage))


def texts_of(layout: Layout) -> list[TextRun]:
    return [*layout.runs, *(run for box in layout.boxes for run in box.runs)]


def edges_of_text(run: TextRun) -> Edges:
    return run.x, run.y, run.x + width(run.text, run.style), run.y + run.style.leading


def edges_of_box(box: Box) -> Edges:
    return box.x, box.y, box.right, box.bottom


def overlap(one: Edges, other: Edges) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def lines_of(layout: Layout) -> list[Edges]:
    """The straight parts of all lines, as thin boxes."""
    half = LINE_WIDTH / 2
    pairs = [pair for join in layout.joins for pair in zip(join.points, join.points[1:], strict=False)]
    return [
        (min(x, to_x) - half, min(y, to_y) - half, max(x, to_x) + half, max(y, to_y) + half)
        for (x, y), (to_x, to_y) in pairs
    ]


def require_readable(layout: Layout) -> None:
    boxes, texts = [edges_of_box(box) for box in layout.boxes], texts_of(layout)
    for left, top, right, low in (*boxes, *map(edges_of_text, texts)):
        assert min(left, top) >= 0
        assert right <= WIDTH
        assert low <= layout.height
    assert not any(overlap(one, other) for one, other in combinations(boxes, 2))
    assert not any(overlap(one, other) for one, other in combinations(map(edges_of_text, texts), 2))
    for box in layout.boxes:
        for run in box.runs:
            left, top, right, low = edges_of_text(run)
            assert box.x + YEAR_X <= left
            assert box.y <= top
            assert right <= box.right
            assert low <= box.bottom
    free = [edges_of_text(run) for run in layout.runs]
    assert not any(overlap(text, box) for text in free for box in boxes)
    assert not any(overlap(text, line) for text in free for line in lines_of(layout))
    dots = [(dot.x - DOT_RADIUS, dot.y - DOT_RADIUS, dot.x + DOT_RADIUS, dot.y + DOT_RADIUS) for dot in layout.dots]
    assert not any(overlap(dot, text) for dot in dots for text in free)
    assert min(run.style.size for run in texts) * PHONE / WIDTH >= LEAST_ON_A_PHONE
    for run, ground in [(run, box.fill) for box in layout.boxes for run in box.runs] + [
        (run, palette.GROUND) for run in layout.runs
    ]:
        assert contrast(run.color, ground) >= 4.5


def test_every_picture_of_the_catalog_is_readable() -> None:
    for drawn in CATALOG:
        layout = layout_of(drawn)
        require_readable(layout)
        # No picture is taller than wide.
        assert layout.height <= WIDTH, drawn.key


@settings(max_examples=100)
@given(VIEWS)
def test_a_picture_of_any_texts_is_readable(view: LineageView) -> None:
    require_readable(lay_out(view))


@settings(max_examples=30)
@given(catalogs(most=30))
def test_a_picture_of_any_catalog_is_readable(catalog: Catalog) -> None:
    lineage = Lineage.of(catalog)
    for drawn in catalog:
        require_readable(layout_of(drawn, catalog, lineage))


def test_no_picture_of_the_catalog_shortens_a_text() -> None:
    for drawn in CATALOG:
        view = picture_view(drawn, CATALOG, LINEAGE)
        texts = texts_of(lay_out(view))
        assert not any("…" in run.text for run in texts), drawn.key
        shown = "".join(run.text for run in texts).replace(" ", "")
        assert all(drawable(node.name).replace(" ", "") in shown for node in view.nodes)
        title = "".join(run.text for run in texts if run.style == HERO_TITLE)
        assert title
        assert drawable(drawn.title).replace(" ", "").endswith(title.replace(" ", ""))


@settings(max_examples=60)
@given(VIEWS)
def test_years_are_always_in_the_same_place(view: LineageView) -> None:
    layout = lay_out(view)
    lefts = {MARGIN, MARGIN + COLUMN + GUTTER}
    for box in (box for box in layout.boxes if box.accent):
        (year,) = (run for run in box.runs if run.x < box.x + NAME_X)
        assert year.text.isdecimal()
        assert (year.x, box.x in lefts) == (box.x + YEAR_X, True)
        assert year.y + year.style.size < box.runs[0].y + box.runs[0].style.leading


@settings(max_examples=60)
@given(VIEWS)
def test_lines_run_down_from_older_to_newer_papers(view: LineageView) -> None:
    layout = lay_out(view)
    neighbors = len(view.parents) + bool(view.more_parents) + len(view.children) + bool(view.more_children)
    heads = [join for join in layout.joins if join.has_head]
    assert len(heads) == neighbors
    for join in layout.joins:
        assert join.points[0][1] < join.points[-1][1]
    hero = max(layout.boxes, key=lambda box: (box.fill == palette.HERO, box.height))
    for join in heads:
        assert hero.y in {y for x, y in join.points if x == MIDDLE} or join.points[0] == (MIDDLE, hero.bottom)


def test_papers_of_a_generation_are_in_order_of_time() -> None:
    for drawn in CATALOG:
        view = picture_view(drawn, CATALOG, LINEAGE)
        for branches in (view.parents, view.children):
            years = [branch.node.year for branch in branches]
            assert years == sorted(years), drawn.key


def test_the_legend_names_the_colors_that_are_used() -> None:
    for drawn in CATALOG:
        view = picture_view(drawn, CATALOG, LINEAGE)
        layout = lay_out(view)
        lowest = max(run.y for run in layout.runs)
        legend = {run.text for run in layout.runs if run.y == lowest}
        names = dict(view.words.tiers)
        assert legend == {names[node.tier] for node in view.nodes}, drawn.key
        assert {dot.color for dot in layout.dots} >= {palette.TIERS[node.tier] for node in view.nodes}


def test_every_color_contrasts_with_every_ground() -> None:
    texts = (*palette.TIERS.values(), palette.TEXT, palette.MUTED)
    grounds = (palette.GROUND, palette.CARD, palette.HERO)
    assert min(contrast(text, ground) for text in texts for ground in grounds) >= 4.5
    assert contrast(palette.LINE, palette.GROUND) >= 3
    assert len({*palette.TIERS.values()}) == len(Tier)


def test_contrast_is_calculated_by_the_standard() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == 21
    assert round(contrast((119, 119, 119), (255, 255, 255)), 2) == 4.48


def test_it_is_a_png_of_the_promised_width_and_not_too_large() -> None:
    png = draw_lineage(VIEW)
    with Image.open(BytesIO(png)) as image:
        assert (image.format, image.width) == ("PNG", 1200)
        assert image.getcolors(256)
    assert len(png) < 150_000


def test_the_same_view_gives_the_same_picture() -> None:
    assert draw_lineage(VIEW) == draw_lineage(VIEW)


def test_a_long_name_is_on_two_lines_before_it_is_shortened() -> None:
    style = Style(46)
    assert width("Memory-efficient attention", style) > COLUMN - NAME_X
    (flash,) = (paper for paper in CATALOG if paper.key == "flashattention")
    names = [run.text for run in texts_of(layout_of(flash))]
    assert [name for name in names if name in {"Memory-efficient", "attention"}] == ["Memory-efficient", "attention"]


def test_an_unknown_year_is_left_out() -> None:
    """Somebody may add a paper without knowing its year."""
    unknown = replace(LORA, year=0)
    view = replace(VIEW, focus=unknown, parents=(Branch(unknown, (unknown, unknown)),))
    layout = lay_out(view)
    drawn = [run.text for run in (*layout.runs, *(run for box in layout.boxes for run in box.runs))]
    assert "0" not in drawn
    assert "LoRA" in drawn
