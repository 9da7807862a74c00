"""The permanent keys of logs' and reviews' messages. Discord shows them in the buttons of these messages."""

from __future__ import annotations

WITHDRAWN = "-x"


def log_key(club_token: str, log_id: int) -> str:
    """The key of a log's message, and the prefix of the keys of messages about it."""
    return f"{club_token}-log-{log_id}"


def review_key(club_token: str, review_token: str) -> str:
    """The key of a review's message. The review's id would reveal in which order reviews were assigned."""
    return f"{club_token}-review-{review_token}"


def withdrawn_key(posted: str) -> str:
    """The key of the edit that says that a review is withdrawn. `posted` is the key of the review's message."""
    return f"{posted}{WITHDRAWN}"
