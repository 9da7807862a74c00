"""Lineage pictures: how long one takes, and how long the event loop is held. `python -m benchmarks.pictures`."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING

from benchmarks.aims import Result, aim
from bot.core.lineage import Lineage
from bot.pictures.studio import Studio
from bot.pictures.views import lineage_view
from bot.storage.catalogue import load_catalogue
from bot.wiring import PAPERS_FILE

if TYPE_CHECKING:
    from collections.abc import Awaitable

DRAWING_AIM_MS, HOLD_AIM_MS = 100, 15
TICK_S = 0.001
THREADS = Path("/proc/self/task")


async def timed(picture: Awaitable[bytes]) -> tuple[float, int]:
    """Milliseconds of this process' own time, and bytes."""
    start = process_time()
    size = len(await picture)
    return (process_time() - start) * 1000, size


def kept_waiting() -> float:
    """Milliseconds for which this process' threads waited for a processor so far; 0 where no Linux counts them."""
    if not THREADS.exists():
        return 0
    return sum(int((thread / "schedstat").read_text().split()[1]) for thread in THREADS.iterdir()) / 1e6


async def watch_loop(gaps: list[float]) -> None:
    """Note, in ms, how much later than asked for each tick comes, but for what others' work on the machine took."""
    while True:
        start, waited = perf_counter(), kept_waiting()
        await asyncio.sleep(TICK_S)
        late = (perf_counter() - start - TICK_S) * 1000
        gaps.append(max(0.0, late - (kept_waiting() - waited)))


async def run() -> Result:
    catalogue = load_catalogue(PAPERS_FILE)
    views = [lineage_view(paper, catalogue, Lineage.of(catalogue)) for paper in catalogue]
    studio = Studio()
    first, _ = await timed(studio.lineage(views[0]))
    drawn = [await timed(studio.lineage(view)) for view in views[1:]]
    kept = [(await timed(studio.lineage(view)))[0] for view in views]
    await studio.close()
    gaps: list[float] = []
    studio = Studio()
    watch = asyncio.create_task(watch_loop(gaps))
    for view in views:
        await studio.lineage(view)
    watch.cancel()
    await studio.close()
    times = sorted(time for time, _ in drawn)
    sizes = [size / 1000 for _, size in drawn]
    print(f"{len(views)} lineage pictures, in milliseconds of this process' own time; the first took {first:.0f}")
    print(
        f"p50 {median(times):.1f}; kept ones p50 {median(kept):.3f}; {median(sizes):.1f} KB, at most {max(sizes):.1f}"
    )
    return max(
        aim("slowest drawing", f"{times[-1]:.1f} ms", f"<= {DRAWING_AIM_MS} ms", met=times[-1] <= DRAWING_AIM_MS),
        aim("event loop held, longest", f"{max(gaps):.1f} ms", f"<= {HOLD_AIM_MS} ms", met=max(gaps) <= HOLD_AIM_MS),
    )


if __name__ == "__main__":
    options = argparse.ArgumentParser(description="Lineage pictures, and how long the event loop is held.")
    options.add_argument("--quick", action="store_true", help="the same: it takes seconds")
    options.parse_args()
    sys.exit(asyncio.run(run()))
