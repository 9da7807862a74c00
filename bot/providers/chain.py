"""Asks one provider after the other until one knows the paper."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot.providers.port import AwayError, ProviderError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.providers.facts import PaperFacts
    from bot.core.providers.names import ProviderName
    from bot.core.providers.questions import Question
    from bot.providers.port import Answers, Provider

log = structlog.stdlib.get_logger(__name__)

DEADLINE_S = 25.0
AGAIN_S = 60.0  # after an answer that made no sense


class NobodyAnsweredError(Exception):
    """Nobody found the paper, and some providers gave no answer: `again_in` has the seconds for each."""

    def __init__(self, again_in: dict[ProviderName, float]) -> None:
        super().__init__(", ".join(again_in))
        self.again_in = again_in


class Chain:
    """Providers in the order of asking. `deadline` is in seconds, for all of them together."""

    def __init__(self, providers: Sequence[Provider], answers: Answers, *, deadline: float = DEADLINE_S) -> None:
        self._providers = providers
        self._answers = answers
        self._deadline = deadline

    async def find(self, question: Question) -> PaperFacts | None:
        """Return the paper, or None if every provider that takes the question answered and none knows it.

        Raises NobodyAnsweredError.
        """
        known = await self._answers.known(question)
        for provider in self._providers:
            if facts := known.get(provider.name):
                return facts
        asked = [one for one in self._providers if one.takes(question) and one.name not in known]
        away = {one.name: AGAIN_S for one in asked}  # until they have answered
        try:
            async with asyncio.timeout(self._deadline) as deadline:
                for provider in asked:
                    if facts := await self._ask(provider, question, away):
                        return facts
        except TimeoutError:
            if not deadline.expired():
                raise
            log.warning("providers took too long", unanswered=list(away))
        if away:
            raise NobodyAnsweredError(away)
        return None

    async def _ask(self, provider: Provider, question: Question, away: dict[ProviderName, float]) -> PaperFacts | None:
        try:
            facts = await provider.find(question)
        except ProviderError as error:
            again_in = error.again_in if isinstance(error, AwayError) else AGAIN_S
            log.warning("a provider did not answer", provider=provider.name, reason=error.reason, again_in=again_in)
            away[provider.name] = again_in
            return None
        del away[provider.name]
        await self._answers.keep(provider.name, question, facts)
        return facts
