"""Refusals about clubs. Their sentences are in `locales/`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.errors import ClubError, Code, NoClubYetError, NoSuchClubError, NotNowError

if TYPE_CHECKING:
    from bot.core.clubs.club import Club


@dataclass(eq=False)
class NoClubToMeanError(NoClubYetError):
    """A command named no club, and the member can see none in the server."""


@dataclass(eq=False)
class WhichClubError(NoSuchClubError):
    """A command named no club, and several are possible."""

    names: tuple[Code, ...]


@dataclass(eq=False)
class UnknownClubError(NoSuchClubError):
    """No club has this name. `names` are the clubs that the member can see."""

    names: tuple[Code, ...]


@dataclass(eq=False)
class ClubGoneError(NoSuchClubError):
    """No open club that the member can see in the server has this id."""


@dataclass(eq=False)
class ClubClosedError(NoSuchClubError):
    """The club was closed before the change."""


@dataclass(eq=False)
class ClubNameTakenError(ClubError):
    name: Code


@dataclass(eq=False)
class TooManyClubsError(ClubError):
    most: int


@dataclass(eq=False)
class ClubPausedAlreadyError(NotNowError):
    pass


@dataclass(eq=False)
class ClubRunningError(NotNowError):
    """The club is already running, so it cannot be resumed."""


@dataclass(eq=False)
class PostGoingOutError(NotNowError):
    """A post is about to go out. Moving the club now would lose its slot."""


def name_to_type(club: Club) -> Code:
    """Return the club's name as the member wrote it, in a code span, so that its markup has no effect."""
    return Code(club.settings.name.replace("`", "ʼ"))
