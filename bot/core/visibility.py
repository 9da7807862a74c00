"""Who may see what of a club. Everything that is shown to a member, or changed for one, goes by this one rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from bot.core.clubs import Club
    from bot.core.weeks import Week


class Access(StrEnum):
    """What a channel is to somebody; `GONE` for everybody once it was deleted."""

    OPEN = "open"
    HIDDEN = "hidden"
    GONE = "gone"


def may_see(club_channel: Access, week_channel: Access, *, steers: bool) -> bool:
    """Whether somebody may see a club, or what belongs to one of its weeks.

    The club is there for those who may view its channel. Where that was deleted, only organizers see the club, so that
    they can choose another channel. What was posted in another channel, before the club moved, takes a view of that
    channel as well, for as long as it exists.
    """
    if club_channel is Access.GONE:
        return steers
    return club_channel is Access.OPEN and week_channel is not Access.HIDDEN


@dataclass(frozen=True, slots=True)
class Membership:
    """What somebody is in one server. `access_to` says what a channel of the server, by its id, is to them."""

    access_to: Callable[[int], Access]
    manages_server: bool = False
    role_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who asks for something. `server_id` is where they ask, None in a direct message.

    A server that is not in `memberships` is one that they are not known to be in: nothing of it is there for them.
    """

    user_id: int
    server_id: int | None
    memberships: Mapping[int, Membership] = field(default_factory=dict)

    def may_view(self, channel_id: int) -> bool:
        """Whether a channel of the server where they ask is one that they can look into."""
        membership = self.memberships.get(self.server_id or 0)
        return membership is not None and membership.access_to(channel_id) is Access.OPEN

    def may_see(self, club: Club, week: Week | None = None) -> bool:
        """Whether the club is there for them, or this week of it."""
        membership = self.memberships.get(club.server_id)
        if membership is None:
            return False
        channel = club.settings.channel_id
        posted_in = week.channel_id if week and week.channel_id else channel
        return may_see(membership.access_to(channel), membership.access_to(posted_in), steers=self.steers(club))

    def steers(self, club: Club) -> bool:
        """Whether they may Manage Server, or hold the club's organizer role."""
        membership = self.memberships.get(club.server_id)
        return membership is not None and (
            membership.manages_server or club.settings.organiser_role_id in membership.role_ids
        )

    def seen(self, clubs: Iterable[Club]) -> list[Club]:
        return [club for club in clubs if self.may_see(club)]
