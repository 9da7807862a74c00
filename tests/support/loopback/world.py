"""The data of the small Discord: servers, channels, messages. Tests may read and change all of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import discord

from bot.delivery.permissions import FOR_A_CLUB
from tests.support.loopback import refusals

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

EPOCH_MS = 1420070400000
# Discord's documentation says "the past few minutes".
NONCE_SECONDS = 300
# Discord invalidates an interaction that has no answer by then.
ANSWER_WITHIN_S = 3
APPLICATION_ID = 900_000_000_000_000_001
ACTIVE_THREADS = 1000
# Discord doesn't say how many edits it allows, only that there is a limit.
EDITS_OF_OLD_MESSAGES, HOUR_S = 3, 3600


class ChannelKind(IntEnum):
    """The channel types that matter here."""

    TEXT = 0
    PRIVATE = 1
    VOICE = 2
    PUBLIC_THREAD = 11
    STAGE = 13
    FORUM = 15


@dataclass(slots=True)
class Message:
    """`facts` is what the author sent. Discord shows the message from `seen_from` on, in seconds since 1970."""

    id: int
    channel_id: int
    author_id: int
    facts: dict[str, Any]
    seen_from: float
    edited_at: float | None = None
    edits: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Channel:
    """A text or forum channel, a thread in one, or a private channel. `tags` are names by id. `denied` and `allowed`
    are the bot's permission overwrites.
    """

    id: int
    guild_id: int | None
    kind: ChannelKind
    name: str
    parent_id: int | None = None
    owner_id: int | None = None
    tags: dict[int, str] = field(default_factory=dict)
    requires_tag: bool = False
    applied_tags: tuple[int, ...] = ()
    archived: bool = False
    locked: bool = False
    seen_from: float = 0
    messages: dict[int, Message] = field(default_factory=dict)
    denied: discord.Permissions = field(default_factory=discord.Permissions)
    allowed: discord.Permissions = field(default_factory=discord.Permissions)


@dataclass(slots=True)
class ScheduledEvent:
    """`facts` is what the creator sent. Discord shows the event from `seen_from` on, in seconds since 1970."""

    id: int
    guild_id: int
    creator_id: int
    facts: dict[str, Any]
    seen_from: float = 0
    status: int = 1


@dataclass(slots=True)
class Guild:
    """A Discord server. Roles and members are Discord's JSON, by id; `more` is what else the gateway sends. The bot has
    the invite's permissions, and those that organizers have `granted` since. While the server is not `available`,
    Discord sends nothing about it.
    """

    id: int
    name: str
    roles: dict[int, dict[str, Any]] = field(default_factory=dict)
    members: dict[int, dict[str, Any]] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    available: bool = True
    granted: discord.Permissions = field(default_factory=discord.Permissions)
    events: dict[int, ScheduledEvent] = field(default_factory=dict)

    @property
    def permissions(self) -> discord.Permissions:
        """Those of the bot in the server."""
        return FOR_A_CLUB | self.granted

    @property
    def bot_role_id(self) -> int:
        return self.id + 1


class World:
    """All data. `tell` is called with each event and its server."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self._last_id = 0
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self._by_guild: defaultdict[int, dict[int, Channel]] = defaultdict(dict)
        self.commands: list[dict[str, Any]] = []
        self.interactions: dict[int, dict[str, Any]] = {}
        self.answers: dict[int, Message | None] = {}
        self.followups: defaultdict[int, list[Message]] = defaultdict(list)
        self.answer_within: float = ANSWER_WITHIN_S
        self._nonces: dict[tuple[int, str], tuple[int, float]] = {}
        self.tell: Callable[[str, Mapping[str, Any], int | None], None] = lambda _event, _facts, _guild: None

    @property
    def date(self) -> dict[str, str]:
        """A header of every answer of Discord, also of the one that opens a connection to the gateway."""
        return {"Date": format_datetime(self.now().astimezone(UTC), usegmt=True)}

    def seconds(self) -> float:
        return self.now().timestamp()

    def new_id(self) -> int:
        """A snowflake: it increases, and contains the time."""
        made_from_time = (int(self.seconds() * 1000) - EPOCH_MS) << 22
        self._last_id = max(made_from_time, self._last_id + 1)
        return self._last_id

    # What a test sets up

    def add_guild(self, name: str = "Study group", guild_id: int = 0) -> Guild:
        guild = Guild(guild_id or self.new_id(), name)
        self.guilds[guild.id] = guild
        return guild

    def add_channel(
        self,
        guild: Guild,
        kind: ChannelKind = ChannelKind.TEXT,
        *,
        tags: tuple[str, ...] = (),
        name: str = "papers",
        channel_id: int = 0,
    ) -> Channel:
        channel = Channel(channel_id or self.new_id(), guild.id, kind, name)
        channel.tags = {self.new_id(): tag for tag in tags}
        return self.keep(channel)

    # What routes look up

    def guild(self, guild_id: int) -> Guild:
        """Raises Refusal."""
        if guild_id not in self.guilds:
            raise refusals.unknown_guild()
        return self.guilds[guild_id]

    def channel(self, channel_id: int) -> Channel:
        """Raises Refusal if there is none, or it isn't visible yet."""
        channel = self.channels.get(channel_id)
        if channel is None or channel.seen_from > self.seconds():
            raise refusals.unknown_channel()
        return channel

    def message(self, channel_id: int, message_id: int) -> Message:
        """Raises Refusal if there is none, or it isn't visible yet."""
        message = self.channel(channel_id).messages.get(message_id)
        if message is None or message.seen_from > self.seconds():
            raise refusals.unknown_message()
        return message

    def require(self, channel: Channel, *names: str) -> None:
        """Raises Refusal if the bot lacks one of the permissions there. A thread has its channel's permissions."""
        allowed = self.bot_permissions(channel)
        if not allowed.view_channel:
            raise refusals.missing_access()
        if not all(getattr(allowed, name) for name in names):
            raise refusals.missing_permissions()

    def bot_permissions(self, channel: Channel) -> discord.Permissions:
        home = self.channels.get(channel.parent_id or 0, channel)
        guild = self.guilds.get(home.guild_id or 0)
        granted = guild.permissions if guild else FOR_A_CLUB
        return discord.Permissions((granted.value & ~home.denied.value) | home.allowed.value)

    def require_room(self, guild_id: int | None) -> None:
        """Raises Refusal if the server has as many active threads as Discord allows."""
        active = [one for one in self.channels_of(guild_id or 0) if one.parent_id and not one.archived]
        if len(active) >= ACTIVE_THREADS:
            raise refusals.too_many_threads()

    def channels_of(self, guild_id: int) -> list[Channel]:
        """The server's visible channels and threads."""
        now = self.seconds()
        return [channel for channel in self._by_guild[guild_id].values() if channel.seen_from <= now]

    def threads_of(self, channel_id: int) -> list[Channel]:
        """The visible threads, oldest first."""
        guild_id = self.channels[channel_id].guild_id or 0
        return sorted((thread for thread in self.channels_of(guild_id) if thread.parent_id == channel_id), key=_id)

    def history(self, channel: Channel) -> list[Message]:
        """The visible messages, oldest first."""
        now = self.seconds()
        return sorted((message for message in channel.messages.values() if message.seen_from <= now), key=_id)

    # What routes change

    def keep(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        self._by_guild[channel.guild_id or 0][channel.id] = channel
        return channel

    def drop(self, channel: Channel) -> None:
        """Delete the channel with its threads."""
        for thread in [one for one in self._by_guild[channel.guild_id or 0].values() if one.parent_id == channel.id]:
            self.drop(thread)
        del self.channels[channel.id]
        del self._by_guild[channel.guild_id or 0][channel.id]

    def post(
        self, channel: Channel, author_id: int, facts: dict[str, Any], *, after: float = 0, message_id: int = 0
    ) -> Message:
        """A message that becomes visible `after` this many seconds. With an enforced nonce, it is created once in a few
        minutes.
        """
        now, nonce = self.seconds(), str(facts.get("nonce", ""))
        known = self._nonces.get((channel.id, nonce)) if nonce and facts.get("enforce_nonce") else None
        # Discord doesn't compare nonces with messages that aren't visible yet.
        if known and known[1] > now and (made := channel.messages.get(known[0])) and made.seen_from <= now:
            return made
        message = Message(message_id or self.new_id(), channel.id, author_id, facts, now + after if after else 0)
        channel.messages[message.id] = message
        if nonce:
            self._nonces[channel.id, nonce] = (message.id, now + NONCE_SECONDS)
        return message


def _id(thing: Message | Channel) -> int:
    return thing.id


def instant(seconds: float) -> str:
    """A time as Discord writes it."""
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def made_at(snowflake: int) -> float:
    return ((snowflake >> 22) + EPOCH_MS) / 1000
