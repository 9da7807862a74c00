"""Reads what a session is about: its papers, its hosts and its other links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.core.schedules.blocks import Span, is_struck, plain
from bot.core.schedules.citations import is_reference, with_cited_titles
from bot.core.schedules.dates import is_only_dates
from bot.core.schedules.fields import fields_of
from bot.core.schedules.hosts import names_in, without_hosts
from bot.core.schedules.links import IS_OFF, arxiv_id_of, identifier_of, is_kept, is_paper, is_short_title, site_of
from bot.core.schedules.notices import is_notice, kind_of
from bot.core.schedules.pairs import before_link, is_of_title, titled_parts
from bot.core.schedules.sentences import IN_PROSE, is_in_prose, is_word_of_title, without_remains
from bot.core.schedules.session import ScheduledPaper, Session, SessionKind, SessionLink
from bot.core.schedules.titles import (
    EDGES,
    FEWEST_WORDS_OF_A_TITLE,
    QUOTED,
    clean_title,
    is_gathering,
    is_quoted,
    is_topic,
    title_in,
    title_of_link,
    titles_in,
)
from bot.core.schedules.words import (
    CANCELLED,
    FIELD,
    NUMBERED,
    OF_A_TITLE,
    OF_A_WORKSHOP,
    ONLY_MARKS,
    OTHER_SITES,
    WHOLE_NAME,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from bot.core.schedules.blocks import Spans

WORD_AND_COLON = re.compile(r"[a-z]\w*\s?:")  # a label of the file's own
ENDS_AS_A_LABEL = re.compile(r"[\w)]\s?:$")
LONGEST_TITLE = 28  # words; longer texts are prose
# A text without a word, or with only a time of day.
NO_TITLE = re.compile(
    r"(?!.*[^\W_]{2}).*|\W*\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]\.?m\.?|h|uhr)\W*"
    r"|\W*(?:北京时间)?(?:[上下]午|[早晚]上|中午|午[前後]|오전|오후)?\s?\d{1,2}\s?[点點时時시]\D{0,3}(?:\d{1,2}\s?[点點时時시]\D{0,3})?",
    re.IGNORECASE | re.DOTALL,
)
IN_BRACKETS_BEHIND = re.compile(r"\s*\((?P<inside>[^()]{1,80})\)$")
IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


@dataclass(slots=True)
class Content:
    """What was read about one session so far."""

    papers: list[ScheduledPaper] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)
    links: list[SessionLink] = field(default_factory=list)
    topic: str = ""
    kind: SessionKind = SessionKind.SESSION
    keys: tuple[str, ...] = ()
    club: str = ""

    def session(self, line: int, day: date | None) -> Session:
        links = tuple(dict.fromkeys(self.links))
        papers, hosts = tuple(self.papers), tuple(self.hosts)
        return Session(line, self.kind, day, papers, hosts, links, self.topic, self.keys, self.club)

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
        """Add the hosts who are not there yet. "Ada" is there if "Ada Berg" is."""
        known = {name for host in self.hosts for name in (host, host.split()[0])}
        self.hosts += [name for name in dict.fromkeys(names) if name not in known]

    @property
    def may_be_titled(self) -> bool:
        """Whether the topic may be a paper's title: it is long enough, and not about the meeting."""
        return len(self.topic.split()) >= FEWEST_WORDS_OF_A_TITLE and not is_topic(self.topic)

    def take_title_for_topic(self) -> None:
        """The first title turned out to be no paper's, so there are no papers."""
        self.topic, self.papers = self.topic or self.papers[0].title, []


def without_named_hosts(content: Content) -> None:
    """Remove "(Ada)" from the end of titles if she is known to be the host."""
    hosts = {host.casefold() for host in content.hosts}
    papers, content.papers = content.papers, []
    for paper in papers:
        behind = IN_BRACKETS_BEHIND.search(paper.title)
        names = {name.casefold() for name in names_in(behind["inside"])} if behind else set()
        is_named = behind is not None and names and names <= hosts
        content.add_paper(replace(paper, title=paper.title[: behind.start()]) if behind and is_named else paper)


