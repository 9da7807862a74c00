"""What one outbox entry says, ready to be sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.core.outbox import Entry

THREAD_NAME_LIMIT = 100
MOST_CALLED = 100  # members whom one message may call; whoever else it names is shown and not called


@dataclass(frozen=True, slots=True)
class Letter:
    """A message with everything that belongs to it.

    A custom id in `view` must end with the entry's key: by this marker the message is known again after a crash.
    `role_ids` and `user_ids` are the only ones that it may mention. `thread_name` is for a post that opens a thread,
    `tag_id` for a forum that wants one. With `edits`, the message of that id is changed instead of a new one sent,
    which may be done any number of times; with `answers`, it is sent as a reply to that message.
    """

    view: ui.LayoutView
    files: tuple[discord.File, ...] = ()
    role_ids: tuple[int, ...] = ()
    user_ids: tuple[int, ...] = ()
    thread_name: str = ""
    tag_id: int | None = None
    edits: int | None = None
    answers: int | None = None

    def __post_init__(self) -> None:
        if len(self.thread_name) > THREAD_NAME_LIMIT:
            raise ValueError(f"a thread's name has at most {THREAD_NAME_LIMIT} characters: {self.thread_name!r}")

    @property
    def allowed_mentions(self) -> discord.AllowedMentions:
        """Nobody but those named."""
        return discord.AllowedMentions(
            everyone=False,
            roles=[discord.Object(role) for role in self.role_ids],
            users=[discord.Object(user) for user in self.user_ids[:MOST_CALLED]],
            replied_user=False,
        )


@dataclass(frozen=True, slots=True)
class PollLetter:
    """A native poll. Discord takes none beside a LayoutView, so its marker is in an ordinary view's button."""

    poll: discord.Poll
    view: ui.View


# Composes the letter of an entry at the moment of sending; None where there is nothing left to say.
Writer = Callable[[Entry], Awaitable[Letter | PollLetter | None]]


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
