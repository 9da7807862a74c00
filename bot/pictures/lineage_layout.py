"""Where everything in the lineage picture goes, in pixels of the finished picture: data that tests can check.

Time runs down: what the paper builds on is above it, what it led to is below. A line in the middle joins them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.pictures.palette import CARD, GROUND, HERO, MUTED, TEXT, TIERS, Color
from bot.pictures.shapes import Box, Dot, Join, Layout, TextRun
from bot.pictures.typography import BOLD, MEDIUM, REPLACEMENT, Style, ascent, drawable, width, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.pictures.views import Branch, LineageView, LineageWords

# A phone shows the picture 350 px wide, where the smallest size, 38, reads as 11.
WIDTH = 1200
MARGIN = 24
MIDDLE = WIDTH // 2
GUTTER = 96  # between the two columns, for the line in the middle
COLUMN = (WIDTH - 2 * MARGIN - GUTTER) // 2
YEAR_X, NAME_X = 36, 150  # from a card's left edge, the same in every card
MARGIN_RIGHT = 20  # inside a card
DOT_X, ROW_GAP = 14, 4
LEGEND_TEXT, LEGEND_GAP = 36, 32  # from a dot's left edge to its text, and from there to the next dot

SMALL = Style(38)
YEAR = Style(38, MEDIUM)
HEADING = Style(38, MEDIUM)
NAMES = (Style(46, BOLD), Style(40, BOLD))
# The first style in which the whole name fits on two lines is used, because the paper's own name must not be cut.
HERO_NAMES = tuple(Style(size, BOLD) for size in (76, 64, 52, 42))
HERO_TITLE = Style(42, MEDIUM)
HERO_TITLE_LINES = 3  # enough for the longest title in the catalog

Line = tuple[str, Style, Color]


@dataclass(frozen=True, slots=True)
class Spacing:
    """Heights: between cards, inside them, of the arrow into the paper's card, below headings and above the legend."""

    gap: int
    padding: int
    arrow: int
    heading: int
    legend: int


AIRY, TIGHT = Spacing(20, 16, 48, 12, 32), Spacing(12, 9, 36, 8, 18)


@dataclass(slots=True)
class Canvas:
    """The picture so far. `y` is where the next part begins."""

    space: Spacing
    y: int = MARGIN
    boxes: list[Box] = field(default_factory=list)
    joins: list[Join] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    runs: list[TextRun] = field(default_factory=list)

    def layout(self) -> Layout:
        height = self.y + MARGIN
        return Layout(height, tuple(self.boxes), tuple(self.joins), tuple(self.dots), tuple(self.runs))


@dataclass(frozen=True, slots=True)
class Generation:
    """The papers directly above or below the paper's card: branches, and a text for those that are left out."""

    items: tuple[Branch | str, ...]
    is_above: bool
    more: dict[int, str]

    @classmethod
    def of(cls, branches: tuple[Branch, ...], left_out: int, words: LineageWords, *, is_above: bool) -> Generation:
        more = dict(words.more)
        return cls((*branches, *([more[left_out]] if left_out else [])), is_above, more)

    @property
    def rows(self) -> list[tuple[Branch | str, ...]]:
        """Return rows of two. An odd one is alone: the first above the paper, the last below it."""
        first = len(self.items) % 2 if self.is_above else 0
        starts = range(first, len(self.items), 2)
        return [row for row in (self.items[:first], *(self.items[start : start + 2] for start in starts)) if row]


def lay_out(view: LineageView) -> Layout:
    """Return the picture's layout, in tighter rows if it would be taller than wide."""
    layout = _laid_out(view, AIRY)
    return layout if layout.height <= WIDTH else _laid_out(view, TIGHT)


