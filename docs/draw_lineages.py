"""Draws contact sheets of every lineage picture, as phones and as desktops show it: `make lineages`.

One half of a sheet has the ground of Discord's dark theme, the other that of its light theme.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from bot.core.papers.lineage import Lineage
from bot.pictures.lineage import draw_lineage
from bot.pictures.lineage_layout import WIDTH, lay_out
from bot.storage.papers.catalog import load_catalog
from bot.wiring import PAPERS_FILE
from cogs.papers.pictures import picture_view

if TYPE_CHECKING:
    from bot.pictures.views import LineageView

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
WIDTHS = (350, 550)
COLUMNS, GAP = 8, 16
DARK, LIGHT = (49, 51, 56), (255, 255, 255)
QUALITY = 12  # enough to read every word, in a few hundred kilobytes


def catalog_views() -> list[LineageView]:
    catalog = load_catalog(PAPERS_FILE)
    lineage = Lineage.of(catalog)
    return [picture_view(paper, catalog, lineage) for paper in catalog]


def places(views: list[LineageView], width: int) -> tuple[list[tuple[LineageView, int, int]], tuple[int, int]]:
    """Where each picture goes, always in the shortest column, and the size of the sheet."""
    ends = [GAP] * COLUMNS
    placed = []
    for view in views:
        column = ends.index(min(ends))
        placed.append((view, GAP + column * (width + GAP), ends[column]))
        ends[column] += height_at(view, width) + GAP
    return placed, (GAP + COLUMNS * (width + GAP), max(ends))


def height_at(view: LineageView, width: int) -> int:
    return round(lay_out(view).height * width / WIDTH)


def sheet(views: list[LineageView], width: int) -> Image.Image:
    placed, size = places(views, width)
    image = Image.new("RGB", size, DARK)
    image.paste(LIGHT, (size[0] // 2, 0, *size))
    for view, x, y in placed:
        with Image.open(BytesIO(draw_lineage(view))) as picture:
            image.paste(
                picture.convert("RGB").resize((width, height_at(view, width)), Image.Resampling.LANCZOS), (x, y)
            )
    return image


def file_of(width: int) -> Path:
    return FOLDER / f"lineages-{width}.webp"


def main() -> None:
    views = catalog_views()
    for width in WIDTHS:
        sheet(views, width).save(file_of(width), quality=QUALITY, method=6)


if __name__ == "__main__":
    main()
