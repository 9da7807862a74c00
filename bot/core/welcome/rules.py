"""Which servers are welcomed, and in which channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# A welcome that comes later than this would puzzle people.
WELCOMED_WITHIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WelcomeChannel:
    """A text channel, and who may do what there.

    `category_position` is None outside categories. `is_seen_by_organizers` is set if everybody with Manage Server can
    view the channel, so that whoever added the bot can too.
    """

    id: int
    position: int
    category_position: int | None = None
    may_write: bool = True
    is_seen_by_all: bool = True
    is_seen_by_organizers: bool = True


def welcome_channel(channels: Iterable[WelcomeChannel], system_channel_id: int | None) -> int | None:
    """Return the channel for the welcome: the system channel, or else the first one as Discord lists them.

    A channel that everybody can view comes before one that only organizers can view. None if the bot may not write in
    any such channel.
    """
    usable = [channel for channel in channels if channel.may_write]
    if any(channel.id == system_channel_id for channel in usable):
        return system_channel_id
    seen = [channel for channel in usable if channel.is_seen_by_all or channel.is_seen_by_organizers]
    first = min(seen, key=lambda channel: (not channel.is_seen_by_all, *_place_in_list(channel)), default=None)
    return first.id if first else None


def is_new_server(joined_at: datetime, *, since: datetime, now: datetime) -> bool:
    """Return whether the bot joined lately, and not before `since`, when it began to welcome servers."""
    return since <= joined_at and now - joined_at <= WELCOMED_WITHIN


def _place_in_list(channel: WelcomeChannel) -> tuple[int, int, int]:
    """Return where Discord shows the channel: those outside categories come first."""
    category = -1 if channel.category_position is None else channel.category_position
    return category, channel.position, channel.id
