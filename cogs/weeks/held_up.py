"""What is said of a log as long as something stands in its message's way."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.services.log_views import LogView


def held_up(view: LogView) -> str:
    """What members see meanwhile, without a full stop."""
    if view.is_message_gone:
        return "Its message is gone"
    if view.log.message_id is None:
        return "Not in its thread yet"
    return "Its message still shows the log" if view.log.is_withdrawn else "Its message still shows an earlier version"
