"""Connects all parts. Together with `bot/services/assembly.py`, the only place where concrete classes meet."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import discord

from bot.client import PaperClub
from bot.core.calendar.clock_check import ClockCheck
from bot.core.privacy.retention import Retention
from bot.delivery.buckets import clear_seldom
from bot.delivery.clock_watch import ClockWatch, seconds_passed
from bot.delivery.memberships import Memberships
from bot.delivery.native_polls import NativePolls
from bot.delivery.outbox_worker import OutboxWorker
from bot.delivery.pacing import Pace, Pacer
from bot.delivery.presence import Presence
from bot.delivery.responses import ResponseWatch
from bot.delivery.sender import Sender
from bot.delivery.server_watch import ServerWatch
from bot.delivery.shared_pacing import SharedPacer
from bot.delivery.welcomes import Welcomes
from bot.health import HealthServer
from bot.loop_watch import LoopWatch
from bot.metrics import Metrics
from bot.pictures.picture_cache import PictureCache
from bot.scheduled_backups import scheduled_backups
from bot.scheduler import Scheduler
from bot.server_news import list_servers
from bot.services.assembly import build_services
from bot.services.members.leavers import Leavers
from bot.services.privacy.erased_list import ErasedMembersFile
from bot.services.privacy.pruning import Pruning
from bot.services.shards.leases import ShardLeases
from bot.services.shards.turns import SharedTurns, seconds_to_identify
from bot.storage.database import Database
from bot.storage.papers.catalog import load_catalog
from bot.storage.process_file import ProcessFile
from bot.troubles import Troubles
from cogs.calendar_files.feed import feed_routes
from cogs.privacy.left_servers import left_server_page
from cogs.ui.dependencies import Dependencies
from cogs.ui.faults import answer_fault
from cogs.ui.wording import command_translator, know_commands

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from bot.core.shards.sharding import Shards
    from bot.pictures.picture_cache import Draw
    from bot.settings import Settings

FEATURES = (
    *("papers", "meetings", "polls", "clubs", "syllabus", "nominations", "catalog", "schedules", "hosts", "takeaways"),
    *("weeks", "breaks", "club_setup", "welcome", "week_links", "presences", "calendar_files"),
    *("paper_logs", "reviews", "next_step", "help", "reminders", "outdated", "privacy"),
)
EXTENSIONS = tuple(f"cogs.{feature}.extension" for feature in FEATURES)
PAPERS_FILE = Path(__file__).parents[1] / "data" / "papers.json"


def build_bot(
    settings: Settings,
    *,
    now: Callable[[], datetime] = discord.utils.utcnow,
    elapsed: Callable[[], float] = seconds_passed,
    pace: Pace | None = None,
    draw: Draw | None = None,
    ticking: bool = True,
    **options: Any,
) -> PaperClub:
    """The bot, not yet connected and with nothing opened; `options` go to discord.py's client.

    `now` is the machine's clock, `elapsed` a monotonic one; `pace` replaces that of Discord's limits, and `draw` the
    process that draws. To move the clock by hand, pass `ticking=False` and call `bot.scheduler.tick()`; the bot then
    takes no leases. Raises CatalogError if the shipped catalog has an error.
    """
    metrics, picture_cache, database = Metrics(), PictureCache(draw=draw), Database(settings.database_url)
    leases = _leases(database, settings) if settings.is_one_of_several and ticking else None
    pacer = pace or (SharedPacer(SharedTurns(database)) if leases else Pacer())
    clock = ClockCheck(now, elapsed)
    now, hindrance = clock.now, lambda: (leases.hindrance() if leases else "") or clock.trouble()
    watch = ResponseWatch(metrics, pacer, hindrance, clock.note)
    leavers = Leavers(database, now)
    services = build_services(database, load_catalog(PAPERS_FILE), now, leavers, settings)
    options = {"http_trace": watch.trace} | _sharding(settings.shards) | options
    bot = PaperClub(services=services, metrics=metrics, extensions_to_load=EXTENSIONS, **options)
    clear_seldom(bot)
    leavers.ask_with((presence := Presence(bot, pacer)).of, presence.certainly)
    services.host_ticks.hidden.ask_with(presence.memberships)
    bot.hindrance, troubles = hindrance, Troubles(bot.report_fault)
    sender, erased_members = Sender(bot, pacer, watch, now), ErasedMembersFile(database, settings.erased_list_file)
    bot.outbox_worker = OutboxWorker(services.outbox, sender, metrics, troubles, lambda: not clock.is_wrong)
    _schedule(bot, database, settings, erased_members, clock=clock, pacer=pacer, troubles=troubles)
    _give_dependencies(bot, picture_cache, settings)
    _order_start_and_stop(bot, database, leases, erased_members, picture_cache)
    if ticking:
        _let_time_pass(bot)
    if settings.health_port:
        _show_health(bot, settings)
    return bot


def _give_dependencies(bot: PaperClub, picture_cache: PictureCache, settings: Settings) -> None:
    """Give the bot what its features are built from, and set the handler of unexpected errors."""
    bot.tree.error(answer_fault)
    bot.translator, bot.name_commands = command_translator(), know_commands
    asking = (Memberships(bot), bot.outbox_worker, bot.get_guild, bot.report_fault)
    bot.add_part(Dependencies(bot.services, picture_cache, *asking, feed_url=settings.feed_url))


def _schedule(
    bot: PaperClub,
    database: Database,
    settings: Settings,
    erased_members: ErasedMembersFile,
    *,
    clock: ClockCheck,
    pacer: Pace,
    troubles: Troubles,
) -> None:
    """Attach what the bot does by itself: at each tick, and as a chore."""
    services, is_clock_right = bot.services, ClockWatch(clock, bot, pacer, bot.metrics).is_right
    bot.metrics.unreadable_rows.set_function(lambda: len(database.unreadable))
    watched = (bot, services.left_servers, pacer, left_server_page)
    bot.server_watch = ServerWatch(*watched, is_clock_right, clean=database.vacuum)
    bot.welcomes = Welcomes(bot, services.welcome, bot.outbox_worker.wake)
    list_servers(bot, bot.server_watch.note_list)
    watches = [bot.server_watch.look, bot.welcomes.look]
    keep = Retention(timedelta(days=settings.keep_outbox_days), timedelta(days=settings.keep_drafts_days))
    pruning = Pruning(database, keep, clock.now, is_clock_right, settings.shards)
    services.erasures.on_erased = erased_members.write
    # After a backup, so that the list is never older than the newest one.
    backups = [*scheduled_backups(settings, clock.now, bot.metrics), erased_members.write_if_changed]
    native_polls = NativePolls(bot, services.polls, pacer, troubles)
    bot.scheduler = Scheduler(
        *(bot.is_ready, services.week_ticks, native_polls, bot.outbox_worker, troubles),
        chores=[bot.note_figures, services.erasures.go_on, *backups, *watches, pruning.prune_if_due],
        is_clock_right=is_clock_right,
        further=[services.host_ticks.advance],
    )


def _let_time_pass(bot: PaperClub) -> None:
    _add_part(bot, bot.scheduler.start, bot.scheduler.stop)
    loop_watch = LoopWatch(bot.metrics)
    _add_part(bot, loop_watch.start, loop_watch.close)


def _show_health(bot: PaperClub, settings: Settings) -> None:
    """Opened first, so that it can show what the other parts are waiting for."""
    routes = feed_routes(bot.services, Memberships(bot), bot.trouble) if settings.feed_url else ()
    health = HealthServer(settings.health_host, settings.health_port, bot.trouble, bot.metrics, routes)
    bot.opening, bot.closing = (health.start, *bot.opening), (health.close, *bot.closing)


def _leases(database: Database, settings: Settings) -> ShardLeases:
    same_work = ProcessFile(f"{settings.database_url} {settings.shards}")
    return ShardLeases(database, settings.shards, file=same_work)


def _order_start_and_stop(
    bot: PaperClub,
    database: Database,
    leases: ShardLeases | None,
    erased_members: ErasedMembersFile,
    pictures: PictureCache,
) -> None:
    """Set what is opened before the first connection and closed after the last."""
    bot.add_part(database)
    prepared = (
        erased_members.merge,
        bot.services.erasures.erase_due_again,
        bot.services.outbox.recover,
        bot.services.welcome.begin,
        bot.services.world_catalog.open,
        pictures.warm_up,
    )
    closed = (bot.services.providers.close, bot.services.world_catalog.close, pictures.close, database.close)
    if leases is None:
        bot.opening, bot.closing = (database.open, *prepared), (bot.outbox_worker.close, *closed)
        return
    database.fence, leases.on_lost = leases, bot.stand_down
    bot.metrics.standing_by.set_function(lambda: leases.is_standing_by)
    bot.identify_turn = partial(seconds_to_identify, database)
    bot.opening = (database.open, leases.take, *prepared)
    bot.closing = (bot.outbox_worker.close, leases.give_back, *closed)


def _add_part(bot: PaperClub, start: Callable[[], Awaitable[object]], stop: Callable[[], Awaitable[object]]) -> None:
    """The last part to start is the first to stop."""
    bot.opening, bot.closing = (*bot.opening, start), (stop, *bot.closing)


def _sharding(shards: Shards) -> dict[str, Any]:
    """Options for discord.py; without a count it asks Discord for one."""
    return {} if shards.count is None else {"shard_count": shards.count, "shard_ids": list(shards.ids)}
