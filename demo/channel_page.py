"""A channel's page: SimCord's preview, with the bot's avatar, a link to the map, and no time limit."""

from __future__ import annotations

import math
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simcord.backend.cdn import CDN_BASE

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Awaitable, Callable

    from aiohttp import web
    from simcord import ChannelHandle, Env
    from simcord.preview import Preview

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
AVATAR, AVATAR_AT = "paper-club", "/avatar.svg"
ICON = f'<link rel="icon" type="image/svg+xml" href="{AVATAR_AT}">'
TITLE, FIRST_BUTTON = "<title>SimCord Preview</title>", '<button id="messages-toggle"'
MOST_TABS = 1000
SCRIPT_AT, SCRIPT = "/links.js", Path(__file__).with_name("channel_page.js")
STYLES = (Path(__file__).parent / "channel_page.css").read_text(encoding="utf-8")


def wear_avatar(env: Env) -> dict[str, tuple[str, bytes]]:
    """Give the bot its avatar. SimCord has no picture for it, so every preview needs the returned ones."""
    bot = env.backend.bot_user
    bot.avatar = AVATAR
    drawn = (PICTURES / "avatar.png").read_bytes()
    return {f"{CDN_BASE}/avatars/{bot.id}/{AVATAR}.png": ("avatar.png", drawn)}


def adapt(preview: Preview, channel: ChannelHandle, map_address: str, turn: asyncio.Lock) -> None:
    """Change a preview that isn't entered yet; its internals may be changed because SimCord's version is pinned."""
    # SimCord forgets a tab that asked for nothing in ten minutes, and the tab then goes blank. Browsers suspend tabs in
    # the background for longer than that.
    preview._PAGE_LEASE_SECONDS = math.inf  # type: ignore[misc]  # noqa: SLF001
    preview._MAX_PAGES = MOST_TABS  # type: ignore[misc]  # noqa: SLF001
    # SimCord does one thing at a time, and refuses a press while another page or the clock is busy.
    preview._action = partial(_in_turn, turn, preview._action)  # type: ignore[method-assign]  # noqa: SLF001
    server = preview._server  # noqa: SLF001
    avatar = str(PICTURES / "avatar.svg")
    server._STATIC_FILES = {**server._STATIC_FILES, AVATAR_AT: avatar, SCRIPT_AT: str(SCRIPT)}  # type: ignore[misc]  # noqa: SLF001
    types = {**server._STATIC_CONTENT_TYPES, avatar: "image/svg+xml"}  # noqa: SLF001
    server._STATIC_CONTENT_TYPES = types  # type: ignore[misc]  # noqa: SLF001
    served = partial(_adapted, server._static, channel, map_address)  # noqa: SLF001
    server._static = served  # type: ignore[method-assign]  # noqa: SLF001


async def _in_turn(turn: asyncio.Lock, act: Callable[..., Awaitable[Any]], *facts: Any) -> Any:
    async with turn:
        return await act(*facts)


async def _adapted(
    static: Callable[[web.Request], Awaitable[web.Response]],
    channel: ChannelHandle,
    map_address: str,
    request: web.Request,
) -> web.Response:
    response = await static(request)
    if request.path == "/preview.css":
        response.text = (response.text or "") + STYLES
    elif request.path == "/":
        page = response.text or ""
        page = page.replace(TITLE, f"<title>{escape(channel.name or '')} · Paper Club</title>{ICON}")
        links = f'<a class="toolbar-button" href="{map_address}">Map</a>'
        links += f'<a class="toolbar-button" href="{map_address}#events">Events</a>'
        page = page.replace("</body>", f'<script src="{SCRIPT_AT}" data-map="{map_address}" defer></script></body>')
        response.text = page.replace(FIRST_BUTTON, links + FIRST_BUTTON)
    return response
