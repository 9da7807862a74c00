"""Reads a setup back from the message that shows it, so that it survives restarts and belongs to one organizer."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.core.club_setup.setup import ClubSetup
from bot.core.clubs.club import time_of_day
from cogs.ui.custom_ids import SHORT_NUMBER, short_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Self

    import discord

BEGINNING = "pc:club_setup:"
NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Extras:
    """The settings that the wizard has no selects for, in few characters."""

    organiser_role_id: int | None = None
    log_days: int = 5
    review_days: int = 2
    reviewers: int = 2
    anonymous: bool = False

    @classmethod
    def of(cls, setup: ClubSetup) -> Self:
        numbers = (setup.log_days, setup.review_days, setup.reviewers)
        return cls(setup.organiser_role_id, *numbers, anonymous=setup.anonymous)

    @classmethod
    def read(cls, written: str) -> Self:
        """Return the settings in an id; the usual ones if it was made up."""
        role, *numbers = written.split(".")
        if len(numbers) != 4 or not all(number.isdecimal() for number in numbers):  # noqa: PLR2004 - see `written`
            return cls()
        log_days, review_days, reviewers, anonymous = map(int, numbers)
        role_id = int(role, 36) if re.fullmatch(SHORT_NUMBER, role) else None
        return cls(role_id, log_days, review_days, reviewers, anonymous=bool(anonymous))

    def written(self) -> str:
        role = short_number(self.organiser_role_id) if self.organiser_role_id else NOTHING
        numbers = (self.log_days, self.review_days, self.reviewers, int(self.anonymous))
        return ".".join([role, *map(str, numbers)])


def setup_in(message: discord.Message | None) -> ClubSetup | None:
    """Return the setup that the message shows; None if it shows none."""
    parts = dict(_parts_of(message.components if message else ()))
    name = _after(parts, "name")
    if name is None:
        return None
    guessed = _after(parts, "guess")
    extras = Extras.read(_after(parts, "create") or "")
    at = _chosen(parts, "time")
    setup = ClubSetup(
        name=name,
        channel_id=_number(_chosen(parts, "channel")),
        weekday=_number(_chosen(parts, "day")),
        at=time_of_day(at) if at else None,
        zone=guessed or _chosen(parts, "zone"),
        is_zone_guessed=guessed is not None,
        role_id=_number(_chosen(parts, "role")),
    )
    return replace(setup, **asdict(extras))


def _parts_of(components: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    """Return the wizard's buttons and selects by their actions."""
    for component in components:
        identity = str(getattr(component, "custom_id", None) or "")
        if identity.startswith(BEGINNING):
            yield identity.removeprefix(BEGINNING).partition(":")[0], component
        yield from _parts_of(getattr(component, "children", ()))


def _after(parts: dict[str, Any], action: str) -> str | None:
    """Return what follows the version in the id of a button."""
    return parts[action].custom_id.split(":", 4)[4] if action in parts else None


def _chosen(parts: dict[str, Any], action: str) -> str | None:
    """Return what a select shows as chosen."""
    select = parts.get(action)
    values = [option.value for option in getattr(select, "options", ()) if option.default]
    values += [str(value.id) for value in getattr(select, "default_values", ())]
    return values[0] if values else None


def _number(text: str | None) -> int | None:
    return int(text) if text else None
