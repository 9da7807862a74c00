"""Reads what a session is about: its papers, its hosts and its other links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.core.errors import BadIdentifierError
from bot.core.papers.identifiers import ArxivId, Doi, PublisherPage, parse_identifier
from bot.core.schedule.blocks import Span, plain
from bot.core.schedule.session import ScheduledPaper, SessionKind, SessionLink
from bot.core.schedule.words import (
    BREAKS,
    CANCELLED,
    HOSTED,
    NO_MEETING,
    NO_PAPER,
    NOT_A_PAPER,
    OF_A_TITLE,
    ONLY_MARKS,
    OTHER_SITES,
    SURELY_NO_PAPER,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.core.schedule.blocks import Spans

MOST_WORDS_OF_A_TOPIC = 6
LONGEST_NOTICE = 12  # words
BETWEEN_NAMES = re.compile(r"\s*(?:,|;|&|\band\b|/|\+|\n|\bwith\b)\s*")
DEGREE = re.compile(r"(?:ph\.?d\.?|m\.?d\.?|dr\.?|prof\.?|msc|jr\.?)", re.IGNORECASE)
YEAR_BEHIND = re.compile(r"\s*[(\[][^()\[\]]*\b(?:19|20)\d\d[a-z]?[^()\[\]]*[)\]]\s*$")
QUOTED = re.compile(r"[“\"«„]([^“”\"«»„]{8,})[”\"»“]")
EDGES = " \t\n.,;:|–—-*_•·/&+"
FEWEST_WORDS_OF_A_TITLE = 3
FEW_WORDS = 3


@dataclass(slots=True)
class Content:
    """What has been read of one session so far."""

    papers: list[ScheduledPaper] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)
    links: list[SessionLink] = field(default_factory=list)
    topic: str = ""
    kind: SessionKind = SessionKind.SESSION

    def add_hosts(self, names: Iterable[str]) -> None:
        self.hosts += [name for name in dict.fromkeys(names) if name not in self.hosts]


def read_into(content: Content, spans: Spans, *, may_be_plain: bool) -> None:
    """Read a line's papers, hosts and links. Without `may_be_plain`, a title is only one with a link."""
    spans, hosts = without_hosts(spans)
    content.add_hosts(hosts)
    links = [span for span in spans if span.url and not span.url.startswith(("#", "mailto:"))]
    papers = [span for span in links if is_paper(span)]
    of_title = [span for span in links if OF_A_TITLE.fullmatch(span.text)]
    content.links += [_link(span) for span in links if span not in papers and span not in of_title]
    content.papers += [paper_of(span.text, span.url) for span in papers]
    text = tuple(span for span in spans if span.url is None)
    if papers:
        content.kind = SessionKind.CANCELLED if CANCELLED.search(plain(text)) else content.kind
    elif _read_plain(content, text, of_title[0].url if of_title else None, may_be_plain=may_be_plain):
        of_title = of_title[1:]
    content.links += map(_link, of_title)


def _read_plain(content: Content, spans: Spans, link: str | None, *, may_be_plain: bool) -> bool:
    """Read a line whose titles are no links; `link` stands beside the title. Returns whether the link was used."""
    text, title = plain(spans), title_in(spans)
    if link is None and _is_notice(text):
        content.kind, content.topic = kind_of(text), content.topic or text.strip(EDGES)
    elif link and title:
        content.papers.append(paper_of(title, link))
        return True
    elif may_be_plain and title and not is_topic(title):
        content.papers += [paper_of(each, None) for each in titles_in(title)]
    elif title and not ONLY_MARKS.fullmatch(title):
        content.topic = content.topic or title
    return False


def _link(span: Span) -> SessionLink:
    return SessionLink(plain((span,)).strip(EDGES) or span.url or "", span.url or "")


def kind_of(text: str) -> SessionKind:
    """Return what a short notice says: a break, or that a session was called off."""
    if CANCELLED.search(text):
        return SessionKind.CANCELLED
    if NO_MEETING.search(text) or BREAKS.search(text):
        return SessionKind.BREAK
    return SessionKind.SESSION


def _is_notice(text: str) -> bool:
    is_clear = CANCELLED.search(text) or NO_MEETING.search(text)
    is_short = len(text.split()) <= LONGEST_NOTICE
    return is_short and bool(is_clear or (BREAKS.search(text) and is_topic_like(text)))


