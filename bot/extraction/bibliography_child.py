"""`python -m bot.extraction.bibliography_child NAME`: read a bibliography from standard input, print it as JSON.

Started by `bibliography`. A process of its own, because a hostile file can take any time and memory.
"""

from __future__ import annotations

import json
import logging
import sys
from dataclasses import asdict

from bot.core.bibliography.entries import BibliographyError, FileFault
from bot.extraction.child import limit_resources


def main(data: bytes, name: str) -> dict[str, object]:
    """Return the answer: `bibliography`, or `fault` with `problem`."""
    from bot.core.bibliography.reading import read_bibliography  # noqa: PLC0415 - behind the limits

    try:
        return {"bibliography": asdict(read_bibliography(data, name))}
    except BibliographyError as error:
        return {"fault": error.fault, "problem": asdict(error.problem) if error.problem else None}
    except (MemoryError, RecursionError):
        return {"fault": FileFault.TOO_COMPLEX, "problem": None}


if __name__ == "__main__":
    limit_resources()
    logging.disable()  # bibtexparser tells of damage, which becomes a problem with its line
    json.dump(main(sys.stdin.buffer.read(), sys.argv[1]), sys.stdout)
