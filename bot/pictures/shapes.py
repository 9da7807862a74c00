"""What a picture consists of, in pixels of the finished picture: data that tests can check."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.pictures.palette import Color
    from bot.pictures.typography import Style


@dataclass(frozen=True, slots=True)
class TextRun:
    """One line of text with its top left corner at (x, y)."""

    x: float
    y: float
    text: str
    style: Style
    color: Color


@dataclass(frozen=True, slots=True)
class Box:
    """A rounded card with its text. `accent` is the strip on its left edge. None means an outline only."""

    x: int
    y: int
    width: int
    height: int
    fill: Color
    accent: Color | None
    runs: tuple[TextRun, ...] = ()

    @property
    def center(self) -> float:
        return self.y + self.height / 2

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def bottom(self) -> int:
        return self.y + self.height

    def moved_down(self, by: int) -> Box:
        return replace(self, y=self.y + by, runs=tuple(replace(run, y=run.y + by) for run in self.runs))


@dataclass(frozen=True, slots=True)
class Dot:
    """A paper without a card: one of the generation after the neighbors, or a color in the legend."""

    x: float
    y: float
    color: Color


@dataclass(frozen=True, slots=True)
class Join:
    """A line through these points with rounded corners, from an older paper to a newer one, perhaps with a head."""

    points: tuple[tuple[float, float], ...]
    has_head: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything to draw. `height` depends on the contents; the width is always 1,200."""

    height: int
    boxes: tuple[Box, ...]
    joins: tuple[Join, ...]
    dots: tuple[Dot, ...]
    runs: tuple[TextRun, ...]  # text outside of cards
