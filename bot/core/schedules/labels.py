"""Remembers what a label below a session, such as "Papers:" or "Other suggestions", says about the lines after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.schedules.blocks import Block, BlockKind, plain
from bot.core.schedules.hosts import without_hosts
from bot.core.schedules.sections import is_backlog
from bot.core.schedules.words import BESIDE, OF_PEOPLE, PAPERS_BELOW, READINGS

if TYPE_CHECKING:
    from bot.core.schedules.content import Content

LONGEST_LABEL = 6  # words
BELOW_HEADINGS = 7  # the level of a label that is no heading; those go from 1 to 6


class Labels:
    """What is listed now: `people`, `papers`, or what is `beside` the session and not read in it."""

    def __init__(self) -> None:
        self.begin(None, "")

    def begin(self, label: Block | None, text: str) -> None:
        self.people = bool(OF_PEOPLE.fullmatch(text))
        self.papers = bool(PAPERS_BELOW.fullmatch(text))
        self.beside = not self.papers and _is_beside(label, text)
        self._label, self._has_list = label, False

    def announces(self, content: Content, block: Block) -> bool:
        """Return whether a block is only "Speakers:" or "Papers - Host: Ada". Otherwise it is one of those listed."""
        self._end_list(block)
        if self.beside and block.kind is BlockKind.HEADING and block.depth > self._level():
            return True
        spans, hosts = without_hosts(block.spans)
        text = plain(spans) if hosts and PAPERS_BELOW.fullmatch(plain(spans)) else block.text
        is_label = not any(span.url for span in spans) and any(
            words.fullmatch(text) for words in (OF_PEOPLE, READINGS, BESIDE)
        )
        if is_label or block.kind is BlockKind.HEADING:
            self.begin(block, text)
            content.add_hosts(hosts if text != block.text else [])
        elif self.people and block.kind is not BlockKind.ITEM:
            self.people = False
        return is_label

    def _level(self) -> int:
        is_heading = self._label is not None and self._label.kind is BlockKind.HEADING
        return self._label.depth if self._label and is_heading else BELOW_HEADINGS

    def _end_list(self, block: Block) -> None:
        """Forget what an item announced if the list below it is over."""
        label = self._label
        if label is None or not (label.kind is block.kind is BlockKind.ITEM and block.group == label.group):
            return
        if block.depth > label.depth:
            self._has_list = True
        elif self._has_list:
            self.begin(None, "")


def _is_beside(label: Block | None, text: str) -> bool:
    is_heading = label is not None and label.kind is BlockKind.HEADING and len(text.split()) <= LONGEST_LABEL
    return BESIDE.fullmatch(text) is not None or (is_heading and is_backlog([text]))
