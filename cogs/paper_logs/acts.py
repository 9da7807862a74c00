"""What can be pressed about logs and drafts: the words that custom ids are made of."""

from __future__ import annotations

from enum import StrEnum


class LogAct(StrEnum):
    """`WRITE` stands under a log's message and is for everybody: it opens the form for the same paper.

    `AGAIN` posts a log whose message somebody deleted.
    """

    WRITE = "write"
    SHOW = "show"
    EDIT = "edit"
    ASK = "ask"
    WITHDRAW = "withdraw"
    AGAIN = "again"


class DraftAct(StrEnum):
    """`ASK` shows the draft a last time, `DISCARD` throws it away."""

    EDIT = "draft-edit"
    POST = "draft-post"
    ASK = "draft-ask"
    DISCARD = "draft-discard"


LOG_LABELS = {
    LogAct.WRITE: "Write my log",
    LogAct.SHOW: "Show",
    LogAct.EDIT: "Edit",
    LogAct.ASK: "Withdraw",
    LogAct.WITHDRAW: "Withdraw it",
    LogAct.AGAIN: "Post it again",
}
DRAFT_LABELS = {
    DraftAct.EDIT: "Edit",
    DraftAct.POST: "Post anyway",
    DraftAct.ASK: "Discard",
    DraftAct.DISCARD: "Discard it",
}
