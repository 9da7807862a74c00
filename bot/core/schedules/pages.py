"""Reads a page whose front matter names one session: that session, unless the text below has sessions of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.schedules.blocks import BlockKind, Document
from bot.core.schedules.content import paper_of
from bot.core.schedules.dates import dates_in, day_order
from bot.core.schedules.links import arxiv_id_of, identifier_of
from bot.core.schedules.reading import LONGEST_UNREAD, schedule_of
from bot.core.schedules.session import Schedule, UnreadableScheduleError, UnreadLine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.core.schedules.session import Session


def schedule_of_page(document: Document) -> Schedule:
    """Return what a page says. Raises UnreadableScheduleError if it has no session at all."""
    front = _read(Document(document.front, document.year))
    if front is None or len(front.sessions) != 1:
        return schedule_of(document)
    session, below = front.sessions[0], _read(document)
    # References below the notes on a session have no date, and no host.
    if below and any(one.date != session.date and (one.date or one.hosts) for one in below.sessions):
        return below
    url = _only_paper(document)
    if len(session.papers) == 1 and session.papers[0].url is None and url:
        session = replace(session, papers=(paper_of(session.papers[0].title, url),))
    return Schedule((session,), tuple(_unread(document, session)))


def _read(document: Document) -> Schedule | None:
    try:
        return schedule_of(document)
    except UnreadableScheduleError:
        return None


def _only_paper(document: Document) -> str | None:
    """Return the address of the only paper that the text links to."""
    urls = [span.url for block in document.blocks for span in block.spans if identifier_of(span.url)]
    papers = {arxiv_id_of(url) or url for url in urls}
    return urls[0] if len(papers) == 1 else None


def _unread(document: Document, session: Session) -> Iterator[UnreadLine]:
    """Yield the lines below the front with a date or another paper, and rows of tables."""
    order = day_order(block.text for block in document.blocks)
    taken = {paper.url for paper in session.papers}
    for block in document.blocks:
        has_paper = any(identifier_of(span.url) and span.url not in taken for span in block.spans)
        is_line = block.kind is BlockKind.ROW or has_paper or bool(dates_in(block.text, order))
        if is_line and block.kind is not BlockKind.HEADING:
            yield UnreadLine(block.line, block.text[:LONGEST_UNREAD])
