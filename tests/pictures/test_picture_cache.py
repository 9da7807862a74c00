"""The picture cache, and the process that draws."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace

import psutil
import pytest

from bot.pictures.drawing_process import DrawingError, DrawingProcess
from bot.pictures.lineage import draw_lineage
from bot.pictures.picture_cache import PictureCache
from bot.pictures.views import LineageView
from tests.pictures.lineage_views import LORA, VIEW
from tests.pictures.test_digest_card import SAMPLE
from tests.support.patience import HANG_S


def children() -> list[psutil.Process]:
    """The processes that draw for this one."""
    return [child for child in psutil.Process().children() if "bot.pictures.child" in child.cmdline()]


async def test_simultaneous_requests_share_one_drawing() -> None:
    picture_cache = PictureCache()
    pictures = await asyncio.gather(*(picture_cache.lineage(VIEW) for _ in range(5)))
    again = await picture_cache.lineage(VIEW)
    await picture_cache.close()
    assert {*pictures, again} == {draw_lineage(VIEW)}
    assert (picture_cache.counts.asked, picture_cache.counts.drawn) == (6, 1)


async def test_cancelling_one_request_does_not_affect_the_others() -> None:
    picture_cache = PictureCache()
    impatient = asyncio.create_task(picture_cache.lineage(VIEW))
    patient = asyncio.create_task(picture_cache.lineage(VIEW))
    await asyncio.sleep(0)
    impatient.cancel()
    assert await patient == draw_lineage(VIEW)
    await picture_cache.close()


async def test_a_digest_s_picture_is_not_kept() -> None:
    """It quotes a member, who may have the sentence erased."""
    picture_cache = PictureCache()
    first, second = [await picture_cache.digest_card(SAMPLE) for _ in range(2)]
    await picture_cache.close()
    assert first == second
    assert (picture_cache.counts.drawn, picture_cache.counts.kept_bytes) == (2, 0)


async def test_the_cache_is_bounded() -> None:
    size = len(draw_lineage(VIEW))
    picture_cache = PictureCache(cache_bytes=2 * size)
    for year in range(2000, 2006):
        await picture_cache.lineage(LineageView(replace(LORA, year=year), "", ""))
    assert picture_cache.counts.kept_bytes <= 2 * size
    await picture_cache.close()


async def test_closing_ends_the_thread_and_the_process() -> None:
    picture_cache = PictureCache()
    await picture_cache.warm_up()
    assert len(children()) == 1
    assert any(thread.name.startswith("studio") for thread in threading.enumerate())
    await picture_cache.close()
    assert not children()
    assert not any(thread.name.startswith("studio") for thread in threading.enumerate())


def test_a_process_that_ended_is_replaced() -> None:
    process = DrawingProcess()
    assert process.draw(VIEW) == draw_lineage(VIEW)
    (first,) = children()
    first.kill()
    first.wait()
    assert process.draw(VIEW) == draw_lineage(VIEW)
    assert children() != [first]
    process.close()


def test_a_process_that_ends_again_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/true")
    with pytest.raises(DrawingError, match="lora"):
        DrawingProcess().draw(VIEW)


def test_the_process_ends_when_nobody_is_left_to_draw_for() -> None:
    process = DrawingProcess()
    process.draw(VIEW)
    (child,) = children()
    assert process._process is not None
    assert process._process.stdin is not None
    process._process.stdin.close()
    assert child.wait(timeout=HANG_S) == 0
    process.close()
