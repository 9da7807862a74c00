"""Servers that removed the bot: their data is kept for a while, in case that was a mistake."""

from __future__ import annotations

from datetime import datetime, timedelta

KEPT_AFTER_LEAVING = timedelta(days=30)


def erased_from(left_at: datetime) -> datetime:
    """From when on the data of a server that removed the bot at `left_at` is erased."""
    return left_at + KEPT_AFTER_LEAVING
