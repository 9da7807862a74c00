"""The only place where concrete classes meet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import discord

from bot.client import PaperClub
from bot.delivery.ballots import Ballots
from bot.delivery.courier import Courier
from bot.delivery.pacing import Pacer
from bot.delivery.presence import Presence
from bot.delivery.responses import ResponseWatch
from bot.delivery.sender import Sender
from bot.health import HealthServer
from bot.loop_watch import LoopWatch
from bot.metrics import Metrics
from bot.pictures.studio import Studio
from bot.scheduler import Scheduler
from bot.services import Services
from bot.services.backups import Backups
from bot.services.clubs import ClubService
from bot.services.command_syncs import CommandSyncs
from bot.services.leavers import Leavers
from bot.services.outbox import OutboxService
from bot.services.paper_logs import PaperLogService
from bot.services.papers import PaperService
from bot.services.polls import PollService
from bot.services.reviews import ReviewService
from bot.services.syllabus import SyllabusService
from bot.services.week_ticks import WeekTicks
from bot.services.weeks import WeekService
from bot.settings import SQLITE_SCHEME
from bot.storage.catalogue import load_catalogue
from bot.storage.database import Database, database_file

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from bot.settings import Settings

PAPERS_FILE = Path(__file__).parents[1] / "data" / "papers.json"


def build_bot(
    settings: Settings, *, now: Callable[[], datetime] = discord.utils.utcnow, ticking: bool = True, **options: Any
) -> PaperClub:
    """The bot, not yet connected and with nothing opened; `options` go to discord.py's client.

    Whoever moves the clock by hand passes `ticking=False` and calls `bot.scheduler.tick()`. Raises CatalogueError when
    the shipped catalogue has a fault.
    """
    metrics = Metrics()
    database = Database(settings.database_url)
    studio = Studio()
    pacer = Pacer()
    watch = ResponseWatch(metrics, pacer)
    leavers = Leavers(database)
    services = _services(database, now, leavers)
    bot = PaperClub(services=services, studio=studio, metrics=metrics, http_trace=watch.trace, **options)
    leavers.ask_with(Presence(bot, pacer).of)
    sender = Sender(bot, pacer, watch)
    bot.courier = Courier(services.outbox, sender, metrics, bot.report_fault)
    chores = [bot.note_figures, *_backups(settings, now, metrics)]
    bot.scheduler = Scheduler(
        bot.is_ready,
        services.week_ticks,
        Ballots(bot, services.polls, pacer),
        bot.courier,
        bot.report_fault,
        chores=chores,
    )
    opening: list[Callable[[], Awaitable[object]]] = [database.open, services.outbox.recover, studio.warm_up]
    closing: list[Callable[[], Awaitable[object]]] = [bot.courier.close, studio.close, database.close]
    if ticking:
        loop_watch = LoopWatch(metrics)
        opening += [bot.scheduler.start, loop_watch.start]
        closing[:0] = [bot.scheduler.stop, loop_watch.close]
    if settings.health_port:
        health = HealthServer(settings.health_host, settings.health_port, bot.is_healthy, metrics)
        opening.insert(0, health.start)
        closing.insert(0, health.close)
    bot.opening, bot.closing = tuple(opening), tuple(closing)
    return bot


def _backups(
    settings: Settings, now: Callable[[], datetime], metrics: Metrics
) -> list[Callable[[], Awaitable[object]]]:
    if settings.backup_folder is None or not settings.database_url.startswith(SQLITE_SCHEME):
        return []
    file, folder = database_file(settings.database_url), settings.backup_folder
    hours, keep = settings.backup_every_hours, settings.backup_keep
    return [Backups(file, folder, hours=hours, keep=keep, now=now, metrics=metrics).make_if_due]


def _services(database: Database, now: Callable[[], datetime], leavers: Leavers) -> Services:
    catalogue = load_catalogue(PAPERS_FILE)
    return Services(
        papers=PaperService(catalogue),
        clubs=ClubService(database, catalogue, now),
        syllabus=SyllabusService(database, catalogue),
        weeks=WeekService(database, catalogue, now, leavers),
        week_ticks=WeekTicks(database, catalogue, now, leavers),
        logs=PaperLogService(database, catalogue, now),
        reviews=ReviewService(database, now),
        polls=PollService(database, catalogue, now),
        outbox=OutboxService(database, now),
        command_syncs=CommandSyncs(database, now),
    )
