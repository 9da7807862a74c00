"""Reads a row of a table that we wrote, word for word: nothing in it has to be guessed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.core.schedules.blocks import plain
from bot.core.schedules.content import Content
from bot.core.schedules.headings import Column
from bot.core.schedules.links import arxiv_id_of
from bot.core.schedules.session import ScheduledPaper, SessionLink
from bot.core.schedules.spans import lines_in
from bot.core.schedules.writing import CLUB, NO_PAPERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.core.schedules.blocks import Span, Spans


def content_of(cells: Mapping[Column, Iterable[Spans]]) -> Content:
    """Return what the row says. Its papers are named by key, unless "-" says that there is only a topic.

    Behind the keys is the token of the club whose own week it was.
    """
    words = re.split(r"\s+", " ".join(map(plain, cells[Column.KEYS])).strip())
    keys = tuple(word for word in words if not word.startswith(CLUB))
    club = next((word.removeprefix(CLUB) for word in words if word.startswith(CLUB)), "")
    papers = [_paper(line) for line in lines_in(cells[Column.PAPER])]
    hosts = [plain(tuple(line)) for line in lines_in(cells[Column.HOST])]
    links = [SessionLink(plain(tuple(line)), url) for line in lines_in(cells[Column.LINKS]) if (url := _url(line))]
    if keys == (NO_PAPERS,):
        return Content([], hosts, links, " · ".join(paper.title for paper in papers), keys=keys, club=club)
    return Content(papers, hosts, links, keys=keys, club=club)


def _paper(line: list[Span]) -> ScheduledPaper:
    title, url = plain(tuple(line)), _url(line)
    # A title may be an address itself.
    url = None if url == title else url
    return ScheduledPaper(title, arxiv_id_of(url), url)


def _url(line: list[Span]) -> str | None:
    return next((span.url for span in line if span.url), None)
