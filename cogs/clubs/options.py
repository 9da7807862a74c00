"""What an organizer typed into `/club create` or `/club edit`, and the settings that result from it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import time
from typing import TYPE_CHECKING, Annotated

import discord
from discord import app_commands

from bot.core.calendar.rhythm import Rhythm
from bot.core.calendar.time_zones import time_zone
from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.clubs.club import WEEKDAYS, ClubSettings, SettingsChange, club_name, time_of_day, weekday
from cogs.clubs.choices import ChannelOption, suggest_tags, suggest_zones
from cogs.meetings.places import suggest_places
from cogs.ui.calendar import rhythm_word
from cogs.ui.command_options import Option
from cogs.ui.refusals import SaidError
from cogs.ui.wording import command_words, t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.meetings.plan import Place
    from cogs.clubs.channels import MeetingChannel

# The choices of `without`, and the setting that each one clears.
REMOVABLE = {
    "role": "role_id",
    "organiser_role": "organiser_role_id",
    "tag": "tag_id",
    "meeting": "meeting",
    "meeting_place": "place",
}
OF_MEETINGS = {"place"}
DAYS = [
    app_commands.Choice(name=command_words("clubs-weekday", day=number), value=day)
    for number, day in enumerate(WEEKDAYS)
]
RHYTHMS = [
    app_commands.Choice(name=command_words("clubs-rhythm", rhythm=rhythm_word(rhythm)), value=rhythm.value)
    for rhythm in Rhythm
]
WITHOUT = [
    app_commands.Choice(name=command_words("clubs-removable", setting=setting), value=setting) for setting in REMOVABLE
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClubOptions:
    """The options as given, None for those left out. `without` names a setting to clear."""

    name: Annotated[str | None, Option(command_words("clubs-option-name"))] = None
    channel: Annotated[ChannelOption | None, Option(command_words("clubs-option-channel"))] = None
    day: Annotated[str | None, Option(command_words("clubs-option-day"), choices=DAYS)] = None
    time: Annotated[str | None, Option(command_words("clubs-option-time"))] = None
    timezone: Annotated[str | None, Option(command_words("clubs-option-timezone"), suggest=suggest_zones)] = None
    role: Annotated[discord.Role | None, Option(command_words("clubs-option-role"))] = None
    organiser_role: Annotated[discord.Role | None, Option(command_words("clubs-option-organiser-role"))] = None
    log_days: Annotated[int | None, Option(command_words("clubs-option-log-days"))] = None
    review_days: Annotated[int | None, Option(command_words("clubs-option-review-days"))] = None
    reviewers: Annotated[int | None, Option(command_words("clubs-option-reviewers"))] = None
    anonymous: Annotated[bool | None, Option(command_words("clubs-option-anonymous"))] = None
    rhythm: Annotated[str | None, Option(command_words("clubs-option-rhythm"), choices=RHYTHMS)] = None
    takeaways: Annotated[bool | None, Option(command_words("clubs-option-takeaways"))] = None
    host_picks: Annotated[bool | None, Option(command_words("clubs-option-host-picks"))] = None
    auto_vote: Annotated[bool | None, Option(command_words("clubs-option-auto-vote"))] = None
    tag: Annotated[str | None, Option(command_words("clubs-option-tag"), suggest=suggest_tags)] = None
    meeting_day: Annotated[str | None, Option(command_words("meetings-option-day"), choices=DAYS)] = None
    meeting_time: Annotated[str | None, Option(command_words("meetings-option-time"))] = None
    meeting_length: Annotated[int | None, Option(command_words("meetings-option-length"))] = None
    meeting_place: Annotated[str | None, Option(command_words("meetings-option-place"), suggest=suggest_places)] = None
    without: Annotated[str | None, Option(command_words("clubs-option-without"), choices=WITHOUT)] = None

    @property
    def is_enough(self) -> bool:
        """Whether a club can be created from these options alone."""
        return all(getattr(self, name) is not None for name in ("name", "channel", "day", "time", "timezone"))

    @property
    def is_empty(self) -> bool:
        return all(getattr(self, option.name) is None for option in fields(self))


# Settings that are taken over unchanged, because the option has the same name.
AS_GIVEN = {known.name for known in fields(ClubOptions)} & {known.name for known in fields(ClubSettings)} - {
    "name",
    "rhythm",
}


@dataclass(frozen=True, slots=True)
class ClubChannel:
    """The channel in which the club will meet, and the tag for its forum posts."""

    channel: MeetingChannel
    tag_id: int | None

    def settings(self) -> dict[str, object]:
        return {"channel_id": self.channel.id, "is_forum": self.channel.is_forum, "tag_id": self.tag_id}


def new_settings(options: ClubOptions, chosen: ClubChannel) -> ClubSettings:
    """Return the settings of a new club from options that are enough for one. Raises ClubError."""
    name, slot = club_name(options.name or ""), WeeklySlot(0, time(0), "UTC")
    settings = ClubSettings(name, chosen.channel.id, chosen.channel.is_forum, slot)
    return requested_change(options, chosen).made_on(settings)


def requested_change(options: ClubOptions, chosen: ClubChannel | None, place: Place | None = None) -> SettingsChange:
    """Return what the options change; `chosen` if the channel or tag does. Raises ClubError for unreadable ones.

    `place` is where the club meets live from now on.
    """
    typed = {
        "name": club_name(options.name) if options.name is not None else None,
        "rhythm": _rhythm(options.rhythm) if options.rhythm is not None else None,
        "role_id": role_id_of(options.role),
        "organiser_role_id": role_id_of(options.organiser_role),
    }
    as_given = {setting: getattr(options, setting) for setting in AS_GIVEN}
    slot = {
        "weekday": weekday(options.day) if options.day is not None else None,
        "at": time_of_day(options.time) if options.time is not None else None,
        "zone": time_zone(options.timezone) if options.timezone is not None else None,
    }
    live = {
        "weekday": weekday(options.meeting_day) if options.meeting_day is not None else None,
        "at": time_of_day(options.meeting_time) if options.meeting_time is not None else None,
        "minutes": options.meeting_length,
        "place": place,
    }
    _require_not_both(options)
    where, emptied = chosen.settings() if chosen else {}, _emptied(options.without)
    of_meetings = {name: emptied.pop(name) for name in OF_MEETINGS & emptied.keys()}
    settings = where | _given(typed | as_given) | emptied
    return SettingsChange(settings, _given(slot), {} if "meeting" in emptied else _given(live) | of_meetings)


def _given(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None}


def role_id_of(role: discord.Role | None) -> int | None:
    """Return the role's id. Raises ClubError for @everyone."""
    if role is not None and role.is_default():
        raise SaidError(t("clubs-not-everyone"))
    return role.id if role else None


def _rhythm(value: str) -> Rhythm:
    """Return the rhythm that was chosen. Raises ClubError for one that is not among the choices."""
    try:
        return Rhythm(value)
    except ValueError:
        raise SaidError(t("clubs-no-such-rhythm")) from None


def _require_not_both(options: ClubOptions) -> None:
    """Raise ClubError if an option changes what `without` clears."""
    given = (option.name for option in fields(options) if getattr(options, option.name) is not None)
    changed = next((name for name in given if options.without and _is_part(name, options.without)), None)
    if changed is not None:
        raise SaidError(t("clubs-with-and-without", option=f"`{changed}`", setting=f"`{options.without}`"))


def _is_part(option: str, setting: str) -> bool:
    return option == setting or (setting == "meeting" and option.startswith("meeting_"))


def _emptied(what: str | None) -> dict[str, object]:
    if what is None:
        return {}
    if what not in REMOVABLE:
        raise SaidError(t("clubs-not-removable", settings=[f"`{name}`" for name in REMOVABLE]))
    return {REMOVABLE[what]: None}
