"""The question who was at a week's meeting, the answers to it, and the lines that count them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.presences.buttons import PresenceButton
from cogs.ui.containers import TextPage
from cogs.ui.wording import t

if TYPE_CHECKING:
    from bot.services.presences.service import Presence
    from cogs.ui.replies import Page


def presence_page(found: Presence, key: str) -> Page:
    """Return the message in the week's thread. It pings nobody and names nobody."""
    return TextPage(t("presences-question", number=found.week.number, count=found.count), PresenceButton(key))


def noted(found: Presence) -> str:
    """Return the private answer to a press."""
    return t("presences-noted", is_there=found.is_there, number=found.week.number)


def presence_line(count: int) -> str:
    """Return how many were there, for the week's status; empty if nobody said so."""
    return t("presences-count", count=count) if count else ""


def in_digest(count: int) -> str:
    """Return the same for the digest."""
    return t("presences-in-digest", count=count) if count else ""
