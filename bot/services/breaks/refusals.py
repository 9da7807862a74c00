"""Why a break can't be added or removed now."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.errors import NotNowError


@dataclass(eq=False)
class BreakGoneError(NotNowError):
    """The club has no such break any more."""
