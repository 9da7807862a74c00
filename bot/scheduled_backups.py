"""The backups that the bot makes by itself, if the operator asked for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.database_url import SQLITE_SCHEME
from bot.services.backups import Backups
from bot.storage.database import database_file

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from bot.metrics import Metrics
    from bot.settings import Settings

log = structlog.stdlib.get_logger(__name__)


def scheduled_backups(
    settings: Settings, now: Callable[[], datetime], metrics: Metrics
) -> list[Callable[[], Awaitable[object]]]:
    """Return the chore that makes them; nothing without a folder, or if the database is not a file."""
    if settings.backup_folder is None:
        return []
    if not settings.database_url.startswith(SQLITE_SCHEME):
        log.warning("no backups are made", reason="BACKUP_FOLDER is only for SQLite: schedule pg_dump instead")
        return []
    file, folder = database_file(settings.database_url), settings.backup_folder
    hours, keep = settings.backup_every_hours, settings.backup_keep
    return [Backups(file, folder, hours=hours, keep=keep, now=now, metrics=metrics).make_if_due]
