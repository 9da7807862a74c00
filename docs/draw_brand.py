"""Draws Paper Club's avatar and banner, each as SVG and PNG, into docs/pictures/: `make brand`.

The avatar shows a paper that two older ones led to, on the color of the bot's messages.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from math import cos, pi, sin
from pathlib import Path

from PIL import Image, ImageDraw

from bot.core.papers.paper import Tier
from bot.pictures.lineage import bezier
from bot.pictures.palette import GROUND, HERO, MUTED, TEXT, TIERS, Color
from bot.pictures.typography import BOLD, MEDIUM, SCALE, Style, font, width
from cogs.ui.theme import HOUSE_COLOR

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
Point = tuple[float, float]

HOUSE: Color = (HOUSE_COLOR >> 16, HOUSE_COLOR >> 8 & 255, HOUSE_COLOR & 255)
PAPER: Color = TEXT
GOLD, BLUE, TEAL = (TIERS[tier] for tier in (Tier.MUST_READ, Tier.RECOMMENDED, Tier.FURTHER))
FONT = "Inter, 'Segoe UI', Helvetica, Arial, sans-serif"
SMOOTHING = 4  # drawn this many times larger, then reduced
ARC_STEPS, CURVE_STEPS = 8, 24
NAME, SAYS = "Paper Club", ("Read papers together,", "and see what builds on what.")


@dataclass(frozen=True, slots=True)
class Area:
    corners: list[Point]
    fill: Color


@dataclass(frozen=True, slots=True)
class Stroke:
    points: list[Point]
    fill: Color
    thickness: float


@dataclass(frozen=True, slots=True)
class Words:
    """Text that begins at a point of its baseline."""

    start: Point
    text: str
    style: Style
    fill: Color


Shape = Area | Stroke | Words


@dataclass(frozen=True, slots=True)
class Picture:
    """Shapes from back to front. `zoom` is how many pixels of the PNG a unit has."""

    name: str
    title: str
    size: tuple[int, int]
    zoom: int
    shapes: list[Shape]


def avatar() -> Picture:
    """A paper with a lineage on it. It stays inside the circle that Discord cuts out, and is clear at 32 pixels."""
    older, newer = ((93, 101), (93, 173)), (158, 137)
    joins = [join(start, newer, 12, HERO) for start in older]
    dots = [*(dot(place, 17, HERO) for place in older), dot(newer, 25, HOUSE)]
    shapes = [Area([(0, 0), (256, 0), (256, 256), (0, 256)], HOUSE), *sheet((60, 37), 136, GOLD), *joins, *dots]
    return Picture("avatar", NAME, (256, 256), 4, shapes)


def banner() -> Picture:
    """The name and a lineage. On Discord the avatar covers the lower left, so nothing is there."""
    shapes: list[Shape] = [Area([(0, 0), (680, 0), (680, 240), (0, 240)], GROUND)]
    for start, towards, fill in (
        ((376, 42), (472, 120), GOLD),
        ((376, 142), (472, 120), BLUE),
        ((596, 42), (544, 120), TEAL),
        ((596, 142), (544, 120), BLUE),
    ):
        side = start[0] + 44 if start[0] < towards[0] else start[0]
        shapes += [join((side, start[1] + 28), towards, 5, fill), *sheet(start, 44, fill, lines=2)]
    shapes += sheet((465, 64), 86, GOLD, lines=3)
    shapes.append(Words((40, 92), NAME, Style(50, BOLD), TEXT))
    shapes += [Words((42, 126 + 25 * row), text, Style(18, MEDIUM), MUTED) for row, text in enumerate(SAYS)]
    return Picture("banner", f"{NAME}: {' '.join(SAYS)}", (680, 240), 2, shapes)


def sheet(corner: Point, wide: float, fold: Color, lines: int = 0) -> list[Shape]:
    """A sheet of paper with its upper right corner folded; `corner` is its upper left."""
    (x, y), high, cut, round_ = corner, wide * 1.3, wide * 0.3, wide * 0.1
    right, below = x + wide, y + high
    outline = [
        *_arc((x + round_, y + round_), round_, 2),
        (right - cut, y),
        (right, y + cut),
        *_arc((right - round_, below - round_), round_, 0),
        *_arc((x + round_, below - round_), round_, 1),
    ]
    flap = [(right - cut, y), (right, y + cut), *_arc((right - cut + round_, y + cut - round_), round_, 1)]
    return [Area(outline, PAPER), Area(flap, fold), *_text_lines(corner, wide, lines)]


def _text_lines(corner: Point, wide: float, count: int) -> list[Shape]:
    x, y = corner
    rows = [y + wide * (0.55 + 0.22 * number) for number in range(count)]
    ends = [x + wide * (0.62 if row == rows[-1] else 0.8) for row in rows]
    return [Stroke([(x + wide * 0.2, row), (end, row)], HOUSE, wide * 0.1) for row, end in zip(rows, ends, strict=True)]


def dot(middle: Point, radius: float, fill: Color) -> Area:
    return Area([point for quarter in range(4) for point in _arc(middle, radius, quarter)], fill)


def join(start: Point, end: Point, thickness: float, fill: Color = PAPER) -> Stroke:
    bend = (end[0] - start[0]) * 0.55
    inner = (start[0] + bend, start[1]), (end[0] - bend, end[1])
    return Stroke([bezier(step / CURVE_STEPS, start, *inner, end) for step in range(CURVE_STEPS + 1)], fill, thickness)


def _arc(middle: Point, radius: float, quarter: int) -> list[Point]:
    """A quarter of a circle, clockwise; quarter 0 is the lower right one."""
    angles = [(quarter + step / ARC_STEPS) * pi / 2 for step in range(ARC_STEPS + 1)]
    return [(middle[0] + radius * cos(angle), middle[1] + radius * sin(angle)) for angle in angles]


def as_svg(picture: Picture) -> str:
    wide, high = picture.size
    size = f'viewBox="0 0 {wide} {high}" width="{wide}" height="{high}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONT}">'
    return "\n".join([head, f"<title>{escape(picture.title)}</title>", *map(_svg_shape, picture.shapes), "</svg>", ""])


def _svg_shape(shape: Shape) -> str:
    fill = "#{:02x}{:02x}{:02x}".format(*shape.fill)
    match shape:
        case Area(corners):
            return f'<path d="{_svg_path(corners)}Z" fill="{fill}"/>'
        case Stroke(points, thickness=thickness):
            line = f'stroke="{fill}" stroke-width="{thickness:g}" stroke-linecap="round"'
            return f'<path d="{_svg_path(points)}" fill="none" {line}/>'
        case Words((x, y), text, style):
            # Without Inter, another typeface takes exactly its room.
            room = f'textLength="{width(text, style):.1f}" lengthAdjust="spacingAndGlyphs"'
            look = f'font-size="{style.size}" font-weight="{style.weight}" fill="{fill}"'
            return f'<text x="{x:g}" y="{y:g}" {look} {room}>{escape(text)}</text>'


def _svg_path(points: list[Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def as_image(picture: Picture) -> Image.Image:
    scale = picture.zoom * SMOOTHING
    image = Image.new("RGB", (picture.size[0] * scale, picture.size[1] * scale), GROUND)
    pen = ImageDraw.Draw(image)
    for shape in picture.shapes:
        _paint(pen, shape, scale)
    return image.reduce(SMOOTHING)


def _paint(pen: ImageDraw.ImageDraw, shape: Shape, scale: int) -> None:
    match shape:
        case Area(corners):
            pen.polygon([(x * scale, y * scale) for x, y in corners], fill=shape.fill)
        case Stroke(points, thickness=thickness):
            scaled, radius = [(x * scale, y * scale) for x, y in points], thickness * scale / 2
            pen.line(scaled, shape.fill, round(2 * radius), joint="curve")
            for x, y in (scaled[0], scaled[-1]):
                pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=shape.fill)
        case Words((x, y), text, style):
            face = font(Style(style.size * scale // SCALE, style.weight))
            pen.text((x * scale, y * scale), text, shape.fill, face, anchor="ls")


PICTURES = (avatar, banner)


def main() -> None:
    for draw in PICTURES:
        picture = draw()
        (FOLDER / f"{picture.name}.svg").write_text(as_svg(picture), encoding="utf-8")
        as_image(picture).save(FOLDER / f"{picture.name}.png", optimize=True)


if __name__ == "__main__":
    main()
