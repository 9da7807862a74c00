"""How a club's plan of its meetings, and a meeting's place, are stored in columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.core.meetings.plan import MeetingPlan, Place, PlaceKind

if TYPE_CHECKING:
    from sqlalchemy import Row

NO_PLAN = dict.fromkeys(f"meeting_{part}" for part in ("weekday", "at", "minutes", "place", "channel_id", "link"))


def plan_columns(plan: MeetingPlan | None) -> dict[str, Any]:
    """Return the columns of `clubs` that hold the plan."""
    if plan is None:
        return NO_PLAN
    whole = {"weekday": plan.weekday, "at": plan.at, "minutes": plan.minutes} | place_columns(plan.place)
    return {f"meeting_{part}": value for part, value in whole.items()}


def stored_plan(row: Row[Any]) -> MeetingPlan | None:
    """Return the plan in a row of `clubs`."""
    if row.meeting_weekday is None:
        return None
    place = stored_place(row.meeting_place, row.meeting_channel_id, row.meeting_link)
    return MeetingPlan(row.meeting_weekday, row.meeting_at, row.meeting_minutes, place)


def place_columns(place: Place | None) -> dict[str, Any]:
    if place is None:
        return {"place": None, "channel_id": None, "link": None}
    return {"place": place.kind, "channel_id": place.channel_id, "link": place.link or None}


def stored_place(kind: str | None, channel_id: int | None, link: str | None) -> Place | None:
    return Place(PlaceKind(kind), channel_id, link or "") if kind else None