def _laid_out(view: LineageView, space: Spacing) -> Layout:
    canvas, words = Canvas(space), view.words
    parents = Generation.of(view.parents, view.more_parents, words, is_above=True)
    children = Generation.of(view.children, view.more_children, words, is_above=False)
    if parents.items:
        _add_heading(canvas, words.builds_on)
        cards = [card for row in parents.rows for card in _add_row(canvas, row, parents)]
        canvas.y += space.arrow - space.gap
        canvas.joins += [Join((*_to_middle(card, card.bottom), (MIDDLE, canvas.y)), has_head=True) for card in cards]
    hero = _hero(view, canvas.y, space)
    canvas.boxes.append(hero)
    canvas.y = hero.bottom + space.gap
    if children.items:
        _add_heading(canvas, words.led_to)
        cards = [card for row in children.rows for card in _add_row(canvas, row, children)]
        ends = [_to_middle(card, card.y)[::-1] for card in cards]
        canvas.joins += [Join(((MIDDLE, hero.bottom), *end), has_head=True) for end in ends]
    if not parents.items and not children.items:
        _add_heading(canvas, words.alone)
    _add_legend(canvas, view)
    return canvas.layout()


def _add_heading(canvas: Canvas, text: str) -> None:
    lines = wrap(text, HEADING, COLUMN, 1)
    canvas.runs += [TextRun(MARGIN, canvas.y, line, HEADING, MUTED) for line in lines]
    canvas.y += HEADING.leading + canvas.space.heading


def _to_middle(card: Box, edge: int) -> tuple[tuple[float, float], ...]:
    """Return the line from a card to the middle. A card as wide as the picture is left at its upper or lower `edge`."""
    if card.right < MIDDLE:
        return (card.right, card.center), (MIDDLE, card.center)
    if card.x > MIDDLE:
        return (card.x, card.center), (MIDDLE, card.center)
    return ((MIDDLE, edge),)


