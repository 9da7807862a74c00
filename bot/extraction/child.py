"""`python -m bot.extraction.child FILE`: read one file and print what it builds on as JSON. Started by `reading`.

A process of its own, because a hostile file can take any time and memory, and can end a process without an exception.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from bot.core.fulltext.unreadable import PaperFault, UnreadableError

MOST_SECONDS = 10
MOST_MEMORY = 512 * 1024 * 1024


def limit_resources() -> None:
    """Let the operating system end this process when it takes too much. Windows has no such limits."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # It writes nothing but its answer, and that goes into a pipe.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main(file: Path) -> dict[str, object]:
    """Return the answer: `lineage`, or `fault`."""
    from bot.core.fulltext.proposals import lineage_of  # noqa: PLC0415 - behind the limits, as everything large
    from bot.extraction.manuscripts import manuscript_of  # noqa: PLC0415

    try:
        return {"lineage": asdict(lineage_of(manuscript_of(file)))}
    except UnreadableError as error:
        return {"fault": error.fault}
    except (MemoryError, RecursionError):
        return {"fault": PaperFault.TOO_LARGE}


if __name__ == "__main__":
    limit_resources()
    json.dump(main(Path(sys.argv[1])), sys.stdout)
