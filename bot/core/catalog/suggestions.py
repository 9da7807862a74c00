"""Papers that members would like their server to add."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

# Open suggestions: of one member, and of a whole server.
MOST_OF_A_MEMBER, MOST_OF_A_SERVER = 10, 200
LONGEST_SOURCE = 300
# How long a decided suggestion is kept, counted from when it was made.
KEPT_DECIDED = timedelta(days=90)


class SuggestionState(StrEnum):
    OPEN = "open"
    ADDED = "added"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class NewSuggestion:
    """What a member suggests. `source` is as they typed it; the rest is what could be read from it, or nothing."""

    source: str
    title: str = ""
    arxiv_id: str | None = None
    doi: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`paper_key` is the paper that answers it, once it is added."""

    id: int
    source: str
    title: str
    arxiv_id: str | None
    doi: str | None
    suggested_by: int
    suggested_at: datetime
    state: SuggestionState
    paper_key: str | None = None


@dataclass(frozen=True, slots=True)
class Suggested:
    """The one open suggestion for the paper. It is not new if somebody suggested the paper before."""

    suggestion: Suggestion
    is_new: bool
