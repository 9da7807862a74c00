"""Reads what a session is about: its papers, its hosts and its other links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.core.errors import BadIdentifierError
from bot.core.papers.identifiers import ArxivId, Doi, PublisherPage, parse_identifier
from bot.core.schedule.blocks import Span, plain
from bot.core.schedule.fields import fields_of
from bot.core.schedule.hosts import names_in, without_hosts
from bot.core.schedule.session import ScheduledPaper, SessionKind, SessionLink
from bot.core.schedule.words import (
    BREAKS,
    CANCELLED,
    NO_MEETING,
    NO_PAPER,
    NOT_A_PAPER,
    OF_A_TITLE,
    ONLY_MARKS,
    OTHER_SITES,
    SURELY_NO_PAPER,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.core.schedule.blocks import Spans

MOST_WORDS_OF_A_TOPIC = 6
WORD_AND_COLON = re.compile(r"\w+\s?:")  # a label of the file's own
LONGEST_NOTICE = 12  # words
LONGEST_TITLE = 40  # words; what is longer is prose
YEAR_BEHIND = re.compile(r"\s*[(\[][^()\[\]]*\b(?:19|20)\d\d[a-z]?[^()\[\]]*[)\]]\s*$")
# Not the quotation with which a title begins, as in: "Are you sure?": Asking again.
QUOTED = re.compile(r"[“\"«„»]([^“”\"«»„]{8,})[”\"»“«](?!\s?:\s?\w)")
EDGES = " \t\n.,;:|–—-*_•·/&+→"
# Pictures in front of a title or behind it.
PICTURE = "[\U0001f000-\U0001faff\u2600-\u27bf]"
PICTURES = re.compile(rf"^[\W_]{{0,9}}{PICTURE}\W{{0,9}}|(?<!\W)\W{{0,9}}{PICTURE}[\W_]{{0,9}}$")
IN_BRACKETS_BEHIND = re.compile(r"\s*\((?P<inside>[^()]{1,80})\)$")
IN_BRACKETS = re.compile(r"\([^()]*\)")
# A box to tick in front, brackets of a wiki's link, and "(paper)" behind.
OF_THE_FILE = re.compile(r"^\[[ xX]?\]\s+|\[\[|\]\]|\s*[(\[](?:paper|pdf|link|arxiv)[)\]]$", re.IGNORECASE)
EMPTY_BRACKETS = re.compile(r"[(\[]\s*[)\]]")
FEWEST_WORDS_OF_A_TITLE = 3
# Behind a semicolon, a title of its own begins with a capital letter.
SEMICOLON = re.compile(r"\s*;(?!\s*[a-zà-ÿ])\s*")
FEW_WORDS = 3
OF_A_GUEST = re.compile(
    r"(?:guest (?:talk|speaker|lecture)|(?:open|free) slot|(?:speaker|presenter|host|volunteer)s? (?:wanted|needed))\b",
    re.IGNORECASE,
)
# "Planning for the term" is no paper, "Planning with trees of words" is one.
OF_THE_MEETING = re.compile(
    r"\W*(?:(?:and|for|of|to|by|back|meetings?|sessions?|weeks?|day|lunch|talks?)\b|[&(/–—-]|$)"
)


@dataclass(slots=True)
class Content:
    """What has been read of one session so far."""

    papers: list[ScheduledPaper] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)
    links: list[SessionLink] = field(default_factory=list)
    topic: str = ""
    kind: SessionKind = SessionKind.SESSION
    keys: tuple[str, ...] = ()

    def add_paper(self, paper: ScheduledPaper) -> None:
        """Add a paper unless it is there already: by the same address, or the same title without one."""
        for at, known in enumerate(self.papers):
            if known.title.casefold() == paper.title.casefold() and (
                known.url is None or paper.url in {None, known.url}
            ):
                self.papers[at] = paper if known.url is None else known
                return
        self.papers.append(paper)

    def add_hosts(self, names: Iterable[str]) -> None:
        self.hosts += [name for name in dict.fromkeys(names) if name not in self.hosts]


def without_named_hosts(content: Content) -> None:
    """Take "(Ada)" off the end of titles if she is known to be the host."""
    hosts = {host.casefold() for host in content.hosts}
    papers, content.papers = content.papers, []
    for paper in papers:
        behind = IN_BRACKETS_BEHIND.search(paper.title)
        names = {name.casefold() for name in names_in(behind["inside"])} if behind else set()
        is_named = behind is not None and names and names <= hosts
        content.add_paper(replace(paper, title=paper.title[: behind.start()]) if behind and is_named else paper)


def read_into(content: Content, spans: Spans, *, may_be_plain: bool) -> None:
    """Read a line's papers, hosts and links. Without `may_be_plain`, a title is only one with a link or a label."""
    spans, hosts = without_hosts(spans)
    content.add_hosts(hosts)
    for label, part in fields_of(spans):
        match label:
            case "":
                _read_part(content, part, may_be_plain=may_be_plain)
            case "paper":
                _read_part(content, part, may_be_plain=True)
            case "url":
                _read_address(content, part)
            case "other":
                pass
            case _:
                content.links += [SessionLink(_what(span, label), span.url) for span in part if span.url]


