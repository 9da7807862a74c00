"""How much text fits into a message, and what to leave out if there is more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui

from cogs.ui.escaping import clip, passage
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Sequence

MESSAGE_TEXT = 4000  # characters in all texts of one message: Discord's limit for Components V2

MOST = 1_000_000


def that_fit(texts: Sequence[str], room: int, separator: str = "\n") -> list[str]:
    """Return the first texts that fit into `room` characters when joined."""
    kept: list[str] = []
    for text in texts:
        room -= len(text) + (len(separator) if kept else 0)
        if room < 0:
            break
        kept.append(text)
    return kept


def counted(texts: Sequence[str], room: int, separator: str = "\n") -> list[str]:
    """Return as many texts as fit into `room` when joined. If some are left out, one more text says how many."""
    if len(whole := that_fit(texts, room, separator)) == len(texts):
        return whole
    kept = that_fit(texts, room - len(t("ui-and-more", count=MOST)) - 1, separator)
    return [*kept, t("ui-and-more", count=len(texts) - len(kept))]


def text_in(container: ui.Container[Any] | None) -> int:
    """Return how many characters of text a container has."""
    if container is None:
        return 0
    return sum(len(part.content) for part in container.walk_children() if isinstance(part, ui.TextDisplay))


def fitted(text: str, room: int) -> str:
    """Return a member's text, escaped, in at most `room` characters. Escaped markup takes more room than as typed."""
    shown, kept = passage(text), len(text)
    while len(shown) > room and kept > 1:
        kept -= max(1, (len(shown) - room) // 2)
        shown = passage(clip(text, max(kept, 1)))
    return shown


def quoted(text: str, room: int) -> str:
    """Return the same as a quotation on one line."""
    return f"> {fitted(' '.join(text.split()), room - 2)}"
