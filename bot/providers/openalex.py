"""OpenAlex: facts by arXiv id, DOI or title.

Documented at https://developers.openalex.org. A look-up by id is free; searches by title need a (free) key to be of
use. The answer names references only by OpenAlex's own ids, so none are returned.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from bot.core.papers.ids import ARXIV_DOI, ArxivId, Doi
from bot.core.providers.facts import Author, PaperFacts
from bot.core.providers.names import ProviderName
from bot.core.providers.outside_ids import address_of, arxiv_in, ids_of, is_open_license
from bot.core.providers.outside_text import LONGEST_ABSTRACT, LONGEST_NAME, MOST_AUTHORS, plain_text, year_of
from bot.core.providers.questions import Title, paper_meant
from bot.providers.fetching import in_path
from bot.providers.port import WrongAnswerError

if TYPE_CHECKING:
    from bot.core.providers.questions import Question
    from bot.providers.fetching import ProviderClient

BASE = "https://api.openalex.org"
INTERVAL_S = 0.2
KEY_PARAMETER = "api_key"
CANDIDATES = 5
FIELDS = "id,doi,display_name,publication_year,authorships,primary_location,locations,abstract_inverted_index"
WORK_ID = re.compile(r"https://openalex\.org/(W[0-9]{1,15})")
# A comma, a pipe or an exclamation mark would end the value of a filter or change its meaning.
NOT_A_WORD = re.compile(r"[^\w]+")


class _Source(BaseModel):
    display_name: str | None = None


class _Location(BaseModel):
    source: _Source | None = None
    landing_page_url: str | None = None
    license: str | None = None


class _Person(BaseModel):
    display_name: str | None = None


class _Authorship(BaseModel):
    author: _Person | None = None
    raw_author_name: str | None = None


class Work(BaseModel):
    """The fields that are asked for."""

    id: str
    doi: str | None = None
    display_name: str | None = None
    publication_year: int | None = None
    authorships: list[_Authorship] = []
    primary_location: _Location | None = None
    locations: list[_Location] = []
    abstract_inverted_index: dict[str, list[int]] | None = None


class _Results(BaseModel):
    results: list[Work]


class OpenAlex:
    name = ProviderName.OPENALEX

    def __init__(self, client: ProviderClient) -> None:
        self._client = client

    def takes(self, question: Question) -> bool:  # noqa: ARG002 - all of them
        return True

    async def find(self, question: Question) -> PaperFacts | None:
        try:
            match question:
                case ArxivId(id=wanted):
                    return await self._by_doi(ARXIV_DOI + wanted)
                case Doi(id=wanted):
                    return await self._by_doi(wanted)
                case Title(text=text):
                    return await self._by_title(text)
        except ValidationError:
            raise WrongAnswerError("not as documented") from None

    async def _by_doi(self, wanted: str) -> PaperFacts | None:
        body = await self._client.get(f"/works/{in_path(f'doi:{wanted}')}", {"select": FIELDS})
        return _facts(Work.model_validate_json(body)) if body else None

    async def _by_title(self, text: str) -> PaperFacts | None:
        words = NOT_A_WORD.sub(" ", text).strip()
        query = {"filter": f"title.search:{words}", "per_page": str(CANDIDATES), "select": FIELDS}
        body = await self._client.get("/works", query)
        works = _Results.model_validate_json(body).results if body else []
        found = [*filter(None, map(_facts, works[:CANDIDATES]))]
        return paper_meant(text, found)


def _facts(work: Work) -> PaperFacts | None:
    known, title = WORK_ID.fullmatch(work.id), plain_text(work.display_name)
    if not known or not title:
        return None
    arxiv, doi = ids_of(work.doi)
    arxiv = arxiv or next(filter(None, (arxiv_in(one.landing_page_url) for one in work.locations)), None)
    place = work.primary_location or _Location()
    return PaperFacts(
        ProviderName.OPENALEX,
        title,
        address_of(arxiv, doi, f"https://openalex.org/{known[1]}"),
        authors=tuple(filter(None, map(_author, work.authorships[:MOST_AUTHORS]))),
        year=year_of(work.publication_year),
        venue=plain_text(place.source.display_name if place.source else None),
        arxiv_id=arxiv,
        doi=doi,
        abstract=_abstract(work.abstract_inverted_index or {}),
        may_show_abstract=is_open_license(place.license),
    )


def _author(authorship: _Authorship) -> Author | None:
    known = authorship.author.display_name if authorship.author else None
    name = plain_text(known or authorship.raw_author_name, LONGEST_NAME)
    return Author(name) if name else None


def _abstract(index: dict[str, list[int]]) -> str:
    """Put the words back in order: the answer has each with its places in the text."""
    words = sorted((place, word) for word, places in index.items() for place in places)
    return plain_text(" ".join(word for _, word in words), LONGEST_ABSTRACT)
