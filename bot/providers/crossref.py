"""Crossref: facts about works with a DOI.

Documented at https://www.crossref.org/documentation/retrieve-metadata/rest-api/. Anyone may use the metadata, but
abstracts stay under their publisher's copyright: only those of a work with an open license may be shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, Field, ValidationError

from bot.core.papers.ids import Doi, doi
from bot.core.providers.facts import Author, CitedPaper, PaperFacts
from bot.core.providers.names import ProviderName
from bot.core.providers.outside_ids import address_of, cited, is_open_license
from bot.core.providers.outside_text import (
    LONGEST_ABSTRACT,
    LONGEST_NAME,
    MOST_AUTHORS,
    MOST_REFERENCES,
    plain_text,
    year_of,
)
from bot.core.providers.questions import Title, paper_meant
from bot.providers.fetching import ExpectedAnswer, in_path
from bot.providers.port import WrongAnswerError

if TYPE_CHECKING:
    from bot.core.providers.questions import Question
    from bot.providers.fetching import ProviderClient

BASE = "https://api.crossref.org"
INTERVAL_S = 0.2
CANDIDATES = 5
# The documentation names both.
ANSWER = ExpectedAnswer(frozenset({"application/json", "application/vnd.crossref-api-message+json"}))


class _Author(BaseModel):
    given: str | None = None
    family: str | None = None
    name: str | None = None  # of a group


class _License(BaseModel):
    url: str = Field(default="", alias="URL")


class _Date(BaseModel):
    parts: list[list[int | None]] = Field(default=[], alias="date-parts")


class _Reference(BaseModel):
    doi: str | None = Field(default=None, alias="DOI")
    title: str | None = Field(default=None, alias="article-title")
    volume_title: str | None = Field(default=None, alias="volume-title")
    year: str | int | None = None


class Work(BaseModel):
    """The fields of a work that are used here."""

    doi: str = Field(alias="DOI")
    title: list[str] = []
    author: list[_Author] = []
    issued: _Date = _Date()
    container: list[str] = Field(default=[], alias="container-title")
    abstract: str | None = None
    license: list[_License] = []
    reference: list[_Reference] = []


class _One(BaseModel):
    message: Work


class _Items(BaseModel):
    items: list[Work]


class _Several(BaseModel):
    message: _Items


class Crossref:
    name = ProviderName.CROSSREF

    def __init__(self, client: ProviderClient) -> None:
        self._client = client

    def takes(self, question: Question) -> bool:
        return isinstance(question, Doi | Title)

    async def find(self, question: Question) -> PaperFacts | None:
        try:
            match question:
                case Doi(id=wanted):
                    body = await self._client.get(f"/works/{in_path(wanted)}", wanted=ANSWER)
                    return _facts(_One.model_validate_json(body).message) if body else None
                case Title(text=text):
                    query = {"query.bibliographic": text, "rows": str(CANDIDATES)}
                    body = await self._client.get("/works", query, ANSWER)
                    works = _Several.model_validate_json(body).message.items if body else []
                    found = [*filter(None, map(_facts, works[:CANDIDATES]))]
                    return paper_meant(text, found)
        except ValidationError:
            raise WrongAnswerError("not as documented") from None
        return None


def _facts(work: Work) -> PaperFacts | None:
    found, title = doi(work.doi), plain_text(next(iter(work.title), ""))
    if found is None or not title:
        return None
    year = next((part[0] for part in work.issued.parts if part), None)
    return PaperFacts(
        ProviderName.CROSSREF,
        title,
        address_of(None, found.id, ""),
        authors=tuple(filter(None, map(_author, work.author[:MOST_AUTHORS]))),
        year=year_of(year),
        venue=plain_text(next(iter(work.container), "")),
        doi=found.id,
        abstract=plain_text(work.abstract, LONGEST_ABSTRACT),
        may_show_abstract=any(is_open_license(one.url) for one in work.license),
        references=tuple(filter(None, map(_cited, work.reference[:MOST_REFERENCES]))),
    )


def _author(author: _Author) -> Author | None:
    given, family = plain_text(author.given, LONGEST_NAME), plain_text(author.family, LONGEST_NAME)
    name = plain_text(author.name, LONGEST_NAME) or f"{given} {family}".strip()
    return Author(name, family, given) if name else None


def _cited(reference: _Reference) -> CitedPaper | None:
    year = str(reference.year or "")[:4]  # some publishers add a letter
    return cited(
        reference.title or reference.volume_title,
        int(year) if year.isascii() and year.isdecimal() else None,
        written_doi=reference.doi,
    )
