"""The lineage of a paper as a picture: what it builds on, the paper, what it led to."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from bot.pictures.lineage_layout import WIDTH, Arrow, Box, TextRun, lay_out
from bot.pictures.palette import GROUND, OUTLINE, Colour
from bot.pictures.typography import SCALE, font
from bot.pictures.views import LineageView, alt_text, lineage_view

if TYPE_CHECKING:
    from bot.pictures.lineage_layout import Layout

__all__ = ["LineageView", "alt_text", "draw_lineage", "lineage_view"]

RADIUS = 18
ACCENT_WIDTH = 8
ARROW_WIDTH = 4
ARROW_HEAD = 13
CURVE_STEPS = 32
COLOURS = 64  # a palette of so many holds the smoothed edges, in a quarter of the file


def draw_lineage(view: LineageView) -> bytes:
    """A PNG 1,200 pixels wide. Synchronous and slow (tens of ms): call it through the studio."""
    layout = lay_out(view)
    image = Image.new("RGB", (WIDTH * SCALE, layout.height * SCALE), GROUND)
    _paint(ImageDraw.Draw(image), layout)
    reduced = image.reduce(SCALE)
    stream = BytesIO()
    reduced.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(stream, "PNG")
    return stream.getvalue()


def _paint(pen: ImageDraw.ImageDraw, layout: Layout) -> None:
    for arrow in layout.arrows:
        _paint_arrow(pen, arrow)
    for box in layout.boxes:
        _paint_box(pen, box)
    for run in layout.headings:
        _paint_text(pen, run)


def _paint_box(pen: ImageDraw.ImageDraw, box: Box) -> None:
    edges = _scaled(box.x, box.y, box.x + box.width, box.y + box.height)
    if box.accent:
        pen.rounded_rectangle(edges, RADIUS * SCALE, fill=box.accent)
        inner = _scaled(box.x + ACCENT_WIDTH, box.y, box.x + box.width, box.y + box.height)
        pen.rounded_rectangle(inner, RADIUS * SCALE, fill=box.fill)
    else:
        pen.rounded_rectangle(edges, RADIUS * SCALE, outline=OUTLINE, width=2 * SCALE)
    for run in box.runs:
        _paint_text(pen, run)


def _paint_text(pen: ImageDraw.ImageDraw, run: TextRun) -> None:
    pen.text((run.x * SCALE, run.y * SCALE), run.text, fill=run.colour, font=font(run.style), anchor="la")


def _paint_arrow(pen: ImageDraw.ImageDraw, arrow: Arrow) -> None:
    (x0, y0), (x1, y1) = arrow.start, arrow.end
    tip, bend = x1 - 4, (x1 - x0) * 0.55
    end = tip - ARROW_HEAD + 2
    points = [
        _bezier(step / CURVE_STEPS, (x0, y0), (x0 + bend, y0), (end - bend, y1), (end, y1))
        for step in range(CURVE_STEPS + 1)
    ]
    colour = _towards_ground(arrow.colour)
    pen.line([(x * SCALE, y * SCALE) for x, y in points], fill=colour, width=ARROW_WIDTH * SCALE, joint="curve")
    half = ARROW_HEAD * 0.62
    head = [(tip, y1), (tip - ARROW_HEAD, y1 - half), (tip - ARROW_HEAD, y1 + half)]
    pen.polygon([(x * SCALE, y * SCALE) for x, y in head], fill=colour)


def _bezier(at: float, *points: tuple[float, float]) -> tuple[float, float]:
    a, b, c, d = (1 - at) ** 3, 3 * at * (1 - at) ** 2, 3 * at**2 * (1 - at), at**3
    p, q, r, s = points
    return a * p[0] + b * q[0] + c * r[0] + d * s[0], a * p[1] + b * q[1] + c * r[1] + d * s[1]


def _towards_ground(colour: Colour) -> Colour:
    red, green, blue = (round(part * 0.8 + ground * 0.2) for part, ground in zip(colour, GROUND, strict=True))
    return red, green, blue


def _scaled(*edges: float) -> tuple[float, float, float, float]:
    left, top, right, bottom = (edge * SCALE for edge in edges)
    return left, top, right, bottom