def is_topic_like(text: str) -> bool:
    return len(text.split()) <= MOST_WORDS_OF_A_TOPIC and ":" not in text


def is_topic(title: str) -> bool:
    """Return whether a title without a link is about the meeting, such as "Kick-off meeting" or "TBD"."""
    if ONLY_MARKS.fullmatch(title):
        return True
    return is_topic_like(title) and bool(NO_PAPER.match(title) or NO_PAPER.fullmatch(title.rsplit(maxsplit=1)[-1]))


def is_paper(span: Span) -> bool:
    """Return whether a link with a title of its own leads to a paper."""
    text = span.text.strip()
    if span.url is None or span.url.startswith(("#", "mailto:")) or OF_A_TITLE.fullmatch(text):
        return False
    if text.startswith(("http://", "https://")):
        return False
    if identifier_of(span.url):
        return not (NOT_A_PAPER.fullmatch(text) or ONLY_MARKS.fullmatch(text))
    host = (urlsplit(span.url).hostname or "").removeprefix("www.")
    unlike = NOT_A_PAPER if len(text.split()) <= FEW_WORDS else SURELY_NO_PAPER
    return len(text.split()) > 1 and not unlike.search(text) and not OTHER_SITES.search(host)


def paper_of(title: str, url: str | None) -> ScheduledPaper:
    """Return the paper with its title as written, without the year or venue behind it."""
    return ScheduledPaper(clean_title(title), arxiv_id_of(url), url or None)


def identifier_of(url: str | None) -> ArxivId | Doi | PublisherPage | None:
    try:
        return parse_identifier(url) if url and url.startswith("http") else None
    except BadIdentifierError:
        return None


def arxiv_id_of(url: str | None) -> str | None:
    found = identifier_of(url)
    return found.id if isinstance(found, ArxivId) else None


def title_in(spans: Spans) -> str:
    """Return the title in a text without links: what is quoted or in bold, if only one part is; else all of it."""
    text = "\n".join(plain((Span(line),)) for line in "".join(span.text for span in spans).split("\n"))
    strong = [span.text for span in spans if span.is_strong and len(span.text.split()) >= FEWEST_WORDS_OF_A_TITLE]
    quoted = QUOTED.findall(text)
    if len(strong) == 1:
        return clean_title(strong[0])
    if len(quoted) == 1 and len(quoted[0].split()) >= FEWEST_WORDS_OF_A_TITLE:
        return clean_title(str(quoted[0]))
    return "\n".join(filter(None, map(clean_title, text.split("\n"))))


def titles_in(title: str) -> list[str]:
    """Return the titles of a cell: one for each line, or between semicolons."""
    parts = [part for line in title.split("\n") for part in line.split(";")]
    return [clean for part in parts if (clean := clean_title(part)) and not is_topic(clean)]


def clean_title(title: str) -> str:
    text = re.sub(r"[ \t\r\f\v]+", " ", title).strip(EDGES + "()[]" if title.count("(") != title.count(")") else EDGES)
    text = re.sub(
        r"^(?:paper|title|reading|topic|extra session|discussion|week \d+)\s*[:,]\s*", "", text, flags=re.IGNORECASE
    )
    while found := YEAR_BEHIND.search(text):
        text = text[: found.start()]
    text = text.strip(EDGES)
    if text[:1] in '“"«„' and text[-1:] in '”"»“':
        text = text[1:-1]
    return text.strip()


def without_hosts(spans: Sequence[Span]) -> tuple[Spans, list[str]]:
    """Return the spans without the words that name hosts, and the hosts."""
    found: list[str] = []
    left: list[Span] = []
    is_other = any(span.url and re.search(r"notebook|blog|code", span.text, re.IGNORECASE) for span in spans)
    for span in spans:
        match = HOSTED.search(span.text) if span.url is None else None
        if match:
            found += [] if is_other else names_in(match["names"])
            span = Span(span.text[: match.start()] + span.text[match.end() :], None, span.is_strong)  # noqa: PLW2901
        left.append(span)
    return tuple(left), found


def names_in(text: str) -> list[str]:
    """Return the names of a list of hosts; none for "TBD" and the like."""
    parts = [re.sub(r"\s+", " ", part).strip(" .:()*_|") for part in BETWEEN_NAMES.split(text)]
    return [
        part
        for part in parts
        if part and not DEGREE.fullmatch(part) and not NO_PAPER.fullmatch(part) and not ONLY_MARKS.fullmatch(part)
    ]
