"""The question who was at a week's meeting, the answers to it, and the lines that count them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.presences.buttons import PresenceButton
from cogs.ui.containers import TextPage
from cogs.ui.wording import t

if TYPE_CHECKING:
    from bot.services.presences.service import MeetingPresence
    from bot.services.weeks.views import WeekView
    from cogs.ui.replies import Page


def presence_page(found: MeetingPresence, key: str) -> Page:
    """Return the message in the week's thread. It pings nobody and names nobody."""
    return TextPage(t("presences-question", meeting=_meeting(found), count=found.count), PresenceButton(key))


def noted(found: MeetingPresence) -> str:
    """Return the private answer to a press."""
    return t("presences-noted", is_there=found.is_there, meeting=_meeting(found))


def presence_line(view: WeekView) -> str:
    """Return how many were at each of its meetings, for the week's status; empty if nobody said so."""
    each = _each(view)
    if len(each) > 1:
        return t("presences-counts", counts=each)
    return t("presences-count", count=view.present) if each else ""


def in_digest(view: WeekView) -> str:
    """Return the same for the digest."""
    each = _each(view)
    if len(each) > 1:
        return t("presences-in-digest-each", counts=each)
    return t("presences-in-digest", count=view.present) if each else ""


def _each(view: WeekView) -> list[str]:
    """Return how many were at each meeting that took place; empty if nobody said so of any."""
    took_place = [one for one in view.sessions if one.present or (one.meeting and one.meeting.is_planned)]
    return [str(one.present) for one in took_place] if view.present else []


def _meeting(found: MeetingPresence) -> str:
    number, part = found.week.number, found.part
    return t("presences-meeting", number=number, part=part.number if part else None, of=part.of if part else None)
