"""Whatever a provider does wrong, it is one of two errors; nothing hangs, and nothing large is kept."""

from __future__ import annotations

import gzip
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.papers.ids import ArxivId, Doi
from bot.core.providers.names import ProviderName
from bot.providers.assembly import BASES, MAKERS, assemble
from bot.providers.chain import Chain, NobodyAnsweredError
from bot.providers.fetching import ProviderClient, ProviderSession, retry_after
from bot.providers.pacing import FIRST_BREAK_S, ProviderPace
from bot.providers.port import AwayError, WrongAnswerError
from tests.providers import documented as doc
from tests.providers.test_chain import NoAnswers
from tests.support.provider_site import cut_off, endless, hangs_up, moving, saying

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.providers.port import Provider
    from tests.support.provider_site import Site

TOO_LARGE = 2**20
QUESTIONS = dict.fromkeys(ProviderName, Doi(doc.DOI)) | {ProviderName.ARXIV: ArxivId(doc.ARXIV_ID)}
GOOD: dict[ProviderName, tuple[Any, str]] = {
    ProviderName.ARXIV: (doc.ONE_ENTRY, doc.ATOM),
    ProviderName.CROSSREF: (doc.CROSSREF, "application/json"),
    ProviderName.OPENALEX: (doc.OPENALEX_WORK, "application/json"),
    ProviderName.SEMANTIC_SCHOLAR: (doc.S2_PAPER, "application/json"),
}


@pytest.fixture
def kind(name: ProviderName) -> str:
    return GOOD[name][1]


async def fails(provider: Provider, kind: type[Exception]) -> str:
    with pytest.raises(kind) as failed:
        await provider.find(QUESTIONS[provider.name])
    return str(failed.value)


async def test_a_good_answer_is_found(there: Site, provider: Provider) -> None:
    there.says(*GOOD[provider.name])
    found = await provider.find(QUESTIONS[provider.name])
    assert found
    assert (found.title, found.source) == (doc.TITLE, provider.name)


async def test_an_unknown_paper_is_no_error(there: Site, provider: Provider) -> None:
    there.says("Resource not found.", "text/plain", 404)
    assert await provider.find(QUESTIONS[provider.name]) is None


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "null", "<feed/>", '{"message": [], "results": {}, "data": 3}', "[" * 100_000, b"\xff\xfe{}"],
    ids=repr,
)
async def test_an_answer_of_another_shape(there: Site, provider: Provider, kind: str, body: str | bytes) -> None:
    there.says(body[:200_000], kind)
    await fails(provider, WrongAnswerError)


@pytest.mark.parametrize("other", ["text/html", "text/plain", "application/pdf", "image/png"])
async def test_an_answer_of_another_type(there: Site, provider: Provider, other: str) -> None:
    there.says(GOOD[provider.name][0], other)
    assert await fails(provider, WrongAnswerError) == "unexpected content type"


async def test_an_answer_that_is_too_large(there: Site, provider: Provider, kind: str) -> None:
    there.says(b" " * TOO_LARGE, kind)
    assert await fails(provider, WrongAnswerError) == "too large"
    there.answer = endless(kind, TOO_LARGE)
    assert await fails(provider, WrongAnswerError) == "too large"


async def test_a_packed_answer_is_not_unpacked(there: Site, provider: Provider, kind: str) -> None:
    there.answer = saying(gzip.compress(b" " * TOO_LARGE), kind, Content_Encoding="gzip")
    await fails(provider, WrongAnswerError)


async def test_a_slow_answer(there: Site, hasty: Callable[[], Provider]) -> None:
    there.answer = there.never
    assert await fails(hasty(), AwayError) == "too slow"


async def test_an_answer_that_is_cut_off(there: Site, provider: Provider, kind: str) -> None:
    there.answer = cut_off(kind, b" " * 10_000)
    assert await fails(provider, AwayError) == "ClientPayloadError"


async def test_a_connection_that_ends_at_once(there: Site, provider: Provider) -> None:
    there.answer = hangs_up
    assert await fails(provider, AwayError) == "ServerDisconnectedError"


@pytest.mark.parametrize("status", [401, 402, 403, 429, 500, 502, 503, 504])
async def test_a_provider_that_is_away_is_left_alone(there: Site, provider: Provider, status: int) -> None:
    there.says("Rate exceeded.", "text/plain", status)
    assert await fails(provider, AwayError) == f"status {status}"
    there.says(*GOOD[provider.name])
    assert await fails(provider, AwayError) == "on a break"
    assert len(there.asked) == 1


@pytest.mark.parametrize("status", [204, 206, 400, 405, 418, 304])
async def test_any_other_status_is_a_wrong_answer(there: Site, provider: Provider, status: int) -> None:
    there.says("" if status in {204, 304} else "{}", status=status)
    assert await fails(provider, WrongAnswerError) == f"status {status}"


