"""Builds the services."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.providers.assembly import assemble
from bot.services import Services
from bot.services.breaks.service import BreakService
from bot.services.calendar_files.service import CalendarService
from bot.services.catalog.paper_files import PaperFiles
from bot.services.catalog.service import CatalogService
from bot.services.clubs.service import ClubService
from bot.services.command_syncs import CommandSyncs
from bot.services.follow_ups import follow_ups
from bot.services.hosts.pages import HostPages
from bot.services.hosts.service import HostService
from bot.services.hosts.sessions import move_hosts
from bot.services.hosts.ticks import HostTicks
from bot.services.meetings.planning import follow_session
from bot.services.meetings.service import MeetingService
from bot.services.next_step.service import NextStepService
from bot.services.nominations.service import NominationService
from bot.services.outbox.service import OutboxService
from bot.services.paper_logs.service import PaperLogService
from bot.services.papers.catalogs import Catalogs
from bot.services.papers.papers import Papers
from bot.services.papers.papers_read import PapersRead
from bot.services.papers.service import PaperService
from bot.services.polls.service import PollService
from bot.services.presences.service import PresenceService
from bot.services.privacy.erasures import ErasureService
from bot.services.privacy.left_servers import LeftServers
from bot.services.privacy.service import PrivacyService
from bot.services.providers.service import ProviderService
from bot.services.reminders.service import ReminderService
from bot.services.reviews.my_reviews import MyReviewService
from bot.services.reviews.service import ReviewService
from bot.services.schedules.service import ScheduleService
from bot.services.syllabus.service import SyllabusService
from bot.services.takeaways.service import TakeawayService
from bot.services.week_links.service import WeekLinkService
from bot.services.weeks.digests import DigestService
from bot.services.weeks.moving import MovingService
from bot.services.weeks.service import WeekService
from bot.services.weeks.sign_ups import SignUpService
from bot.services.weeks.ticks import WeekTicks
from bot.services.welcome.service import WelcomeService
from bot.services.world_catalog.finding import PaperFinder
from bot.services.world_catalog.service import WorldCatalog
from bot.storage.hosts.cast import host_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.core.papers.paper import Catalog
    from bot.core.shards.sharding import Shards
    from bot.services.members.leavers import Leavers
    from bot.settings import Settings
    from bot.storage.database import Database


def build_services(
    database: Database, catalog: Catalog, now: Callable[[], datetime], leavers: Leavers, settings: Settings
) -> Services:
    """Return all services. `catalog` is the shipped one."""
    catalogs, world = Catalogs(catalog), WorldCatalog(settings.catalogue_file)
    papers_read, shards, keys = PapersRead(database), settings.shards, settings.provider_keys
    papers, clubs = PaperService(database, catalogs, Papers(catalogs.shared)), ClubService(database, catalogs, now)
    weeks, contact = WeekService(database, catalogs, now, leavers), settings.provider_contact or ""
    return _week_services(database, catalogs, now, shards)(
        papers=papers,
        clubs=clubs,
        syllabus=SyllabusService(database, catalogs),
        weeks=weeks,
        sign_ups=SignUpService(database, weeks),
        week_ticks=WeekTicks(database, catalogs, now, leavers, shards),
        logs=PaperLogService(database, catalogs, papers_read, now),
        takeaways=TakeawayService(database, now),
        reviews=ReviewService(database, now),
        my_reviews=MyReviewService(database, now),
        erasures=ErasureService(database, now, leavers),
        privacy=PrivacyService(database, now),
        host_ticks=HostTicks(database, now, leavers, shards),
        outbox=OutboxService(database, now, follow_ups(papers_read, catalogs), shards),
        command_syncs=CommandSyncs(database, now),
        left_servers=LeftServers(database, clubs, now, shards),
        welcome=WelcomeService(database, now),
        catalog=CatalogService(database, catalogs.shared, now, papers.forget),
        paper_files=PaperFiles(),
        world_catalog=world,
        finding=PaperFinder(world),
        schedules=ScheduleService(
            database, catalogs.shared, now, papers_read, forget=papers.forget, gone_among=leavers.among
        ),
        providers=ProviderService(database, assemble(settings.provider_names, contact=contact, keys=keys), now),
    )


def _week_services(
    database: Database, catalogs: Catalogs, now: Callable[[], datetime], shards: Shards
) -> Callable[..., Services]:
    """Return `Services` with those for weeks filled in, to be called with the others."""
    return partial(
        Services,
        # If a slot moves, its meeting and its hosts move in the same transaction.
        moving=MovingService(database, now, along=(follow_session, move_hosts)),
        breaks=BreakService(database, now),
        digests=DigestService(database, catalogs),
        reminders=ReminderService(database, now),
        meetings=MeetingService(database, now),
        calendars=CalendarService(database, catalogs, now),
        presences=PresenceService(database, now),
        week_links=WeekLinkService(database, now),
        next_steps=NextStepService(database, catalogs, now),
        polls=PollService(database, catalogs, now, shards),
        nominations=NominationService(database, catalogs, now, host_of),
        hosts=HostService(database, now),
        host_pages=HostPages(database, catalogs, now),
    )
