"""Draws pictures outside the event loop, each only once, and keeps the latest.

A thread waits for the process that draws them. `benchmarks/pictures.py` watches the loop meanwhile.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.pictures.digest_card import DigestCard
from bot.pictures.drawing_process import DrawingProcess
from bot.pictures.views import sample_view

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    from bot.pictures.views import LineageView

    Draw = Callable[[LineageView | DigestCard], bytes]

CACHE_BYTES = 16 * 1024 * 1024


@dataclass(slots=True)
class PictureCounts:
    """How often pictures were requested, drawn, and found ready or in progress."""

    asked: int = 0
    drawn: int = 0
    kept_bytes: int = 0


class PictureCache:
    """Draws off the event loop. Equal views share one drawing, even while it is in progress."""

    def __init__(self, cache_bytes: int = CACHE_BYTES, draw: Draw | None = None) -> None:
        """`draw` replaces the process."""
        self._executor: Executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="studio")
        self._process = DrawingProcess()
        self._draw = draw or self._process.draw
        self._cache_bytes = cache_bytes
        self._pictures: OrderedDict[LineageView | DigestCard, bytes] = OrderedDict()
        self._under_way: dict[LineageView | DigestCard, asyncio.Future[bytes]] = {}
        self.counts = PictureCounts()

    async def warm_up(self) -> None:
        """Start the process and load the typeface before the first member waits for them."""
        await asyncio.get_running_loop().run_in_executor(self._executor, self._draw, sample_view())

    async def lineage(self, view: LineageView) -> bytes:
        """Return the picture as PNG."""
        return await self._drawn(view)

    async def digest_card(self, card: DigestCard) -> bytes:
        """Return the picture as PNG."""
        return await self._drawn(card)

    async def _drawn(self, view: LineageView | DigestCard) -> bytes:
        self.counts.asked += 1
        if view in self._pictures:
            self._pictures.move_to_end(view)
            return self._pictures[view]
        drawing = self._under_way.get(view)
        if drawing is None:
            self.counts.drawn += 1
            drawing = asyncio.get_running_loop().run_in_executor(self._executor, self._draw, view)
            self._under_way[view] = drawing
            drawing.add_done_callback(lambda done: self._finish(view, done))
        # Shielded: if one caller stops waiting, the drawing must go on for the others.
        return await asyncio.shield(drawing)

    async def close(self) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._process.close()

    def _finish(self, view: LineageView | DigestCard, drawing: asyncio.Future[bytes]) -> None:
        self._under_way.pop(view, None)
        # A digest is sent once, and its picture quotes a member, who may have it erased.
        if drawing.cancelled() or drawing.exception() or isinstance(view, DigestCard):
            return
        self._pictures[view] = drawing.result()
        self.counts.kept_bytes += len(drawing.result())
        while self.counts.kept_bytes > self._cache_bytes:
            _view, dropped = self._pictures.popitem(last=False)
            self.counts.kept_bytes -= len(dropped)
