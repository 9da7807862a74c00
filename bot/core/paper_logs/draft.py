"""Text from the log form that is not a log yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bot.core.paper_logs.log_text import LogText
    from bot.core.paper_logs.paper_log import PaperLog

REVISIONS = 36**8


@dataclass(frozen=True, slots=True)
class Draft:
    """Text that is kept for its author, exactly as typed. `log_id` is set if it would become a new version of that log.

    `server_id` is where it was written, None for direct messages. `interaction_id` is the form that sent this text.
    """

    id: int
    author_id: int
    server_id: int | None
    paper_key: str
    club_id: int | None
    week_id: int | None
    log_id: int | None
    text: LogText
    interaction_id: int
    written_at: datetime

    @property
    def revision(self) -> int:
        """Return a number that changes with the draft's text and is short enough for a form's custom id."""
        return self.interaction_id % REVISIONS


def newer_draft(
    drafts: Iterable[Draft], paper_key: str, club_id: int | None, week_id: int | None, log: PaperLog | None
) -> Draft | None:
    """Return the first draft on the paper there, or of the member's log there, that is not older than the log."""
    for draft in drafts:
        there = (draft.paper_key, draft.club_id, draft.week_id) == (paper_key, club_id, week_id)
        if (there or (log and draft.log_id == log.id)) and (log is None or draft.written_at >= log.revised_at):
            return draft
    return None
