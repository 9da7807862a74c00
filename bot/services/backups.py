"""Scheduled backups: make them, and delete old ones when there are enough newer ones."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from bot.storage.backups.copies import UNFINISHED, BackupError, back_up

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.metrics import Metrics
    from bot.storage.backups.copies import Backup

log = structlog.stdlib.get_logger(__name__)

STAMP = "%Y%m%dT%H%M%SZ"
NAME = re.compile(r"paperclub-(\d{8}T\d{6}Z)\.db")
CUT_OFF = re.compile(rf"\.{NAME.pattern}{re.escape(UNFINISHED)}.*")
CUT_OFF_AFTER = timedelta(hours=1)
# After a failure, such as a full disk, don't retry at every tick.
AFTER_A_FAILURE = timedelta(minutes=15)


def backup_name(now: datetime) -> str:
    """`paperclub-20260301T180000Z.db`: names sort by time."""
    return f"paperclub-{now.astimezone(UTC):{STAMP}}.db"


def made_folder(folder: Path) -> None:
    """Create the folder if needed. Raises BackupError if that fails."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BackupError(f"The folder {folder} does not exist and cannot be created: {error.strerror}.") from error


class Backups:
    """Keeps the newest `keep` backups in the folder, and makes one every few hours. A failure is logged, counted and
    retried; it stops nothing else.
    """

    def __init__(
        self, database: Path, folder: Path, *, hours: int, keep: int, now: Callable[[], datetime], metrics: Metrics
    ) -> None:
        self._database = database
        self._folder = folder
        self._every = timedelta(hours=hours)
        self._keep = keep
        self._now = now
        self._metrics = metrics
        self._not_before: datetime | None = None

    async def make_if_due(self) -> Backup | None:
        """Make a backup in a separate thread if the newest one is old enough."""
        now = self._now()
        if self._not_before and self._not_before - AFTER_A_FAILURE <= now < self._not_before:
            return None
        try:
            backup = await asyncio.to_thread(self._make_if_due, now)
        except (BackupError, OSError) as error:
            self._not_before = now + AFTER_A_FAILURE
            self._metrics.backups.labels("failed").inc()
            log.error("backup failed", reason=str(error))  # noqa: TRY400 - a sentence for the operator, no fault of ours
            return None
        if backup:
            self._metrics.backups.labels("made").inc()
            log.info("backup made", file=str(backup.file), size=backup.size)
        return backup

    def _make_if_due(self, now: datetime) -> Backup | None:
        made_folder(self._folder)
        newest = max(self._made(now), default=None)
        if newest:
            self._metrics.newest_backup.set(newest.timestamp())
        if newest and now - newest < self._every:
            return None
        backup = back_up(self._database, self._folder / backup_name(now))
        self._metrics.newest_backup.set(now.timestamp())
        for time in sorted(self._made(now))[: -self._keep]:
            (self._folder / backup_name(time)).unlink(missing_ok=True)
        self._clear_cut_off(now)
        return backup

    def _made(self, now: datetime) -> list[datetime]:
        """The times of the folder's backups. Files with other names aren't ours and stay.

        Backups that a wrong clock dated in the future are ignored too: otherwise they would stop all backups until
        then.
        """
        times = [_time_of(NAME.fullmatch(path.name)) for path in self._folder.iterdir()]
        return [time for time in times if time and time <= now]

    def _clear_cut_off(self, now: datetime) -> None:
        """Delete what a process that died during a backup left behind; a recent file may still be in progress."""
        for path in self._folder.iterdir():
            started = _time_of(CUT_OFF.fullmatch(path.name))
            if started and now - started > CUT_OFF_AFTER:
                path.unlink(missing_ok=True)


def _time_of(name: re.Match[str] | None) -> datetime | None:
    return datetime.strptime(name[1], STAMP).replace(tzinfo=UTC) if name else None
