"""How much text a message holds, and what to leave out where there is more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.ui.inert import clip, passage

if TYPE_CHECKING:
    from collections.abc import Sequence

MESSAGE_TEXT = 4000  # characters over all texts of one message, Discord's limit for Components V2

MORE_TEXT = len("\n… and 1,000,000 more")


def that_fit(texts: Sequence[str], room: int, separator: str = "\n") -> list[str]:
    """The first of the texts that fit into `room` characters when joined."""
    kept: list[str] = []
    for text in texts:
        room -= len(text) + (len(separator) if kept else 0)
        if room < 0:
            break
        kept.append(text)
    return kept


def counted(texts: Sequence[str], room: int, separator: str = "\n") -> list[str]:
    """As many of the texts as fit into `room` when joined; where some are left out, how many more there are."""
    if len(whole := that_fit(texts, room, separator)) == len(texts):
        return whole
    kept = that_fit(texts, room - MORE_TEXT, separator)
    return [*kept, f"… and {len(texts) - len(kept):,} more"]


def fitted(text: str, room: int) -> str:
    """What a member wrote, inert, in at most `room` characters: markup takes more once it is shown as written."""
    shown, kept = passage(text), len(text)
    while len(shown) > room and kept > 1:
        kept -= max(1, (len(shown) - room) // 2)
        shown = passage(clip(text, max(kept, 1)))
    return shown


def quoted(text: str, room: int) -> str:
    """The same as a block quotation on one line."""
    return f"> {fitted(' '.join(text.split()), room - 2)}"
