"""`python -m bot.pictures.child`: draw the views that come in, one after the other, until there are no more.

Started by `drawing_process`, which is the only one that writes to it. Both directions carry a length and as many bytes.
"""

from __future__ import annotations

import pickle
import signal
import sys
from typing import TYPE_CHECKING

from bot.pictures.drawing import draw

if TYPE_CHECKING:
    from typing import IO

LENGTH_BYTES = 4


def receive(stream: IO[bytes]) -> bytes:
    """Return the next message; raises EOFError if the other side has ended."""
    length = stream.read(LENGTH_BYTES)
    message = stream.read(int.from_bytes(length))
    if len(length) < LENGTH_BYTES or len(message) < int.from_bytes(length):
        raise EOFError
    return message


def send(stream: IO[bytes], message: bytes) -> None:
    stream.write(len(message).to_bytes(LENGTH_BYTES) + message)
    stream.flush()


def main() -> None:
    # Ctrl-C goes to both processes; this one ends with the other's pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            view = pickle.loads(receive(sys.stdin.buffer))  # noqa: S301 - the bot wrote it
        except EOFError:
            return
        send(sys.stdout.buffer, draw(view))


if __name__ == "__main__":
    main()
