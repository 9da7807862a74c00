"""The port that every provider fills, and how asking one may fail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.providers.facts import PaperFacts
    from bot.core.providers.names import ProviderName
    from bot.core.providers.questions import Question


class ProviderError(Exception):
    """A provider gave no usable answer. `reason` is for the log: it contains no address, key or question."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class AwayError(ProviderError):
    """It does not answer now, and should not be asked again within `again_in` seconds."""

    def __init__(self, reason: str, again_in: float) -> None:
        super().__init__(reason)
        self.again_in = again_in


class WrongAnswerError(ProviderError):
    """It answered, but not as documented."""


class Provider(Protocol):
    @property
    def name(self) -> ProviderName: ...

    def takes(self, question: Question) -> bool:
        """Return whether it can look such a question up."""

    async def find(self, question: Question) -> PaperFacts | None:
        """Return the paper, or None if the provider does not know it. Raises ProviderError."""


class Answers(Protocol):
    """Answers of the last days, kept so that nobody is asked the same twice."""

    async def known(self, question: Question) -> Mapping[str, PaperFacts | None]:
        """Return who answered what, by the name of the provider. None means that it did not know the paper."""

    async def keep(self, provider: ProviderName, question: Question, facts: PaperFacts | None) -> None: ...
