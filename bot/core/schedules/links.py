"""Decides by a link's address and text whether it leads to a paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from bot.core.errors import BadIdentifierError
from bot.core.papers.identifiers import ArxivId, Doi, PublisherPage, parse_identifier
from bot.core.schedules.citations import is_reference
from bot.core.schedules.titles import FEW_WORDS, clean_title, is_topic
from bot.core.schedules.words import (
    CANCELLED,
    FIELD,
    NAME_OF_A_GROUP,
    NOT_A_PAPER,
    OF_A_TITLE,
    ONLY_MARKS,
    OTHER_SITES,
    SURELY_NO_PAPER,
    WHOLE_NAME,
)

if TYPE_CHECKING:
    from bot.core.schedules.blocks import Span

# Conferences and the like, by their address, or by a name such as "TOWN 30" that leads to a front page.
OF_AN_EVENT = re.compile(
    r"conf(?:erence)?\d{0,4}[./]|/(?:events?|conferences?|workshops?)/|/home/?$|^https?://[^/]+/?$"
)
NAME_OF_AN_EVENT = re.compile(
    r"[A-Z][A-Za-z]*[A-Z] ?(?:['’]?\d\d|(?:19|20)\d\d)|.*\b(?:defen[cs]e|conference|workshop)"
)
LONGEST_TITLE_OF_A_LINK = 45  # words
# The front page of a site, a page in somebody's own folder, or a profile.
HOME_PAGE = re.compile(
    r"^https?://[^/]+/?$|/~\w+/?$|scholar\.google\.|/(?:people|staff|team|profiles?|in|author|user)/"
)


OF_A_TALK = re.compile(r"\b(?:slides?|talks?|notes?|presentations?|handouts?|posters?|lectures?)\b", re.IGNORECASE)
NAME_OF_A_FILE = re.compile(
    r"\b(?:abstract|agenda|appendix|book|draft|errat(?:a|um)|fl[iy]er|full|handout|invitation|presentation|program(?:me)?"
    r"|response|reply|report|schedule|syllabus|supp\w*|text|version|chapter)\b|\.\w{2,4}$",
    re.IGNORECASE,
)
IS_OFF = re.compile(r"(?:cancell?ed|postponed) (?:in|due|because|for|as|this)\b", re.IGNORECASE)
PARTS_OF_A_PATH = re.compile(r"[\W_]+|(?<=[a-z])(?=[A-Z])")
# Sites that keep papers, also under addresses without a DOI.
OF_PAPERS = re.compile(
    r"\.pdf(?:\+html)?$|/10\.\d{4,9}/|://(?:[\w.-]+\.)?(?:acm\.org|biorxiv\.org|citeseerx\.|ieee\.org|jstor\.org|nature\.com"
    r"|sciencedirect\.com|science(?:mag)?\.org|springer\.com|usenix\.org|(?:pubmed\.ncbi|ncbi)\.nlm\.nih\.gov"
    r"|f1000research\.com/articles|cell\.com/|cshlp\.org/content|oxfordjournals\.org/content|oup\.com/\w+/(?:advance-)?article"
    r"|biomedcentral\.com/|genomebiology\.com/|pnas\.org/|mdpi\.com/\d|(?:nips|neurips)\.cc/paper|semanticscholar\.org/paper"
    r"|thecvf\.com/content|(?:psy|soc|med)arxiv\.(?:com|org)/|osf\.io/preprints|hal\.(?:science|archives-ouvertes\.fr)/"
    r"|jneurosci\.org/content|bmj\.com/content|thelancet\.com/journals|europepmc\.org/article|eprint\.iacr\.org/\d"
    r"|aaai\.org/(?:\S*article|\S*paper)|ijcai\.org/proceedings|distill\.pub/\d|transformer-circuits\.pub/\d"
    r"|adsabs\.harvard\.edu/abs|projecteuclid\.org/|researchgate\.net/publication)",
    re.IGNORECASE,
)


def is_kept(url: str | None) -> bool:
    """Return whether an address leads to a site that keeps papers."""
    return identifier_of(url) is not None or OF_PAPERS.search(url or "") is not None


def is_paper(span: Span, *, may_be_short: bool = False) -> bool:
    """Return whether a link with a title of its own leads to a paper."""
    text = span.text.strip()
    if span.url is None or span.url.startswith(("#", "mailto:")) or OF_A_TITLE.fullmatch(text):
        return False
    if text.lstrip("<[(").startswith(("http://", "https://")) or is_reference(text) or not clean_title(text):
        return False
    if len(text.split()) > LONGEST_TITLE_OF_A_LINK:
        return False  # an excerpt
    if IS_OFF.match(text) or (text[0] + text[-1] == "()" and not identifier_of(span.url)):
        return False
    if identifier_of(span.url):
        return not (NOT_A_PAPER.fullmatch(text) or ONLY_MARKS.fullmatch(text))
    unlike = NOT_A_PAPER if len(text.split()) <= FEW_WORDS else SURELY_NO_PAPER
    is_short = may_be_short and re.search(r"\w{3}|[A-Z]\d", text) and not (CANCELLED.search(text) or is_topic(text))
    is_long = len(text.split()) > 1 or bool(is_short)
    is_group = NAME_OF_A_GROUP.fullmatch(text) and len(text.split()) <= FEW_WORDS
    is_person = re.fullmatch(WHOLE_NAME, text) and not FIELD.search(text) and HOME_PAGE.search(span.url)
    is_event = NAME_OF_AN_EVENT.fullmatch(text) and OF_AN_EVENT.search(span.url) and not is_kept(span.url)
    # A title may lead to where the group keeps its notes.
    is_elsewhere = (
        OTHER_SITES.search(site_of(span)) and not (may_be_short and len(text.split()) > 1) and not _is_file(span.url)
    )
    return is_long and not (unlike.search(text) or is_elsewhere or is_person or is_group or is_event)


def is_short_title(span: Span) -> bool:
    """Return whether a link of one word, such as "Raft", leads to where papers are kept."""
    return is_kept(span.url) and span.text[:1].isupper() and NAME_OF_A_FILE.search(span.text) is None


def _is_file(url: str) -> bool:
    """Return whether an address is a PDF that is not in a folder of slides or the like."""
    path = unquote(urlsplit(url).path)
    return path.endswith(".pdf") and OF_A_TALK.search(PARTS_OF_A_PATH.sub(" ", path)) is None


def site_of(span: Span) -> str:
    return (urlsplit(span.url or "").hostname or "").removeprefix("www.")


def identifier_of(url: str | None) -> ArxivId | Doi | PublisherPage | None:
    try:
        return parse_identifier(url) if url and url.startswith("http") else None
    except BadIdentifierError:
        return None


def arxiv_id_of(url: str | None) -> str | None:
    found = identifier_of(url)
    return found.id if isinstance(found, ArxivId) else None


def is_of_meeting(span: Span) -> bool:
    """Return whether the text of a link next to a paper names slides or the like."""
    is_bare = span.text == span.url or identifier_of(span.url) is not None
    return not is_bare and NOT_A_PAPER.search(span.text) is not None


def arxiv_address(text: str) -> str | None:
    """Return the address of an arXiv id that is written without one."""
    try:
        found = parse_identifier(text.strip())
    except BadIdentifierError:
        return None
    return f"https://arxiv.org/abs/{found.id}" if isinstance(found, ArxivId) else None
