"""Reads the lines below the one that opened a session, and decides what the heading above it means."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.schedules.blocks import BlockKind, Span, is_struck, plain
from bot.core.schedules.content import Content, paper_of, read_into
from bot.core.schedules.dates import first_date
from bot.core.schedules.fields import fields_of
from bot.core.schedules.host_naming import BY, HostNaming
from bot.core.schedules.hosts import labeled_hosts, names_in, without_hosts
from bot.core.schedules.labels import Labels
from bot.core.schedules.links import is_kept, site_of
from bot.core.schedules.openings import byline, is_only_date
from bot.core.schedules.pairs import quoted_with_link, title_in_front
from bot.core.schedules.sentences import titles_read
from bot.core.schedules.session import SessionKind, SessionLink
from bot.core.schedules.spans import LINE_BREAK
from bot.core.schedules.titles import (
    FEWEST_WORDS_OF_A_TITLE,
    QUOTED,
    cited_title,
    has_quoted_title,
    is_topic,
    title_in,
)
from bot.core.schedules.words import (
    FIELD,
    LABEL,
    NOT_A_PAPER,
    OF_A_TEXT,
    OF_A_TITLE,
    OTHER_SITES,
    SPEAKER_ON,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.schedules.blocks import Block, Spans
    from bot.core.schedules.dates import DayOrder, FoundDate
    from bot.core.schedules.session import ScheduledPaper

BEHIND_A_NAME = re.compile(r"[,(:]|\s[–—-]\s")
END_OF_A_SENTENCE = re.compile(r"[.?!]\s+\S")

# As in: Maps of towns (Berg et al. TOWN 2020).
CITATION_BEHIND = re.compile(r"\w\s?\((?:[^()]*\bet\.? al\b[^()]*|[A-Z][\w’'&. -]{1,30}[ ,])(?:19|20)\d\d\)\s*$")
OF_THE_PAPER = re.compile(rf"{OF_A_TITLE.pattern}|[\w-]+ paper", re.IGNORECASE)
CALLED_A_PAPER = re.compile(r"paper|pdf|article|preprint", re.IGNORECASE)
IN_A_REPOSITORY = re.compile(r"/(?:blob|tree|raw)/")
FEWEST_IN_FRONT = 3
FEWEST_OF_PROSE = 12  # words without links
LONGEST_NAMES = 6  # words
# Before what is quoted: the name of a place or of a text.
OF_A_PLACE = re.compile(r"\b(?:called|named|at|in|to|our)\s?[“\"«„]?$", re.IGNORECASE)
FEWEST_QUOTED, MOST_AROUND = 4, 10  # words of a title in quotation marks, and around it


class Below:
    """Adds one block after another to a session."""

    def __init__(self, order: DayOrder, blocks: Sequence[Block]) -> None:
        self._order = order
        self._has_titles_in_front = sum(title_in_front(block) != "" for block in blocks) >= FEWEST_IN_FRONT
        cited = [block for block in blocks if block.kind is BlockKind.ITEM and CITATION_BEHIND.search(block.text)]
        self._has_citations_behind = len(cited) >= FEWEST_IN_FRONT
        self._naming = HostNaming((block.spans for block in blocks if _is_titled(block)), [BY])
        self._labels = Labels()
        self._is_struck = False  # all papers so far are crossed out
        self._opening: list[ScheduledPaper] = []
        self._day: tuple[int, int] | None = None
        self._heading = ""  # the last one inside of the session

    def begin(self, content: Content, found: FoundDate | None) -> None:
        self._day = (found.month, found.day) if found else None
        self._opening = list(content.papers)
        self._labels.begin(None, "")
        self._is_struck = False
        self._heading = ""

    def add(self, content: Content, block: Block) -> None:
        """Add a block. If only one of several papers is crossed out, it is left out and the session took place."""
        is_off = is_struck(block.spans)
        if is_off and content.papers:
            return
        struck, content.papers = (content.papers, []) if self._is_struck else ([], content.papers)
        self._add(content, block)
        if is_off:
            self._is_struck = content.kind is SessionKind.CANCELLED
        elif struck and content.papers:
            content.kind, self._is_struck = SessionKind.SESSION, False
        else:
            content.papers = struck or content.papers

    def _add(self, content: Content, block: Block) -> None:
        is_date = is_only_date(block, self._order) and not byline(block, self._order)[0]
        if is_date or self._labels.announces(content, block):
            return
        if block.kind is BlockKind.HEADING:
            self._heading = block.text if self._may_be_title(block) else ""
        if self._labels.people and block.kind is BlockKind.ITEM:
            first = BEHIND_A_NAME.split(block.text, maxsplit=1)[0]
            content.add_hosts(names_in(first if len(first.split()) > 1 else block.text))
            return
        if self._labels.beside:
            content.links += [SessionLink(span.text, span.url) for span in block.spans if span.url]
            return
        content.add_hosts(self._naming.cut(block.spans)[1] if _is_titled(block) else [])
        if not self._is_taken(content, block):
            self._read(content, block)

    def _may_be_title(self, heading: Block) -> bool:
        """Return whether a heading inside of a session may be a paper's title, unlike "Date: …" and "Discussion"."""
        is_other = any(words.match(heading.text) for words in (LABEL, OF_A_TEXT)) or is_topic(heading.text)
        is_long = len(heading.text.split()) >= FEWEST_WORDS_OF_A_TITLE
        return is_long and not (is_other or first_date(heading.text, self._order))

    def _read(self, content: Content, block: Block) -> None:
        topic, linked = content.topic, _link_of_title(block)
        if linked and self._heading and block.kind is not BlockKind.HEADING:
            content.add_paper(paper_of(self._heading, linked))
            self._heading = ""
        elif linked and topic and not content.papers and not _names_paper(block):
            content.papers.append(paper_of(topic, linked))
            content.add_hosts(labeled_hosts(block.spans))
            content.links += [SessionLink(span.text, span.url or "") for span in block.spans if _is_other(span, linked)]
        elif not content.papers and _is_about_a_quoted_title(block):
            content.papers.append(paper_of(title_in(block.spans), None))
            content.add_hosts(without_hosts(block.spans)[1])
        elif self._labels.papers and not any(span.url for span in block.spans):
            # Below a paper with a link, lines without one are remarks about it.
            if not any(paper.url for paper in content.papers):
                self._add_listed(content, block)
        else:
            spans = _without_further(block) if content.papers else block.spans
            read_into(content, spans, may_be_plain=False, may_be_short=is_own_file(block))
        if topic:
            content.topic = topic
        self._name_topic(content)

    def _name_topic(self, content: Content) -> None:
        """Take the first line of a session for its topic if a label such as "Papers:" says that these follow."""
        is_opened = self._labels.papers and len(self._opening) == 1 and self._opening[0].url is None
        if is_opened and content.papers[:1] == self._opening and any(paper.url for paper in content.papers):
            content.topic = content.papers.pop(0).title

    def _is_taken(self, content: Content, block: Block) -> bool:
        """Take a line such as "who: Ada", or a title that can be recognized by what is next to it."""
        found, names = byline(block, self._order)
        if found and (found.month, found.day) == self._day:
            content.add_hosts(names)
            _add_labeled(content, block.spans)
        elif self._has_citations_behind and block.kind is BlockKind.ITEM and CITATION_BEHIND.search(block.text):
            read_into(content, block.spans, may_be_plain=True)
        elif len(block.spans) == 1 and (linked := _link_of_title(block)) and _is_bare(content):
            content.papers = [paper_of(content.papers[0].title, linked)]
        elif block.kind is BlockKind.ITEM and (quoted := quoted_with_link(block.spans)):
            content.add_hosts(without_hosts(block.spans)[1])
            content.add_paper(paper_of(*quoted))
        elif block.kind is BlockKind.ITEM and not any(span.url for span in block.spans) and cited_title(block.text):
            left, hosts = without_hosts(block.spans)
            content.add_hosts(hosts)
            content.add_paper(paper_of(cited_title(plain(left)) or cited_title(block.text), None))
        elif self._has_titles_in_front and (title := title_in_front(block)):
            content.add_paper(paper_of(title, None))
            content.links += [SessionLink(span.text, span.url) for span in block.spans if span.url]
        else:
            is_told = block.kind is BlockKind.PARAGRAPH and LABEL.match(block.text) is None
            return is_told and _add_told(content, block.spans)
        return True

    def _add_listed(self, content: Content, block: Block) -> None:
        """Add the titles of a list below "Papers:", unless it is unclear where in a line the title ends."""
        for line in "".join(span.text for span in block.spans).split(LINE_BREAK):
            title = cited_title(line) or ("" if END_OF_A_SENTENCE.search(line) else line)
            if block.kind is BlockKind.ITEM or title != line:
                read_into(content, (Span(title),) if title else (), may_be_plain=True)


