"""Print the output of operations: lines on standard output."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def say(*lines: str) -> None:
    for line in lines:
        sys.stdout.write(f"{line}\n")


def sized(count: int) -> str:
    """A number of bytes in a readable unit."""
    size, unit = float(count), "bytes"
    for larger in ("KiB", "MiB", "GiB", "TiB"):
        if size < 1024:  # noqa: PLR2004
            break
        size, unit = size / 1024, larger
    return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"


def counted(rows: Mapping[str, int]) -> list[str]:
    """One line per table, with aligned numbers."""
    width = max(map(len, rows), default=0)
    return [f"  {name:<{width}}  {count:>9,}" for name, count in rows.items()]