def _read_part(content: Content, spans: Spans, *, may_be_plain: bool) -> None:
    links = [span for span in spans if span.url and not span.url.startswith(("#", "mailto:"))]
    papers = [span for span in links if is_paper(span)]
    of_title = [span for span in links if span not in papers and _is_of_title(span)]
    content.links += [_link(span) for span in links if span not in papers and span not in of_title]
    for span in papers:
        content.add_paper(paper_of(span.text, span.url))
    text = tuple(span for span in spans if span.url is None)
    if papers:
        is_off = CANCELLED.search(plain(text)) or all(span.is_struck for span in papers)
        content.kind = SessionKind.CANCELLED if is_off else content.kind
    elif _read_plain(content, text, of_title[0].url if of_title else None, may_be_plain=may_be_plain):
        of_title = of_title[1:]
    elif _may_be_bare(content, text, may_be_plain=may_be_plain) and of_title and identifier_of(of_title[0].url):
        # Nothing names the paper but its address, or a line above.
        is_named = len(content.topic.split()) >= FEWEST_WORDS_OF_A_TITLE and not is_topic(content.topic)
        content.papers.append(paper_of(content.topic if is_named else of_title[0].url or "", of_title[0].url))
        of_title = of_title[1:]
    content.links += map(_link, of_title)


def _may_be_bare(content: Content, text: Spans, *, may_be_plain: bool) -> bool:
    return not content.papers and (may_be_plain or WORD_AND_COLON.fullmatch(plain(text)) is not None)


def _is_of_title(span: Span) -> bool:
    """Return whether a link belongs to the title beside it: "pdf", or a paper's bare address."""
    return bool(OF_A_TITLE.fullmatch(span.text)) or (span.text == span.url and identifier_of(span.url) is not None)


def _read_address(content: Content, spans: Spans) -> None:
    """Read "Link: …", which belongs to the paper above."""
    for span in spans:
        if span.url and content.papers and content.papers[-1].url is None:
            content.papers[-1] = paper_of(content.papers[-1].title, span.url)
        elif span.url:
            content.links.append(_link(span))


def _read_plain(content: Content, spans: Spans, link: str | None, *, may_be_plain: bool) -> bool:
    """Read a line whose titles are no links; `link` stands beside the title. Returns whether the link was used."""
    text, title = plain(spans), title_in(spans)
    is_label = WORD_AND_COLON.fullmatch(text) is not None
    if link is None and _is_notice(text):
        content.kind, content.topic = kind_of(text), content.topic or text.strip(EDGES)
    elif not title or is_label or len(title.split()) > LONGEST_TITLE:
        return False
    elif link:
        content.papers.append(paper_of(title, link))
        return True
    elif may_be_plain and not (is_topic(title) or IN_BRACKETS.fullmatch(text.strip(EDGES))):
        content.papers += [paper_of(each, None) for each in titles_in(title)]
    elif not ONLY_MARKS.fullmatch(title):
        content.topic = content.topic or title
    return False


def _link(span: Span) -> SessionLink:
    return SessionLink(plain((span,)).strip(EDGES) or span.url or "", span.url or "")


def _what(span: Span, label: str) -> str:
    """Return the link's own text, or the label in front of one that says no more than "here"."""
    text = plain((span,)).strip(EDGES)
    return label if not text or text == span.url or OF_A_TITLE.fullmatch(text) else text


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
    if ONLY_MARKS.fullmatch(title) or OF_A_GUEST.match(title):
        return True
    found = NO_PAPER.match(title)
    is_short = len(title.split()) <= FEW_WORDS
    is_begun = bool(found) and (is_short or bool(OF_THE_MEETING.match(title, found.end() if found else 0)))
    return is_topic_like(title) and (is_begun or bool(NO_PAPER.fullmatch(title.rsplit(maxsplit=1)[-1])))


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
    """Return the titles of a cell: one for each line, or between semicolons.

    A line that begins with a small letter goes on from the one above. A semicolon in quotation marks is a title's own.
    """
    lines: list[str] = []
    for line in title.split("\n"):
        if lines and line[:1].islower():
            lines[-1] += " " + line
        else:
            lines.append(line)
    parts = [part for line in lines for part in ([line] if QUOTED.search(line) else SEMICOLON.split(line))]
    return [clean for part in parts if (clean := clean_title(part)) and not is_topic(clean)]


def clean_title(title: str) -> str:
    text = PICTURES.sub("", EMPTY_BRACKETS.sub(" ", re.sub(r"[ \t\r\f\v]+", " ", title)))
    text = text.strip(EDGES + "()[]" if title.count("(") != title.count(")") else EDGES)
    text = OF_THE_FILE.sub("", text)
    text = re.sub(
        r"^(?:paper|title|reading|topic|extra session|discussion|week \d+)\s*[:,]\s*", "", text, flags=re.IGNORECASE
    )
    while found := YEAR_BEHIND.search(text):
        text = text[: found.start()]
    text = text.strip(EDGES)
    if text[:1] in '“"«„»' and text[-1:] in '”"»“«':
        text = text[1:-1]
    return text.strip()
