"""Reads the links of a row: the addresses of its papers, papers that only a link names, and all others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.core.schedules.blocks import Span, plain
from bot.core.schedules.content import paper_of
from bot.core.schedules.links import arxiv_address, identifier_of, is_kept, is_of_meeting
from bot.core.schedules.session import SessionLink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.schedules.blocks import Spans
    from bot.core.schedules.content import Content

LABELED = re.compile(r"(?:\w+ )?(?:papers?|readings?|articles?) ?\d{0,2} ?: +(?=\S)", re.IGNORECASE)
CALLED_A_PAPER = re.compile(r"[\w .-]{1,60} (?:paper|article|preprint)", re.IGNORECASE)


def read_links(content: Content, links: Sequence[Spans], elsewhere: Sequence[Spans]) -> None:
    """Give papers their addresses. `links` are the cells of columns for these, `elsewhere` of others with links.

    Links that name papers themselves, as "Paper 1: Maps of towns" does, are papers, and what is in the paper's place is
    the topic. If the only one is such as "Maps paper", the topic is its title.
    """
    linked = [span for cell in links for span in _with_ids(cell) if span.url]
    beside = [span for span in linked if not is_of_meeting(span)]
    if named := [span for span in beside if LABELED.match(span.text)]:
        _take_named(content, named)
        beside = [span for span in beside if span not in named]
    bare = [at for at, paper in enumerate(content.papers) if paper.url is None]
    if len(bare) == len(beside) or len(bare) == 1:
        for at, span in zip(bare, beside, strict=False):
            content.papers[at] = paper_of(content.papers[at].title, span.url)
        beside = beside[len(bare) :]
    are_bare = len(beside) == 1 or all(span.text == span.url for span in beside)
    if not content.papers and are_bare and all(is_kept(span.url) for span in beside):
        content.papers += [paper_of(plain((span,)), span.url) for span in beside]
        beside = []
    content.links += [SessionLink(plain((span,)), span.url or "") for span in beside]
    noted = [span for cell in elsewhere for span in cell if span.url]
    noted = [span for span in linked if is_of_meeting(span)] + noted
    bare = [at for at, paper in enumerate(content.papers) if paper.url is None]
    addresses = [span for span in noted if span.text == span.url and identifier_of(span.url)]
    if len(bare) == len(content.papers) == len(addresses) == 1:
        content.papers = [paper_of(content.papers[0].title, addresses[0].url)]
        noted.remove(addresses[0])
    content.links += [SessionLink(plain((span,)) or span.url or "", span.url or "") for span in noted]
    _name_by_topic(content)


def _take_named(content: Content, named: Sequence[Span]) -> None:
    if len(content.papers) == 1 and content.papers[0].url is None:
        content.take_title_for_topic()
    content.papers += [paper_of(LABELED.sub("", span.text), span.url) for span in named]


def _name_by_topic(content: Content) -> None:
    is_called = len(content.papers) == 1 and CALLED_A_PAPER.fullmatch(content.papers[0].title) is not None
    if is_called and content.may_be_titled:
        content.papers = [paper_of(content.topic, content.papers[0].url)]


def _with_ids(cell: Spans) -> Spans:
    """Return the cell with links; a cell that is only an arXiv id becomes one."""
    url = arxiv_address(plain(cell))
    return (Span(url, url),) if url and not any(span.url for span in cell) else cell
