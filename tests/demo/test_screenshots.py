"""The README's pictures: complete, fully loaded, and with their original colors."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from bot.pictures.lineage import draw_lineage
from bot.pictures.palette import GROUND
from bot.pictures.typography import SCALE, width
from bot.services.papers.papers import Papers
from bot.storage.papers.catalog import load_catalog
from bot.wiring import PAPERS_FILE
from cogs.papers.pictures import picture_view
from demo import screenshots
from demo.animation import CAPTION, CAPTIONS, DOT_STEP, HEIGHT, MARGIN, WIDTH
from demo.page import DemoPage
from demo.screenshots import counted_colors, in_few_colors, take_newest
from demo.stage import open_demo

if TYPE_CHECKING:
    from pathlib import Path

    from tests.demo.conftest import OpenWindows

RARE = (140, 166, 255)
LARGEST_ANIMATION = 1_000_000


@pytest.mark.asyncio(loop_scope="session")
async def test_the_picture_of_a_lineage_is_complete_and_not_dimmed(
    windows: OpenWindows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screenshots, "FOLDER", tmp_path)
    async with open_demo() as stage, windows() as browser:
        page = await DemoPage.open(browser, stage.url, width=1000, height=1200)
        await page.run("lineage", "gpt-3")
        await take_newest(page, "lineage")
    with Image.open(tmp_path / "lineage.png") as image:
        pixels = {color: count for count, color in counted_colors(image.convert("RGB"))}
        assert image.width == 600
    papers = Papers(load_catalog(PAPERS_FILE))
    picture = draw_lineage(picture_view(papers.paper("gpt3"), papers.catalog, papers.lineage))
    with Image.open(BytesIO(picture)) as image:
        largest = sorted(counted_colors(image.convert("RGB")), reverse=True)[:2]
    for _, drawn in largest:
        # The browser rounds colors when it scales the picture.
        alike = [count for color, count in pixels.items() if max(map(abs, map(int.__sub__, color, drawn))) <= 1]
        assert sum(alike) > sum(pixels.values()) / 50


@pytest.mark.asyncio(loop_scope="session")
async def test_a_picture_that_would_be_cut_off_is_refused(windows: OpenWindows) -> None:
    async with open_demo() as stage, windows() as browser:
        page = await DemoPage.open(browser, stage.url, width=1000, height=500)
        await page.run("lineage", "gpt-3")
        with pytest.raises(RuntimeError, match="does not fit"):
            await take_newest(page, "lineage")


def test_flat_colors_stay_exact_and_rare_ones_close() -> None:
    image = Image.linear_gradient("L").convert("RGB")
    image.paste(GROUND, (0, 0, 256, 200))
    image.putpixel((3, 3), RARE)
    reduced = {color for _, color in counted_colors(in_few_colors(image).convert("RGB"))}
    assert GROUND in reduced
    assert any(max(abs(one - other) for one, other in zip(color, RARE, strict=True)) < 16 for color in reduced)


def test_no_caption_runs_into_the_dots() -> None:
    dots = DOT_STEP * len(CAPTIONS)
    assert all(width(caption, CAPTION) * SCALE < WIDTH - 2 * MARGIN - dots for caption in CAPTIONS.values())


def test_the_readme_shows_every_moment_in_a_small_file() -> None:
    path = screenshots.FOLDER / "week.webp"
    with Image.open(path) as image:
        assert getattr(image, "n_frames", 1) == len(CAPTIONS)
        assert image.size == (WIDTH, HEIGHT)
    assert path.stat().st_size < LARGEST_ANIMATION
