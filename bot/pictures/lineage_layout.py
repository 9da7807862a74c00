"""Where everything of the lineage picture goes, in pixels of the finished picture: data that tests can look at."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.pictures.palette import CARD, GROUND, HERO, MUTED, TEXT, TIERS, Colour
from bot.pictures.typography import BOLD, MEDIUM, Style, drawable, width, wrap

if TYPE_CHECKING:
    from bot.pictures.views import LineageView, Node

# Discord shows the picture 550 px wide, so a size of 26 reads as 12 there; on a phone 34 reads as 10.
WIDTH = 1200
MARGIN = 32
COLUMN = 332
GUTTER = (WIDTH - 2 * MARGIN - 3 * COLUMN) // 2
LEFT, MIDDLE, RIGHT = (MARGIN + place * (COLUMN + GUTTER) for place in range(3))
PADDING = 24
GAP = 20
HEADING_HEIGHT = 58
LEAST_HEIGHT = 520

HEADING = Style(26, BOLD)
NAME = Style(36, BOLD)
LONG_NAME = Style(30, BOLD)
NOTE = Style(26)
# The first that holds the whole name in two lines is taken: of all names, the picture's own must not be cut.
HERO_NAMES = tuple(Style(size, BOLD) for size in (46, 40, 34, 30))
HERO_TITLE = Style(30, MEDIUM)
HERO_TITLE_LINES = 8  # as many as the longest title of the catalogue needs
QUIET = Style(28)


@dataclass(frozen=True, slots=True)
class TextRun:
    """One line of text, its top left corner at (x, y)."""

    x: float
    y: float
    text: str
    style: Style
    colour: Colour


@dataclass(frozen=True, slots=True)
class Box:
    """A rounded card with its text; `accent` is the strip on its left edge, None for a placeholder's dashed line."""

    x: int
    y: int
    width: int
    height: int
    fill: Colour
    accent: Colour | None
    runs: tuple[TextRun, ...] = ()

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    def moved_down(self, by: int) -> Box:
        return replace(self, y=self.y + by, runs=tuple(replace(run, y=run.y + by) for run in self.runs))


