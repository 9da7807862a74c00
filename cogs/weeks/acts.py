"""What can be pressed about a week: the words that custom ids are made of."""

from __future__ import annotations

from enum import StrEnum


class Act(StrEnum):
    """`IN` and `OUT` are spelled as the answers that they give."""

    IN = "in"
    OUT = "out"
    WRITE = "write"
    STATUS = "status"
    ABOUT = "about"


class Decision(StrEnum):
    """What an organizer confirms about one week or slot."""

    CLOSE_LOGS = "close-logs"
    CLOSE_REVIEWS = "close-reviews"
    POST = "post"
    SKIP = "skip"
    UNSKIP = "unskip"


LABELS = {
    Act.IN: "I'm in",
    Act.OUT: "Can't this week",
    Act.WRITE: "Write my log",
    Act.STATUS: "This week",
    Act.ABOUT: "About these papers",
}
