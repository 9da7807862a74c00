"""What an organiser typed into `/club create` or `/club edit`, and the settings that follow from it."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from bot.core.calendar import WeeklySlot
from bot.core.clubs import ClubSettings, club_name, time_of_day, weekday
from bot.core.errors import ClubError
from bot.core.timezones import time_zone

if TYPE_CHECKING:
    import discord
    from discord.app_commands import AppCommandChannel

    from cogs.clubs.places import MeetingPlace

# What `without` takes away: the name that is chosen, and the setting that becomes empty.
REMOVABLE = {"role": "role_id", "organiser_role": "organiser_role_id", "tag": "tag_id"}
NOT_EVERYONE = "`@everyone` cannot be a club's role. Choose a role that members take on, or leave the option out."


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The options as they were given; None where one was left out. `without` names a setting to empty."""

    name: str | None = None
    channel: AppCommandChannel | None = None
    day: str | None = None
    time: str | None = None
    timezone: str | None = None
    role: discord.Role | None = None
    organiser_role: discord.Role | None = None
    log_days: int | None = None
    review_days: int | None = None
    reviewers: int | None = None
    anonymous: bool | None = None
    tag: str | None = None
    without: str | None = None

    @property
    def is_empty(self) -> bool:
        return all(getattr(self, option.name) is None for option in fields(self))


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where the club is to meet, and the tag that its forum posts get."""

    place: MeetingPlace
    tag_id: int | None

    def within(self, settings: ClubSettings) -> ClubSettings:
        return replace(settings, channel_id=self.place.id, is_forum=self.place.is_forum, tag_id=self.tag_id)


def new_settings(wish: Wish, meeting: Meeting) -> ClubSettings:
    """Settings for a new club, whose command asks for name, day, time and zone. Raises ClubError."""
    name, slot = club_name(wish.name or ""), _slot(wish, WeeklySlot(0, time_of_day("0"), "UTC"))
    settings = ClubSettings(name, meeting.place.id, meeting.place.is_forum, slot, tag_id=meeting.tag_id)
    return changed_settings(settings, wish, meeting)


def changed_settings(settings: ClubSettings, wish: Wish, meeting: Meeting | None) -> ClubSettings:
    """The settings with what was wished for in place of what was; `meeting` where place or tag change.

    Raises ClubError.
    """
    changes: dict[str, object] = {
        "name": club_name(wish.name) if wish.name is not None else None,
        "role_id": _role_id(wish.role),
        "organiser_role_id": _role_id(wish.organiser_role),
        "log_days": wish.log_days,
        "review_days": wish.review_days,
        "reviewers": wish.reviewers,
        "anonymous": wish.anonymous,
    }
    given = {name: value for name, value in changes.items() if value is not None}
    base = meeting.within(settings) if meeting else settings
    changed = replace(base, slot=_slot(wish, settings.slot), **given)  # type: ignore[arg-type]
    return _without(changed, wish.without)


def _slot(wish: Wish, present: WeeklySlot) -> WeeklySlot:
    return WeeklySlot(
        weekday(wish.day) if wish.day is not None else present.weekday,
        time_of_day(wish.time) if wish.time is not None else present.at,
        time_zone(wish.timezone) if wish.timezone is not None else present.zone,
    )


def _role_id(role: discord.Role | None) -> int | None:
    if role is not None and role.is_default():
        raise ClubError(NOT_EVERYONE)
    return role.id if role else None


def _without(settings: ClubSettings, what: str | None) -> ClubSettings:
    if what is None:
        return settings
    if what not in REMOVABLE:
        raise ClubError(f"`without` takes one of these away: {', '.join(f'`{name}`' for name in REMOVABLE)}.")
    return replace(settings, **{REMOVABLE[what]: None})  # type: ignore[arg-type]
