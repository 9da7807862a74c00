"""Draws docs/pictures/layers.svg, the layers of the code and their imports: `make layers`.

The layers are those of the import contract in pyproject.toml. The imports are those that `lint-imports` sees.
"""

from __future__ import annotations

import ast
import tomllib
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import grimp

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "pictures" / "layers.svg"

WIDTH, MARGIN, HEAD = 1100, 28, 64
ROW, SIBLING_GAP, LAYER_GAP = 60, 4, 22
BOX_WIDTH, LANE, RADIUS = 710, 29, 5
INK, QUIET, LINE, FILL = "#1f2328", "#57606a", "#3b6ea5", "#eef3f9"
CAPTION = "Arrows are real imports; lines join only at a dot. Nothing imports upward, or a box that touches it."
FONT = "Inter, 'Segoe UI', Helvetica, Arial, sans-serif"


@dataclass(frozen=True, slots=True)
class Box:
    """A module of the contract, at height `y`; `uses` are the other modules that it imports."""

    name: str
    says: str
    y: int
    uses: tuple[str, ...]


def drawn() -> str:
    """The picture as SVG."""
    boxes = _boxes(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"])
    used = [box.name for box in boxes if any(box.name in other.uses for other in boxes)]
    # Each imported box has a lane; the lowest box has the outermost one. So no arrow crosses a lane that continues.
    lanes = {name: MARGIN + BOX_WIDTH + LANE * (number + 1) for number, name in enumerate(used)}
    height = boxes[-1].y + ROW + MARGIN
    parts = [part for box in boxes for part in (*_wires(box, boxes, lanes), *_box(box))]
    return "\n".join([*_frame(height), *parts, "</svg>", ""])


def _boxes(config: dict[str, Any]) -> list[Box]:
    graph = grimp.build_graph(*config["root_packages"], exclude_type_checking_imports=True, cache_dir=None)
    contract = next(one for one in config["contracts"] if one["type"] == "layers" and not one["containers"])
    layers = [[name.strip() for name in layer.split("|")] for layer in contract["layers"]]
    names = [name for layer in layers for name in layer]
    for name in names:
        graph.squash_module(name)
    boxes, y = [], HEAD
    for layer in layers:
        for name in layer:
            imported = graph.find_modules_directly_imported_by(name)
            boxes.append(Box(name, _purpose(name), y, tuple(other for other in names if other in imported)))
            y += ROW + SIBLING_GAP
        y += LAYER_GAP - SIBLING_GAP
    return boxes


def _purpose(module: str) -> str:
    """The beginning of its docstring, up to the first colon or period."""
    path = ROOT.joinpath(*module.split("."))
    source = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    docstring = ast.get_docstring(ast.parse(source.read_text(encoding="utf-8"))) or ""
    return docstring.partition(": ")[0].partition(".\n")[0].rstrip(".").replace("`", "")


def _frame(height: int) -> list[str]:
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONT}">',
        "<title>The layers of Paper Club, and what each imports</title>",
        f'<rect width="{WIDTH}" height="{height}" rx="12" fill="#ffffff"/>',
        f'<text x="{MARGIN}" y="40" font-size="18" fill="{QUIET}">{CAPTION}</text>',
    ]


def _box(box: Box) -> list[str]:
    middle = box.y + ROW // 2
    return [
        f'<rect x="{MARGIN}" y="{box.y}" width="{BOX_WIDTH}" height="{ROW}" rx="8" fill="{FILL}" stroke="{LINE}"/>',
        f'<text x="{MARGIN + 16}" y="{middle + 7}" font-size="20" font-weight="600" fill="{INK}">{box.name}</text>',
        f'<text x="{MARGIN + 200}" y="{middle + 7}" font-size="18" fill="{QUIET}">{escape(box.says)}</text>',
    ]


def _wires(box: Box, boxes: list[Box], lanes: dict[str, int]) -> list[str]:
    """Lines from the box to the lanes of its imports, and from its own lane back into it."""
    edge, leaves, enters = MARGIN + BOX_WIDTH, box.y + ROW // 3, box.y + 2 * ROW // 3
    wires = []
    if box.uses:
        wires.append(_line(edge, leaves, max(lanes[name] for name in box.uses), leaves))
        wires += [f'<circle cx="{lanes[name]}" cy="{leaves}" r="{RADIUS}" fill="{LINE}"/>' for name in box.uses]
    if box.name in lanes:
        lane, first = lanes[box.name], min(other.y for other in boxes if box.name in other.uses)
        wires += [_line(lane, first + ROW // 3, lane, enters), _line(lane, enters, edge + 10, enters)]
        wires.append(f'<path d="M{edge + 1} {enters}l11 -6v12z" fill="{LINE}"/>')
    return wires


def _line(x1: int, y1: int, x2: int, y2: int) -> str:
    return f'<path d="M{x1} {y1}L{x2} {y2}" stroke="{LINE}" stroke-width="2"/>'


if __name__ == "__main__":
    PICTURE.write_text(drawn(), encoding="utf-8")