def read_into(
    content: Content, spans: Spans, *, may_be_plain: bool, may_be_short: bool = False, has_hosts: bool = True
) -> None:
    """Read a line's papers, hosts and links.

    Without `may_be_plain`, a title is only one with a link or a label; without `may_be_short`, one word with a link to
    an unknown site is none. Without `has_hosts`, the hosts are elsewhere.
    """
    if has_hosts:
        if spoken := talk_of(spans):
            content.add_hosts(spoken[:1])
            content.papers.append(paper_of(spoken[1], None))
            return
        spans, hosts = without_hosts(spans)
        if is_struck(spans):
            content.kind, hosts = SessionKind.CANCELLED, []
        content.add_hosts(hosts)
    if OF_A_WORKSHOP.match(plain(spans)):
        content.topic = content.topic or title_in(spans)
        content.links += [_link(span) for span in spans if span.url]
        return
    for label, part in fields_of(spans):
        _read_field(content, label, part, may_be_plain=may_be_plain, may_be_short=may_be_short)
    if has_hosts and hosts and not content.papers:
        _take_reference(content, spans)


def _take_reference(content: Content, spans: Spans) -> None:
    """Take the paper of "Ada will present (Berg et al., 2021)", which only its reference names."""
    cited = [span for span in spans if is_reference(span.text) and identifier_of(span.url)]
    if len(cited) == 1:
        content.papers.append(paper_of(cited[0].text.strip(), cited[0].url))
        content.links = [link for link in content.links if link.url != cited[0].url]


def _read_field(content: Content, label: str, part: Spans, *, may_be_plain: bool, may_be_short: bool) -> None:
    match label:
        case "paper" if content.papers and content.papers[-1].url is None and _is_address(part):
            _read_address(content, part)
        case "" | "paper":
            may_be_plain, may_be_short = may_be_plain or bool(label), may_be_short and not label
            for line in titled_parts(part) or [part]:
                _read_part(content, line, may_be_plain=may_be_plain, may_be_short=may_be_short)
        case "url":
            _read_address(content, part)
        case "topic" if not any(span.url for span in part):
            content.topic = content.topic or plain(part).strip(EDGES)
        case "topic":
            _read_part(content, part, may_be_plain=may_be_plain, may_be_short=may_be_short)
        case "other":
            pass
        case _:
            content.links += [SessionLink(_what(span, label), span.url) for span in part if span.url]


def _is_address(part: Spans) -> bool:
    """Return whether a text is only an address, that of the paper named above."""
    written = [span for span in part if span.text.strip()]
    return len(written) == 1 and written[0].url is not None and written[0].text.strip("<> ").startswith("http")


def talk_of(spans: Spans) -> tuple[str, str] | None:
    """Return the speaker and the title from a line such as: [Ada Berg](her page) (her town) "Maps of towns"."""
    first = next((span for span in spans if span.text.strip()), None)
    text = "".join(span.text for span in spans if span.url is None)
    quoted = QUOTED.findall(text)
    if first is None or first.url is None or identifier_of(first.url) or len(quoted) != 1:
        return None
    is_name = re.fullmatch(WHOLE_NAME, first.text.strip()) and not FIELD.search(first.text)
    is_title = len(quoted[0].split()) >= FEWEST_WORDS_OF_A_TITLE
    return (first.text.strip(), clean_title(quoted[0])) if is_name and is_title else None


def _read_part(content: Content, spans: Spans, *, may_be_plain: bool, may_be_short: bool = False) -> None:
    spans = with_cited_titles(spans)
    links = [span for span in spans if span.url and not span.url.startswith(("#", "mailto:"))]
    papers = _linked_papers(content, spans, links, may_be_short=may_be_short)
    if len(papers) == len(links) == 1 and is_word_of_title(spans, papers[0]):
        content.add_paper(paper_of(plain(spans), papers[0].url))
        return
    of_title = [span for span in links if span not in papers and is_of_title(span)]
    content.links += [_link(span) for span in links if span not in papers and span not in of_title]
    for span in papers:
        content.add_paper(paper_of(title_of_link(span.text), span.url))
    if not papers and any(IS_OFF.match(span.text.strip()) for span in links):
        content.kind = SessionKind.CANCELLED
    # The texts on both sides of a link are not one word.
    text = tuple(span if span.url is None else Span(" ") for span in spans)
    if papers:
        is_off = CANCELLED.search(plain(text)) or all(span.is_struck for span in papers)
        content.kind = SessionKind.CANCELLED if is_off else content.kind
        _add_arxiv_id(content, papers, of_title)
    elif _read_plain(
        content,
        before_link(spans, of_title) or text,
        of_title[0].url if of_title else None,
        may_be_plain=may_be_plain,
        has_links=bool(links),
    ):
        of_title = of_title[1:]
    elif (
        not content.papers
        and (may_be_plain or WORD_AND_COLON.fullmatch(plain(text)))
        and of_title
        and (is_kept(of_title[0].url) or (may_be_short and not OTHER_SITES.search(site_of(of_title[0]))))
    ):
        of_title = _add_untitled(content, of_title)
    content.links += map(_link, of_title)


