"""A log's form as it came, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.core.errors import ClubError
    from bot.core.paper_logs.draft import Draft
    from bot.core.paper_logs.log_text import LogText, Notice
    from bot.core.paper_logs.paper_log import PaperLog
    from bot.core.visibility import Viewer
    from bot.services.paper_logs.destinations import LogDestination

SHORTENED_KEY = 40  # characters of a paper's key: what fits into a custom id
AT_ONCE = timedelta(0)


@dataclass(frozen=True, slots=True)
class LogForm:
    """A form as its viewer sent it. `club_id`, `week_id` and `paper_key` say where it belongs, from its custom id.
    `log_id` is the log that it edits, `draft_id` the draft that filled it, `draft_revision` the revision of that draft.

    Messages that follow from it are sent `hold` later, or when released: its author is told first.
    """

    viewer: Viewer
    interaction_id: int
    paper_key: str
    text: LogText
    club_id: int | None = None
    week_id: int | None = None
    log_id: int | None = None
    draft_id: int | None = None
    draft_revision: int | None = None
    hold: timedelta = AT_ONCE

    @property
    def user_id(self) -> int:
        return self.viewer.user_id


@dataclass(frozen=True, slots=True)
class LogSaved:
    """The log is stored, and its message is on the way if a club is to see it. `already` for a form that came twice.

    `log.version` counts from 1: more than 1 means that it replaced an earlier text. `entry_key` is that of the outbox
    entry that shows it to everyone, if there is one; `held` are those that wait until the author is told.
    """

    log: PaperLog
    destination: LogDestination
    already: bool = False
    entry_key: str | None = None
    held: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LogNoticed:
    """Not stored as a log yet: its author reads the notices and decides. The text is kept as the draft."""

    draft_id: int
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class LogKept:
    """Refused, for `reason`, and kept as a draft."""

    draft_id: int
    reason: ClubError


def is_about(form: LogForm, log: PaperLog) -> bool:
    """Whether the log is the sender's own and matches the rest of the form's custom id."""
    destination = (form.club_id or log.club_id, form.week_id or log.week_id)
    is_same_paper = log.paper_key[:SHORTENED_KEY] == form.paper_key[:SHORTENED_KEY]
    return log.author_id == form.user_id and is_same_paper and destination == (log.club_id, log.week_id)


def form_of(draft: Draft, viewer: Viewer) -> LogForm:
    """The form as it was sent, to recognize a repeat after the draft is accepted."""
    where = (draft.club_id, draft.week_id, draft.log_id)
    return LogForm(viewer, draft.interaction_id, draft.paper_key, draft.text, *where, draft.id, draft.revision)
