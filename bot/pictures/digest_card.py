"""Draws the picture of a digest: the week, its paper, what came of it, and the strongest sentence."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from bot.pictures.palette import CARD, GROUND, MUTED, TEXT, TIERS
from bot.pictures.typography import BOLD, MEDIUM, SCALE, Style, drawable, font, width, wrap

if TYPE_CHECKING:
    from bot.core.papers.paper import Tier
    from bot.pictures.palette import Color

# At 350 px, on a phone, a size of 38 reads as 11.
WIDTH, MARGIN, PADDING = 1200, 24, 56
RADIUS, ACCENT_WIDTH = 28, 14
ROOM = WIDTH - 2 * MARGIN - 2 * PADDING
WEEK, TITLE, LABEL = Style(40, BOLD), Style(40, MEDIUM), Style(38)
NAMES = tuple(Style(size, BOLD) for size in (96, 84, 72, 60))
FIGURE, SENTENCE, MARK = Style(84, BOLD), Style(52, MEDIUM), Style(150, BOLD)
TITLE_LINES, SENTENCE_LINES = 2, 4
MARK_ROOM, FIGURE_GAP, GAP = 96, 72, 32
COLORS = 64


@dataclass(frozen=True, slots=True)
class DigestCard:
    """What the picture shows, in words for readers. `figures` are numbers with their labels."""

    key: str
    tier: Tier
    week: str
    name: str
    title: str
    figures: tuple[tuple[str, str], ...]
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """One line of text with its top left corner at (x, y), in pixels of the finished picture."""

    x: float
    y: float
    text: str
    style: Style
    color: Color


def draw_digest_card(card: DigestCard) -> bytes:
    """Return a PNG 1,200 pixels wide. Synchronous and slow (tens of ms): call it through the picture cache."""
    runs, height = lay_out(card)
    image = Image.new("RGB", (WIDTH * SCALE, height * SCALE), GROUND)
    pen = ImageDraw.Draw(image)
    edges = [edge * SCALE for edge in (MARGIN, MARGIN, WIDTH - MARGIN, height - MARGIN)]
    pen.rounded_rectangle(edges, RADIUS * SCALE, fill=TIERS[card.tier])
    edges[0] += ACCENT_WIDTH * SCALE
    pen.rounded_rectangle(edges, RADIUS * SCALE, fill=CARD)
    for run in runs:
        pen.text((run.x * SCALE, run.y * SCALE), run.text, fill=run.color, font=font(run.style), anchor="la")
    stream = BytesIO()
    reduced = image.reduce(SCALE)
    reduced.quantize(COLORS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(stream, "PNG")
    return stream.getvalue()


def lay_out(card: DigestCard) -> tuple[list[Run], int]:
    """Return every line of text, and the height of the picture."""
    left, y, accent = float(MARGIN + PADDING), float(MARGIN + PADDING), TIERS[card.tier]
    runs = [Run(left, y, drawable(card.week), WEEK, accent)]
    y += WEEK.leading + GAP / 2
    style, names = _name(card.name)
    lines = [(line, style, TEXT) for line in names]
    lines += [(line, TITLE, MUTED) for line in wrap(card.title, TITLE, ROOM, TITLE_LINES)]
    for line, line_style, color in lines:
        runs.append(Run(left, y, line, line_style, color))
        y += line_style.leading
    y += GAP
    x = left
    for figure, label in card.figures:
        runs.append(Run(x, y, figure, FIGURE, TEXT))
        beside = x + width(figure, FIGURE) + GAP / 2
        runs.append(Run(beside, y + FIGURE.size - LABEL.size, label, LABEL, MUTED))
        x = beside + width(label, LABEL) + FIGURE_GAP
    y += FIGURE.leading
    if card.sentence:
        y += GAP
        runs.append(Run(left, y - GAP / 2, "“", MARK, accent))
        for line in wrap(card.sentence, SENTENCE, ROOM - MARK_ROOM, SENTENCE_LINES):
            runs.append(Run(left + MARK_ROOM, y, line, SENTENCE, TEXT))
            y += SENTENCE.leading
    return runs, round(y) + PADDING - GAP // 2 + MARGIN


def _name(name: str) -> tuple[Style, list[str]]:
    """Return the name in the largest style in which all of it fits, on two lines at most."""
    whole = drawable(name).replace(" ", "")
    for most in (1, 2):
        for style in NAMES:
            lines = wrap(name, style, ROOM, most)
            if "".join(lines).replace(" ", "") == whole:
                return style, lines
    return NAMES[-1], wrap(name, NAMES[-1], ROOM, 2)