def _linked_papers(content: Content, spans: Spans, links: list[Span], *, may_be_short: bool) -> list[Span]:
    """Return the links to papers. At the beginning, one word with a link to where papers are kept may be a title."""
    first = spans[0] if spans and not content.papers and is_short_title(spans[0]) else None
    return [
        span
        for before, span in pairwise((Span(""), *spans))
        if span in links
        and is_paper(span, may_be_short=may_be_short or span is first)
        and not is_in_prose(before, span)
    ]


def _add_untitled(content: Content, links: list[Span]) -> list[Span]:
    """Add papers of links without a title: the topic, a reference or the address names them. Returns other links."""
    cited = [span for span in links if is_reference(span.text)]
    if content.may_be_titled or not cited:
        content.papers.append(paper_of(content.topic if content.may_be_titled else links[0].url or "", links[0].url))
        return links[1:]
    content.papers += [ScheduledPaper(plain((span,)), arxiv_id_of(span.url), span.url) for span in cited]
    return [span for span in links if span not in cited]


def _add_arxiv_id(content: Content, papers: Sequence[Span], of_title: Sequence[Span]) -> None:
    """Take the arXiv id from "preprint" next to a paper's link to its publisher."""
    ids = set(filter(None, (arxiv_id_of(span.url) for span in of_title)))
    if len(papers) == len(ids) == 1 and content.papers[-1].arxiv_id is None:
        content.papers[-1] = replace(content.papers[-1], arxiv_id=ids.pop())


def _read_address(content: Content, spans: Spans) -> None:
    """Read "Link: …", which belongs to the paper above."""
    for span in spans:
        if span.url and content.papers and content.papers[-1].url is None:
            content.papers[-1] = paper_of(content.papers[-1].title, span.url)
        elif span.url:
            content.links.append(_link(span))


def _read_plain(content: Content, spans: Spans, link: str | None, *, may_be_plain: bool, has_links: bool) -> bool:
    """Read a line whose titles are no links; `link` is next to the title. Returns whether the link was used."""
    spans = without_remains(spans) if has_links and link is None else spans
    text, title = plain(spans), title_in(spans)
    longest = max(len(line.split()) for line in title.split("\n"))
    is_label = any(words.fullmatch(title) for words in (NUMBERED, OF_A_TITLE)) or bool(WORD_AND_COLON.fullmatch(text))
    is_label = is_label or (link is not None and IN_PROSE.search(f"{title} ") is not None)
    if link is None and is_notice(text):
        content.kind, content.topic = kind_of(text), content.topic or text.strip(EDGES)
    elif NO_TITLE.fullmatch(title) or is_label or longest > LONGEST_TITLE or is_only_dates(title):
        return False
    elif ENDS_AS_A_LABEL.search(text) and not has_links:
        content.topic = content.topic or title
    elif link and not is_gathering(title):
        content.papers.append(paper_of(title, link))
        return True
    elif may_be_plain and is_quoted(title, text):
        content.papers.append(paper_of(title, None))
    elif may_be_plain and not (is_topic(title) or IN_BRACKETS.fullmatch(text.strip(EDGES))):
        content.papers += [paper_of(each, None) for each in titles_in(title)]
    elif not ONLY_MARKS.fullmatch(title):
        content.topic = content.topic or title
    return False


def _link(span: Span) -> SessionLink:
    return SessionLink(plain((span,)).strip(EDGES) or span.url or "", span.url or "")


def _what(span: Span, label: str) -> str:
    """Return the link's own text, or the label before it if the text only says "here"."""
    text = plain((span,)).strip(EDGES)
    return label if not text or text == span.url or OF_A_TITLE.fullmatch(text) else text


def paper_of(title: str, url: str | None) -> ScheduledPaper:
    """Return the paper with its title as written, without the year or venue after it."""
    return ScheduledPaper(clean_title(title), arxiv_id_of(url), url or None)
