"""Text that somebody else wrote, made safe to show: it pings nobody, links nowhere, and formats nothing."""

from __future__ import annotations

import re
from functools import lru_cache

from discord.utils import escape_markdown

from bot.core.short_inputs import one_line, shown_back

ELLIPSIS = "…"
WORD_NEAR = 0.8
# discord.py's escaping takes time with the square of the text; whatever is longer is no name or title.
LONGEST_NAME = 1000
# A masked link's text ends at a bracket; these look the same and end nothing.
BRACKETS = str.maketrans({"[": "⁅", "]": "⁆"})
# Turn the direction of what follows, so that a text reads as another one. Joiners and marks of direction stay: emoji
# and some scripts need them, and they turn nothing.
TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
TICKS = str.maketrans({"`": "ʼ"})
# An address stays a link, which shows where it goes. It ends before anything that could mean something to Discord.
ADDRESS = r"(?<![\w\\])https?://[\w\-.~/?%&=+#:;,!$@]*[\w/]"
SPECIAL = r"[\\*_~`|\[\]<]"
# What begins a heading, a quotation or a list; only at the beginning of a line.
OPENING = r"^[^\S\n]*(?:[#>+-]|\d+(?=[.)]))"
MARKUP = re.compile(f"(?P<address>{ADDRESS})|(?P<special>{SPECIAL})|(?P<opening>{OPENING})", re.MULTILINE)
# Of a name: an address in it is no link either.
IN_NAME = rf"(?P<special>{SPECIAL}|:(?=//))"
NAME_MARKUP = re.compile(rf"(?P<address>(?!))|{IN_NAME}|(?P<opening>{OPENING})", re.MULTILINE)
LABEL_MARKUP = re.compile(IN_NAME)
BLANK_LINES = re.compile(r"\n\s*\n")


def clip(text: str, limit: int) -> str:
    """The text in at most `limit` characters; where some are left out it ends with a word, if one is near, and "…"."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    words = cut.rpartition(" ")[0]
    return (words if len(words) > len(cut) * WORD_NEAR else cut).rstrip(" .,:;") + ELLIPSIS


def in_code(text: str, limit: int = 80) -> str:
    """What a member typed, in a code span, where Discord reads neither markdown nor mentions."""
    return shown_back(text, limit) or "an empty text"


def link(text: str, url: str) -> str:
    """A masked link whose text is shown as written."""
    label = LABEL_MARKUP.sub(r"\\\g<special>", clip(text.translate(BRACKETS | TURNS), LONGEST_NAME))
    return f"[{label}]({url})"


# A card has two dozen names and sentences of the catalogue, which are the same each time.
@lru_cache(maxsize=2048)
def written(text: str) -> str:
    """Names and titles as written, with nothing in them read as markdown."""
    return escape_markdown(clip(text, LONGEST_NAME))


def plain(text: str) -> str:
    """A name that a member chose, as written: nothing in it is read as markdown, a mention, a timestamp or a link."""
    return NAME_MARKUP.sub(_escaped, clip(text.translate(TURNS), LONGEST_NAME))


def passage(text: str) -> str:
    """A text of several lines that a member wrote, as written: no markdown, no mention, no link under another name.

    Characters that turn the direction of writing are left out, and of several blank lines one is kept.
    """
    return MARKUP.sub(_escaped, BLANK_LINES.sub("\n\n", text.translate(TURNS)))


def in_block(text: str) -> str:
    """The same in a code block, which escapes nothing and so is never longer than the text and eight characters."""
    return f"```\n{text.translate(TURNS | TICKS)}\n```"


def on_one_line(text: str) -> str:
    """For places where Discord reads no markup, such as choices: on one line, without invisible characters."""
    return one_line(text)


def _escaped(found: re.Match[str]) -> str:
    if address := found["address"]:
        return address
    if special := found["special"]:
        return f"\\{special}"
    opening = found["opening"]
    # A number is no list once its dot is escaped; the dot follows, so the backslash goes behind the digits.
    return f"{opening}\\" if opening[-1].isdigit() else f"{opening[:-1]}\\{opening[-1]}"
