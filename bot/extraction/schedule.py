"""Reads a schedule in a process of its own, with limits on time, memory and output."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from bot.core.schedule.files import MOST_BYTES
from bot.core.schedule.session import ScheduleFault, UnreadableScheduleError
from bot.core.schedule.stored import schedule_from
from bot.extraction.reading import PASSED_ON, PROJECT

if TYPE_CHECKING:
    from bot.core.schedule.session import Schedule

MOST_SECONDS = 30  # by the clock; the process itself stops after 10 s of work


def read_limited(data: bytes, name: str) -> Schedule:
    """Return what is in a file of that name. Raises UnreadableScheduleError. It blocks for as long as reading takes."""
    if len(data) > MOST_BYTES:
        raise UnreadableScheduleError(ScheduleFault.TOO_LARGE)
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-m", "bot.extraction.schedule_child", name],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=PROJECT,
            env={each: os.environ[each] for each in PASSED_ON if each in os.environ},
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableScheduleError(ScheduleFault.TOO_COMPLEX) from None
    if done.returncode:
        raise UnreadableScheduleError(ScheduleFault.TOO_COMPLEX)
    answer: dict[str, Any] = json.loads(done.stdout)
    if "fault" in answer:
        raise UnreadableScheduleError(ScheduleFault(answer["fault"]))
    return schedule_from(answer["schedule"])
