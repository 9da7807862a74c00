"""The links of a week: its recording, its slides, its notes. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.errors import ClubError, Code, NotNowError
from bot.core.text.short_inputs import name_key, name_line

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_LINKS = 10
LONGEST_WHAT = 40


class LinkKind(StrEnum):
    """What most links are. Organizers may name any other thing."""

    RECORDING = "recording"
    SLIDES = "slides"
    NOTES = "notes"
    CODE = "code"
    LINK = "link"


@dataclass(eq=False)
class WeekLinksFullError(NotNowError):
    most: int


@dataclass(eq=False)
class LongLinkNameError(ClubError):
    length: int
    most: int


@dataclass(eq=False)
class LinkWithPasscodeError(ClubError):
    """The address has a password in it, in these parts, and nobody has said yet that it may be shown."""

    parts: tuple[Code, ...]


@dataclass(eq=False)
class LinksNotYoursError(ClubError):
    """Only organizers and the week's host may change its links."""


@dataclass(eq=False)
class NoWeekToLinkError(NotNowError):
    """The club has no posted week yet."""


@dataclass(frozen=True, slots=True)
class WeekLink:
    """`what` is one of `LinkKind`, or a name in an organizer's own words. `id` is 0 before it is stored."""

    url: str
    what: str
    id: int = 0


@dataclass(frozen=True, slots=True)
class LinkAddition:
    """What an addition changed: `link` is new, or has another name than before, or neither."""

    link: WeekLink
    is_new: bool
    is_renamed: bool = False


def name_of(typed: str | None) -> str:
    """Return what a link is from what was typed. Raises LongLinkNameError."""
    name = name_line(typed or "")
    known = name_key(name).removesuffix(".")
    if not name:
        return LinkKind.LINK
    if known in set(LinkKind):
        return known
    if len(name) > LONGEST_WHAT:
        raise LongLinkNameError(len(name), LONGEST_WHAT)
    return name


def added(links: Sequence[WeekLink], url: str, name: str | None) -> LinkAddition:
    """Return what adding the address to the week's links means. `name` is None if none was given.

    The same address twice is one link, which takes a new name if there is one. Raises WeekLinksFullError.
    """
    for link in links:
        if link.url == url:
            is_renamed = name is not None and link.what != name
            return LinkAddition(WeekLink(url, name or link.what, link.id), is_new=False, is_renamed=is_renamed)
    if len(links) >= MOST_LINKS:
        raise WeekLinksFullError(MOST_LINKS)
    return LinkAddition(WeekLink(url, name or LinkKind.LINK), is_new=True)
