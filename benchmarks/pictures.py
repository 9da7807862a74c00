"""Lineage pictures: how long one takes, and how long the event loop is held. `python -m benchmarks.pictures`."""

from __future__ import annotations

import asyncio
import sys
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from bot.core.lineage import Lineage
from bot.pictures.studio import Studio
from bot.pictures.views import lineage_view
from bot.storage.catalogue import load_catalogue
from bot.wiring import PAPERS_FILE

if TYPE_CHECKING:
    from collections.abc import Awaitable

DRAWING_AIM_MS, HOLD_AIM_MS = 100, 15
TICK_S = 0.001


async def timed(picture: Awaitable[bytes]) -> tuple[float, int]:
    """Milliseconds and bytes."""
    start = perf_counter()
    size = len(await picture)
    return (perf_counter() - start) * 1000, size


async def watch_loop(gaps: list[float]) -> None:
    """Note, in ms, how much later than asked for each tick comes: the loop was held for so long."""
    while True:
        start = perf_counter()
        await asyncio.sleep(TICK_S)
        gaps.append((perf_counter() - start - TICK_S) * 1000)


async def run() -> bool:
    catalogue = load_catalogue(PAPERS_FILE)
    views = [lineage_view(paper, catalogue, Lineage.of(catalogue)) for paper in catalogue]
    studio = Studio()
    first, _ = await timed(studio.lineage(views[0]))
    gaps: list[float] = []
    watch = asyncio.create_task(watch_loop(gaps))
    await asyncio.sleep(0.3)
    idle = max(gaps)
    gaps.clear()
    drawn = [await timed(studio.lineage(view)) for view in views[1:]]
    held = max(gaps)
    kept = [(await timed(studio.lineage(view)))[0] for view in views]
    watch.cancel()
    await studio.close()
    times = sorted(time for time, _ in drawn)
    sizes = [size / 1000 for _, size in drawn]
    print(f"first picture of a process  {first:6.1f} ms")
    print(f"{len(drawn)} others, drawn   p50 {median(times):6.1f} ms, slowest {times[-1]:.1f} (aim {DRAWING_AIM_MS})")
    print(f"the same again, kept    p50 {median(kept):6.3f} ms")
    print(f"size                    p50 {median(sizes):6.1f} KB, largest {max(sizes):.1f} KB")
    print(f"event loop held, longest    {held:6.1f} ms (aim {HOLD_AIM_MS}; idle {idle:.1f})")
    return times[-1] <= DRAWING_AIM_MS and held <= HOLD_AIM_MS


if __name__ == "__main__":
    sys.exit(0 if asyncio.run(run()) else 1)
