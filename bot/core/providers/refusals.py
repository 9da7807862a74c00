"""Why there are no facts about a paper from outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.errors import ClubError, Code, Typed

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(eq=False)
class ProvidersOffError(ClubError):
    """The operator has turned providers off."""


@dataclass(eq=False)
class ProvidersAwayError(ClubError):
    """Nobody found the paper, and `names` could not be asked. They may be asked again at `again_at`."""

    names: tuple[str, ...]
    again_at: datetime


@dataclass(eq=False)
class NoProviderKnowsError(ClubError):
    """All providers that take such a question answered that they do not know the paper."""

    typed: Typed


@dataclass(eq=False)
class PageWithoutIdError(ClubError):
    """A link to a publisher's page that no provider looks up."""

    typed: Typed


@dataclass(eq=False)
class NoFullTextError(ClubError):
    """ArXiv has neither a page nor the source of the paper."""

    arxiv_id: Code
