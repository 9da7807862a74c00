"""Buttons and selects of ranked ballots. Their ids hold the key of the poll's message, and nothing about votes."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import discord

from cogs.ui.buttons import MARKER, IdPart, PersistentButton, PersistentSelect, one_of
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Sequence

NO_CHOICE = "-"


class BallotAction(StrEnum):
    VOTE = "vote"
    CLEAR = "clear"


class BallotButton(
    PersistentButton,
    route="pc:polls:{action}:v1:{key}[:{on_ballot}]",
    action=one_of(BallotAction),
    key=MARKER,
    on_ballot=IdPart("own", bool, lambda _on_ballot: "own"),
):
    """Shows a member their ballot, or takes their vote back.

    Under the poll, its id ends with the key of the message's entry. On a ballot it ends differently.
    """

    def __init__(self, action: BallotAction, key: str, *, on_ballot: bool = False) -> None:
        style = discord.ButtonStyle.secondary if on_ballot else discord.ButtonStyle.primary
        super().__init__(t("ballots-button", action=action), style, action=action, key=key, on_ballot=on_ballot or None)
        self.action, self.key = action, key


class RankPick(PersistentSelect, route="pc:polls:rank:v1:{key}:{place}", key=MARKER, place=IdPart(r"[1-9]\d?", int)):
    """Which paper is on a place of the member's ballot. A value is the number of a candidate, or `-` for none."""

    def __init__(
        self, key: str, place: int, placeholder: str = "", options: Sequence[discord.SelectOption] = ()
    ) -> None:
        super().__init__(placeholder, options, key=key, place=place)
        self.key, self.place = key, place

    @property
    def number(self) -> int | None:
        """The number of the chosen candidate, from 0; None for none. Raises ClubError if nothing is chosen."""
        return int(self.chosen) if self.chosen.isdecimal() else None
