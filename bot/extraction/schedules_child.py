"""`python -m bot.extraction.schedules_child NAME`: read a schedule from standard input, print it as JSON.

Started by `schedule`. A process of its own, because a hostile file can take any time and memory.
"""

from __future__ import annotations

import json
import logging
import sys

from bot.core.schedules.session import ScheduleFault, UnreadableScheduleError
from bot.core.schedules.stored import as_facts
from bot.extraction.child import limit_resources


def main(data: bytes, name: str) -> dict[str, object]:
    """Return the answer: `schedule` or `fault`."""
    from bot.core.schedules.files import read_schedule  # noqa: PLC0415 - behind the limits

    try:
        return {"schedule": as_facts(read_schedule(name, data))}
    except UnreadableScheduleError as error:
        return {"fault": error.fault}
    except (MemoryError, RecursionError):
        return {"fault": ScheduleFault.TOO_COMPLEX}


if __name__ == "__main__":
    limit_resources()
    logging.disable()
    json.dump(main(sys.stdin.buffer.read(), sys.argv[1]), sys.stdout)
