"""Who may see what of a club. Everything that members see or change goes through this one rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from bot.core.clubs.club import Club
    from bot.core.weeks.week import Week


class Access(StrEnum):
    """How somebody can access a channel; `GONE` for everybody once the channel is deleted."""

    OPEN = "open"
    HIDDEN = "hidden"
    GONE = "gone"


def may_see(club_channel: Access, week_channel: Access, *, is_organizer: bool) -> bool:
    """Return whether somebody may see a club, or what belongs to one of its weeks.

    The club exists for those who may view its channel. If that channel is deleted, only organizers see the club, so
    that they can choose another one. What was posted in another channel, before the club moved, also requires access to
    that channel for as long as it exists.
    """
    if club_channel is Access.GONE:
        return is_organizer
    return club_channel is Access.OPEN and week_channel is not Access.HIDDEN


@dataclass(frozen=True, slots=True)
class Membership:
    """Somebody's membership in one server. `access_to` returns their access to a channel of the server by its id."""

    access_to: Callable[[int], Access]
    manages_server: bool = False
    role_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who asks for something. `server_id` is where they ask, None in a direct message.

    They see nothing of a server that is not in `memberships`, because they are not known to be in it.
    """

    user_id: int
    server_id: int | None
    memberships: Mapping[int, Membership] = field(default_factory=dict)

    @property
    def own_server_id(self) -> int | None:
        """The server where they ask, if they are known to be in it. What it keeps for itself is theirs to see."""
        return self.server_id if self.server_id in self.memberships else None

    def may_view(self, channel_id: int) -> bool:
        """Return whether they can view a channel of the server where they ask."""
        membership = self.memberships.get(self.server_id or 0)
        return membership is not None and membership.access_to(channel_id) is Access.OPEN

    def may_see(self, club: Club, week: Week | None = None) -> bool:
        """Return whether they may see the club, or this week of it."""
        membership = self.memberships.get(club.server_id)
        if membership is None:
            return False
        channel = club.settings.channel_id
        posted_in = week.channel_id if week and week.channel_id else channel
        return may_see(
            membership.access_to(channel), membership.access_to(posted_in), is_organizer=self.organizes(club)
        )

    def organizes(self, club: Club) -> bool:
        """Return whether they have the Manage Server permission or the club's organizer role."""
        membership = self.memberships.get(club.server_id)
        return membership is not None and (
            membership.manages_server or club.settings.organiser_role_id in membership.role_ids
        )

    def seen(self, clubs: Iterable[Club]) -> list[Club]:
        return [club for club in clubs if self.may_see(club)]
