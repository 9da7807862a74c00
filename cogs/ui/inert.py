"""Text that somebody else wrote, made safe to show: it pings nobody, links nowhere, and formats nothing."""

from __future__ import annotations

import unicodedata

from discord.utils import escape_markdown

ELLIPSIS = "…"
WORD_NEAR = 0.8
# A masked link's text ends at a bracket; these look the same and end nothing.
BRACKETS = str.maketrans({"[": "⁅", "]": "⁆"})


def clip(text: str, limit: int) -> str:
    """The text in at most `limit` characters; where some are left out it ends with a word, if one is near, and "…"."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    words = cut.rpartition(" ")[0]
    return (words if len(words) > len(cut) * WORD_NEAR else cut).rstrip(" .,:;") + ELLIPSIS


def in_code(text: str, limit: int = 80) -> str:
    """What a member typed, on one line in a code span, where Discord reads neither markdown nor mentions.

    Invisible and direction-changing characters are dropped and backticks replaced, so nothing ends the span.
    """
    visible = "".join(
        " " if char.isspace() else char for char in text if char.isspace() or unicodedata.category(char)[0] != "C"
    )
    shown = clip(" ".join(visible.replace("`", "ʼ").split()), limit)
    return f"`{shown}`" if shown else "an empty text"


def link(text: str, url: str) -> str:
    """A masked link whose text is shown as written."""
    return f"[{escape_markdown(text.translate(BRACKETS))}]({url})"


def written(text: str) -> str:
    """Names and titles as written, with nothing in them read as markdown."""
    return escape_markdown(text)


def plain(text: str) -> str:
    """What a member wrote, as written: beyond markdown, nothing in it is read as a mention or a timestamp either."""
    return escape_markdown(text).replace("<", "\\<")
