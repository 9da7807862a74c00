"""Buttons and the select about hosts. Their ids hold the club and the session, so they work after any restart."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import discord

from bot.core.hosts.roles import Role
from cogs.ui.buttons import MARKER, ROW_ID, IdPart, PersistentButton, PersistentSelect, one_of
from cogs.ui.wording import t

# Only days that exist, and no year that calendars can't reckon with: any other id is an outdated one.
REAL_DAY = (
    r"20(?:\d\d(?:(?:0[1-9]|1[0-2])(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])(?:29|30)|(?:0[13578]|1[02])31)"
    r"|(?:[02468][048]|[13579][26])0229)"
)
DAY = IdPart(REAL_DAY, lambda text: datetime.strptime(text, "%Y%m%d").date(), lambda day: f"{day:%Y%m%d}")  # noqa: DTZ007
NO_ROLE = "none"


class HostAction(StrEnum):
    """What a button does."""

    ACCEPT = "accept"
    DECLINE = "decline"
    OFFER = "offer"
    WILLING = "willing"
    STOP = "stop"
    CARD = "card"


class HostButton(
    PersistentButton,
    route="pc:hosts:{action}:v1:{club_id}:{day}[:{key}]",
    action=one_of(HostAction),
    club_id=ROW_ID,
    day=DAY,
    key=MARKER,
):
    """A button about a session. Under a message to a host, its id ends with the key of the message's entry."""

    def __init__(
        self, action: HostAction, club_id: int, day: date, key: str | None = None, label: str | None = None
    ) -> None:
        leads = action in {HostAction.ACCEPT, HostAction.WILLING, HostAction.CARD}
        style = discord.ButtonStyle.primary if leads else discord.ButtonStyle.secondary
        super().__init__(
            label or t("hosts-button", action=action), style, action=action, club_id=club_id, day=day, key=key
        )
        self.action, self.club_id, self.day, self.key = action, club_id, day, key


class RolePick(PersistentSelect, route="pc:hosts:role:v1:{club_id}:{day}", club_id=ROW_ID, day=DAY):
    """Takes a role in a session, or gives the member's own back. `taken` roles have somebody else."""

    def __init__(self, club_id: int, day: date, taken: frozenset[Role] = frozenset(), own: Role | None = None) -> None:
        options = [
            discord.SelectOption(
                label=t("hosts-role", role=role), value=role, description=t("hosts-role-is", role=role)
            )
            for role in Role
            if role not in taken and role is not own
        ]
        if own:
            options.append(discord.SelectOption(label=t("hosts-role-back", role=own), value=NO_ROLE))
        super().__init__(t("hosts-role-pick", day=day), options, club_id=club_id, day=day)
        self.club_id, self.day = club_id, day
