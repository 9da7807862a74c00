"""A schedule as plain facts, for JSON, and back."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from bot.core.schedules.session import Schedule, ScheduledPaper, Session, SessionKind, SessionLink, UnreadLine

if TYPE_CHECKING:
    from collections.abc import Mapping


def as_facts(schedule: Schedule) -> dict[str, Any]:
    sessions = (
        {**asdict(session), "date": session.date.isoformat() if session.date else None} for session in schedule.sessions
    )
    return {"sessions": list(sessions), "unread": [asdict(line) for line in schedule.unread]}


def schedule_from(facts: Mapping[str, Any]) -> Schedule:
    sessions = tuple(map(_session, facts["sessions"]))
    return Schedule(sessions, tuple(UnreadLine(**each) for each in facts["unread"]))


def _session(facts: Mapping[str, Any]) -> Session:
    return Session(
        facts["line"],
        SessionKind(facts["kind"]),
        date.fromisoformat(facts["date"]) if facts["date"] else None,
        tuple(ScheduledPaper(**each) for each in facts["papers"]),
        tuple(facts["hosts"]),
        tuple(SessionLink(**each) for each in facts["links"]),
        facts["topic"],
        tuple(facts["keys"]),
        # A preview that an earlier version stored has none.
        facts.get("club", ""),
    )
