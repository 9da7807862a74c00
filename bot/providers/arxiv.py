"""ArXiv: facts from its Atom feed, and full texts as HTML or source.

Documented at https://info.arxiv.org/help/api/user-manual.html and https://info.arxiv.org/help/api/tou.html: at most one
request in three seconds, one at a time. Metadata is CC0, so abstracts may be shown.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from contextlib import suppress
from typing import TYPE_CHECKING

from bot.core.papers.ids import ArxivId, arxiv_id, doi
from bot.core.providers.facts import Author, FullText, FullTextKind, PaperFacts
from bot.core.providers.names import ProviderName
from bot.core.providers.outside_text import LONGEST_ABSTRACT, LONGEST_NAME, MOST_AUTHORS, one_line, year_of
from bot.core.providers.questions import Title, paper_meant
from bot.providers.fetching import ExpectedAnswer, in_path
from bot.providers.port import WrongAnswerError

if TYPE_CHECKING:
    from bot.core.providers.questions import Question
    from bot.providers.fetching import ProviderClient

BASE = "https://export.arxiv.org"
INTERVAL_S = 3.0
ATOM = "{http://www.w3.org/2005/Atom}"
ARXIV = "{http://arxiv.org/schemas/atom}"
FULL_TEXT_S = 30.0
MOST_FULL_TEXT = 32 * 1024 * 1024  # as much as a file that is read for what it builds on may have
FEED = ExpectedAnswer(frozenset({"application/atom+xml", "application/xml", "text/xml"}), bytes=512 * 1024)
PAGE = ExpectedAnswer(frozenset({"text/html", "application/xhtml+xml"}), FULL_TEXT_S, MOST_FULL_TEXT)
# A packed file, whatever the headers call that.
SOURCE_TYPES = """
    application/gzip application/x-gzip application/x-eprint-tar application/x-eprint application/x-tar
    application/octet-stream application/pdf
"""
SOURCE = ExpectedAnswer(frozenset(SOURCE_TYPES.split()), FULL_TEXT_S, MOST_FULL_TEXT, may_be_packed=True)
CANDIDATES = 5
ENTRY_ID = re.compile(r"https?://(?:export\.)?arxiv\.org/abs/(?P<id>.+)")
# Everything else has a meaning in arXiv's search.
NOT_A_WORD = re.compile(r"[^\w]+")


class Arxiv:
    name = ProviderName.ARXIV

    def __init__(self, client: ProviderClient) -> None:
        self._client = client

    def takes(self, question: Question) -> bool:
        return isinstance(question, ArxivId | Title)

    async def find(self, question: Question) -> PaperFacts | None:
        if isinstance(question, ArxivId):
            found = await self._ask({"id_list": question.id, "max_results": "1"})
            if found and found[0].arxiv_id != question.id:
                raise WrongAnswerError("another paper")
            return found[0] if found else None
        if not isinstance(question, Title):
            return None
        words = NOT_A_WORD.sub(" ", question.text).strip()
        found = await self._ask({"search_query": f'ti:"{words}"', "max_results": str(CANDIDATES)})
        return paper_meant(question.text, found)

    async def full_text(self, paper: ArxivId) -> FullText | None:
        """Return the paper's HTML if there is any, otherwise its source; None if there is neither.

        Raises ProviderError.
        """
        with suppress(WrongAnswerError):  # the source may be as it should
            if page := await self._client.get(f"/html/{in_path(paper.id)}", wanted=PAGE):
                return FullText(page, FullTextKind.HTML)
        data = await self._client.get(f"/e-print/{in_path(paper.id)}", wanted=SOURCE)
        return FullText(data, _kind_of(data)) if data else None

    async def _ask(self, query: dict[str, str]) -> list[PaperFacts]:
        body = await self._client.get("/api/query", query, FEED)
        return entries_of(body) if body else []


def entries_of(feed: bytes) -> list[PaperFacts]:
    """Return the papers of a feed. Raises WrongAnswerError.

    Entities are only declared in a DOCTYPE, which a feed never has; refusing it refuses entities that grow. What is
    escaped in a text is not one, since its "<" is written as "&lt;".
    """
    try:
        text = feed.decode("utf-8-sig")
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise WrongAnswerError("a feed with a DOCTYPE")
        root = ET.fromstring(text)  # noqa: S314 - without a DOCTYPE there is nothing to expand or to load
    except (UnicodeDecodeError, ET.ParseError, ValueError):
        raise WrongAnswerError("not a feed") from None
    if root.tag != f"{ATOM}feed":
        raise WrongAnswerError("not a feed")
    found = map(_facts, root.findall(f"{ATOM}entry")[:CANDIDATES])
    return [facts for facts in found if facts]


def _facts(entry: ET.Element) -> PaperFacts | None:
    """Return None for an entry without a paper's id: arXiv reports errors as entries, too."""
    named = ENTRY_ID.fullmatch(one_line(entry.findtext(f"{ATOM}id")))
    paper = arxiv_id(named["id"]) if named else None
    title = one_line(entry.findtext(f"{ATOM}title"))
    if paper is None or not title:
        return None
    names = [one_line(author.findtext(f"{ATOM}name"), LONGEST_NAME) for author in entry.iter(f"{ATOM}author")]
    published = re.match(r"\s*(\d{4})-", entry.findtext(f"{ATOM}published") or "", re.ASCII)
    journal_doi = doi(one_line(entry.findtext(f"{ARXIV}doi")).partition(" ")[0])
    return PaperFacts(
        ProviderName.ARXIV,
        title,
        f"https://arxiv.org/abs/{paper.id}",
        authors=tuple(Author(name) for name in names[:MOST_AUTHORS] if name),
        year=year_of(int(published[1])) if published else None,
        venue=one_line(entry.findtext(f"{ARXIV}journal_ref")),
        arxiv_id=paper.id,
        doi=journal_doi.id if journal_doi else None,
        abstract=one_line(entry.findtext(f"{ATOM}summary"), LONGEST_ABSTRACT),
        may_show_abstract=True,
    )


def _kind_of(data: bytes) -> FullTextKind:
    if data.startswith(b"\x1f\x8b"):
        return FullTextKind.SOURCE
    if data.startswith(b"%PDF-"):
        return FullTextKind.PDF
    raise WrongAnswerError("neither an archive nor a PDF")
