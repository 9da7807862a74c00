"""Finds the group's name in front of what its sessions are called, as in "Privacy group: …"."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIX = re.compile(r"(?P<name>[^:|]{2,40}?)\s*(?:[:|]|\s[-–—])\s+(?=\S)")
FEWEST, MOSTLY = 3, 0.6


def common_prefix(names: Iterable[str]) -> str:
    """Return the name with which most of these begin, at least three; empty if there is none."""
    written = [name.strip() for name in names if name.strip()]
    found = Counter(match["name"] for name in written if (match := PREFIX.match(name)))
    # An event without a paper may have only the name.
    counts = {prefix: count + written.count(prefix) for prefix, count in found.items()}
    prefix = max(counts, key=lambda each: counts[each], default="")
    enough = prefix and found[prefix] > 1 and counts[prefix] >= max(FEWEST, MOSTLY * len(written))
    return prefix if enough else ""


def without_prefix(name: str, prefix: str) -> str:
    """Return the text after the prefix, or the whole name if it lacks the prefix; empty if nothing follows."""
    if not prefix:
        return name
    if name.strip() == prefix:
        return ""
    match = PREFIX.match(name.strip())
    return name.strip()[match.end() :] if match and match["name"] == prefix else name
