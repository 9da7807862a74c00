"""The address of a link that members share: which are accepted, and how each is spelled. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

from bot.core.errors import ClubError
from bot.core.text.short_inputs import one_line

LONGEST_ADDRESS = 500
LONGEST_TYPED = 2000
SHOWN_HOST = 50
SCHEMES = {"http": 80, "https": 443}
# Everything else is written as a percent code: what members click is exactly what they read.
KEPT = "/-._~:@!$&'*+,;=%"
KEPT_IN_QUERY = f"{KEPT}?"
LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")


@dataclass(eq=False)
class NoWebLinkError(ClubError):
    """The text is no address of a page: another scheme, no host, or spaces inside."""


@dataclass(eq=False)
class LinkWithLoginError(ClubError):
    """The address has a name or a password before its host, which can make it look like another one."""


@dataclass(eq=False)
class LongLinkError(ClubError):
    length: int
    most: int


def web_address(typed: str) -> str:
    """Return the address, always spelled the same. Raises ClubError if it leads to no page of the web.

    The result has only ASCII characters: a host in another script is written in its `xn--` form, so that nobody can
    mistake it for one that looks alike.
    """
    text = typed.strip().removeprefix("<").removesuffix(">").strip()
    # Invisible characters and changes of direction would hide where a link goes.
    if not text or len(text) > LONGEST_TYPED or text != one_line(text) or " " in text or "\\" in text:
        raise NoWebLinkError
    parts = _split(text)
    if "@" in parts.netloc:
        raise LinkWithLoginError
    path = quote(parts.path, safe=KEPT) or "/"
    query = f"?{quote(parts.query, safe=KEPT_IN_QUERY)}" if parts.query else ""
    fragment = f"#{quote(parts.fragment, safe=KEPT_IN_QUERY)}" if parts.fragment else ""
    address = f"{parts.scheme}://{_host(parts)}{path}{query}{fragment}"
    if len(address) > LONGEST_ADDRESS:
        raise LongLinkError(len(address), LONGEST_ADDRESS)
    return address


def has_login(address: str) -> bool:
    """Return whether an address of the web has a name or a password before its host."""
    try:
        web_address(address)
    except LinkWithLoginError:
        return True
    except ClubError:
        pass
    return False


def host_of(address: str) -> str:
    """Return where an accepted address goes: its host, of which the end says most."""
    host = urlsplit(address).netloc.removeprefix("www.")
    return host if len(host) <= SHOWN_HOST else f"…{host[1 - SHOWN_HOST :]}"


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
    except ValueError:
        raise NoWebLinkError from None
    if parts.scheme not in SCHEMES or not parts.netloc:
        raise NoWebLinkError
    return parts


def _host(parts: SplitResult) -> str:
    try:
        host = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii").lower()
        port = parts.port
    except ValueError:
        raise NoWebLinkError from None
    labels = host.split(".")
    # A name without a dot is one of the reader's own network.
    if len(labels) == 1 or not all(map(LABEL.fullmatch, labels)):
        raise NoWebLinkError
    return host if port in {None, SCHEMES[parts.scheme]} else f"{host}:{port}"