@dataclass(frozen=True, slots=True)
class Arrow:
    """A curve from the right edge of an older paper's card to the left edge of a newer one's."""

    start: tuple[float, float]
    end: tuple[float, float]
    colour: Colour


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything to draw; `height` follows from the contents, the width is always 1,200."""

    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    headings: tuple[TextRun, ...] = field(default=())


def lay_out(view: LineageView) -> Layout:
    hero = _hero_box(view)
    parents = _column(LEFT, view.parents, view.more_parents, "Nothing older in the catalogue")
    children = _column(RIGHT, view.children, view.more_children, "Nothing newer in the catalogue yet")
    tallest = max(_height_of(column) for column in ([hero], parents, children))
    height = max(LEAST_HEIGHT, tallest + HEADING_HEIGHT + 2 * MARGIN)
    room = height - HEADING_HEIGHT - 2 * MARGIN
    top = MARGIN + HEADING_HEIGHT
    hero, *_ = _centred([hero], top, room)
    parents, children = _centred(parents, top, room), _centred(children, top, room)
    arrows = [
        *(_arrow(parent, hero, parent, order, len(parents)) for order, parent in enumerate(parents) if parent.accent),
        *(_arrow(hero, child, child, order, len(children)) for order, child in enumerate(children) if child.accent),
    ]
    headings = (
        TextRun(LEFT, MARGIN, "BUILDS ON", HEADING, MUTED),
        TextRun(RIGHT, MARGIN, "LED TO", HEADING, MUTED),
    )
    return Layout(height, (*parents, hero, *children), tuple(arrows), headings)


def _hero_box(view: LineageView) -> Box:
    accent = TIERS[view.focus.tier]
    name_style = _hero_name_style(view.focus.name)
    lines = [
        *((line, name_style, TEXT) for line in wrap(view.focus.name, name_style, _room(), 2)),
        *((line, HERO_TITLE, TEXT) for line in wrap(_without_name(view.focus), HERO_TITLE, _room(), HERO_TITLE_LINES)),
        *((line, NOTE, MUTED) for line in wrap(view.authors, NOTE, _room(), 2)),
        *((line, NOTE, accent) for line in wrap(_when_and_where(view), NOTE, _room(), 2)),
    ]
    return _card(MIDDLE, lines, HERO, accent)


def _hero_name_style(name: str) -> Style:
    whole = drawable(name).replace(" ", "")
    fitting = (style for style in HERO_NAMES if "".join(wrap(name, style, _room(), 2)).replace(" ", "") == whole)
    return next(fitting, HERO_NAMES[-1])


def _when_and_where(view: LineageView) -> str:
    year = str(view.focus.year)
    return view.venue if year in view.venue else f"{year} · {view.venue}"


def _column(x: int, nodes: tuple[Node, ...], more: int, nothing: str) -> list[Box]:
    if not nodes:
        return [_placeholder(x, wrap(nothing, QUIET, _room(), 2))]
    title_lines = 2 if len(nodes) <= 4 else 1  # noqa: PLR2004 - more cards must be lower
    boxes = [_node_box(x, node, title_lines) for node in nodes]
    if more:
        boxes.append(_placeholder(x, [f"and {more} more"]))
    return boxes


def _node_box(x: int, node: Node, title_lines: int) -> Box:
    """The year stands to the right of the name, or before the title where the name needs the whole line."""
    accent, year, name = TIERS[node.tier], str(node.year), drawable(node.name)
    beside = width(f"{name}  ", NAME) + width(year, NOTE) <= _room()
    title = _without_name(node) if beside else f"{year} · {_without_name(node)}"
    # Cut short, "Intrinsic dimension" and "Intrinsic dimensionality" would look the same: long names get two lines.
    names = [(name, NAME)] if width(name, NAME) <= _room() else [(part, LONG_NAME) for part in _two_lines(name)]
    lines = [
        *((part, style, TEXT) for part, style in names),
        *((line, NOTE, MUTED) for line in wrap(title, NOTE, _room(), title_lines)),
    ]
    box = _card(x, lines, CARD, accent)
    if not beside:
        return box
    right = x + COLUMN - PADDING - width(year, NOTE)
    run = TextRun(right, box.runs[0].y + NAME.size - NOTE.size - 1, year, NOTE, accent)
    return replace(box, runs=(*box.runs, run))


def _two_lines(name: str) -> list[str]:
    return wrap(name, LONG_NAME, _room(), 2)


def _without_name(node: Node) -> str:
    """The title, less the name in front of it: "LoRA" over "LoRA: Low-Rank Adaptation …" would say it twice."""
    if node.title.casefold().startswith(f"{node.name.casefold()}:"):
        return node.title[len(node.name) + 1 :].strip()
    return "" if node.title.casefold() == node.name.casefold() else node.title


def _card(x: int, lines: list[tuple[str, Style, Colour]], fill: Colour, accent: Colour | None) -> Box:
    runs, y, above = [], float(PADDING - 4), lines[0][1:]
    for text, style, colour in lines:
        if (style, colour) != above:
            y += 8
        above = (style, colour)
        runs.append(TextRun(x + PADDING, y, text, style, colour))
        y += style.leading
    return Box(x, 0, COLUMN, round(y) + PADDING - 8, fill, accent, tuple(runs))


def _placeholder(x: int, lines: list[str]) -> Box:
    return _card(x, [(line, QUIET, MUTED) for line in lines], GROUND, None)


def _room() -> int:
    return COLUMN - 2 * PADDING


def _height_of(column: list[Box]) -> int:
    return sum(box.height for box in column) + GAP * (len(column) - 1)


def _centred(column: list[Box], top: int, room: int) -> list[Box]:
    placed, y = [], top + (room - _height_of(column)) // 2
    for box in column:
        placed.append(box.moved_down(y))
        y += box.height + GAP
    return placed


def _arrow(older: Box, newer: Box, neighbour: Box, order: int, count: int) -> Arrow:
    """Arrows meet the hero's edge spread out around its middle, in the order of the neighbours."""
    spread = (order - (count - 1) / 2) * 22
    start_y = older.middle + (0 if older is neighbour else spread)
    end_y = newer.middle + (0 if newer is neighbour else spread)
    colour = neighbour.accent or MUTED
    return Arrow((older.x + older.width, start_y), (newer.x, end_y), colour)
