"""Lineage pictures: how long one takes, and how long it blocks the event loop. `python -m benchmarks.pictures`.

The loop is watched while other processes keep every core busy.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING

from benchmarks.aims import Result, aim
from bot.core.papers.lineage import Lineage
from bot.pictures.lineage import draw_lineage
from bot.pictures.picture_cache import PictureCache
from bot.storage.papers.catalog import load_catalog
from bot.wiring import PAPERS_FILE
from cogs.papers.pictures import picture_view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.pictures.views import LineageView

DRAWING_AIM_MS, HOLD_AIM_MS = 100, 15
TICK_S = 0.001
THREADS = Path("/proc/self/task")


@contextmanager
def busy_cores() -> Iterator[None]:
    """Keep every core of this machine busy with a process that never rests."""
    command = [sys.executable, "-c", "while True: pass"]
    busy = [subprocess.Popen(command) for _ in range(os.cpu_count() or 1)]
    try:
        yield
    finally:
        for process in busy:
            process.kill()
            process.wait()


def kept_waiting() -> float:
    """Milliseconds for which this process's threads have waited for a CPU; 0 if the system isn't Linux."""
    if not THREADS.exists():
        return 0
    return sum(int((thread / "schedstat").read_text().split()[1]) for thread in THREADS.iterdir()) / 1e6


async def watch_loop(gaps: list[float]) -> None:
    """Record, in ms, how late each tick is, without the delay caused by other processes."""
    while True:
        # In this order: what the thread waits between the two must not count as the process' own.
        waited, start = kept_waiting(), perf_counter()
        await asyncio.sleep(TICK_S)
        late = (perf_counter() - start - TICK_S) * 1000
        gaps.append(max(0.0, late - (kept_waiting() - waited)))


def processor_ms(view: LineageView) -> float:
    start = process_time()
    draw_lineage(view)
    return (process_time() - start) * 1000


async def run() -> Result:
    catalog = load_catalog(PAPERS_FILE)
    views = [picture_view(paper, catalog, Lineage.of(catalog)) for paper in catalog]
    draw_lineage(views[0])
    sizes = [len(draw_lineage(view)) / 1000 for view in views]
    # The faster of two: on shared cores, others' work makes one slower.
    times = [min(processor_ms(view), processor_ms(view)) for view in views]
    gaps: list[float] = []
    picture_cache = PictureCache()
    await picture_cache.warm_up()
    with busy_cores():
        watch = asyncio.create_task(watch_loop(gaps))
        for view in views:
            await picture_cache.lineage(view)
        watch.cancel()
    start = process_time()
    for view in views:
        await picture_cache.lineage(view)
    kept = (process_time() - start) * 1000 / len(views)
    await picture_cache.close()
    print(f"{len(views)} lineage pictures, in milliseconds of processor time")
    print(f"p50 {median(times):.1f}; kept ones {kept:.3f}; {median(sizes):.1f} KB, at most {max(sizes):.1f}")
    return max(
        aim("slowest drawing", f"{max(times):.1f} ms", f"<= {DRAWING_AIM_MS} ms", met=max(times) <= DRAWING_AIM_MS),
        aim("event loop held, longest", f"{max(gaps):.1f} ms", f"<= {HOLD_AIM_MS} ms", met=max(gaps) <= HOLD_AIM_MS),
    )


if __name__ == "__main__":
    options = argparse.ArgumentParser(description="Lineage pictures, and how long the event loop is held.")
    options.add_argument("--quick", action="store_true", help="the same: it takes seconds")
    options.parse_args()
    sys.exit(asyncio.run(run()))
