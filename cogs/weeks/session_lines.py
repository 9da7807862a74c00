"""When a week meets, and who hosts: lines for its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.hosts.lines import cast_line
from cogs.meetings.pages import meeting_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.services.weeks.views import WeekSession


def session_lines(server_id: int, sessions: Sequence[WeekSession]) -> list[str]:
    """Return the meeting, and below it its host and roles. Of several sessions, each has one line."""
    if len(sessions) == 1:
        return [meeting_line(server_id, sessions[0].meeting), cast_line(sessions[0].cast)]
    return [session_line(server_id, one) for one in sessions]


def session_line(server_id: int, one: WeekSession) -> str:
    """Return which meeting it is, when and where, and who hosts it; empty if it doesn't take place."""
    meets = meeting_line(server_id, one.meeting, one.part)
    return " · ".join(filter(None, (meets, cast_line(one.cast)))) if meets else ""
