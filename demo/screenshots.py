"""`make screenshots`: the README's pictures, taken of the demo in a headless Chromium."""

from __future__ import annotations

import asyncio
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from bot.logs import set_up_logs
from demo.page import DemoPage, find_browser, open_browser
from demo.stage import open_demo

if TYPE_CHECKING:
    from playwright.async_api import FloatRect, Locator

    from demo.stage import Stage

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
COLOURS = 128  # enough for flat colours and smooth letters, in a third of the file
STILL_MS = 500
NO_BROWSER = "No Chromium found. On Debian: apt-get install chromium\n"


async def take(browser_path: str) -> None:
    """Write every picture anew."""
    async with open_browser(browser_path) as browser, open_demo() as preview:
        desk = await DemoPage.open(browser, preview.url, width=1180, height=860)
        await desk.run("paper", "lora", "LoRA: Low-Rank")
        await desk.press("Lineage")
        await _settle(desk, desk.newest)
        save("demo", await desk.page.screenshot(animations="disabled"))
        close_up = await DemoPage.open(browser, preview.url, width=1000, height=2400, scale=2)
        for name, command, typed in (
            ("card", "paper", "lora"),
            ("lineage", "lineage", "attention"),
            ("cluster", "cluster", "mamba"),
            ("did-you-mean", "paper", "dettmers"),
        ):
            await close_up.run(command, typed)
            await _take_newest(close_up, name)
        club_room = await _run_a_week(preview)
        room = await DemoPage.open(browser, club_room, width=1000, height=2400, scale=2)
        await _take_newest(room, "week")
        page_of_map = await browser.new_page(viewport={"width": 900, "height": 480}, device_scale_factor=2)
        await page_of_map.goto(preview.map_address)
        save("map", await page_of_map.screenshot(animations="disabled"))


async def _run_a_week(stage: Stage) -> str:
    """A club whose first week was posted just now; the address of its channel."""
    server, dana = stage.world.guild, stage.world.members["dana"]
    channel = server.channels["sunday-papers"]
    where = {"channel": channel, "day": "Sunday", "time": "18:00", "timezone": "Europe/Berlin"}
    await dana.slash(channel, "club create", name="Sunday papers", role=server.roles["Readers"], **where)
    await dana.slash(channel, "syllabus path", to="qlora")
    await dana.slash(channel, "week post")
    post = next(message for message in reversed(channel.history()) if message.attachments)
    for member in ("ada", "bo"):
        await stage.world.members[member].click(post, label="I'm in")
    return await stage.show(channel)


async def _take_newest(page: DemoPage, name: str) -> None:
    """What the newest message with a frame draws: the page's own margins would only shrink it."""
    framed = page.messages.filter(has=page.page.locator("[class*=container]")).last
    drawn = framed.locator("[class*=container]").first
    await drawn.scroll_into_view_if_needed()
    box = await _settle(page, drawn)
    log = await page.page.get_by_role("log").bounding_box()
    if log is None or box["y"] < log["y"] or box["y"] + box["height"] > log["y"] + log["height"]:
        raise RuntimeError(f"{name} does not fit into the window, so its picture would be cut off")
    save(name, await drawn.screenshot(animations="disabled"))


async def _settle(page: DemoPage, drawn: Locator) -> FloatRect:
    """Where it is once pictures have arrived and nothing slides anymore."""
    await page.page.wait_for_load_state("networkidle")
    before, now = None, await drawn.bounding_box()
    while now is None or now != before:
        await page.page.wait_for_timeout(STILL_MS)
        before, now = now, await drawn.bounding_box()
    return now


def save(name: str, shot: bytes) -> None:
    image = Image.open(BytesIO(shot)).convert("RGB")
    reduced = image.quantize(COLOURS, dither=Image.Dither.NONE)
    path = FOLDER / f"{name}.png"
    reduced.save(path, optimize=True)
    sys.stdout.write(f"{path.name}: {image.width}x{image.height}, {path.stat().st_size // 1024} KB\n")


def main() -> int:
    browser = find_browser()
    if browser is None:
        sys.stderr.write(NO_BROWSER)
        return 1
    set_up_logs("WARNING", secrets=[])
    asyncio.run(take(browser))
    return 0


if __name__ == "__main__":
    sys.exit(main())
