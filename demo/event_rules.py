"""What Discord refuses about scheduled events, for both local Discords."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

STAGE, VOICE, EXTERNAL = 1, 2, 3
SCHEDULED, ACTIVE, COMPLETED, CANCELED = 1, 2, 3, 4
# What a status may become.
NEXT = {SCHEDULED: {ACTIVE, CANCELED}, ACTIVE: {COMPLETED}}
MOST_EVENTS = 100
# Of channels.
CHANNEL_TYPES = {STAGE: 13, VOICE: 2}
IN_CHANNELS = {
    VOICE: ("view_channel", "connect"),
    STAGE: ("view_channel", "connect", "manage_channels", "mute_members", "move_members"),
}
LONGEST = {"name": 100, "description": 1000}


def fault_of(event: Mapping[str, Any], changed: Mapping[str, Any], now: datetime) -> str:
    """What is wrong with an event after this change (all of it, if it is new); empty for a good one."""
    if any(not 1 <= len(changed[part] or "") <= most for part, most in LONGEST.items() if part in changed):
        return "a text is empty or too long"
    start, end = _time(event["scheduled_start_time"]), _time(event.get("scheduled_end_time"))
    if "scheduled_start_time" in changed and (start is None or start <= now):
        return "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST"
    if start and end and end <= start:
        return "it ends before it starts"
    return _fault_of_place(event, end)


def _fault_of_place(event: Mapping[str, Any], end: datetime | None) -> str:
    location = (event.get("entity_metadata") or {}).get("location") or ""
    if event["entity_type"] == EXTERNAL:
        if event.get("channel_id") or not 1 <= len(location) <= 100 or end is None:  # noqa: PLR2004 - Discord's limit
            return "an event elsewhere has a location and an end, and no channel"
        return ""
    return "" if event.get("channel_id") and not location else "an event in a channel has a channel, and no location"


def _time(written: Any) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
