"""The message of one outbox entry, ready to be sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.core.meetings.event import EventPart
from bot.core.outbox.entry import Entry
from bot.core.weeks.details import PostDetails

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.meetings.plan import Place

THREAD_NAME_LIMIT = 100
MOST_CALLED = 100  # members that one message may ping; others are shown but not pinged


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """A message with everything that belongs to it.

    A custom id in `view` must end with the entry's key: this marker identifies the message after a crash. The message
    may ping only `role_ids` and `user_ids`. `thread_name` is for a post that opens a thread, `tag_id` for a forum that
    requires one. With `edits`, the message with that id is edited instead of sending a new one, which is safe to
    repeat; with `answers`, it is sent as a reply to that message. An edit without files leaves a message the pictures
    that it has, unless `keeps_pictures` is off.
    """

    view: ui.LayoutView
    files: tuple[discord.File, ...] = ()
    role_ids: tuple[int, ...] = ()
    user_ids: tuple[int, ...] = ()
    thread_name: str = ""
    tag_id: int | None = None
    edits: int | None = None
    answers: int | None = None
    keeps_pictures: bool = True

    def __post_init__(self) -> None:
        if len(self.thread_name) > THREAD_NAME_LIMIT:
            raise ValueError(f"a thread's name has at most {THREAD_NAME_LIMIT} characters: {self.thread_name!r}")

    @property
    def allowed_mentions(self) -> discord.AllowedMentions:
        """Only the roles and members named here."""
        return discord.AllowedMentions(
            everyone=False,
            roles=[discord.Object(role) for role in self.role_ids],
            users=[discord.Object(user) for user in self.user_ids[:MOST_CALLED]],
            replied_user=False,
        )


@dataclass(frozen=True, slots=True)
class OutgoingPoll:
    """A native poll. Discord doesn't allow one with a LayoutView, so its marker is in the button of a plain view."""

    poll: discord.Poll
    view: ui.View


@dataclass(frozen=True, slots=True)
class Removal:
    """Delete one of the bot's own messages."""

    message_id: int


@dataclass(frozen=True, slots=True)
class Redaction:
    """In one of the bot's own messages, name a member who was erased as they are `called`, in place of a mention."""

    message_id: int
    user_id: int
    called: str


@dataclass(frozen=True, slots=True)
class OutgoingEvent:
    """A scheduled event. Its description must contain the entry's marker, by which it is recognized after a crash.

    `facts` are stored with the entry. With `edits`, the event with that id is changed in these `parts`: people may have
    edited the others.
    """

    name: str
    description: str
    starts_at: datetime
    ends_at: datetime
    place: Place
    facts: dict[str, Any]
    edits: int | None = None
    parts: frozenset[EventPart] = frozenset(EventPart)


@dataclass(frozen=True, slots=True)
class EventEnd:
    """Cancel one of the bot's own events."""

    event_id: int


@dataclass(frozen=True, slots=True)
class PollEnd:
    """End one of the bot's own native polls now."""

    message_id: int


Outgoing = OutgoingMessage | OutgoingPoll | PollEnd | Removal | Redaction | OutgoingEvent | EventEnd
# Composes an entry's message when it is sent; returns None if there is nothing left to say.
Composer = Callable[[Entry], Awaitable[Outgoing | None]]


def picture_names(components: list[dict[str, Any]]) -> list[str]:
    """The file names of the pictures in a message with these raw components."""
    names = [
        str(item.get("media", {}).get("url", "")).partition("?")[0].rpartition("/")[2]
        for part in components
        for item in part.get("items", [])
    ]
    return names + [name for part in components for name in picture_names(part.get("components", []))]


def is_marked(components: list[dict[str, Any]], key: str) -> bool:
    """Whether a message with these raw components carries the key as the last part of a custom id."""
    return any(
        str(part.get("custom_id", "")).rpartition(":")[2] == key or is_marked(part.get("components", []), key)
        for part in components
    )


def completed(entry: Entry, outgoing: Outgoing) -> Entry:
    """The entry with what is known only once it is composed: the thread's name, or what an event shows."""
    known: dict[str, Any] = {}
    if isinstance(outgoing, OutgoingMessage) and outgoing.thread_name:
        known = PostDetails(outgoing.thread_name, has_guide=True).stored()
    if isinstance(outgoing, OutgoingEvent):
        known = {"facts": outgoing.facts}
    return replace(entry, details=entry.details | known) if known else entry
