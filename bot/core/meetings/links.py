"""The link of a meeting, as an organizer types it. Pure; nothing is ever fetched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.core.errors import ClubError, Typed
from bot.core.meetings.event import LONGEST_LOCATION
from bot.core.text.short_inputs import one_line

# A part of a host name between dots, in any script, or as browsers write it.
LABEL = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?")
LEAST_LABELS = 2
SCHEME = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*):(?!\d)", re.IGNORECASE)
UNSAFE = re.compile(r"[\s<>\"`\\^{}|]")


@dataclass(eq=False)
class BadMeetingLinkError(ClubError):
    """The text begins like a link, but nobody can open it."""

    typed: Typed


@dataclass(eq=False)
class LongMeetingLinkError(ClubError):
    length: int
    most: int


def meeting_link(typed: str) -> str | None:
    """Return the http or https link in the text, completed if it lacks its scheme; None if it looks like no link.

    Raises ClubError for one that is too long for an event, has another scheme, or contains a password.
    """
    text = one_line(typed).strip("<>")
    named = SCHEME.match(text)
    if named is None and not _is_host(re.split(r"[/?#:]", text, maxsplit=1)[0]):
        return None
    address = named[0].lower() + text[named.end() :] if named else f"https://{text}"
    if not _opens(address):
        raise BadMeetingLinkError(Typed(typed))
    if len(address) > LONGEST_LOCATION:
        raise LongMeetingLinkError(len(address), LONGEST_LOCATION)
    return address


def host_of(address: str) -> str:
    """Return the host that the link leads to, so that its text shows where it goes.

    One in another script is shown in its `xn--` form, so that nobody can mistake it for one that looks alike.
    """
    host = urlsplit(address).hostname or ""
    try:
        host = host.encode("idna").decode("ascii")
    except ValueError:
        # A name that browsers accept and this old standard doesn't: better shown in codes than as something else.
        host = host.encode("punycode").decode("ascii")
    return host.removeprefix("www.")


def _opens(address: str) -> bool:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    is_web = parts.scheme.lower() in {"http", "https"} and port != 0
    return is_web and parts.username is None and not UNSAFE.search(address) and _is_host(parts.hostname or "")


def _is_host(name: str) -> bool:
    labels = name.split(".")
    are_labels = all(LABEL.fullmatch(label) for label in labels)
    return len(labels) >= LEAST_LABELS and are_labels and len(labels[-1]) >= LEAST_LABELS and not labels[-1].isdecimal()
