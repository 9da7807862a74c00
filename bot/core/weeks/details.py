"""The details that outbox entries about weeks store."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.outbox.details import Details


@dataclass(frozen=True, slots=True)
class PostDetails(Details):
    """`thread_name` is None until the post was composed, `has_guide` in entries stored before guides existed."""

    thread_name: str | None = None
    has_guide: bool | None = None

    @property
    def is_guided(self) -> bool:
        """Whether the reading guide is the thread's first message. An older post contains the guide.

        A post that was adopted after a restore never had its name stored here. It is taken for a new one.
        """
        return bool(self.has_guide) or self.thread_name is None


@dataclass(frozen=True, slots=True)
class MovedDetails(Details):
    """Why dates moved: the first day of the `pause` that moved them, or None because the bot was away.

    `parts` are the new dates of the paper's last slots, if they moved too.
    """

    pause: str | None = None
    parts: list[str] | None = None


@dataclass(frozen=True, slots=True)
class ReminderDetails(Details):
    """A reminder's part and its members. `members` is None in entries stored before names were kept."""

    part: int = 0
    members: list[int] | None = None
