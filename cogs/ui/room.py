"""How much text a message holds, and what to leave out where there is more."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MESSAGE_TEXT = 4000  # characters over all texts of one message, Discord's limit for Components V2


def that_fit(texts: Sequence[str], room: int, separator: str = "\n") -> list[str]:
    """The first of the texts that fit into `room` characters when joined."""
    kept: list[str] = []
    for text in texts:
        room -= len(text) + (len(separator) if kept else 0)
        if room < 0:
            break
        kept.append(text)
    return kept
