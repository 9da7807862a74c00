"""The address of a club's feed. Pure."""

from __future__ import annotations

from datetime import timedelta

FOLDER = "/calendar/"
ENDING = ".ics"
# An address stops while its owner may not see the club. It works again if they may within this time.
KEPT_WITHOUT_ACCESS = timedelta(days=30)


def feed_address(base: str, secret: str) -> str:
    """Return the address under an operator's public address, which may have a path of its own."""
    return f"{base.rstrip('/')}{FOLDER}{secret}{ENDING}"
