"""The wizard's buttons and selects. Each holds the part of the setup that it shows, so the message is the memory."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

import discord

from cogs.clubs.channels import TEXT_OR_FORUM
from cogs.ui.buttons import MARKER, ROW_ID, IdPart, PersistentButton, PersistentItem, PersistentSelect, one_of
from cogs.ui.refusals import SaidError
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Sequence

ZONE = IdPart(r"[\w/+-]{1,40}")
NAME = IdPart(r"[^\n]{1,40}")
# The settings that the wizard has no selects for, as given to `/club create`.
EXTRAS = IdPart(r"[\w.-]{1,40}")


class TypedPart(StrEnum):
    """What an organizer can type instead of choosing it."""

    NAME = "name"
    TIME = "time"
    ZONE = "zone"


class Finish(StrEnum):
    """What the last row of the wizard does."""

    PREVIEW = "preview"
    CREATE = "create"
    POST = "post"


class FirstStep(StrEnum):
    """What an organizer can do right after the club is created."""

    POST = "first-post"
    PREVIEW = "first-preview"


class SetupButton(PersistentButton, route="pc:club_setup:open:v1[:{marker}]", marker=MARKER):
    """Opens the wizard. Under the welcome, its id ends with the marker that identifies the message."""

    def __init__(self, marker: str | None = None) -> None:
        super().__init__(t("club-setup-open"), discord.ButtonStyle.primary, marker=marker)


class ChannelPick(PersistentItem["discord.ui.ChannelSelect[Any]"], route="pc:club_setup:channel:v1"):
    """Where the club meets."""

    def __init__(self, channel_id: int | None = None) -> None:
        select: discord.ui.ChannelSelect[Any] = discord.ui.ChannelSelect(
            placeholder=t("club-setup-channel"),
            channel_types=list(TEXT_OR_FORUM),
            default_values=_shown(channel_id, discord.SelectDefaultValueType.channel),
        )
        super().__init__(select)

    @property
    def chosen_id(self) -> int | None:
        return _chosen_id(self.item.values)


class MentionedRolePick(PersistentItem["discord.ui.RoleSelect[Any]"], route="pc:club_setup:role:v1"):
    """Who is mentioned in posts; nobody if nothing is chosen."""

    def __init__(self, role_id: int | None = None) -> None:
        select: discord.ui.RoleSelect[Any] = discord.ui.RoleSelect(
            placeholder=t("club-setup-role"),
            min_values=0,
            default_values=_shown(role_id, discord.SelectDefaultValueType.role),
        )
        super().__init__(select)

    @property
    def chosen_id(self) -> int | None:
        return _chosen_id(self.item.values)


class DayPick(PersistentSelect, route="pc:club_setup:day:v1"):
    """The day of the weekly post."""

    def __init__(self, options: Sequence[discord.SelectOption] = ()) -> None:
        super().__init__(t("club-setup-day"), options)


class TimePick(PersistentSelect, route="pc:club_setup:time:v1"):
    """The time of the weekly post."""

    def __init__(self, options: Sequence[discord.SelectOption] = ()) -> None:
        super().__init__(t("club-setup-time"), options)


class ZonePick(PersistentSelect, route="pc:club_setup:zone:v1"):
    """The time zone. A guess is not shown as chosen."""

    def __init__(self, options: Sequence[discord.SelectOption] = ()) -> None:
        super().__init__(t("club-setup-zone"), options)


class GuessButton(PersistentButton, route="pc:club_setup:guess:v1:{zone}", zone=ZONE):
    """Confirms the guessed time zone."""

    def __init__(self, zone: str) -> None:
        label = t("club-setup-confirm-zone", zone=zone)
        super().__init__(label, discord.ButtonStyle.success, zone=zone)
        self.zone = zone


class NameButton(PersistentButton, route="pc:club_setup:name:v1:{name}", name=NAME):
    """Opens a form for another name. Its id holds the present one."""

    def __init__(self, name: str) -> None:
        super().__init__(t("club-setup-type", part=TypedPart.NAME), name=name)
        self.name = name


class TypeButton(PersistentButton, route="pc:club_setup:type:v1:{part}", part=one_of(TypedPart)):
    """Opens a form for a time or a time zone that the selects don't offer."""

    def __init__(self, part: TypedPart) -> None:
        super().__init__(t("club-setup-type", part=part), part=part)
        self.part = part


class FinishButton(PersistentButton, route="pc:club_setup:{finish}:v1:{extras}", finish=one_of(Finish), extras=EXTRAS):
    """Previews or creates the club. Its id holds the settings that have no select."""

    def __init__(self, finish: Finish, extras: str, *, disabled: bool = False) -> None:
        style = discord.ButtonStyle.primary if finish is Finish.CREATE else discord.ButtonStyle.secondary
        super().__init__(t("club-setup-finish", finish=finish), style, disabled=disabled, finish=finish, extras=extras)
        self.finish, self.extras = finish, extras


class FirstStepButton(
    PersistentButton, route="pc:club_setup:{step}:v1:{club_id}", step=one_of(FirstStep), club_id=ROW_ID
):
    """Posts or previews the first week of a club that was just created."""

    def __init__(self, step: FirstStep, club_id: int) -> None:
        style = discord.ButtonStyle.primary if step is FirstStep.POST else discord.ButtonStyle.secondary
        super().__init__(t("club-setup-first-step", step=step), style, step=step, club_id=club_id)
        self.step, self.club_id = step, club_id


def _chosen_id(values: Sequence[Any]) -> int | None:
    """Return the id of the chosen channel or role. Raises SaidError for a made-up choice."""
    if any(not hasattr(value, "id") for value in values):
        raise SaidError(t("ui-button-outdated"))
    return values[0].id if values else None


def _shown(chosen: int | None, kind: discord.SelectDefaultValueType) -> list[discord.SelectDefaultValue]:
    """Return what a select shows as chosen. Discord's API wants ids as texts, and discord.py sends what it is given."""
    identity: Any = str(chosen)
    return [discord.SelectDefaultValue(id=identity, type=kind)] if chosen else []
