"""One clock for the bot's process and the small Discord. It runs fast and can be moved forward."""

from __future__ import annotations

import asyncio
import mmap
import struct
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

# When it started, in seconds since 1970 and by the machine's monotonic clock; its speed; how far it was moved forward.
LAYOUT = struct.Struct("=dddd")
FORWARD = struct.Struct("=d")
FORWARD_AT = 24
# How long a loop may sleep before it checks whether the clock was moved forward.
NAP_S = 0.02


class SharedClock:
    """Reads a small file that every process maps. The monotonic clock is the same in all of them."""

    def __init__(self, file: Path) -> None:
        with file.open("r+b") as opened:
            self._memory = mmap.mmap(opened.fileno(), LAYOUT.size)
        self._start: float
        self._began: float
        self.speed: float
        self._start, self._began, self.speed, _ = LAYOUT.unpack_from(self._memory)

    @classmethod
    def create(cls, file: Path, start: datetime, speed: float) -> SharedClock:
        file.write_bytes(LAYOUT.pack(start.timestamp(), time.monotonic(), speed, 0))
        return cls(file)

    def seconds(self) -> float:
        """Since 1970."""
        return self._start + (time.monotonic() - self._began) * self.speed + self._forward()

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.seconds(), UTC)

    def put_forward(self, seconds: float) -> None:
        FORWARD.pack_into(self._memory, FORWARD_AT, self._forward() + seconds)

    async def sleep(self, seconds: float) -> None:
        """Sleep in a loop that runs by the machine's own clock."""
        end = self.seconds() + seconds
        while (left := end - self.seconds()) > 0:  # noqa: ASYNC110 - there is no event for moving the clock forward
            await asyncio.sleep(min(left / self.speed, NAP_S))

    def _forward(self) -> float:
        forward: float = FORWARD.unpack_from(self._memory, FORWARD_AT)[0]
        return forward

    def close(self) -> None:
        self._memory.close()


class FastLoop(asyncio.SelectorEventLoop):
    """An event loop whose sleeps and timeouts follow the shared clock."""

    def __init__(self, clock: SharedClock) -> None:
        super().__init__()
        self._clock = clock
        selector: Any = self._selector  # type: ignore[attr-defined]
        select = selector.select

        def fast_select(timeout: float | None = None) -> Any:
            return select(NAP_S if timeout is None else min(timeout / clock.speed, NAP_S))

        selector.select = fast_select

    def time(self) -> float:
        return self._clock.seconds()