def _without_further(block: Block) -> Spans:
    """Return the spans of a longer text as what they lead to, if that is no paper for sure: it only mentions them."""
    words = sum(len(span.text.split()) for span in block.spans if span.url is None)
    if block.kind is not BlockKind.PARAGRAPH or words < FEWEST_OF_PROSE or LABEL.match(block.text):
        return block.spans
    return tuple(span if is_kept(span.url) else replace(span, url=None) for span in block.spans)


def _add_told(content: Content, spans: Spans) -> bool:
    """Add the papers of a sentence such as "Ada presented *Maps of towns*", and return whether it has any.

    A link such as "pdf" belongs to the only one. With other links to papers, those are the papers.
    """
    kept = [span for span in spans if is_kept(span.url)]
    titles = titles_read(spans, may_be_named=not content.papers)
    if not titles or not all(OF_A_TITLE.fullmatch(span.text) for span in kept):
        return False
    url = kept[0].url if len(kept) == len(titles) == 1 else None
    content.add_hosts(without_hosts(spans)[1])
    for title in titles:
        content.add_paper(paper_of(title, url))
    content.links += [SessionLink(span.text, span.url) for span in spans if span.url not in {None, url}]
    return True


def _is_titled(block: Block) -> bool:
    """Return whether an item begins with a title without a link: in bold, in italics or in quotation marks."""
    first = block.spans[0] if block.spans else Span("")
    return (
        block.kind is BlockKind.ITEM and first.url is None and (first.is_strong or QUOTED.match(first.text) is not None)
    )


