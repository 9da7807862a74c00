"""The map beside the demo: links to every channel and thread, and a clock to move forward.

The local Discord shows one channel at a time and has no links from a channel to its threads; this page has them.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from aiohttp import web

from demo.channel_page import PICTURES
from demo.map_cards import events_card, session_card, spoken

if TYPE_CHECKING:
    from simcord import ChannelHandle

    from demo.clock import Clock, Deadline
    from demo.session import Session
    from demo.stage import Stage

PAGE = Template(Path(__file__).with_name("map.html").read_text(encoding="utf-8"))
LEAPS = {"+ 1 hour": timedelta(hours=1), "+ 1 day": timedelta(days=1), "+ 1 week": timedelta(days=7)}
SHOWN_DEADLINES = 8


class Map:
    """Serves one page on loopback, at a path that nobody can guess."""

    def __init__(self) -> None:
        self._path = f"/map-{secrets.token_urlsafe(12)}"
        self._runner: web.AppRunner | None = None
        self._stage: Stage | None = None
        self._clock: Clock | None = None
        self._session: Session | None = None

    async def open(self) -> str:
        """Start listening; returns the page's address."""
        app = web.Application()
        app.add_routes(
            [
                web.get(self._path, self._page),
                web.get(f"{self._path}/avatar.svg", self._avatar),
                web.get(f"{self._path}/at/{{channel}}", self._follow),
                web.post(f"{self._path}/session", self._set_up),
                web.post(f"{self._path}/open", self._open),
                web.post(f"{self._path}/clock", self._move),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}{self._path}"

    def lead(self, stage: Stage, clock: Clock, session: Session) -> None:
        """From now on the page shows this stage."""
        self._stage, self._clock, self._session = stage, clock, session

    async def close(self) -> None:
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def _page(self, _request: web.Request) -> web.Response:
        stage, clock, session = self._parts()
        rows = "".join(self._channel(channel, stage) for channel in stage.world.guild.channels.values())
        deadlines = await clock.deadlines()
        page = PAGE.substitute(
            path=self._path,
            server=escape(stage.world.guild.name),
            now=spoken(clock.now),
            channels=rows + self._direct_messages(stage),
            events=events_card(self._path, stage),
            session=session_card(self._path, await session.steps()),
            deadlines="".join(map(self._deadline, deadlines[:SHOWN_DEADLINES])) or NO_DEADLINES,
            leaps="".join(self._leap(label, clock.now + leap) for label, leap in LEAPS.items()),
        )
        # Browsers must not cache this page: going back to it must show the current state of the server.
        return web.Response(text=page, content_type="text/html", headers={"Cache-Control": "no-store"})

    async def _avatar(self, _request: web.Request) -> web.FileResponse:
        return web.FileResponse(PICTURES / "avatar.svg")

    async def _open(self, request: web.Request) -> web.Response:
        return await self._show((await request.post()).get("channel"))

    async def _follow(self, request: web.Request) -> web.Response:
        """A link to a channel or to a message in it."""
        return await self._show(request.match_info["channel"])

    async def _show(self, wanted: object) -> web.Response:
        stage, *_ = self._parts()
        for channel in _everywhere(stage):
            if str(channel.id) == wanted:
                raise web.HTTPSeeOther(await stage.show(channel))
        raise web.HTTPNotFound(text="That channel is gone. Go back and reload the map.")

    async def _set_up(self, _request: web.Request) -> web.Response:
        *_, session = self._parts()
        await session.set_up()
        raise web.HTTPSeeOther(f"{self._path}#session")

    async def _move(self, request: web.Request) -> web.Response:
        _, clock, _ = self._parts()
        try:
            moment = datetime.fromisoformat(str((await request.post()).get("to")))
        except ValueError:
            raise web.HTTPBadRequest(text="That is no moment in time. Go back and reload the map.") from None
        await clock.move_to(moment)
        raise web.HTTPSeeOther(self._path)

    def _parts(self) -> tuple[Stage, Clock, Session]:
        if self._stage is None or self._clock is None or self._session is None:
            raise web.HTTPServiceUnavailable(text="The demo is still starting. Reload in a moment.")
        return self._stage, self._clock, self._session

    def _channel(self, channel: ChannelHandle, stage: Stage) -> str:
        threads = "".join(self._row(thread, stage, "thread") for thread in channel.threads)
        if channel.id == stage.world.forum.id:
            return f'<div class="forum"><span>{escape(channel.name or "")}</span>{FORUM_SAYS}</div>{threads}'
        if channel.id == stage.world.voice.id:
            return f'<div class="voice"><span>{escape(channel.name or "")}</span>{VOICE_SAYS}</div>'
        return self._row(channel, stage, "channel") + threads

    def _direct_messages(self, stage: Stage) -> str:
        rows = [
            self._row(channel, stage, "direct", name=f"Paper Club to {member}")
            for member, channel in stage.direct_messages.items()
        ]
        return "<h2>Direct messages</h2>" + "".join(rows) if rows else ""

    def _row(self, channel: ChannelHandle, stage: Stage, kind: str, *, name: str | None = None) -> str:
        count = len(channel.history())
        here = " here" if channel.id == stage.channel.id else ""
        said = "no messages" if not count else "1 message" if count == 1 else f"{count} messages"
        return (
            f'<button class="{kind}{here}" name="channel" value="{channel.id}">'
            f"<span>{escape(name or channel.name or '')}</span><small>{said}</small></button>"
        )

    def _deadline(self, deadline: Deadline) -> str:
        return (
            f"<li><div><b>{escape(deadline.what)}</b><small>{spoken(deadline.at)}</small></div>"
            f'<button name="to" value="{deadline.at.isoformat()}">Skip ahead</button></li>'
        )

    def _leap(self, label: str, moment: datetime) -> str:
        return f'<button name="to" value="{moment.isoformat()}">{label}</button>'


VOICE_SAYS = "<small>voice: meetings</small>"
FORUM_SAYS = "<small>forum: posts below</small>"
NO_DEADLINES = "<li><div>Nothing is planned yet. As Dana, open general and press <i>Set up a club</i>.</div></li>"


def _everywhere(stage: Stage) -> list[ChannelHandle]:
    channels = list(stage.world.guild.channels.values())
    threads = (thread for channel in channels for thread in channel.threads)
    return [*channels, *threads, *stage.direct_messages.values()]
