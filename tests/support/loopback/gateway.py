"""The gateway: hello, identify, ready, the servers, then events until the bot leaves; and resuming."""

from __future__ import annotations

import asyncio
import contextlib
import json
import zlib
from collections import deque
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from tests.support.loopback.shapes import bot_shape, guild_event
from tests.support.loopback.world import APPLICATION_ID

if TYPE_CHECKING:
    from collections.abc import Mapping

    import discord

    from tests.support.loopback.world import Guild, World

HEARTBEAT_MS = 41_250
ACK_S = 0.02
KEPT_EVENTS = 1000
GUILDS_INTENT, VOICE_INTENT = 1, 1 << 7
# Without an intent, Discord sends interactions and events of the session itself.
ALWAYS_TOLD = {"INTERACTION_CREATE"}


def knows_its_servers(client: discord.Client) -> bool:
    """Whether the client has heard of each of its servers. On a busy machine it may be "ready" before that."""
    return client.is_ready() and not any(server.unavailable for server in client.guilds)


class Op(IntEnum):
    """The gateway's opcodes."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    RESUME = 6
    RECONNECT = 7
    REQUEST_GUILD_MEMBERS = 8
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


class Connection:
    """One connection. Its events wait in a queue, and are compressed if the URL asks for it."""

    def __init__(self, socket: web.WebSocketResponse, *, compressed: bool) -> None:
        self.socket = socket
        self._deflate = zlib.compressobj(level=1) if compressed else None
        self._queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    def send(self, op: Op, facts: Any = None, event: str | None = None, number: int | None = None) -> None:
        self._queue.put_nowait({"op": int(op), "d": facts, "t": event, "s": number})

    async def write(self) -> None:
        """Send the queue until the connection breaks."""
        with contextlib.suppress(ConnectionError):
            while not self.socket.closed:
                text = json.dumps(await self._queue.get())
                if self._deflate:
                    packed = self._deflate.compress(text.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
                    await self.socket.send_bytes(packed)
                else:
                    await self.socket.send_str(text)


@dataclass
class Session:
    """A session that its bot may resume. `connection` is None while the bot is disconnected."""

    id: str
    shard: tuple[int, int]
    intents: int
    connection: Connection | None
    number: int = 0
    kept: deque[tuple[int, str, Any]] = field(default_factory=lambda: deque(maxlen=KEPT_EVENTS))

    def tell(self, event: str, facts: Any) -> None:
        self.number += 1
        self.kept.append((self.number, event, facts))
        if self.connection:
            self.connection.send(Op.DISPATCH, facts, event, self.number)


class Gateway:
    """Every session so far. `identified` and `resumed` count how often bots connected.

    With `refuses_with`, a close code, nobody gets a session, and `refused` counts the attempts. `starts` is the number
    of sessions left today that Discord reports, `advised` the number of shards. Without `says_hello`, nobody who
    connects is greeted, and `ungreeted` counts them.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._sessions: dict[str, Session] = {}
        self.url = ""
        self.identified = 0
        self.resumed = 0
        self.heartbeat_ms = HEARTBEAT_MS
        self.answers_heartbeats = True
        self.refuses_with = 0
        self.refused = 0
        self.advised = 1
        self.says_hello = True
        self.ungreeted = 0
        self.starts = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        world.tell = self.tell

    def tell(self, event: str, facts: Mapping[str, Any], guild_id: int | None) -> None:
        """Send an event to each session with the right shard and intents."""
        for session in self._sessions.values():
            shard, count = session.shard
            is_its = (((guild_id or 0) >> 22) % count) == shard
            if is_its and (session.intents & GUILDS_INTENT or event in ALWAYS_TOLD):
                session.tell(event, facts)

    async def reconnect(self) -> None:
        """Ask every bot to reconnect, as Discord does now and then."""
        for session in self._sessions.values():
            if session.connection:
                session.connection.send(Op.RECONNECT)

    async def invalidate(self) -> None:
        """Forget every session, and tell its bot."""
        forgotten, self._sessions = self._sessions, {}
        for session in forgotten.values():
            if session.connection:
                session.connection.send(Op.INVALID_SESSION, False)

    def forget_sessions(self) -> None:
        """A bot that wants to resume has to identify again."""
        self._sessions.clear()

    async def break_off(self) -> None:
        """Drop every connection without a close frame."""
        for session in self._sessions.values():
            if session.connection:
                await session.connection.socket.close()

    async def close(self) -> None:
        for session in self._sessions.values():
            if session.connection:
                await session.connection.socket.close()

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=0)
        # A bot that connects more than once would otherwise believe the machine's own clock.
        socket.headers.update(self._world.date)
        await socket.prepare(request)
        connection = Connection(socket, compressed=request.query.get("compress") == "zlib-stream")
        writing = asyncio.create_task(connection.write())
        if self.says_hello:
            connection.send(Op.HELLO, {"heartbeat_interval": self.heartbeat_ms})
        else:
            self.ungreeted += 1
        session: Session | None = None
        try:
            async for message in socket:
                if message.type is not WSMsgType.TEXT:
                    continue
                payload = json.loads(message.data)
                if payload["op"] == Op.IDENTIFY and self.refuses_with:
                    self.refused += 1
                    await socket.close(code=self.refuses_with)
                    break
                session = self._hear(connection, session, payload)
        finally:
            writing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await writing
            if session and session.connection is connection:
                session.connection = None
        return socket

    def _hear(self, connection: Connection, session: Session | None, payload: dict[str, Any]) -> Session | None:
        op, facts = payload["op"], payload.get("d")
        if op == Op.HEARTBEAT and self.answers_heartbeats:
            # discord.py records a heartbeat's time only after sending it: an immediate answer would seem a minute late.
            asyncio.get_running_loop().call_later(ACK_S, connection.send, Op.HEARTBEAT_ACK)
        elif op == Op.IDENTIFY:
            return self._identify(connection, facts or {})
        elif op == Op.RESUME:
            return self._resume(connection, facts or {})
        elif op == Op.REQUEST_GUILD_MEMBERS and session:
            self._find_members(session, facts or {})
        return session

    def _find_members(self, session: Session, facts: dict[str, Any]) -> None:
        """Those of up to a hundred users who are in the server. Without the members intent, a bot can't
        request more.
        """
        members = self._world.guilds[int(facts["guild_id"])].members
        wanted = [int(user_id) for user_id in facts["user_ids"]][:100]
        chunk = {"guild_id": facts["guild_id"], "nonce": facts["nonce"], "chunk_index": 0, "chunk_count": 1}
        found = {"members": [members[user] for user in wanted if user in members]}
        missing = {"not_found": [str(user) for user in wanted if user not in members]}
        session.tell("GUILD_MEMBERS_CHUNK", chunk | found | missing)

    def _identify(self, connection: Connection, facts: dict[str, Any]) -> Session:
        self.identified += 1
        shard, count = facts.get("shard") or (0, 1)
        session = Session(f"session{self.identified}", (shard, count), facts["intents"], connection)
        self._sessions[session.id] = session
        guilds = [guild for guild in self._world.guilds.values() if (guild.id >> 22) % count == shard]
        ready = {
            "v": 10,
            "user": bot_shape() | {"mfa_enabled": True, "verified": True, "email": None},
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "shard": [shard, count],
            "application": {"id": str(APPLICATION_ID), "flags": 0},
        }
        session.tell("READY", ready)
        for guild in guilds if session.intents & GUILDS_INTENT else ():
            if guild.available:
                self._tell_of(session, guild)
        return session

    def _tell_of(self, session: Session, guild: Guild) -> None:
        told = guild_event(self._world, guild)
        session.tell("GUILD_CREATE", told if session.intents & VOICE_INTENT else told | {"voice_states": []})

    def lose(self, guild: Guild) -> None:
        """An outage: the server exists, but Discord sends nothing about it."""
        guild.available = False
        self.tell("GUILD_DELETE", {"id": str(guild.id), "unavailable": True}, guild.id)

    def bring_back(self, guild: Guild) -> None:
        guild.available = True
        for session in self._sessions.values():
            self._tell_of(session, guild)

    def _resume(self, connection: Connection, facts: dict[str, Any]) -> Session | None:
        session = self._sessions.get(facts["session_id"])
        if session is None:
            connection.send(Op.INVALID_SESSION, False)
            return None
        self.resumed += 1
        session.connection = connection
        for number, event, told in list(session.kept):
            if number > facts["seq"]:
                connection.send(Op.DISPATCH, told, event, number)
        session.tell("RESUMED", {})
        return session
