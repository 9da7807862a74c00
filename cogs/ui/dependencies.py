"""What features are built from. `bot/wiring.py` makes it once, and each feature's setup passes it to its classes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import discord

    from bot.delivery.memberships import Memberships
    from bot.delivery.outbox_worker import OutboxWorker
    from bot.pictures.picture_cache import PictureCache
    from bot.services import Services


@dataclass(frozen=True, slots=True)
class Dependencies:
    """Each class takes what it needs in its constructor.

    `server_of` returns the server with an id, or None if Discord hasn't sent it. `report_fault` logs an unexpected
    error and returns its reference. Under `feed_url`, the bot serves clubs' calendars; None if it doesn't.
    """

    services: Services
    picture_cache: PictureCache
    memberships: Memberships
    outbox_worker: OutboxWorker
    server_of: Callable[[int], discord.Guild | None]
    report_fault: Callable[[BaseException], str]
    feed_url: str | None = None
