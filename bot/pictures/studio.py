"""Where pictures are made: beside the event loop, each once, the latest kept.

A thread does: Pillow lets go of the interpreter in its long steps, and `benchmarks/pictures.py` watches the loop.
"""

from __future__ import annotations

import asyncio
import sys
from collections import OrderedDict
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass

from bot.core.papers import Tier
from bot.pictures.lineage import draw_lineage
from bot.pictures.views import LineageView, Node

# The event loop waits while a drawing holds the interpreter. Python would take it back after five milliseconds.
LONGEST_TURN_S = 0.001
CACHE_BYTES = 16 * 1024 * 1024


@dataclass(slots=True)
class StudioCounts:
    """How often a picture was asked for, drawn, and found ready or under way."""

    asked: int = 0
    drawn: int = 0
    kept_bytes: int = 0


class Studio:
    """Draws off the event loop. Equal views share one drawing, also while it is under way."""

    def __init__(self, cache_bytes: int = CACHE_BYTES) -> None:
        self._executor: Executor = ThreadPoolExecutor(
            max_workers=1, thread_name_prefix="studio", initializer=sys.setswitchinterval, initargs=(LONGEST_TURN_S,)
        )
        self._cache_bytes = cache_bytes
        self._pictures: OrderedDict[LineageView, bytes] = OrderedDict()
        self._under_way: dict[LineageView, asyncio.Future[bytes]] = {}
        self.counts = StudioCounts()

    async def warm_up(self) -> None:
        """Load the typeface and the drawing code before the first member waits for them."""
        node = Node("Warm-up", "A picture that nobody sees", 2017, Tier.MUST_READ)
        view = LineageView("", node, "Nobody", "Nowhere", (node,), (node,))
        await asyncio.get_running_loop().run_in_executor(self._executor, draw_lineage, view)

    async def lineage(self, view: LineageView) -> bytes:
        """The picture as PNG."""
        self.counts.asked += 1
        if view in self._pictures:
            self._pictures.move_to_end(view)
            return self._pictures[view]
        drawing = self._under_way.get(view)
        if drawing is None:
            self.counts.drawn += 1
            drawing = asyncio.get_running_loop().run_in_executor(self._executor, draw_lineage, view)
            self._under_way[view] = drawing
            drawing.add_done_callback(lambda done: self._finish(view, done))
        # Shielded: whoever stops waiting must not cancel the drawing for the others.
        return await asyncio.shield(drawing)

    async def close(self) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _finish(self, view: LineageView, drawing: asyncio.Future[bytes]) -> None:
        self._under_way.pop(view, None)
        if drawing.cancelled() or drawing.exception():
            return
        self._pictures[view] = drawing.result()
        self.counts.kept_bytes += len(drawing.result())
        while self.counts.kept_bytes > self._cache_bytes:
            _view, dropped = self._pictures.popitem(last=False)
            self.counts.kept_bytes -= len(dropped)