def _names_paper(block: Block) -> bool:
    """Return whether a block has the title of a paper after a label, so that the heading above is none."""
    named = Content()
    labeled = [part for label, part in fields_of(block.spans) if label == "paper"]
    for part in labeled:
        read_into(named, part, may_be_plain=True)
    return any(paper.title != paper.url for paper in named.papers)


def _link_of_title(block: Block) -> str | None:
    """Return the target of the first link with a text such as "Paper" or "LoRA paper", if it is a paper."""
    links = (span.url for span in block.spans if OF_THE_PAPER.fullmatch(span.text) and _may_keep(span))
    return next(links, None)


def _may_keep(span: Span) -> bool:
    """Return whether a link may lead to a paper: by its site, or because it says so and no other site is known."""
    is_called = CALLED_A_PAPER.search(span.text) is not None and span.url is not None
    return is_kept(span.url) or (is_called and not OTHER_SITES.search(site_of(span)))


def _is_other(span: Span, url: str) -> bool:
    """Return whether a link leads elsewhere than to `url`, and is none to a person or an event."""
    return span.url not in {None, url} and NOT_A_PAPER.search(span.text) is not None


def _is_about_a_quoted_title(block: Block) -> bool:
    """Return whether a line without links is little more than a quoted title, as in: Ada, review of "Maps of towns".

    Not as in: we meet in the "old mill".
    """
    if block.kind is BlockKind.HEADING or any(span.url for span in block.spans) or not has_quoted_title(block.spans):
        return False
    title = title_in(block.spans)
    words, before = len(title.split()), block.text[: block.text.find(title)]
    return (
        not OF_A_PLACE.search(before)
        and words >= FEWEST_QUOTED
        and len(block.text.split()) <= words + MOST_AROUND
        and title[0] == title[0].upper()
    )


def is_own_file(block: Block) -> bool:
    """Return whether a line is only a title that links to one of the group's own files, such as its slides."""
    is_alone = len(block.spans) == 1 and len(block.text.split()) >= FEWEST_WORDS_OF_A_TITLE
    return is_alone and IN_A_REPOSITORY.search(block.spans[0].url or "") is not None


def _add_labeled(content: Content, spans: Spans) -> None:
    """Add links that say what they lead to: the paper of the title above, or slides and the like."""
    for span in spans:
        title = content.papers[0].title if _is_bare(content) else "" if content.papers else content.topic
        if span.url and OF_THE_PAPER.fullmatch(span.text) and title and not is_topic(title):
            content.papers = [paper_of(title, span.url)]
        elif span.url:
            content.links.append(SessionLink(span.text.strip("[]() "), span.url))


def _is_bare(content: Content) -> bool:
    return len(content.papers) == 1 and content.papers[0].url is None


def name_papers(contents: Sequence[Content]) -> None:
    """Take the topics of these sessions, which are their headings, for titles if nothing else names a paper.

    If several are like "Ada Berg on Maps of towns", or she is the host, the title follows her name.
    """
    spoken = [SPEAKER_ON.match(content.topic) for content in contents]
    speakers = {match["name"] for match in spoken if match and not FIELD.search(match["name"])}
    for content, match in zip(contents, spoken, strict=True):
        if match and (match["name"] in content.hosts or (len(speakers) > 1 and match["name"] in speakers)):
            content.add_hosts([match["name"]])
            topic, content.topic = content.topic, content.topic[match.end() :]
            content.papers = [
                replace(paper, title=content.topic) if paper.title == topic else paper for paper in content.papers
            ]
        is_title = content.may_be_titled and content.topic not in content.hosts and not first_date(content.topic)
        if is_title and content.kind is SessionKind.SESSION and not content.papers:
            content.papers.append(paper_of(content.topic, None))
