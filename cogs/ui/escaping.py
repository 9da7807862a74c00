"""Text that somebody else wrote, made safe to show: it pings nobody, links nowhere, and formats nothing."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.core.text.short_inputs import shown_back
from cogs.ui.wording import t

ELLIPSIS = "…"
WORD_NEAR = 0.8
# discord.py's escaping takes time with the square of the length. No name or title is longer than this.
LONGEST_NAME = 1000
# A bracket ends the text of a masked link. These look the same but do not.
BRACKETS = str.maketrans({"[": "⁅", "]": "⁆"})
BRACKETS_IN_ADDRESS = str.maketrans({"(": "%28", ")": "%29"})
# These change the direction of the following text, which could make it read as another one. Joiners and direction marks
# stay: emoji and some scripts need them, and they are harmless.
TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
TICKS = str.maketrans({"`": "ʼ"})
# A plain address stays a link, because it shows where it goes. It ends before any character special to Discord.
ADDRESS = r"(?<![\w\\])https?://[\w\-.~/?%&=+#:;,!$@]*[\w/]"
SPECIAL = r"[\\*_~`|\[\]<]"
# Characters that start a heading, a quotation or a list. They only count at the beginning of a line.
OPENING = r"^[^\S\n]*(?:[#>+-]|\d+(?=[.)]))"
MARKUP = re.compile(f"(?P<address>{ADDRESS})|(?P<special>{SPECIAL})|(?P<opening>{OPENING})", re.MULTILINE)
# Inside a name, not even an address is a link.
IN_NAME = rf"(?P<special>{SPECIAL}|:(?=//))"
NAME_MARKUP = re.compile(rf"(?P<address>(?!))|{IN_NAME}|(?P<opening>{OPENING})", re.MULTILINE)
LABEL_MARKUP = re.compile(IN_NAME)
BLANK_LINES = re.compile(r"\n\s*\n")


def clip(text: str, limit: int) -> str:
    """Return at most `limit` characters. A shortened text ends with "…", after a whole word if one is near."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    words = cut.rpartition(" ")[0]
    return (words if len(words) > len(cut) * WORD_NEAR else cut).rstrip(" .,:;") + ELLIPSIS


def in_code(text: str, limit: int = 80) -> str:
    """Return what a member typed in a code span, in which Discord reads neither markdown nor mentions."""
    return shown_back(text, limit) or t("ui-nothing-typed")


def link(text: str, url: str) -> str:
    """Return a masked link whose text is shown as written, and whose address ends where it should."""
    label = LABEL_MARKUP.sub(r"\\\g<special>", clip(text.translate(BRACKETS | TURNS), LONGEST_NAME))
    return f"[{label}]({url.translate(BRACKETS_IN_ADDRESS)})"


def plain(text: str) -> str:
    """Return a name that a member chose, so that it is shown as written: no markdown, mention, timestamp or link."""
    return NAME_MARKUP.sub(_escaped, clip(text.translate(TURNS), LONGEST_NAME))


# A card contains two dozen names and sentences of papers, which seldom change.
@lru_cache(maxsize=2048)
def written(text: str) -> str:
    """Return a name, title or sentence of a paper so that Discord shows it as written.

    Servers add papers, from files and sites that nobody has checked: what counts for members' names counts here.
    """
    return plain(text)


def passage(text: str) -> str:
    """Return a member's text of several lines, so that it is shown as written: no markdown, mention or masked link.

    Characters that change the writing direction are removed. Several blank lines become one.
    """
    return MARKUP.sub(_escaped, BLANK_LINES.sub("\n\n", text.translate(TURNS)))


def in_block(text: str) -> str:
    """Return the same in a code block, which needs no escapes: it is only eight characters longer than the text."""
    return f"```\n{text.translate(TURNS | TICKS)}\n```"


def _escaped(found: re.Match[str]) -> str:
    if address := found["address"]:
        return address
    if special := found["special"]:
        return f"\\{special}"
    opening = found["opening"]
    # Escaping the dot after a number prevents a list, so the backslash goes between the number and the dot.
    return f"{opening}\\" if opening[-1].isdigit() else f"{opening[:-1]}\\{opening[-1]}"
