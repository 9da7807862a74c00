"""Refusals about a server's own papers. Their sentences are in `locales/`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.core.errors import UNSAID, ClubError

if TYPE_CHECKING:
    from bot.core.catalog.own_papers import MatchedBy, PaperFact
    from bot.core.errors import Code, Typed


@dataclass(eq=False)
class NoServerHereError(ClubError):
    """Somebody asked in a direct message, where there are no own papers."""


@dataclass(eq=False)
class CatalogOrganizersOnlyError(ClubError):
    """Only members with Manage Server, or a club's organizer role, change the server's papers."""


@dataclass(eq=False)
class NotInCatalogError(ClubError):
    """Neither the server nor the shared catalog has a paper with this key."""

    key: Code


@dataclass(eq=False)
class SharedPaperError(ClubError):
    """The paper is one of the shared catalog, so a server can neither edit nor remove it."""

    paper: str


@dataclass(eq=False)
class CatalogFullError(ClubError):
    """The server would have more papers than it may. `room` is how many more it may have."""

    most: int
    room: int


@dataclass(eq=False)
class NoTitleError(ClubError):
    """Nothing visible is in the title."""


@dataclass(eq=False)
class NoShortNameError(ClubError):
    """Neither a letter nor a digit is in the short name."""


@dataclass(eq=False)
class LongFactError(ClubError):
    """A fact, or one name of a list, has more than `most` characters."""

    fact: PaperFact
    most: int
    length: int


@dataclass(eq=False)
class ManyFactsError(ClubError):
    """A list, `AUTHORS` or `ALIASES`, has more than `most` names."""

    fact: PaperFact
    most: int
    count: int


@dataclass(eq=False)
class BadPaperLinkError(ClubError):
    """The link is not one that a browser opens."""

    typed: Typed


@dataclass(eq=False)
class BadYearError(ClubError):
    least: int
    most: int
    given: int


@dataclass(eq=False)
class NothingToEditError(ClubError):
    """An edit without any new fact."""


@dataclass(eq=False)
class NameTakenByPaperError(ClubError):
    """Another paper has the short name, the alias or the title. `key` is that paper's."""

    name: str
    paper: str
    key: str = field(metadata=UNSAID)


@dataclass(eq=False)
class LinkTakenByPaperError(ClubError):
    """The new link has the arXiv id or the DOI of another paper. `key` is that paper's."""

    paper: str
    matched_by: MatchedBy
    key: str = field(metadata=UNSAID)


@dataclass(eq=False)
class LinkToItselfError(ClubError):
    paper: str


@dataclass(eq=False)
class LinkedAlreadyError(ClubError):
    paper: str
    ancestor: str


@dataclass(eq=False)
class NotLinkedError(ClubError):
    paper: str
    ancestor: str


@dataclass(eq=False)
class SharedLinkError(ClubError):
    """The link is one of the shared catalog, so a server cannot take it away."""

    paper: str
    ancestor: str


@dataclass(eq=False)
class TooManyLinksError(ClubError):
    paper: str
    most: int


@dataclass(eq=False)
class LinkCycleError(ClubError):
    """The ancestor builds on the paper already. `path` leads from the ancestor to the paper, each building on the next.

    `path` has short names, `keys` the same papers' keys.
    """

    paper: str
    ancestor: str
    path: tuple[str, ...]
    keys: tuple[str, ...] = field(metadata=UNSAID)


@dataclass(eq=False)
class PaperInUseError(ClubError):
    """The paper cannot be removed. `uses` say where it is used, each as a phrase."""

    paper: str
    uses: tuple[PaperUseError, ...]


class PaperUseError(ClubError):
    """One way in which a paper is used. It is never raised: it is a part of PaperInUseError's sentence."""


@dataclass(eq=False)
class QueuedUseError(PaperUseError):
    club: str


@dataclass(eq=False)
class PollUseError(PaperUseError):
    """A running poll offers it."""

    club: str


@dataclass(eq=False)
class WeekUseError(PaperUseError):
    """A week read it, or reads it. `number` is None while the week has none."""

    club: str
    number: int | None


@dataclass(eq=False)
class LogUseError(PaperUseError):
    """Logs outside weeks, and drafts, are about it."""

    count: int


@dataclass(eq=False)
class AncestorUseError(PaperUseError):
    """Another paper builds on it."""

    paper: str


@dataclass(eq=False)
class MoreUsesError(PaperUseError):
    """It is used in more places than a sentence can list."""

    count: int


@dataclass(eq=False)
class UnseenUseError(PaperUseError):
    """It is used where the viewer cannot look."""

    count: int


@dataclass(eq=False)
class PreviewGoneError(ClubError):
    """The preview is older than a day, was dropped, or is another member's."""


@dataclass(eq=False)
class SuggestedPaperKnownError(ClubError):
    """The suggested paper is in the catalog already. `matched_by` says how it was recognized."""

    paper: str
    matched_by: MatchedBy
    key: str = field(metadata=UNSAID)


@dataclass(eq=False)
class EmptySuggestionError(ClubError):
    pass


@dataclass(eq=False)
class TooManySuggestionsError(ClubError):
    """The member has `most` open suggestions."""

    most: int


@dataclass(eq=False)
class SuggestionsFullError(ClubError):
    """The server has `most` open suggestions."""

    most: int


@dataclass(eq=False)
class SuggestionGoneError(ClubError):
    """No suggestion of this server has the id (any more)."""


@dataclass(eq=False)
class SuggestionDecidedError(ClubError):
    """Somebody else has decided it. `paper` is the paper that was added, None if it was declined."""

    paper: str | None


@dataclass(eq=False)
class TooManyEntriesError(ClubError):
    """A file with more than `most` entries."""

    most: int
    count: int


@dataclass(eq=False)
class NothingToImportError(ClubError):
    """No entry of the file can be added."""
