"""The agenda that a host gets: how a session's minutes are divided. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# Of a session without a fixed length.
USUAL_MINUTES = 60
OPENING_SHARE, QUESTIONS_SHARE, OLDER_SHARE = 12, 4, 12
LONGEST_OPENING = 10


class AgendaPart(StrEnum):
    """The parts of a session, in this order. `OLDER` is there once for each older paper."""

    OPENING = "opening"
    OLDER = "older"
    FOCUS = "focus"
    QUESTIONS = "questions"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Point:
    """One point of an agenda. `paper` is the position of an older paper among them, from 0."""

    part: AgendaPart
    minutes: int
    paper: int = 0


def agenda(minutes: int, older: int) -> tuple[Point, ...]:
    """Return the points of a session of this length, with this number of older papers in its reading plan.

    Each gets a whole minute at least, and together they take exactly `minutes`. The week's paper gets what is left. If
    there is no time for the older papers, they are left out. Raises ValueError for less than four minutes.
    """
    opening = max(1, min(minutes // OPENING_SHARE, LONGEST_OPENING))
    questions, each = max(1, minutes // QUESTIONS_SHARE), max(1, minutes // OLDER_SHARE)
    focus = minutes - 2 * opening - questions - older * each
    if focus < each and older:
        return agenda(minutes, older - 1)
    if focus < 1:
        raise ValueError(f"no session has {minutes} minutes")
    papers = tuple(Point(AgendaPart.OLDER, each, number) for number in range(older))
    middle = (Point(AgendaPart.FOCUS, focus), Point(AgendaPart.QUESTIONS, questions))
    return (Point(AgendaPart.OPENING, opening), *papers, *middle, Point(AgendaPart.CLOSING, opening))
