"""Providers' answers in the database, with their age."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.providers.questions import key_of
from bot.storage.providers.rows import answers_to, keep_answer

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.core.providers.facts import PaperFacts
    from bot.core.providers.names import ProviderName
    from bot.core.providers.questions import Question
    from bot.storage.database import Database


class KeptAnswers:
    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def known(self, question: Question) -> dict[str, PaperFacts | None]:
        async with self._database.read_transaction() as connection:
            return await answers_to(connection, key_of(question), self._now())

    async def keep(self, provider: ProviderName, question: Question, facts: PaperFacts | None) -> None:
        async with self._database.write_transaction() as connection:
            await keep_answer(connection, provider, key_of(question), facts, self._now())
