"""Refusals about logs that a member has written."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.errors import ClubError, NoSuchLogError, NotNowError


@dataclass(eq=False)
class LogDraftChangedError(NotNowError):
    """The draft's text has changed since it was shown."""


@dataclass(eq=False)
class NoNewMessageNeededError(NotNowError):
    """The log's message was not deleted, or the log has none."""


@dataclass(eq=False)
class NoThreadForLogError(NotNowError):
    """No thread is open yet to post the log in."""


@dataclass(eq=False)
class LogWithdrawnError(NotNowError):
    """The log is already withdrawn."""


@dataclass(eq=False)
class UnknownLogDraftError(NoSuchLogError):
    """The member has no such draft."""


@dataclass(eq=False)
class LogFormCameBeforeError(ClubError):
    """The form came before and was not accepted."""
