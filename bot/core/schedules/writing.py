"""Writes a club's sessions as a table in Markdown, which `markdown.py` reads back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from bot.core.schedules.session import SessionLink

HEADER = ("Date", "Paper", "Host", "Materials", "Paper Club keys")
NO_PAPERS = "-"  # among the keys: the column of papers has only a topic
CLUB = "@"  # before the token of the club whose own week it is; no key begins with it
BETWEEN = "<br>"
# Every sign that could mean something in Markdown or HTML. A backslash before it makes it a plain sign.
SIGN = re.compile(r"([\\`*_{}\[\]()<>#+\-!|~&:/@.])")
SPACES = re.compile(r"[\s\x00-\x1f\x7f]+")
# What would end an address or a cell.
IN_ADDRESS = {ord(sign): f"%{ord(sign):02X}" for sign in " \"'<>|\\`(){}[]^\n\r\t"}


@dataclass(frozen=True, slots=True)
class WrittenPaper:
    title: str
    url: str
    key: str


@dataclass(frozen=True, slots=True)
class WrittenSession:
    """A session that took place or is planned. `day` is None if nobody knows yet when it will be.

    `club` is the token of the club whose own week it is, empty for a session from before.
    """

    day: date | None
    papers: tuple[WrittenPaper, ...]
    hosts: tuple[str, ...] = ()
    links: tuple[SessionLink, ...] = ()
    topic: str = ""
    club: str = ""


def table_of(sessions: Iterable[WrittenSession]) -> str:
    """Return the table, a session in each row."""
    rows = [HEADER, ["---"] * len(HEADER), *map(_row, sessions)]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in rows)


def _row(session: WrittenSession) -> list[str]:
    keys = [paper.key for paper in session.papers] or [NO_PAPERS]
    return [
        session.day.isoformat() if session.day else "",
        BETWEEN.join(_linked(paper.title, paper.url) for paper in session.papers) or _escaped(session.topic),
        BETWEEN.join(map(_escaped, session.hosts)),
        BETWEEN.join(_linked(link.what or link.url, link.url) for link in session.links),
        " ".join([*keys, *([f"{CLUB}{session.club}"] if session.club else [])]),
    ]


def _linked(text: str, url: str) -> str:
    return f"[{_escaped(text)}]({url.translate(IN_ADDRESS)})" if url else _escaped(text)


def _escaped(text: str) -> str:
    return SIGN.sub(r"\\\1", SPACES.sub(" ", text).strip())
