"""The only place where concrete classes meet."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.client import PaperClub
from bot.health import HealthServer
from bot.metrics import Metrics
from bot.pictures.studio import Studio
from bot.services.command_syncs import CommandSyncs
from bot.services.papers import PaperService
from bot.storage.catalogue import load_catalogue
from bot.storage.database import Database

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.settings import Settings

PAPERS_FILE = Path(__file__).parents[1] / "data" / "papers.json"


def build_bot(settings: Settings, **options: Any) -> PaperClub:
    """The bot, not yet connected and with nothing opened; `options` go to discord.py's client.

    Raises CatalogueError when the shipped catalogue has a fault.
    """
    metrics = Metrics()
    database = Database(settings.database_url)
    studio = Studio()
    opening: list[Callable[[], Awaitable[object]]] = [database.open, studio.warm_up]
    closing: list[Callable[[], Awaitable[object]]] = [studio.close, database.close]
    bot = PaperClub(
        papers=PaperService(load_catalogue(PAPERS_FILE)),
        studio=studio,
        command_syncs=CommandSyncs(database, now=lambda: datetime.now(UTC)),
        metrics=metrics,
        **options,
    )
    if settings.health_port:
        health = HealthServer(settings.health_host, settings.health_port, bot.is_ready, metrics)
        opening.insert(0, health.start)
        closing.insert(0, health.close)
    bot.opening, bot.closing = tuple(opening), tuple(closing)
    return bot
