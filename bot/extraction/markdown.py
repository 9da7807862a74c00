"""Reads Markdown, as tools write it from a PDF."""

from __future__ import annotations

import re

from bot.core.fulltext.blocks import Block, read_blocks
from bot.core.fulltext.headings import named_part
from bot.core.fulltext.manuscript import Manuscript, Part

HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*$")
LINK = re.compile(r"!?\[([^\[\]]*)\]\(([^()\s]*)(?:\s[^()]*)?\)")
EMPHASIS = re.compile(r"\*\*|__|(?<![\w\\])[_*](?=\S)|(?<=[^\s\\])[_*](?!\w)|`")
BULLET = re.compile(r"^\s*(?:[-*+]|\d+\.)\s+(?=\S)")
TABLE = re.compile(r"^\s*\|")


def read_markdown(text: str) -> Manuscript:
    blocks: list[Block] = []
    title = ""
    for paragraph in re.split(r"\n\s*\n", text):
        for block in _blocks(paragraph):
            if block.is_heading and not title and named_part(block.text) is not Part.ABSTRACT:
                title = block.text
            else:
                blocks.append(block)
    if not any(block.is_heading and named_part(block.text) is Part.ABSTRACT for block in blocks):
        blocks = _with_abstract(blocks)
    return read_blocks(title, blocks)


def _blocks(paragraph: str) -> list[Block]:
    """A heading ends its line; the other lines of a paragraph belong together, unless each begins with a bullet."""
    blocks: list[Block] = []
    lines: list[str] = []
    for line in paragraph.split("\n"):
        heading = HEADING.match(line)
        if (heading or BULLET.match(line)) and lines:
            blocks.append(_text(lines))
            lines = []
        if heading:
            blocks.append(Block(_plain(heading[2]), is_heading=True))
        elif line.strip():
            lines.append(BULLET.sub("", line))
    return [*blocks, _text(lines)] if lines else blocks


def _text(lines: list[str]) -> Block:
    return Block("\n".join(_plain(line) for line in lines), is_small=all(TABLE.match(line) for line in lines))


def _plain(line: str) -> str:
    return EMPHASIS.sub("", LINK.sub(r"\1", line)).replace("\\_", "_").replace("\\*", "*").strip()


def _with_abstract(blocks: list[Block]) -> list[Block]:
    """Without a heading of its own, the abstract is the longest paragraph before the first section."""
    first = next((at for at, block in enumerate(blocks) if block.is_heading), len(blocks))
    if not first:
        return blocks
    longest = max(range(first), key=lambda at: len(blocks[at].text))
    return [*blocks[:longest], Block("Abstract", is_heading=True), *blocks[longest:]]
