"""Reads what stands below the line that opened a session, and then what the heading above it was."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.core.schedule.blocks import BlockKind, Span
from bot.core.schedule.content import identifier_of, paper_of, read_into
from bot.core.schedule.dates import first_date
from bot.core.schedule.hosts import names_in
from bot.core.schedule.openings import is_only_date
from bot.core.schedule.session import SessionKind
from bot.core.schedule.spans import LINE_BREAK
from bot.core.schedule.titles import FEWEST_WORDS_OF_A_TITLE, cited_title, is_topic
from bot.core.schedule.words import FIELD, OF_A_TITLE, OF_PEOPLE, PAPERS_BELOW, READINGS, SPEAKER_ON

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.schedule.blocks import Block, Spans
    from bot.core.schedule.content import Content
    from bot.core.schedule.dates import DayOrder

BEHIND_A_NAME = re.compile(r"[,(]|\s[–—-]\s")
END_OF_A_SENTENCE = re.compile(r"[.?!]\s+\S")


class Below:
    """Adds one block after another to a session. `people` and `papers`: what the label above said is listed."""

    def __init__(self, order: DayOrder) -> None:
        self._order = order
        self._people = self._papers = False

    def begin(self) -> None:
        self._people = self._papers = False

    def add(self, content: Content, block: Block) -> None:
        if is_only_date(block, self._order) or self._is_label(block):
            return
        if self._people and block.kind is BlockKind.ITEM:
            first = BEHIND_A_NAME.split(block.text, maxsplit=1)[0]
            content.add_hosts(names_in(first if len(first.split()) > 1 else block.text))
            return
        self._people = False
        topic = content.topic
        linked = next(
            (span.url for span in block.spans if OF_A_TITLE.fullmatch(span.text) and identifier_of(span.url)), None
        )
        if linked and topic and not content.papers:
            content.papers.append(paper_of(topic, linked))
        elif self._papers and not any(span.url for span in block.spans):
            self._add_listed(content, block)
        else:
            read_into(content, block.spans, may_be_plain=False)
        if topic:
            content.topic = topic

    def _is_label(self, block: Block) -> bool:
        """Return whether a block is no more than "Speakers:" or "Papers:", and keep what that means."""
        is_label = not any(span.url for span in block.spans) and (
            OF_PEOPLE.fullmatch(block.text) or READINGS.fullmatch(block.text)
        )
        if is_label or block.kind is BlockKind.HEADING:
            self._people = bool(OF_PEOPLE.fullmatch(block.text))
            self._papers = bool(PAPERS_BELOW.fullmatch(block.text))
        return bool(is_label)

    def _add_listed(self, content: Content, block: Block) -> None:
        """Add the titles of a list below "Papers:", unless it is not sure where in a line the title ends."""
        for line in "".join(span.text for span in block.spans).split(LINE_BREAK):
            title = cited_title(line) or ("" if END_OF_A_SENTENCE.search(line) else line)
            if block.kind is BlockKind.ITEM or title != line:
                read_into(content, _text(title), may_be_plain=True)


def _text(title: str) -> Spans:
    return (Span(title),) if title else ()


def name_papers(contents: Sequence[Content]) -> None:
    """Take the headings of these sessions, their topics, for titles, where nothing else names a paper.

    If several are like "Ada Berg on Maps of towns", she is the host.
    """
    spoken = [SPEAKER_ON.match(content.topic) for content in contents]
    speakers = {match["name"] for match in spoken if match and not FIELD.search(match["name"])}
    for content, match in zip(contents, spoken, strict=True):
        if match and len(speakers) > 1 and match["name"] in speakers:
            content.add_hosts([match["name"]])
            content.topic = content.topic[match.end() :]
        is_long = len(content.topic.split()) >= FEWEST_WORDS_OF_A_TITLE and not first_date(content.topic)
        if is_long and content.kind is SessionKind.SESSION and not content.papers and not is_topic(content.topic):
            content.papers.append(paper_of(content.topic, None))
