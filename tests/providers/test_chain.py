"""Who is asked, in which order, and what is said if nobody knows or nobody answers."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from bot.core.papers.ids import Doi
from bot.core.providers.facts import PaperFacts
from bot.core.providers.names import ProviderName
from bot.providers.chain import AGAIN_S, Chain, NobodyAnsweredError
from bot.providers.port import AwayError, ProviderError, WrongAnswerError

if TYPE_CHECKING:
    from bot.core.providers.questions import Question

ARXIV, CROSSREF, OPENALEX = ProviderName.ARXIV, ProviderName.CROSSREF, ProviderName.OPENALEX
QUESTION = Doi("10.1234/owls")


def facts(name: ProviderName) -> PaperFacts:
    return PaperFacts(name, "Owls", "https://doi.org/10.1234/owls", doi=QUESTION.id)


class NoAnswers:
    """Keeps nothing."""

    async def known(self, question: Question) -> dict[str, PaperFacts | None]:  # noqa: ARG002
        return {}

    async def keep(self, provider: ProviderName, question: Question, facts: PaperFacts | None) -> None:  # noqa: ARG002
        return None


@dataclass
class Kept:
    answers: dict[str, PaperFacts | None] = field(default_factory=dict)

    async def known(self, question: Question) -> dict[str, PaperFacts | None]:  # noqa: ARG002
        return dict(self.answers)

    async def keep(self, provider: ProviderName, question: Question, facts: PaperFacts | None) -> None:  # noqa: ARG002
        self.answers[provider] = facts


@dataclass
class Scripted:
    """Answers as told: with facts, with None, with an error, or never."""

    name: ProviderName
    answer: PaperFacts | ProviderError | asyncio.Event | None
    is_able: bool = True
    asked: int = 0

    def takes(self, question: Question) -> bool:  # noqa: ARG002
        return self.is_able

    async def find(self, question: Question) -> PaperFacts | None:  # noqa: ARG002
        self.asked += 1
        if isinstance(self.answer, asyncio.Event):
            await self.answer.wait()
            return None
        if isinstance(self.answer, ProviderError):
            raise self.answer
        return self.answer


async def test_the_first_that_knows_is_enough() -> None:
    first, second, third = Scripted(ARXIV, None), Scripted(CROSSREF, facts(CROSSREF)), Scripted(OPENALEX, None)
    kept = Kept()
    assert await Chain([first, second, third], kept).find(QUESTION) == facts(CROSSREF)
    assert (first.asked, second.asked, third.asked) == (1, 1, 0)
    assert kept.answers == {ARXIV: None, CROSSREF: facts(CROSSREF)}


async def test_nobody_is_asked_the_same_twice() -> None:
    first, second = Scripted(ARXIV, None), Scripted(CROSSREF, None)
    chain = Chain([first, second], Kept({CROSSREF: facts(CROSSREF)}))
    assert await chain.find(QUESTION) == facts(CROSSREF)
    assert (first.asked, second.asked) == (0, 0)
    chain = Chain([first, second], Kept({ARXIV: None}))
    assert await chain.find(QUESTION) is None
    assert await chain.find(QUESTION) is None
    assert (first.asked, second.asked) == (0, 1)


async def test_a_provider_that_does_not_take_the_question_is_left_out() -> None:
    unable, able = Scripted(ARXIV, AwayError("never asked", 1), is_able=False), Scripted(CROSSREF, None)
    kept = Kept()
    assert await Chain([unable, able], kept).find(QUESTION) is None
    assert kept.answers == {CROSSREF: None}
    assert await Chain([unable], Kept()).find(QUESTION) is None


async def test_an_error_is_neither_kept_nor_taken_for_an_answer() -> None:
    kept = Kept()
    chain = Chain(
        [Scripted(ARXIV, AwayError("away", 120)), Scripted(CROSSREF, WrongAnswerError("?")), Scripted(OPENALEX, None)],
        kept,
    )
    with pytest.raises(NobodyAnsweredError) as failed:
        await chain.find(QUESTION)
    assert failed.value.again_in == {ARXIV: 120, CROSSREF: AGAIN_S}
    assert kept.answers == {OPENALEX: None}


async def test_one_deadline_for_all() -> None:
    slow, unasked = Scripted(CROSSREF, asyncio.Event()), Scripted(OPENALEX, None)
    chain = Chain([Scripted(ARXIV, None), slow, unasked], Kept(), deadline=0.02)
    with pytest.raises(NobodyAnsweredError) as failed:
        await chain.find(QUESTION)
    assert failed.value.again_in == {CROSSREF: AGAIN_S, OPENALEX: AGAIN_S}
    assert (slow.asked, unasked.asked) == (1, 0)