def _add_row(canvas: Canvas, row: tuple[Branch | str, ...], generation: Generation) -> list[Box]:
    """Add one or two equally high cards, each with the papers one generation further, and return the cards."""
    wide = COLUMN if len(row) > 1 else WIDTH - 2 * MARGIN
    space = canvas.space
    cards = [_card(item, MARGIN + column * (COLUMN + GUTTER), wide, space) for column, item in enumerate(row)]
    lists = [
        _FurtherList.of(item, card, generation.more, space.gap // 2) for item, card in zip(row, cards, strict=True)
    ]
    high, room = max(card.height for card in cards), max(further.height for further in lists)
    top = canvas.y + (room if generation.is_above else 0)
    cards = [_stretched(card, high).moved_down(top) for card in cards]
    for card, further in zip(cards, lists, strict=True):
        further.add_to(canvas, card, is_above=generation.is_above)
    canvas.boxes += cards
    canvas.y += high + room + space.gap
    return cards


@dataclass(frozen=True, slots=True)
class _FurtherList:
    """The papers one generation further than a card, each as its lines, its year and its color."""

    entries: tuple[tuple[list[str], str, Color], ...]
    gap: int  # between the list and the card

    @classmethod
    def of(cls, item: Branch | str, card: Box, more: dict[int, str], gap: int) -> _FurtherList:
        if isinstance(item, str):
            return cls((), gap)
        room = card.width - NAME_X
        entries = [
            (_fitted(node.name, (SMALL,), room)[1], str(node.year or ""), TIERS[node.tier]) for node in item.further
        ]
        if item.more:
            entries.append((wrap(more[item.more], SMALL, room, 1), "", MUTED))
        return cls(tuple(entries), gap)

    @property
    def height(self) -> int:
        return sum(self._height_of(lines) for lines, *_ in self.entries) + (self.gap if self.entries else 0)

    def add_to(self, canvas: Canvas, card: Box, *, is_above: bool) -> None:
        if not self.entries:
            return
        x, y = card.x + DOT_X, float(card.y - self.height if is_above else card.bottom + self.gap)
        dots = []
        for lines, year, color in self.entries:
            dots.append(Dot(x, y + SMALL.leading / 2, color))
            if year:
                canvas.runs.append(TextRun(card.x + YEAR_X, y, year, SMALL, color))
            for number, line in enumerate(lines):
                canvas.runs.append(TextRun(card.x + NAME_X, y + number * SMALL.leading, line, SMALL, MUTED))
            y += self._height_of(lines)
        canvas.dots += dots
        ends = (dots[0].y, card.y) if is_above else (card.bottom, dots[-1].y)
        canvas.joins.append(Join(tuple((x, end) for end in ends)))

    @staticmethod
    def _height_of(lines: list[str]) -> int:
        return len(lines) * SMALL.leading + ROW_GAP


def _card(item: Branch | str, x: int, wide: int, space: Spacing) -> Box:
    room = wide - NAME_X - MARGIN_RIGHT
    if isinstance(item, str):
        return _box(x, wide, [(line, SMALL, MUTED) for line in wrap(item, SMALL, room, 1)], space, fill=GROUND)
    node = item.node
    style, names = _fitted(node.name, NAMES, room)
    box = _box(x, wide, [(line, style, TEXT) for line in names], space, fill=CARD, accent=TIERS[node.tier])
    return _with_year(box, node.year)


def _hero(view: LineageView, y: int, space: Spacing) -> Box:
    focus, wide = view.focus, WIDTH - 2 * MARGIN
    room = wide - NAME_X - MARGIN_RIGHT
    style, names = _fitted(focus.name, HERO_NAMES, room)
    lines = [
        *((line, style, TEXT) for line in names),
        *((line, HERO_TITLE, TEXT) for line in wrap(view.title, HERO_TITLE, room, HERO_TITLE_LINES)),
        *((line, SMALL, MUTED) for line in wrap(view.byline, SMALL, room, 2)),
    ]
    return _with_year(_box(MARGIN, wide, lines, space, fill=HERO, accent=TIERS[focus.tier]), focus.year).moved_down(y)


def _fitted(name: str, styles: Sequence[Style], room: int) -> tuple[Style, list[str]]:
    """Return the name on one line, or else on two, in the largest style that shows all of it."""
    name = drawable(name).strip() or REPLACEMENT
    whole = name.replace(" ", "")
    for most in (1, 2):
        for style in styles:
            lines = wrap(name, style, room, most)
            if "".join(lines).replace(" ", "") == whole:
                return style, lines
    return styles[-1], wrap(name, styles[-1], room, 2)


def _box(x: int, wide: int, lines: list[Line], space: Spacing, *, fill: Color, accent: Color | None = None) -> Box:
    runs, y, above = [], float(space.padding), lines[0][1] if lines else SMALL
    for text, style, color in lines:
        y += 8 if style != above else 0
        above = style
        runs.append(TextRun(x + NAME_X, y, text, style, color))
        y += style.leading
    return Box(x, 0, wide, round(y) + space.padding, fill, accent, tuple(runs))


def _with_year(box: Box, year: int) -> Box:
    """Return the card with the year, if it is known, left of its first line, on the same baseline."""
    if not year:
        return box
    first = box.runs[0]
    year_y = first.y + ascent(first.style) - ascent(YEAR)
    return replace(box, runs=(*box.runs, TextRun(box.x + YEAR_X, year_y, str(year), YEAR, box.accent or MUTED)))


def _stretched(box: Box, height: int) -> Box:
    """Return the card with this height and its text in the middle."""
    by = (height - box.height) / 2
    return replace(box, height=height, runs=tuple(replace(run, y=run.y + by) for run in box.runs))


def _add_legend(canvas: Canvas, view: LineageView) -> None:
    """Add what the colors of this picture mean."""
    used = {node.tier for node in view.nodes}
    x = float(MARGIN)
    canvas.y += canvas.space.legend
    for tier, name in view.words.tiers:
        if tier not in used:
            continue
        (text,) = wrap(name, SMALL, WIDTH - 2 * MARGIN - LEGEND_TEXT, 1)
        right = x + LEGEND_TEXT + width(text, SMALL)
        if right > WIDTH - MARGIN:
            x, right = MARGIN, MARGIN + right - x
            canvas.y += SMALL.leading + ROW_GAP
        canvas.dots.append(Dot(x + DOT_X, canvas.y + SMALL.leading / 2, TIERS[tier]))
        canvas.runs.append(TextRun(x + LEGEND_TEXT, canvas.y, text, SMALL, MUTED))
        x = right + LEGEND_GAP
    canvas.y += SMALL.leading
