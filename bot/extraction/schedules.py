"""Reads a schedule in a process of its own, with limits on time, memory and output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.schedules.files import MOST_BYTES
from bot.core.schedules.session import ScheduleFault, UnreadableScheduleError
from bot.core.schedules.stored import schedule_from
from bot.extraction.limited import BrokeDownError, OutOfTimeError, answer_of

if TYPE_CHECKING:
    from bot.core.schedules.session import Schedule


def read_limited(data: bytes, name: str) -> Schedule:
    """Return what is in a file of that name. Raises UnreadableScheduleError. It blocks for as long as reading takes."""
    if len(data) > MOST_BYTES:
        raise UnreadableScheduleError(ScheduleFault.TOO_LARGE)
    try:
        answer = answer_of("bot.extraction.schedules_child", data, name)
    except (OutOfTimeError, BrokeDownError):
        raise UnreadableScheduleError(ScheduleFault.TOO_COMPLEX) from None
    if "fault" in answer:
        raise UnreadableScheduleError(ScheduleFault(answer["fault"]))
    return schedule_from(answer["schedule"])
