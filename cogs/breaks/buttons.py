"""What an organizer decides about breaks. The ids hold the club and the break's first day."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import discord

from cogs.ui.buttons import ROW_ID, IdPart, PersistentButton, PersistentSelect, one_of
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Sequence


class UnderWay(StrEnum):
    """What becomes of the week under way."""

    STRETCH = "stretch"
    GO_ON = "go-on"


class UnderWayButton(
    PersistentButton,
    route="pc:breaks:{choice}:v1:{club_id}:{day}",
    choice=one_of(UnderWay),
    club_id=ROW_ID,
    day=IdPart(r"\d{8}"),
):
    """Whether the deadlines of the week under way move because of the break that begins on `day`."""

    def __init__(self, choice: UnderWay, club_id: int, day: str) -> None:
        style = discord.ButtonStyle.primary if choice is UnderWay.STRETCH else discord.ButtonStyle.secondary
        super().__init__(t("breaks-button", choice=choice), style, choice=choice, club_id=club_id, day=day)
        self.choice, self.club_id, self.day = choice, club_id, day


class RemoveBreakPick(PersistentSelect, route="pc:breaks:remove:v1:{club_id}", club_id=ROW_ID):
    """The breaks of a club; choosing one removes it."""

    def __init__(self, club_id: int, options: Sequence[discord.SelectOption] = ()) -> None:
        super().__init__(t("breaks-remove"), options, club_id=club_id)
        self.club_id = club_id
