"""Buttons and selects under the preview of a schedule. Their ids hold only the preview's random token."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

import discord

from bot.core.schedules.past import Also
from cogs.ui.buttons import PAGE, IdPart, PersistentButton, PersistentItem, PersistentSelect, one_of
from cogs.ui.refusals import SaidError
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Mapping

TOKEN = IdPart(r"[\w-]{8,64}")


class MovingAction(StrEnum):
    """What an organizer does with the preview."""

    CONFIRM = "confirm"
    HOSTS = "hosts"
    BACK = "back"
    CANCEL = "cancel"


class MovingButton(
    PersistentButton, route="pc:schedules:{action}:v1:{token}", action=one_of(MovingAction), token=TOKEN
):
    """Confirms the preview, drops it, or shows its hosts or its lines."""

    def __init__(self, action: MovingAction, token: str) -> None:
        is_main = action is MovingAction.CONFIRM
        style = discord.ButtonStyle.success if is_main else discord.ButtonStyle.secondary
        super().__init__(t("schedules-button", action=action), style, action=action, token=token)
        self.action, self.token = action, token


class LinesPageButton(PersistentButton, route="pc:schedules:lines:v1:{token}:{page}", token=TOKEN, page=PAGE):
    """Shows another page of the lines."""

    def __init__(self, token: str, page: int, label: str = "", *, disabled: bool = False) -> None:
        super().__init__(label or t("ui-page"), disabled=disabled, token=token, page=page)
        self.token, self.page = token, page


class HostsPageButton(PersistentButton, route="pc:schedules:names:v1:{token}:{page}", token=TOKEN, page=PAGE):
    """Shows another page of the hosts."""

    def __init__(self, token: str, page: int, label: str = "", *, disabled: bool = False) -> None:
        super().__init__(label or t("ui-page"), disabled=disabled, token=token, page=page)
        self.token, self.page = token, page


class AlsoPick(PersistentSelect, route="pc:schedules:also:v1:{token}", token=TOKEN):
    """What is only imported if the organizer says so."""

    def __init__(
        self, token: str, counts: Mapping[Also, int] | None = None, also: frozenset[Also] = frozenset()
    ) -> None:
        options = [
            discord.SelectOption(
                label=t("schedules-also-choice", also=each, count=count), value=each, default=each in also
            )
            for each, count in (counts or {}).items()
        ]
        super().__init__(t("schedules-also"), options, token=token)
        self.item.min_values, self.item.max_values = 0, max(1, len(options))
        self.token = token

    @property
    def also(self) -> frozenset[Also]:
        """What is chosen. Nothing is a choice too."""
        return frozenset(Also(value) for value in self.item.values if value in set(Also))


class HostPick(
    PersistentItem["discord.ui.UserSelect[Any]"],
    route="pc:schedules:host:v1:{token}:{position}",
    token=TOKEN,
    position=PAGE,
):
    """Which member a host's name in the file is. `position` is that of the name."""

    def __init__(self, token: str, position: int, user_id: int | None = None) -> None:
        kind = discord.SelectDefaultValueType.user
        identity: Any = str(user_id)
        select: discord.ui.UserSelect[Any] = discord.ui.UserSelect(
            placeholder=t("schedules-choose-host"),
            min_values=0,
            default_values=[discord.SelectDefaultValue(id=identity, type=kind)] if user_id else [],
        )
        super().__init__(select, token=token, position=position)
        self.token, self.position = token, position

    @property
    def chosen_id(self) -> int | None:
        """The member's id, or None. Raises SaidError for a bot, and for somebody who is not in the server."""
        values = self.item.values
        if any(not isinstance(value, discord.Member) or value.bot for value in values):
            raise SaidError(t("schedules-no-member"))
        return values[0].id if values else None
