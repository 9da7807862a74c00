"""The wizard's page, its forms, and the page after a club was created."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
from discord import ui
from discord.utils import format_dt

from bot.core.calendar.time_zones import COMMON
from bot.core.calendar.weekly_slot import zone_of
from bot.core.clubs.club import LONGEST_NAME, WEEKDAYS
from cogs.club_setup.buttons import (
    ChannelPick,
    DayPick,
    Finish,
    FinishButton,
    FirstStep,
    FirstStepButton,
    GuessButton,
    MentionedRolePick,
    NameButton,
    TimePick,
    TypeButton,
    TypedPart,
    ZonePick,
)
from cogs.club_setup.memory import Extras
from cogs.clubs.pages import moment_of, slot_in_words
from cogs.ui.containers import TextPage
from cogs.ui.custom_ids import custom_id
from cogs.ui.escaping import plain
from cogs.ui.forms import Form, typed
from cogs.ui.replies import Page
from cogs.ui.theme import HOUSE_COLOR, WARNING_COLOR
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime, time

    from bot.core.club_setup.setup import ClubSetup
    from bot.core.clubs.club import Club

HOURS = range(7, 24)
OPTIONS = 25
FORM = "pc:club_setup:form:"
TYPED = "typed"
LONGEST_TYPED = 60


@dataclass(frozen=True, slots=True)
class SetupContext:
    """What the wizard shows besides the choices: `faults` of the chosen channel, and zones that are likely."""

    now: datetime
    likely_zones: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def setup_page(setup: ClubSetup, around: SetupContext) -> Page:
    """Return the wizard: a summary, the selects, and what to do with the club."""
    container: ui.Container[Any] = ui.Container(
        ui.TextDisplay(_summary(setup, around)), accent_color=WARNING_COLOR if around.faults else HOUSE_COLOR
    )
    selects = (
        ChannelPick(setup.channel_id),
        DayPick(_days(setup.weekday)),
        TimePick(_times(setup.at)),
        ZonePick(_zones(setup, around)),
        MentionedRolePick(setup.role_id),
    )
    for select in selects:
        container.add_item(ui.ActionRow(select))
    typing = [NameButton(setup.name), TypeButton(TypedPart.TIME), TypeButton(TypedPart.ZONE)]
    confirming = [GuessButton(setup.zone)] if setup.zone and setup.is_zone_guessed else []
    container.add_item(ui.ActionRow(*confirming, *typing))
    container.add_item(ui.Separator())
    extras, is_unready = Extras.of(setup).written(), bool(setup.missing)
    container.add_item(ui.ActionRow(*(FinishButton(finish, extras, disabled=is_unready) for finish in Finish)))
    return Page(container)


def typing_form(part: TypedPart, present: str) -> Form:
    """Return a form for a name, a time or a time zone."""
    limit = LONGEST_NAME if part is TypedPart.NAME else LONGEST_TYPED
    field = typed(
        t("club-setup-typed-label", part=part),
        TYPED,
        limit=limit,
        hint=t("club-setup-typed-hint", part=part),
        default=present,
        is_long=False,
    )
    return Form(t("club-setup-typed-title", part=part), custom_id("club_setup", "form", part), field)


def ready_page(club: Club, faults: Sequence[str], *, was_there: bool = False, posted: str | None = None) -> Page:
    """Return the page of a new club: when its first post comes, and what an organizer can do now.

    `posted` says what was posted, if the first week is up already; it may be empty.
    """
    name, channel = plain(club.settings.name), f"<#{club.settings.channel_id}>"
    if posted is not None:
        text = t("club-setup-created-and-posted", club=name, channel=channel, was_there=was_there)
        return TextPage("\n\n".join(filter(None, (text, posted))))
    lines = [
        t("club-setup-created", club=name, channel=channel, at=moment_of(club) or None, was_there=was_there),
        *(f"⚠️ {fault}" for fault in faults),
        t("club-setup-what-now"),
    ]
    buttons = [FirstStepButton(step, club.id) for step in FirstStep]
    return TextPage("\n\n".join(lines), *buttons, color=WARNING_COLOR if faults else HOUSE_COLOR)


def _summary(setup: ClubSetup, around: SetupContext) -> str:
    at = setup.first_post(around.now)
    lines = [
        t("club-setup-heading", club=plain(setup.name)),
        t(
            "club-setup-summary",
            channel=f"<#{setup.channel_id}>" if setup.channel_id else None,
            slot=slot_in_words(setup.slot) if setup.slot else None,
            role=f"<@&{setup.role_id}>" if setup.role_id else None,
            first=format_dt(at, "F") if at else None,
        ),
    ]
    if setup.zone and setup.is_zone_guessed:
        lines.append(t("club-setup-guessed", zone=setup.zone))
    elif setup.missing:
        lines.append(t("club-setup-missing", parts=[t("club-setup-part", part=part) for part in setup.missing]))
    return "\n".join([*lines, *(f"⚠️ {fault}" for fault in around.faults)])


def _days(chosen: int | None) -> list[discord.SelectOption]:
    return [
        discord.SelectOption(label=t("club-setup-day-choice", day=day), value=str(day), default=day == chosen)
        for day in range(len(WEEKDAYS))
    ]


def _times(chosen: time | None) -> list[discord.SelectOption]:
    """Return the full hours of the day and evening, and a time that was typed."""
    shown = f"{chosen:%H:%M}" if chosen else ""
    hours = {f"{hour:02}:00" for hour in HOURS}
    return [
        discord.SelectOption(label=t("club-setup-time-choice", time=hour), value=hour, default=hour == shown)
        for hour in sorted(hours | ({shown} if shown else set()))
    ]


def _zones(setup: ClubSetup, around: SetupContext) -> list[discord.SelectOption]:
    """Return the chosen or guessed zone, then others that are likely, each with its present time."""
    first = [setup.zone] if setup.zone else []
    is_chosen = setup.zone is not None and not setup.is_zone_guessed
    return [
        discord.SelectOption(
            label=t("clubs-zone", zone=zone, time=f"{around.now.astimezone(zone_of(zone)):%H:%M}"),
            value=zone,
            default=is_chosen and zone == setup.zone,
        )
        for zone in _distinct([*first, *around.likely_zones, *COMMON])[:OPTIONS]
    ]


def _distinct(zones: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(zones))
