"""Buttons and selects about logs and drafts. Ownership is checked at every press, never taken from the id."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

import discord

from cogs.ui.buttons import MARKER, PAGE, ROW_ID, SHORT, IdPart, PersistentButton, PersistentSelect, one_of
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Sequence


class LogAction(StrEnum):
    """What a button does with a log.

    `WRITE` is under a log's message and for everybody: it opens the form for the same paper. `AGAIN` posts a log again
    if somebody deleted its message.
    """

    WRITE = "write"
    SHOW = "show"
    EDIT = "edit"
    ASK = "ask"
    WITHDRAW = "withdraw"
    AGAIN = "again"


class DraftAction(StrEnum):
    """What a button does with a draft. `ASK` shows the draft before `DISCARD` deletes it."""

    EDIT = "draft-edit"
    POST = "draft-post"
    ASK = "draft-ask"
    DISCARD = "draft-discard"


DANGEROUS = {LogAction.WITHDRAW, DraftAction.DISCARD}
NUMBER = re.compile(r"[0-9]{1,18}")
ANY = "-"


class LogButton(
    PersistentButton,
    route="pc:logs:{action}:v1:{log_id}[:{marker}]",
    action=one_of(LogAction),
    log_id=ROW_ID,
    marker=MARKER,
):
    """Does something with a log. Under a message in a thread, its id ends with that message's marker."""

    def __init__(self, action: LogAction, log_id: int, *, marker: str | None = None, label: str = "") -> None:
        style = discord.ButtonStyle.danger if action in DANGEROUS else discord.ButtonStyle.secondary
        super().__init__(
            label or t("paper-logs-button", action=action), style, action=action, log_id=log_id, marker=marker
        )
        self.action, self.log_id = action, log_id


class DraftButton(
    PersistentButton,
    route="pc:logs:{action}:v1:{draft_id}[:{revision}]",
    action=one_of(DraftAction),
    draft_id=ROW_ID,
    revision=SHORT,
):
    """Does something with a draft. With a `revision`, only if the draft still has the text of that revision."""

    def __init__(
        self, action: DraftAction, draft_id: int, *, lead: bool = False, label: str = "", revision: int | None = None
    ) -> None:
        style = discord.ButtonStyle.primary if lead else discord.ButtonStyle.secondary
        style = discord.ButtonStyle.danger if action in DANGEROUS else style
        super().__init__(
            label or t("paper-logs-button", action=action),
            style,
            action=action,
            draft_id=draft_id,
            revision=revision or None,
        )
        self.action, self.draft_id, self.revision = action, draft_id, revision


class MyLogsPageButton(PersistentButton, route="pc:logs:mine:v1:{page}", page=PAGE):
    """Shows another page of `/log mine` in the same message."""

    def __init__(self, page: int, label: str = "", *, disabled: bool = False) -> None:
        super().__init__(label or t("ui-page"), disabled=disabled, page=page)
        self.page = page


class LogPick(PersistentSelect, route="pc:logs:pick:v1:{action}", action=one_of(LogAction)):
    """Asks which of several logs a command means."""

    def __init__(self, action: LogAction, options: Sequence[discord.SelectOption] = ()) -> None:
        super().__init__(t("paper-logs-choose-log"), options, action=action)
        self.action = action

    @property
    def log_id(self) -> int:
        """The chosen log. A forged choice may be anything; 0 is nobody's log."""
        chosen = self.chosen
        return int(chosen) if NUMBER.fullmatch(chosen) else 0


class DestinationPick(
    PersistentSelect,
    route="pc:logs:place:v1:{paper_key}",
    paper_key=IdPart(r"[a-z0-9-]{1,60}", lambda text: None if text == ANY else text, lambda key: key or ANY),
):
    """Asks which of several clubs, or none, a log should go to. Without a paper key, the paper is the club's own."""

    def __init__(self, paper_key: str | None, options: Sequence[discord.SelectOption] = ()) -> None:
        super().__init__(t("paper-logs-choose-place"), options, paper_key=paper_key)
        self.paper_key = paper_key

    @property
    def club_id(self) -> int:
        """The chosen club; 0 means no club. A forged choice may be anything; -1 is a club that does not exist."""
        chosen = self.chosen
        return int(chosen) if NUMBER.fullmatch(chosen) else -1
