"""Reads Markdown, as tools write it from a PDF."""

from __future__ import annotations

import re

from bot.core.fulltext.blocks import TextBlock, read_blocks
from bot.core.fulltext.headings import named_part
from bot.core.fulltext.manuscript import Manuscript, PaperPart

HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*$")
LINK = re.compile(r"!?\[([^\[\]]*)\]\(([^()\s]*)(?:\s[^()]*)?\)")
EMPHASIS = re.compile(r"\*\*|__|(?<![\w\\])[_*](?=\S)|(?<=[^\s\\])[_*](?!\w)|`")
BULLET = re.compile(r"^\s*(?:[-*+]|\d+\.)\s+(?=\S)")
TABLE = re.compile(r"^\s*\|")


def read_markdown(text: str) -> Manuscript:
    blocks: list[TextBlock] = []
    title = ""
    for paragraph in re.split(r"\n\s*\n", text):
        for block in _blocks(paragraph):
            if block.is_heading and not title and named_part(block.text) is not PaperPart.ABSTRACT:
                title = block.text
            else:
                blocks.append(block)
    if not any(block.is_heading and named_part(block.text) is PaperPart.ABSTRACT for block in blocks):
        blocks = _with_abstract(blocks)
    return read_blocks(title, blocks)


def _blocks(paragraph: str) -> list[TextBlock]:
    """A heading ends its line; the other lines of a paragraph belong together, unless each begins with a bullet."""
    blocks: list[TextBlock] = []
    lines: list[str] = []
    for line in paragraph.split("\n"):
        heading = HEADING.match(line)
        if (heading or BULLET.match(line)) and lines:
            blocks.append(_text(lines))
            lines = []
        if heading:
            blocks.append(TextBlock(_plain(heading[2]), is_heading=True))
        elif line.strip():
            lines.append(BULLET.sub("", line))
    return [*blocks, _text(lines)] if lines else blocks


def _text(lines: list[str]) -> TextBlock:
    return TextBlock("\n".join(_plain(line) for line in lines), is_small=all(TABLE.match(line) for line in lines))


def _plain(line: str) -> str:
    return EMPHASIS.sub("", LINK.sub(r"\1", line)).replace("\\_", "_").replace("\\*", "*").strip()


def _with_abstract(blocks: list[TextBlock]) -> list[TextBlock]:
    """Without a heading of its own, the abstract is the longest paragraph before the first section."""
    first = next((at for at, block in enumerate(blocks) if block.is_heading), len(blocks))
    if not first:
        return blocks
    longest = max(range(first), key=lambda at: len(blocks[at].text))
    return [*blocks[:longest], TextBlock("Abstract", is_heading=True), *blocks[longest:]]
