"""Semantic Scholar: facts by arXiv id, DOI or title, with references.

Documented at https://api.semanticscholar.org/api-docs/graph. Requests without a key share one limit with everybody.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field, ValidationError

from bot.core.papers.ids import ArxivId, Doi
from bot.core.providers.facts import Author, CitedPaper, PaperFacts
from bot.core.providers.names import ProviderName
from bot.core.providers.outside_ids import address_of, cited, ids_of, is_open_license
from bot.core.providers.outside_text import (
    LONGEST_ABSTRACT,
    LONGEST_NAME,
    MOST_AUTHORS,
    MOST_REFERENCES,
    plain_text,
    year_of,
)
from bot.core.providers.questions import Title, paper_meant
from bot.providers.fetching import in_path
from bot.providers.port import WrongAnswerError

if TYPE_CHECKING:
    from bot.core.providers.questions import Question
    from bot.providers.fetching import ProviderClient

BASE = "https://api.semanticscholar.org"
INTERVAL_S = 1.0
KEY_HEADER = "x-api-key"
FIELDS = "title,abstract,year,venue,authors,externalIds,openAccessPdf"
REFERENCES = ",references.title,references.year,references.externalIds"
PAPER_ID = re.compile(r"[0-9a-f]{40}")


class _Ids(BaseModel):
    arxiv: str | None = Field(default=None, alias="ArXiv")
    doi: str | None = Field(default=None, alias="DOI")


class _Author(BaseModel):
    name: str | None = None


class _OpenPdf(BaseModel):
    license: str | None = None


class _Cited(BaseModel):
    title: str | None = None
    year: int | None = None
    ids: _Ids | None = Field(default=None, alias="externalIds")


class Paper(BaseModel):
    """The fields that are asked for. Semantic Scholar sends null for what it does not know."""

    id: str = Field(alias="paperId")
    title: str
    abstract: str | None = None
    year: int | None = None
    venue: str | None = None
    authors: list[_Author] | None = None
    ids: _Ids | None = Field(default=None, alias="externalIds")
    open_pdf: _OpenPdf | None = Field(default=None, alias="openAccessPdf")
    references: list[_Cited] | None = None


class _Matches(BaseModel):
    data: list[Paper]


class SemanticScholar:
    name = ProviderName.SEMANTIC_SCHOLAR

    def __init__(self, client: ProviderClient) -> None:
        self._client = client

    def takes(self, question: Question) -> bool:  # noqa: ARG002 - all of them
        return True

    async def find(self, question: Question) -> PaperFacts | None:
        try:
            match question:
                case ArxivId(id=wanted):
                    return await self._by_id(f"ARXIV:{wanted}")
                case Doi(id=wanted):
                    return await self._by_id(f"DOI:{wanted}")
                case Title(text=text):
                    return await self._by_title(text)
        except ValidationError:
            raise WrongAnswerError("not as documented") from None

    async def _by_id(self, wanted: str) -> PaperFacts | None:
        body = await self._client.get(f"/graph/v1/paper/{in_path(wanted)}", {"fields": FIELDS + REFERENCES})
        return _facts(Paper.model_validate_json(body)) if body else None

    async def _by_title(self, text: str) -> PaperFacts | None:
        """The best match. This kind of search sends no references."""
        body = await self._client.get("/graph/v1/paper/search/match", {"query": text, "fields": FIELDS})
        papers = _Matches.model_validate_json(body).data if body else []
        found = [*filter(None, map(_facts, papers[:1]))]
        return paper_meant(text, found)


def _facts(paper: Paper) -> PaperFacts | None:
    title = plain_text(paper.title)
    if not title or not PAPER_ID.fullmatch(paper.id):
        return None
    ids = paper.ids or _Ids()
    arxiv, doi = ids_of(ids.doi, ids.arxiv)
    names = [plain_text(author.name, LONGEST_NAME) for author in (paper.authors or ())[:MOST_AUTHORS]]
    return PaperFacts(
        ProviderName.SEMANTIC_SCHOLAR,
        title,
        address_of(arxiv, doi, f"https://www.semanticscholar.org/paper/{paper.id}"),
        authors=tuple(Author(name) for name in names if name),
        year=year_of(paper.year),
        venue=plain_text(paper.venue),
        arxiv_id=arxiv,
        doi=doi,
        abstract=plain_text(paper.abstract, LONGEST_ABSTRACT),
        may_show_abstract=is_open_license(paper.open_pdf.license if paper.open_pdf else None),
        references=tuple(filter(None, map(_cited, (paper.references or ())[:MOST_REFERENCES]))),
    )


def _cited(one: _Cited) -> CitedPaper | None:
    ids = one.ids or _Ids()
    return cited(one.title, one.year, written_doi=ids.doi, written_arxiv=ids.arxiv)
