"""The address of a club's feed. Pure."""

from __future__ import annotations

FOLDER = "/calendar/"
ENDING = ".ics"


def feed_address(base: str, secret: str) -> str:
    """Return the address under an operator's public address, which may have a path of its own."""
    return f"{base.rstrip('/')}{FOLDER}{secret}{ENDING}"
