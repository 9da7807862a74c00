"""`make screenshots`: take the README's pictures of the demo in a headless Chromium."""

from __future__ import annotations

import asyncio
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PIL import Image

from bot.logs import set_up_logs
from demo.animation import CAPTIONS, FORMS, frame, save_animation
from demo.page import DemoPage, find_browser, open_browser
from demo.stage import open_demo
from demo.week_by_buttons import Scene, WeekByButtons

if TYPE_CHECKING:
    from playwright.async_api import Browser, FloatRect, Locator

    from bot.pictures.palette import Color
    from demo.stage import Stage
    from demo.week_by_buttons import Moment

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
# 128 colors are enough for flat areas and smooth letters, in a third of the file.
FLAT, OTHERS = 16, 112
# A window as wide as a message. The form for a log fits into the lower one, and the last fields of one for a review.
WINDOW, FORM_HEIGHT = (950, 2400), 992
BLUR = "() => document.activeElement?.blur()"
SCROLL_FORM = "form => form.querySelector('.modal-body').scrollTo({top: 10000, behavior: 'instant'})"
STILL_MS = 500
ROUNDING = 1  # browsers scroll to whole pixels
HAS_ITS_PICTURES = "drawn => [...drawn.querySelectorAll('img')].every(picture => picture.naturalWidth > 0)"
NO_BROWSER = "No Chromium found. On Debian: apt-get install chromium\n"


async def take(browser_path: str) -> None:
    """Recreate every picture."""
    async with open_browser(browser_path) as browser, open_demo() as preview:
        desk = await DemoPage.open(browser, preview.url, width=1180, height=1240, scale=2)
        await desk.run("paper", "lora", "LoRA: Low-Rank")
        await desk.press("Lineage")
        await desk.page.mouse.move(0, 0)
        await _require_whole(desk, desk.newest, "demo")
        save("demo", await desk.page.screenshot(animations="disabled"))
        close_up = await DemoPage.open(browser, preview.url, width=1000, height=2400, scale=2)
        for name, command, typed in (
            ("card", "paper", "lora"),
            ("lineage", "lineage", "attention"),
            ("cluster", "cluster", "mamba"),
            ("did-you-mean", "paper", "dettmers"),
        ):
            await close_up.run(command, typed)
            await take_newest(close_up, name)
        await _take_week(browser, preview)


async def _take_week(browser: Browser, stage: Stage) -> None:
    """Take the animated picture, the map in the middle of the week, and the digest at its end."""
    room = await DemoPage.open(browser, stage.url, width=WINDOW[0], height=WINDOW[1], scale=2)
    frames = []
    async for moment in WeekByButtons(room).moments():
        if moment.scene is Scene.LOG:
            await _take_map(browser, stage)
        if moment.scene is Scene.DIGEST:
            await take_newest(room, "digest")
        if moment.scene in CAPTIONS:
            frames.append(frame(moment.scene, await _shot_of(room, moment)))
    path = FOLDER / "week.webp"
    save_animation([in_few_colors(image) for image in frames], path)
    _report(path, frames[0])


async def _shot_of(room: DemoPage, moment: Moment) -> Image.Image:
    is_form = moment.scene in FORMS
    if is_form:
        await room.page.set_viewport_size({"width": WINDOW[0], "height": FORM_HEIGHT})
    await room.page.mouse.move(0, 0)
    await room.page.evaluate(BLUR)
    await _settle(room, moment.shown, scrolls=not is_form)
    if is_form:
        await moment.shown.evaluate(SCROLL_FORM)
    shot = await moment.shown.screenshot(animations="disabled")
    await room.page.set_viewport_size({"width": WINDOW[0], "height": WINDOW[1]})
    return Image.open(BytesIO(shot)).convert("RGB")


async def _take_map(browser: Browser, stage: Stage) -> None:
    page = await browser.new_page(viewport={"width": 900, "height": 200}, device_scale_factor=2, color_scheme="dark")
    await page.goto(stage.map_address)
    save("map", await page.screenshot(full_page=True, animations="disabled"))


async def take_newest(page: DemoPage, name: str) -> None:
    """Take the newest message with a frame, without the page's margins, which would only shrink it."""
    framed = page.messages.filter(has=page.page.locator("[class*=container]")).last
    drawn = framed.locator("[class*=container]").first
    await _require_whole(page, drawn, name)
    save(name, await drawn.screenshot(animations="disabled"))


async def _require_whole(page: DemoPage, drawn: Locator, name: str) -> None:
    box = await _settle(page, drawn)
    log = await page.page.get_by_role("log").bounding_box()
    below = box["y"] + box["height"] - ROUNDING
    if log is None or box["y"] + ROUNDING < log["y"] or below > log["y"] + log["height"]:
        raise RuntimeError(f"{name} does not fit into the window, so its picture would be cut off")


async def _settle(page: DemoPage, drawn: Locator, *, scrolls: bool = True) -> FloatRect:
    """Wait until its pictures are loaded and nothing moves; returns its position. Each picture makes it taller."""
    before, now, is_loaded = None, await drawn.bounding_box(), False
    while now is None or now != before or not is_loaded:
        # A picture that arrives after this makes the message taller, which the next turn sees.
        is_loaded = await drawn.evaluate(HAS_ITS_PICTURES)
        if scrolls:
            await drawn.evaluate("drawn => drawn.scrollIntoView({block: 'start', behavior: 'instant'})")
        await page.page.wait_for_timeout(STILL_MS)
        before, now = now, await drawn.bounding_box()
    return now


def save(name: str, shot: bytes) -> None:
    image = Image.open(BytesIO(shot)).convert("RGB")
    path = FOLDER / f"{name}.png"
    in_few_colors(image).save(path, optimize=True)
    _report(path, image)


def _report(path: Path, image: Image.Image) -> None:
    sys.stdout.write(f"{path.name}: {image.width}x{image.height}, {path.stat().st_size // 1024} KB\n")


def in_few_colors(image: Image.Image) -> Image.Image:
    """The image with fewer colors: large areas keep theirs exactly, and all others get a close one, even rare ones."""
    colors = sorted(counted_colors(image), reverse=True)
    covering = image.quantize(OTHERS, Image.Quantize.MAXCOVERAGE).getpalette() or []
    palette = [channel for _, color in colors[:FLAT] for channel in color] + covering[: 3 * OTHERS]
    wanted = Image.new("P", (1, 1))
    wanted.putpalette(palette)
    return image.quantize(palette=wanted, dither=Image.Dither.NONE)


def counted_colors(image: Image.Image) -> list[tuple[int, Color]]:
    """How many pixels have each color of an RGB image."""
    return cast("list[tuple[int, Color]]", image.getcolors(image.width * image.height))


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
