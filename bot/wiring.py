"""The only place where concrete classes meet."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import discord
import structlog

from bot.client import PaperClub
from bot.core.clocks import ClockCheck
from bot.delivery.ballots import Ballots
from bot.delivery.buckets import clear_seldom
from bot.delivery.clock_watch import ClockWatch, seconds_passed
from bot.delivery.courier import Courier
from bot.delivery.memberships import Memberships
from bot.delivery.pacing import Pace, Pacer
from bot.delivery.presence import Presence
from bot.delivery.responses import ResponseWatch
from bot.delivery.sender import Sender
from bot.delivery.shared_pacing import SharedPacer
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
from bot.services.my_reviews import MyReviewService
from bot.services.outbox import OutboxService
from bot.services.paper_logs import PaperLogService
from bot.services.papers import PaperService
from bot.services.papers_read import PapersRead
from bot.services.polls import PollService
from bot.services.reviews import ReviewService
from bot.services.shard_leases import ShardLeases
from bot.services.syllabus import SyllabusService
from bot.services.turns import SharedTurns, seconds_to_identify
from bot.services.week_ticks import WeekTicks
from bot.services.weeks import WeekService
from bot.settings import SQLITE_SCHEME
from bot.storage.catalogue import load_catalogue
from bot.storage.database import Database, database_file
from bot.storage.process_file import ProcessFile
from bot.troubles import Troubles

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime

    from bot.core.sharding import Shards
    from bot.settings import Settings

log = structlog.stdlib.get_logger(__name__)

PAPERS_FILE = Path(__file__).parents[1] / "data" / "papers.json"


def build_bot(
    settings: Settings,
    *,
    now: Callable[[], datetime] = discord.utils.utcnow,
    elapsed: Callable[[], float] = seconds_passed,
    pace: Pace | None = None,
    ticking: bool = True,
    **options: Any,
) -> PaperClub:
    """The bot, not yet connected and with nothing opened; `options` go to discord.py's client.

    `now` is the machine's clock, `elapsed` gives seconds that never go back, `pace` another pace than Discord's limits.
    Whoever moves the clock by hand passes `ticking=False`, and calls `bot.scheduler.tick()`: no leases are taken then.
    Raises CatalogueError when the shipped catalogue has a fault.
    """
    metrics, studio = Metrics(), Studio()
    database = Database(settings.database_url)
    leases = _leases(database, settings) if settings.is_one_of_several and ticking else None
    pacer = pace or (SharedPacer(SharedTurns(database)) if leases else Pacer())
    clock = ClockCheck(now, elapsed)
    now, hindrance = clock.now, partial(_first, [leases.hindrance, clock.trouble] if leases else [clock.trouble])
    watch = ResponseWatch(metrics, pacer, hindrance, clock.note)
    leavers = Leavers(database, now)
    services = _services(database, now, leavers, settings.shards)
    options = _sharding(settings.shards) | options
    bot = PaperClub(services=services, studio=studio, metrics=metrics, http_trace=watch.trace, **options)
    clear_seldom(bot)
    _ask_about_members(bot, pacer, leavers)
    bot.hindrance, troubles = hindrance, Troubles(bot.report_fault)
    sender = Sender(bot, pacer, watch, now)
    bot.courier = Courier(services.outbox, sender, metrics, troubles, lambda: not clock.is_wrong)
    bot.scheduler = _scheduler(bot, services, settings, clock=clock, pacer=pacer, troubles=troubles)
    metrics.unreadable_rows.set_function(lambda: len(database.unreadable))
    _put_in_order(bot, database, leases, services.outbox)
    if ticking:
        _let_time_pass(bot)
    if settings.health_port:
        _show_health(bot, settings)
    return bot


def _ask_about_members(bot: PaperClub, pacer: Pace, leavers: Leavers) -> None:
    presence = Presence(bot, pacer)
    leavers.ask_with(presence.of, presence.certainly)
    bot.memberships = Memberships(bot)


def _scheduler(
    bot: PaperClub, services: Services, settings: Settings, *, clock: ClockCheck, pacer: Pace, troubles: Troubles
) -> Scheduler:
    return Scheduler(
        bot.is_ready,
        services.week_ticks,
        Ballots(bot, services.polls, pacer, troubles),
        bot.courier,
        troubles,
        chores=[bot.note_figures, *_backups(settings, clock.now, bot.metrics)],
        is_clock_right=ClockWatch(clock, bot, pacer, bot.metrics).is_right,
    )


def _let_time_pass(bot: PaperClub) -> None:
    _add(bot, bot.scheduler.start, bot.scheduler.stop)
    loop_watch = LoopWatch(bot.metrics)
    _add(bot, loop_watch.start, loop_watch.close)


def _show_health(bot: PaperClub, settings: Settings) -> None:
    """First of all, so that it says what the others wait for."""
    health = HealthServer(settings.health_host, settings.health_port, bot.trouble, bot.metrics)
    bot.opening, bot.closing = (health.start, *bot.opening), (health.close, *bot.closing)


def _leases(database: Database, settings: Settings) -> ShardLeases:
    same_work = ProcessFile(f"{settings.database_url} {settings.shards}")
    return ShardLeases(database, settings.shards, file=same_work)


def _first(hindrances: Sequence[Callable[[], str]]) -> str:
    """The first reason that one of them gives; nothing where none does."""
    return next(filter(None, (hindrance() for hindrance in hindrances)), "")


def _put_in_order(bot: PaperClub, database: Database, leases: ShardLeases | None, outbox: OutboxService) -> None:
    """What is opened before the first connection, and closed after the last."""
    if leases is None:
        bot.opening = (database.open, outbox.recover, bot.studio.warm_up)
        bot.closing = (bot.courier.close, bot.studio.close, database.close)
        return
    database.fence, leases.on_lost = leases, bot.stand_down
    bot.metrics.standing_by.set_function(lambda: leases.is_standing_by)
    bot.identify_turn = partial(seconds_to_identify, database)
    bot.opening = (database.open, leases.take, outbox.recover, bot.studio.warm_up)
    bot.closing = (bot.courier.close, leases.give_back, bot.studio.close, database.close)


def _add(bot: PaperClub, start: Callable[[], Awaitable[object]], stop: Callable[[], Awaitable[object]]) -> None:
    """The last to start is the first to stop."""
    bot.opening, bot.closing = (*bot.opening, start), (stop, *bot.closing)


def _backups(
    settings: Settings, now: Callable[[], datetime], metrics: Metrics
) -> list[Callable[[], Awaitable[object]]]:
    if settings.backup_folder is None:
        return []
    if not settings.database_url.startswith(SQLITE_SCHEME):
        log.warning("no backups are made", reason="BACKUP_FOLDER is for SQLite files: schedule pg_dump instead")
        return []
    file, folder = database_file(settings.database_url), settings.backup_folder
    hours, keep = settings.backup_every_hours, settings.backup_keep
    return [Backups(file, folder, hours=hours, keep=keep, now=now, metrics=metrics).make_if_due]


def _sharding(shards: Shards) -> dict[str, Any]:
    """What discord.py has to know; without a count it asks Discord for one."""
    return {} if shards.count is None else {"shard_count": shards.count, "shard_ids": list(shards.ids)}


def _services(database: Database, now: Callable[[], datetime], leavers: Leavers, shards: Shards) -> Services:
    catalogue, papers_read = load_catalogue(PAPERS_FILE), PapersRead(database)
    return Services(
        papers=PaperService(catalogue),
        clubs=ClubService(database, catalogue, now),
        syllabus=SyllabusService(database, catalogue, now),
        weeks=WeekService(database, catalogue, now, leavers),
        week_ticks=WeekTicks(database, catalogue, now, leavers, shards),
        logs=PaperLogService(database, catalogue, papers_read, now),
        reviews=ReviewService(database, now),
        my_reviews=MyReviewService(database, now),
        polls=PollService(database, catalogue, now, shards),
        outbox=OutboxService(database, now, papers_read, shards),
        command_syncs=CommandSyncs(database, now),
    )
