"""When the host of a session may choose its paper without a vote. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.errors import ClubError, NotNowError
from bot.core.nominations.nomination import NotYourNominationError, require_open

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.core.nominations.nomination import Nomination


@dataclass(eq=False)
class NotChoosingHostError(ClubError):
    """The member doesn't host the next session, or the club doesn't let hosts choose."""


@dataclass(eq=False)
class VoteDecidesError(NotNowError):
    """Members are voting on what to read next."""


def require_may_choose(
    nomination: Nomination, member_id: int, read: Collection[str], *, is_choosing_host: bool, is_voted_on: bool
) -> None:
    """Raise ClubError unless the member may choose the paper of this nomination, which must be their own."""
    if not is_choosing_host:
        raise NotChoosingHostError
    if nomination.member_id != member_id:
        raise NotYourNominationError(nomination.paper)
    require_open(nomination, read)
    if is_voted_on:
        raise VoteDecidesError