@pytest.mark.parametrize(
    ("header", "least", "most"),
    [
        ("120", 119, 120),
        ("0", 0.5, 1),
        ("999999999", 3599, 3600),
        ("Fri, 01 Jan 2100 00:00:00 GMT", 3599, 3600),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0.5, 1),
        ("soon", FIRST_BREAK_S - 1, FIRST_BREAK_S),
        ("", FIRST_BREAK_S - 1, FIRST_BREAK_S),
    ],
)
async def test_retry_after_is_followed(there: Site, provider: Provider, header: str, least: float, most: float) -> None:
    there.answer = saying("", status=429, Retry_After=header)
    with pytest.raises(AwayError) as first:
        await provider.find(QUESTIONS[provider.name])
    assert least <= first.value.again_in <= most


def test_a_date_counts_from_now() -> None:
    noon = datetime(2026, 1, 7, 12, tzinfo=UTC)
    assert retry_after("Wed, 07 Jan 2026 12:01:30 GMT", noon) == 90
    assert retry_after("Wed, 07 Jan 2026 12:01:30", noon) == 90
    assert retry_after(" 7 ", noon) == 7
    assert [retry_after(text, noon) for text in ("-1", "1.5", "٣", "in an hour")] == [None] * 4


async def test_a_redirect_elsewhere_is_not_followed(there: Site, elsewhere: Site, provider: Provider) -> None:
    port = there.url.rpartition(":")[2]
    for location in (
        elsewhere.url,
        f"//{elsewhere.url[7:]}/x",
        f"https://127.0.0.1:{port}/",
        "ftp://x/",
        "http://[",
        "",
    ):
        there.answer = moving(location)
        assert await fails(provider, WrongAnswerError) == "redirect to another host"
    assert elsewhere.asked == []


async def test_a_redirect_on_the_same_host_is_followed(there: Site, provider: Provider) -> None:
    moved, good = moving("/moved/here?now=1", 301), saying(*GOOD[provider.name])
    there.answer = lambda request: (good if request.path == "/moved/here" else moved)(request)
    assert await provider.find(QUESTIONS[provider.name])
    assert there.asked[1] == "/moved/here?now=1"


async def test_a_redirect_in_a_circle_ends(there: Site, provider: Provider) -> None:
    there.answer = moving("/again")
    assert await fails(provider, WrongAnswerError) == "too many redirects"
    assert len(there.asked) == 3


async def test_the_next_provider_is_asked(there: Site, elsewhere: Site, session: ProviderSession) -> None:
    """Every provider fails in its own way, except the last."""
    there.says("", status=503)
    elsewhere.says(doc.S2_PAPER)
    first, second = MAKERS[ProviderName.CROSSREF], MAKERS[ProviderName.OPENALEX]
    chain = Chain(
        [
            first(ProviderClient(session, "http://127.0.0.1:1", ProviderPace(0))),
            second(ProviderClient(session, there.url, ProviderPace(0))),
            MAKERS[ProviderName.SEMANTIC_SCHOLAR](ProviderClient(session, elsewhere.url, ProviderPace(0))),
        ],
        NoAnswers(),
    )
    found = await chain.find(Doi(doc.DOI))
    assert found
    assert found.source == ProviderName.SEMANTIC_SCHOLAR


async def test_no_key_reaches_the_log(there: Site, caplog: pytest.LogCaptureFixture) -> None:
    """Neither a failed look-up nor a library's own debug lines show a key, though OpenAlex wants it in the address."""
    caplog.set_level(logging.DEBUG)
    keys = {ProviderName.OPENALEX: "s3cret-key", ProviderName.SEMANTIC_SCHOLAR: "s3cret-too"}
    outside = assemble(list(keys), contact="club@example.org", keys=keys, bases=dict.fromkeys(ProviderName, there.url))
    chain = Chain(outside.providers, NoAnswers())
    for answer in (saying("x", status=500), saying("{}"), hangs_up, moving("http://x/")):
        there.answer = answer
        with pytest.raises(NobodyAnsweredError) as failed:
            await chain.find(Doi(doc.DOI))
        assert "s3cret" not in repr(failed.value)
    await outside.close()
    assert any("s3cret-key" in asked for asked in there.asked)
    assert "s3cret" not in caplog.text


def test_hosts_are_fixed() -> None:
    assert BASES == {
        ProviderName.ARXIV: "https://export.arxiv.org",
        ProviderName.CROSSREF: "https://api.crossref.org",
        ProviderName.OPENALEX: "https://api.openalex.org",
        ProviderName.SEMANTIC_SCHOLAR: "https://api.semanticscholar.org",
    }
