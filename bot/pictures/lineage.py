"""Draws the lineage of a paper as a picture: what it builds on, the paper, and what it led to."""

from __future__ import annotations

from io import BytesIO
from math import dist
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from bot.pictures.lineage_layout import WIDTH, lay_out
from bot.pictures.palette import GROUND, LINE, OUTLINE
from bot.pictures.typography import SCALE, ascent, parts

if TYPE_CHECKING:
    from bot.pictures.shapes import Box, Dot, Join, Layout, TextRun
    from bot.pictures.views import LineageView

Point = tuple[float, float]

RADIUS = 18
ACCENT_WIDTH = 10
DOT_RADIUS = 10
LINE_WIDTH, THIN_LINE_WIDTH = 6, 4
BEND = 22
HEAD_LENGTH, HEAD_WIDTH = 20, 24
CURVE_STEPS = 12
COLORS = 64  # enough for smooth edges, at a quarter of the file size


def draw_lineage(view: LineageView) -> bytes:
    """Return a PNG 1,200 pixels wide. Synchronous and slow (tens of ms): call it through the picture cache."""
    layout = lay_out(view)
    image = Image.new("RGB", (WIDTH * SCALE, layout.height * SCALE), GROUND)
    _paint(ImageDraw.Draw(image), layout)
    reduced = image.reduce(SCALE)
    stream = BytesIO()
    reduced.quantize(COLORS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(stream, "PNG")
    return stream.getvalue()


def _paint(pen: ImageDraw.ImageDraw, layout: Layout) -> None:
    for join in layout.joins:
        _paint_join(pen, join)
    for box in layout.boxes:
        _paint_box(pen, box)
    for dot in layout.dots:
        _paint_dot(pen, dot)
    for run in layout.runs:
        _paint_text(pen, run)


def _paint_box(pen: ImageDraw.ImageDraw, box: Box) -> None:
    edges = _scaled(box.x, box.y, box.right, box.bottom)
    if box.accent:
        pen.rounded_rectangle(edges, RADIUS * SCALE, fill=box.accent)
        inner = _scaled(box.x + ACCENT_WIDTH, box.y, box.right, box.bottom)
        pen.rounded_rectangle(inner, RADIUS * SCALE, fill=box.fill)
    else:
        pen.rounded_rectangle(edges, RADIUS * SCALE, fill=box.fill, outline=OUTLINE, width=3 * SCALE)
    for run in box.runs:
        _paint_text(pen, run)


def _paint_dot(pen: ImageDraw.ImageDraw, dot: Dot) -> None:
    edges = _scaled(dot.x - DOT_RADIUS, dot.y - DOT_RADIUS, dot.x + DOT_RADIUS, dot.y + DOT_RADIUS)
    pen.ellipse(edges, fill=dot.color)


def _paint_text(pen: ImageDraw.ImageDraw, run: TextRun) -> None:
    x, baseline = run.x * SCALE, (run.y + ascent(run.style)) * SCALE
    for text, face in parts(run.text, run.style):
        pen.text((x, baseline), text, fill=run.color, font=face, anchor="ls")
        x += face.getlength(text)


def _paint_join(pen: ImageDraw.ImageDraw, join: Join) -> None:
    points = list(join.points)
    if join.has_head:
        before, tip = points[-2:]
        points[-1] = base = _towards(tip, before, HEAD_LENGTH)
        across = (base[1] - tip[1]) / HEAD_LENGTH, (tip[0] - base[0]) / HEAD_LENGTH
        sides = [(base[0] + side * across[0], base[1] + side * across[1]) for side in (HEAD_WIDTH / 2, -HEAD_WIDTH / 2)]
        pen.polygon([(x * SCALE, y * SCALE) for x, y in (tip, *sides)], fill=LINE)
    thickness = LINE_WIDTH if join.has_head else THIN_LINE_WIDTH
    pen.line([(x * SCALE, y * SCALE) for x, y in _rounded(points)], LINE, thickness * SCALE, joint="curve")


def _rounded(points: list[Point]) -> list[Point]:
    """Return the line with its corners rounded."""
    drawn = points[:1]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(BEND, dist(before, corner), dist(corner, after))
        start, end = _towards(corner, before, radius), _towards(corner, after, radius)
        drawn += [bezier(step / CURVE_STEPS, start, corner, corner, end) for step in range(CURVE_STEPS + 1)]
    return [*drawn, points[-1]]


def _towards(start: Point, end: Point, distance: float) -> Point:
    part = distance / (dist(start, end) or 1)
    return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part


def bezier(at: float, *points: Point) -> Point:
    a, b, c, d = (1 - at) ** 3, 3 * at * (1 - at) ** 2, 3 * at**2 * (1 - at), at**3
    p, q, r, s = points
    return a * p[0] + b * q[0] + c * r[0] + d * s[0], a * p[1] + b * q[1] + c * r[1] + d * s[1]


def _scaled(*edges: float) -> tuple[float, float, float, float]:
    left, top, right, bottom = (edge * SCALE for edge in edges)
    return left, top, right, bottom
