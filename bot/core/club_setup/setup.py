"""A club that is being set up: what an organizer has chosen so far, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.clubs.club import Club, ClubSettings, new_club

if TYPE_CHECKING:
    from datetime import datetime, time


class SetupPart(StrEnum):
    """What a club cannot be created without."""

    CHANNEL = "channel"
    DAY = "day"
    TIME = "time"
    ZONE = "zone"


@dataclass(frozen=True, slots=True)
class ClubSetup:
    """`is_zone_guessed` is set until the organizer has confirmed the zone or chosen another."""

    name: str
    channel_id: int | None = None
    weekday: int | None = None
    at: time | None = None
    zone: str | None = None
    is_zone_guessed: bool = False
    role_id: int | None = None
    organiser_role_id: int | None = None
    log_days: int = 5
    review_days: int = 2
    reviewers: int = 2
    anonymous: bool = False

    @property
    def missing(self) -> tuple[SetupPart, ...]:
        """What the organizer still has to choose or confirm."""
        has = {
            SetupPart.CHANNEL: self.channel_id is not None,
            SetupPart.DAY: self.weekday is not None,
            SetupPart.TIME: self.at is not None,
            SetupPart.ZONE: self.zone is not None and not self.is_zone_guessed,
        }
        return tuple(part for part in SetupPart if not has[part])

    @property
    def slot(self) -> WeeklySlot | None:
        """The weekly slot, also in a guessed zone; None if a part of it is missing."""
        if self.weekday is None or self.at is None or self.zone is None:
            return None
        return WeeklySlot(self.weekday, self.at, self.zone)

    def first_post(self, now: datetime) -> datetime | None:
        """Return when the first weekly post would come, if the slot is known."""
        return self.slot.instant_on(self.slot.next_after(now)) if self.slot else None

    def settings(self, *, is_forum: bool, tag_id: int | None) -> ClubSettings | None:
        """Return the club's settings, or None while something is missing. Raises ClubError for a number out of range.

        `is_forum` and `tag_id` are facts about the channel.
        """
        if self.missing or self.slot is None or self.channel_id is None:
            return None
        return ClubSettings(
            name=self.name,
            channel_id=self.channel_id,
            is_forum=is_forum,
            slot=self.slot,
            role_id=self.role_id,
            organiser_role_id=self.organiser_role_id,
            log_days=self.log_days,
            review_days=self.review_days,
            reviewers=self.reviewers,
            anonymous=self.anonymous,
            tag_id=tag_id,
        )


def planned_club(settings: ClubSettings, server_id: int, now: datetime) -> Club:
    """Return the club as it would be if it were created now. It is not stored, so its id is 0."""
    return new_club(settings, server_id, "", now)
