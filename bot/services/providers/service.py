"""Looks papers up outside: facts from providers, full texts from arXiv."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot.core.errors import Code, Typed
from bot.core.papers.ids import ArxivId
from bot.core.providers.names import ProviderName
from bot.core.providers.questions import question_of
from bot.core.providers.refusals import (
    NoFullTextError,
    NoProviderKnowsError,
    ProvidersAwayError,
    ProvidersOffError,
)
from bot.providers.chain import AGAIN_S, Chain, NobodyAnsweredError
from bot.providers.port import AwayError, ProviderError
from bot.services.providers.kept_answers import KeptAnswers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from bot.core.providers.facts import FullText, PaperFacts
    from bot.providers.assembly import ConfiguredProviders
    from bot.storage.database import Database

log = structlog.stdlib.get_logger(__name__)

FULL_TEXT_DEADLINE_S = 60.0
SOONEST = timedelta(minutes=1)


class ProviderService:
    def __init__(self, database: Database, outside: ConfiguredProviders, now: Callable[[], datetime]) -> None:
        self._outside = outside
        self._chain = Chain(outside.providers, KeptAnswers(database, now))
        self._now = now

    @property
    def is_on(self) -> bool:
        return bool(self._outside.providers)

    async def facts(self, source: str) -> PaperFacts:
        """Return the facts about what a member typed: an arXiv id, a DOI, a link to one, or a title.

        Raises BadIdentifierError, PageWithoutIdError, NoProviderKnowsError, ProvidersAwayError and ProvidersOffError.
        """
        if not self.is_on:
            raise ProvidersOffError
        question = question_of(source)
        try:
            found = await self._chain.find(question)
        except NobodyAnsweredError as error:
            raise self._away(error.again_in) from None
        if found is None:
            raise NoProviderKnowsError(Typed(source))
        return found

    async def full_text(self, arxiv_id: str) -> FullText:
        """Return the paper's page or source from arXiv, to be read by `bot/extraction` and not to be kept.

        `arxiv_id` is as in `PaperFacts`. Raises NoFullTextError, ProvidersAwayError and ProvidersOffError.
        """
        arxiv = self._outside.arxiv
        if arxiv is None:
            raise ProvidersOffError
        try:
            async with asyncio.timeout(FULL_TEXT_DEADLINE_S):
                found = await arxiv.full_text(ArxivId(arxiv_id))
        except ProviderError as error:
            log.warning("no full text from arXiv", reason=error.reason)
            again_in = error.again_in if isinstance(error, AwayError) else AGAIN_S
            raise self._away({ProviderName.ARXIV: again_in}) from None
        except TimeoutError:
            raise self._away({ProviderName.ARXIV: AGAIN_S}) from None
        if found is None:
            raise NoFullTextError(Code(arxiv_id))
        return found

    async def close(self) -> None:
        await self._outside.close()

    def _away(self, again_in: Mapping[ProviderName, float]) -> ProvidersAwayError:
        soonest = max(timedelta(seconds=min(again_in.values())), SOONEST)
        return ProvidersAwayError(tuple(name.shown for name in again_in), self._now() + soonest)
