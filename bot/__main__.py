"""`python -m bot`: run the bot, or one of `bot/operations`. What needs no bot starts without loading one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bot.operations.file_readers import FILE_READERS, read_file

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(words: Sequence[str] = ()) -> int:
    """Return the exit code: 0 if all went well, 1 for a failure, 2 for invalid settings, arguments or files."""
    if words and words[0] in FILE_READERS:
        return read_file(words[0], words[1:])
    from bot.start import main as start  # noqa: PLC0415 - takes a second: Discord, the database and all features

    return start(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
