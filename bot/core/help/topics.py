"""Which topic each command belongs to, and which commands somebody can use where they are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.core.clubs.club import Club
    from bot.core.visibility import Viewer


class Topic(StrEnum):
    """A page of `/help`, in the order of its menu."""

    FIRST_STEPS = "first-steps"
    PAPERS = "papers"
    WEEKS = "weeks"
    LOGS = "logs"
    REVIEWS = "reviews"
    CATALOG = "catalog"
    ORGANIZING = "organizing"
    PRIVACY = "privacy"


# A name stands for that command, or for all commands of that group that have no line of their own.
COMMANDS: Final[dict[Topic, tuple[str, ...]]] = {
    Topic.FIRST_STEPS: ("help",),
    Topic.PAPERS: ("paper", "lineage", "cluster", "papers", "howto"),
    Topic.WEEKS: (
        *("next", "week status", "week calendar", "syllabus show", "club show"),
        *("nominate", "nominations", "remind", "host"),
    ),
    Topic.LOGS: ("log",),
    Topic.REVIEWS: ("review",),
    Topic.CATALOG: ("catalog",),
    Topic.ORGANIZING: ("club", "syllabus", "week", "host assign"),
    Topic.PRIVACY: ("privacy",),
}
ABOUT_CLUBS: Final = frozenset({Topic.WEEKS, Topic.REVIEWS})
STARTS_A_CLUB: Final = "club create"
# Everybody else in the server can only use these of the catalog's commands.
CATALOG_FOR_MEMBERS: Final = frozenset({"catalog suggest", "catalog show"})


class ReaderKind(StrEnum):
    """Where somebody asks, and who they are there."""

    ALONE = "alone"  # in a direct message, or in a server that doesn't have the bot
    WITHOUT_CLUB = "without-club"
    MEMBER = "member"
    ORGANIZER = "organizer"


FIRST_STEPS: Final[dict[ReaderKind, tuple[str, ...]]] = {
    ReaderKind.ALONE: ("paper", "lineage", "papers", "howto", "log write", "log mine"),
    ReaderKind.WITHOUT_CLUB: (STARTS_A_CLUB, "paper", "lineage", "papers", "howto", "log write"),
    ReaderKind.MEMBER: ("next", "week status", "log write", "review next", "paper", "howto"),
    ReaderKind.ORGANIZER: ("next", "week status", "week preview", "syllabus path", "club show", "log write"),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who asks for help."""

    kind: ReaderKind
    manages_server: bool = False

    @property
    def topics(self) -> list[Topic]:
        """The topics with something to do here."""
        return [topic for topic in Topic if self._has(topic)]

    def commands(self, topic: Topic, offered: Sequence[str]) -> list[str]:
        """Those of the `offered` commands that belong to the topic and that the reader can use, the main ones first."""
        if topic is Topic.FIRST_STEPS:
            return [name for name in FIRST_STEPS[self.kind] if name in offered and self._may_use(name)]
        listed = COMMANDS[topic]
        mine = [name for name in offered if topic_of(name) is topic and self._may_use(name)]
        return sorted(mine, key=lambda name: listed.index(_listing(name, listed)))

    @property
    def _organizes(self) -> bool:
        return self.kind is ReaderKind.ORGANIZER or self.manages_server

    def _has(self, topic: Topic) -> bool:
        if topic is Topic.ORGANIZING:
            return self._organizes
        if topic is Topic.CATALOG:
            return self.kind is not ReaderKind.ALONE
        return topic not in ABOUT_CLUBS or self.kind in {ReaderKind.MEMBER, ReaderKind.ORGANIZER}

    def _may_use(self, name: str) -> bool:
        topic = topic_of(name)
        if topic is Topic.ORGANIZING:
            return self.manages_server if name == STARTS_A_CLUB else self.kind is ReaderKind.ORGANIZER
        if topic is Topic.CATALOG and name not in CATALOG_FOR_MEMBERS and not self._organizes:
            return False
        return topic is not None and self._has(topic)


def reader_of(viewer: Viewer, clubs: Collection[Club]) -> Reader:
    """Return who asks. Clubs that they may not see don't count."""
    membership, seen = viewer.memberships.get(viewer.server_id or 0), viewer.seen(clubs)
    if membership is None:
        return Reader(ReaderKind.ALONE)
    if not seen:
        return Reader(ReaderKind.WITHOUT_CLUB, membership.manages_server)
    kind = ReaderKind.ORGANIZER if any(map(viewer.organizes, seen)) else ReaderKind.MEMBER
    return Reader(kind, membership.manages_server)


def topic_of(command: str) -> Topic | None:
    """Return the command's topic; None if no topic lists it."""
    topics = {name: topic for topic, names in COMMANDS.items() for name in names}
    return topics.get(_listing(command, topics))


def _listing(command: str, names: Collection[str]) -> str:
    """Return what stands for the command in `names`: its own name, or else its group's, or else ""."""
    return next((name for name in (command, command.partition(" ")[0]) if name in names), "")
