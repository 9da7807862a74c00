"""Looking papers up outside, with answers kept in the database; on both databases."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, update

from bot.core.errors import BadIdentifierError
from bot.core.papers.ids import ArxivId
from bot.core.privacy.retention import Retention
from bot.core.providers.facts import Author, CitedPaper, FullText, FullTextKind, PaperFacts
from bot.core.providers.names import ProviderName
from bot.core.providers.refusals import (
    NoFullTextError,
    NoProviderKnowsError,
    PageWithoutIdError,
    ProvidersAwayError,
    ProvidersOffError,
)
from bot.providers.arxiv import Arxiv
from bot.providers.assembly import ConfiguredProviders, assemble
from bot.providers.port import AwayError, WrongAnswerError
from bot.services.privacy.pruning import Pruning
from bot.services.providers.kept_answers import KeptAnswers
from bot.services.providers.service import ProviderService
from bot.storage.providers.tables import provider_answers
from tests.providers.test_chain import Scripted

if TYPE_CHECKING:
    from bot.providers.port import ProviderError
    from tests.support.reading_clubs import App

ARXIV, CROSSREF = ProviderName.ARXIV, ProviderName.CROSSREF
OWLS = PaperFacts(
    CROSSREF,
    "Small Owls Read “Long” Papers 🦉",
    "https://doi.org/10.1234/owls",
    authors=(Author("Ada Owl", "Owl", "Ada"), Author("漢字")),
    year=2021,
    venue="Journal of Owls",
    doi="10.1234/owls",
    abstract="By moonlight.",
    may_show_abstract=True,
    references=(CitedPaper("Night vision", 2019), CitedPaper(arxiv_id="1706.03762")),
)
DAY = timedelta(days=1)


async def nothing() -> None:
    return None


async def is_right() -> bool:
    return True


@dataclass
class FullTexts(Arxiv):
    """ArXiv, answering as told."""

    answer: FullText | ProviderError | None = None
    asked: list[ArxivId] = field(default_factory=list)

    async def full_text(self, paper: ArxivId) -> FullText | None:
        self.asked.append(paper)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def service_of(app: App, *providers: Scripted, arxiv: Arxiv | None = None) -> ProviderService:
    return ProviderService(app.database, ConfiguredProviders(providers, arxiv, nothing), app.clock)


async def count(app: App) -> int:
    async with app.database.read_transaction() as connection:
        return await connection.scalar(select(func.count()).select_from(provider_answers)) or 0


async def test_an_answer_is_kept_for_thirty_days_as_it_was(app: App) -> None:
    provider = Scripted(CROSSREF, OWLS)
    service = service_of(app, provider)
    assert await service.facts("10.1234/owls") == OWLS
    app.now += 30 * DAY - timedelta(seconds=1)
    assert await service.facts("https://doi.org/10.1234/OWLS") == OWLS
    assert provider.asked == 1
    app.now += timedelta(seconds=1)
    assert await service.facts("10.1234/owls") == OWLS
    assert provider.asked == 2
    assert await count(app) == 1


async def test_an_unknown_paper_is_asked_for_again_the_next_day(app: App) -> None:
    provider = Scripted(CROSSREF, None)
    service = service_of(app, provider)
    for _ in range(2):
        with pytest.raises(NoProviderKnowsError) as refused:
            await service.facts("Small owls read")
        assert refused.value.typed == "Small owls read"
    assert provider.asked == 1
    app.now += DAY
    provider.answer = OWLS
    assert await service.facts("Small owls read") == OWLS
    assert provider.asked == 2
    assert await count(app) == 1


async def test_a_kept_answer_helps_while_everybody_is_away(app: App) -> None:
    first, second = Scripted(ARXIV, AwayError("away", 300)), Scripted(CROSSREF, OWLS)
    service = service_of(app, first, second)
    assert await service.facts("10.1234/owls") == OWLS
    second.answer = AwayError("away", 5)
    assert await service.facts("10.1234/owls") == OWLS
    with pytest.raises(ProvidersAwayError) as refused:
        await service.facts("10.1234/other")
    assert refused.value.names == ("arXiv", "Crossref")
    assert refused.value.again_at == app.now + timedelta(minutes=1)
    assert await count(app) == 1


async def test_what_was_typed_as_a_title_is_not_stored(app: App) -> None:
    with pytest.raises(NoProviderKnowsError):
        await service_of(app, Scripted(CROSSREF, None)).facts("call me at 555 0100")
    async with app.database.read_transaction() as connection:
        (row,) = await connection.execute(select(provider_answers))
    assert not [value for value in row if "555" in str(value) and not str(value).startswith("title:")]
    assert row.question.startswith("title:")
    assert (row.answer, row.fetched_at) == (None, app.now)


async def test_an_answer_of_another_version_is_asked_for_again(app: App) -> None:
    provider = Scripted(CROSSREF, OWLS)
    service = service_of(app, provider)
    await service.facts("10.1234/owls")
    async with app.database.write_transaction() as connection:
        await connection.execute(update(provider_answers).values(answer={"title": 3}))
    assert await service.facts("10.1234/owls") == OWLS
    assert provider.asked == 2


async def test_two_at_once_leave_one_row(app: App) -> None:
    service = service_of(app, Scripted(CROSSREF, OWLS))
    assert await asyncio.gather(*(service.facts("10.1234/owls") for _ in range(3))) == [OWLS] * 3
    assert await count(app) == 1


async def test_old_answers_are_pruned(app: App) -> None:
    kept = KeptAnswers(app.database, app.clock)
    await kept.keep(CROSSREF, ArxivId("2106.00001"), OWLS)
    await kept.keep(ARXIV, ArxivId("2106.00001"), None)
    pruning = Pruning(app.database, Retention(365 * DAY, 180 * DAY), app.clock, is_right)
    app.now += DAY - timedelta(seconds=1)
    assert await pruning.prune() == 0
    app.now += timedelta(seconds=1)
    assert await pruning.prune() == 1
    assert await kept.known(ArxivId("2106.00001")) == {CROSSREF: OWLS}
    app.now += 29 * DAY
    assert await pruning.prune() == 1
    assert await count(app) == 0


@pytest.mark.parametrize(
    ("source", "refusal"),
    [
        ("https://evil.example/2106.09685", BadIdentifierError),
        ("2106.9", BadIdentifierError),
        ("https://openreview.net/forum?id=nZeVKeeFYf9", PageWithoutIdError),
        ("…", NoProviderKnowsError),
    ],
)
async def test_what_cannot_be_looked_up_is_not_asked(app: App, source: str, refusal: type[Exception]) -> None:
    provider = Scripted(CROSSREF, OWLS)
    with pytest.raises(refusal):
        await service_of(app, provider).facts(source)
    assert provider.asked == 0


async def test_providers_are_off(app: App) -> None:
    service = ProviderService(app.database, assemble(()), app.clock)
    assert not service.is_on
    with pytest.raises(ProvidersOffError):
        await service.facts("2106.09685")
    with pytest.raises(ProvidersOffError):
        await service.full_text("2106.09685")
    await service.close()


def full_texts(answer: FullText | ProviderError | None) -> FullTexts:
    made = FullTexts.__new__(FullTexts)
    made.answer, made.asked = answer, []
    return made


async def test_a_full_text_comes_from_arxiv_and_is_not_kept(app: App) -> None:
    arxiv = full_texts(FullText(b"<html>", FullTextKind.HTML))
    assert await service_of(app, arxiv=arxiv).full_text("2106.09685") == FullText(b"<html>", FullTextKind.HTML)
    assert arxiv.asked == [ArxivId("2106.09685")]
    assert await count(app) == 0


@pytest.mark.parametrize(
    ("answer", "seconds"), [(AwayError("busy", 600), 600), (AwayError("busy", 2), 60), (WrongAnswerError("?"), 60)]
)
async def test_arxiv_is_away(app: App, answer: ProviderError, seconds: int) -> None:
    with pytest.raises(ProvidersAwayError) as refused:
        await service_of(app, arxiv=full_texts(answer)).full_text("2106.09685")
    assert (refused.value.names, refused.value.again_at) == (("arXiv",), app.now + timedelta(seconds=seconds))


async def test_arxiv_has_no_text(app: App) -> None:
    with pytest.raises(NoFullTextError):
        await service_of(app, arxiv=full_texts(None)).full_text("2106.09685")
