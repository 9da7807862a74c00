"""Documented answers become facts, and requests are as documented."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.core.papers.ids import ArxivId, Doi
from bot.core.providers.facts import Author, CitedPaper, FullText, FullTextKind, PaperFacts
from bot.core.providers.names import ProviderName
from bot.core.providers.questions import Title
from bot.providers.arxiv import Arxiv
from bot.providers.crossref import Crossref
from bot.providers.fetching import ProviderClient, ProviderSession, in_path
from bot.providers.openalex import KEY_PARAMETER, OpenAlex
from bot.providers.pacing import ProviderPace
from bot.providers.port import WrongAnswerError
from bot.providers.semantic_scholar import KEY_HEADER, SemanticScholar
from tests.providers import documented as doc
from tests.support.provider_site import moving, saying

if TYPE_CHECKING:
    from aiohttp import web

    from bot.providers.port import Provider
    from tests.support.provider_site import Answer, Site

BY_ID, BY_DOI, BY_TITLE = ArxivId(doc.ARXIV_ID), Doi(doc.DOI), Title("small owls read long papers at night!")
ADA, BO = Author("Ada Owl"), Author("Bo van der Wren")


def query_of(asked: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(asked).query)


async def test_arxiv_by_id(there: Site, client: ProviderClient) -> None:
    there.says(doc.ONE_ENTRY, doc.ATOM)
    assert await Arxiv(client).find(BY_ID) == PaperFacts(
        ProviderName.ARXIV,
        doc.TITLE,
        "https://arxiv.org/abs/2106.09685",
        authors=(ADA, BO),
        year=2021,
        venue="Journal of Owls 3 (2022) 1-9",
        arxiv_id=doc.ARXIV_ID,
        doi=doc.DOI,
        abstract="Owls <read> by moonlight & starlight.",
        may_show_abstract=True,
    )
    assert there.asked == ["/api/query?id_list=2106.09685&max_results=1"]


async def test_arxiv_by_title(there: Site, client: ProviderClient) -> None:
    there.says(doc.ONE_ENTRY, doc.ATOM)
    found = await Arxiv(client).find(BY_TITLE)
    assert found
    assert found.arxiv_id == doc.ARXIV_ID
    assert query_of(there.asked[0])["search_query"] == ['ti:"small owls read long papers at night"']


async def test_arxiv_does_not_know(there: Site, client: ProviderClient) -> None:
    for feed in (doc.NO_ENTRY, doc.ERROR_FEED):
        there.says(feed, doc.ATOM)
        assert await Arxiv(client).find(BY_ID) is None
    there.says(doc.ONE_ENTRY, doc.ATOM)
    assert await Arxiv(client).find(Title("Large Owls Sleep Through the Whole Day")) is None
    with pytest.raises(WrongAnswerError):
        await Arxiv(client).find(ArxivId("2106.09686"))


async def test_a_feed_with_entities_is_refused(there: Site, client: ProviderClient) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    for text in (
        doc.ONE_ENTRY.replace("<feed", f"{bomb}<feed", 1),
        doc.ONE_ENTRY.replace("<feed", f"{bomb}<feed", 1).replace("UTF-8", "UTF-16").encode("utf-16"),
        doc.ONE_ENTRY.replace("Ada Owl", "&unknown;"),
        "<feed>" * 1000,
        "<html></html>",
    ):
        there.says(text, doc.ATOM)
        with pytest.raises(WrongAnswerError):
            await Arxiv(client).find(BY_ID)


async def test_crossref_by_doi(there: Site, client: ProviderClient) -> None:
    there.says(doc.CROSSREF)
    assert await Crossref(client).find(BY_DOI) == PaperFacts(
        ProviderName.CROSSREF,
        doc.TITLE,
        "https://doi.org/10.1234/owls.2021",
        authors=(
            Author("Ada Owl", "Owl", "Ada"),
            Author("Bo van der Wren", "van der Wren", "Bo"),
            Author("The Nest Group"),
        ),
        year=2021,
        venue="Journal of Owls",
        doi=doc.DOI,
        abstract="Owls read by moonlight. If a < b.",
        may_show_abstract=True,
        references=(CitedPaper(arxiv_id="1706.03762"), CitedPaper("Night vision", 2019)),
    )
    assert there.asked == ["/works/10.1234/owls.2021"]
    assert there.headers[0]["User-Agent"] == "PaperClub (mailto:club@example.org)"
    assert "Cookie" not in there.headers[0]


async def test_crossrefs_own_content_type(there: Site, client: ProviderClient) -> None:
    there.says(doc.CROSSREF, "application/vnd.crossref-api-message+json;charset=UTF-8")
    found = await Crossref(client).find(BY_DOI)
    assert found
    assert found.title == doc.TITLE


async def test_crossref_by_title(there: Site, client: ProviderClient) -> None:
    there.says(doc.CROSSREF_LIST)
    found = await Crossref(client).find(BY_TITLE)
    assert found
    assert found.doi == doc.DOI
    assert query_of(there.asked[0]) == {"query.bibliographic": [BY_TITLE.text], "rows": ["5"]}


@pytest.mark.parametrize(
    "url",
    ["https://www.elsevier.com/tdm/userlicense/1.0/", "http://creativecommons.org/licenses/by-nc-nd/4.0/", None],
)
async def test_an_abstract_without_an_open_license_is_not_shown(
    there: Site, client: ProviderClient, url: str | None
) -> None:
    work = doc.CROSSREF_WORK | {"license": [{"URL": url}] if url else []}
    there.says(doc.CROSSREF | {"message": work})
    found = await Crossref(client).find(BY_DOI)
    assert found
    assert found.abstract
    assert not found.may_show_abstract


@pytest.mark.parametrize(
    ("question", "path"),
    [(BY_ID, "ARXIV:2106.09685"), (BY_DOI, "DOI:10.1234/owls.2021"), (ArxivId("cs/0501001"), "ARXIV:cs/0501001")],
)
async def test_semantic_scholar_by_id(there: Site, client: ProviderClient, question: ArxivId | Doi, path: str) -> None:
    there.says(doc.S2_PAPER)
    assert await SemanticScholar(client).find(question) == PaperFacts(
        ProviderName.SEMANTIC_SCHOLAR,
        doc.TITLE,
        "https://arxiv.org/abs/2106.09685",
        authors=(ADA, BO),
        year=2021,
        venue="Journal of Owls",
        arxiv_id=doc.ARXIV_ID,
        doi=doc.DOI,
        abstract="Owls read by moonlight.",
        references=(
            CitedPaper("Attention Is All You Need", 2017, "1706.03762"),
            CitedPaper("Night vision"),
        ),
    )
    assert there.asked[0].startswith(f"/graph/v1/paper/{path}?fields=title")


async def test_semantic_scholar_by_title(there: Site, client: ProviderClient) -> None:
    there.says(doc.S2_MATCH)
    found = await SemanticScholar(client).find(BY_TITLE)
    assert found
    assert found.arxiv_id == doc.ARXIV_ID
    assert there.asked[0].startswith("/graph/v1/paper/search/match?query=small+owls")


async def test_semantic_scholar_knows_only_the_title(there: Site, client: ProviderClient) -> None:
    there.says({"paperId": doc.S2_ID, "title": doc.TITLE} | dict.fromkeys(("externalIds", "abstract", "year", "venue")))
    found = await SemanticScholar(client).find(BY_DOI)
    page = f"https://www.semanticscholar.org/paper/{doc.S2_ID}"
    assert found == PaperFacts(ProviderName.SEMANTIC_SCHOLAR, doc.TITLE, page)


@pytest.mark.parametrize(
    ("question", "path"), [(BY_ID, "doi:10.48550/arxiv.2106.09685"), (BY_DOI, "doi:10.1234/owls.2021")]
)
async def test_openalex_by_id(there: Site, client: ProviderClient, question: ArxivId | Doi, path: str) -> None:
    there.says(doc.OPENALEX_WORK)
    assert await OpenAlex(client).find(question) == PaperFacts(
        ProviderName.OPENALEX,
        doc.TITLE,
        "https://arxiv.org/abs/2106.09685",
        authors=(ADA, BO),
        year=2021,
        venue="Journal of Owls",
        arxiv_id=doc.ARXIV_ID,
        doi=doc.DOI,
        abstract="Owls read by moonlight. read",
        may_show_abstract=True,
    )
    assert there.asked[0].startswith(f"/works/{path}?select=id%2Cdoi")


async def test_openalex_by_title(there: Site, client: ProviderClient) -> None:
    there.says(doc.OPENALEX_LIST)
    found = await OpenAlex(client).find(Title("Small owls, read: long|papers at !night"))
    assert found
    assert found.doi == doc.DOI
    assert query_of(there.asked[0])["filter"] == ["title.search:Small owls read long papers at night"]


@pytest.mark.parametrize("title", ["", "An Entirely Different Paper of That Kind"])
async def test_another_title_is_no_answer(there: Site, provider: Provider, title: str) -> None:
    there.answer = _listing(title)
    assert await provider.find(BY_TITLE) is None
    assert len(there.asked) == 1


def _listing(title: str) -> Answer:
    feed = doc.ONE_ENTRY.replace("Small Owls Read\n  Long Papers at Night", title)
    works = {
        "/works?query": doc.CROSSREF_LIST | {"message": {"items": [doc.CROSSREF_WORK | {"title": [title]}]}},
        "/works?filter": doc.OPENALEX_LIST | {"results": [doc.OPENALEX_WORK | {"display_name": title}]},
        "/graph": {"data": [doc.S2_PAPER | {"title": title}]},
    }

    async def answer(request: web.Request) -> web.StreamResponse:
        for start, body in works.items():
            if request.raw_path.startswith(start):
                return await saying(json.dumps(body))(request)
        return await saying(feed, doc.ATOM)(request)

    return answer


async def test_keys_go_where_they_are_documented(there: Site, session: ProviderSession) -> None:
    there.says(doc.OPENALEX_WORK)
    await OpenAlex(ProviderClient(session, there.url, ProviderPace(0), query={KEY_PARAMETER: "k&1"})).find(BY_DOI)
    assert query_of(there.asked[0])["api_key"] == ["k&1"]
    there.says(doc.S2_PAPER)
    await SemanticScholar(ProviderClient(session, there.url, ProviderPace(0), headers={KEY_HEADER: "k2"})).find(BY_DOI)
    assert there.headers[1]["x-api-key"] == "k2"


async def test_full_text_is_the_page_if_there_is_one(there: Site, client: ProviderClient) -> None:
    there.says("<html>…</html>", "text/html; charset=utf-8")
    assert await Arxiv(client).full_text(BY_ID) == FullText("<html>…</html>".encode(), FullTextKind.HTML)
    assert there.asked == ["/html/2106.09685"]


@pytest.mark.parametrize("page", [saying("", "text/html", 404), moving("https://arxiv.org/html/2106.09685")])
@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ((b"\x1f\x8b\x08", "application/gzip", ""), FullTextKind.SOURCE),
        ((b"\x1f\x8b\x08", "application/x-eprint-tar", "x-gzip"), FullTextKind.SOURCE),
        ((b"%PDF-1.5", "application/pdf", ""), FullTextKind.PDF),
    ],
)
async def test_otherwise_it_is_the_source(
    there: Site, client: ProviderClient, page: Answer, source: tuple[bytes, str, str], expected: FullTextKind
) -> None:
    data, kind, encoding = source
    packed = saying(data, kind, Content_Encoding=encoding or "identity")
    answers = {"/html/hep-th/9901001": page, "/e-print/hep-th/9901001": packed}

    async def answer(request: web.Request) -> web.StreamResponse:
        return await answers[request.raw_path](request)

    there.answer = answer
    assert await Arxiv(client).full_text(ArxivId("hep-th/9901001")) == FullText(data, expected)


async def test_no_full_text(there: Site, client: ProviderClient) -> None:
    there.says("", "text/html", 404)
    assert await Arxiv(client).full_text(BY_ID) is None


async def test_a_source_of_another_kind_is_refused(there: Site, client: ProviderClient) -> None:
    there.says(b"MZ", "application/octet-stream")
    with pytest.raises(WrongAnswerError):
        await Arxiv(client).full_text(BY_ID)


@pytest.mark.parametrize(
    ("identifier", "path"),
    [
        ("10.1/a#b?c=d&e%2F", "10.1/a%23b%3Fc%3Dd%26e%252F"),
        ("10.1/../../author/1", "10.1%2F..%2F..%2Fauthor%2F1"),
        ("10.1//x", "10.1%2F%2Fx"),
        ("hep-th/9901001", "hep-th/9901001"),
    ],
)
def test_an_id_stays_within_its_path(identifier: str, path: str) -> None:
    assert in_path(identifier) == path
