"""Use cases: each owns its transactions, and none knows Discord."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.services.breaks.service import BreakService
    from bot.services.calendar_files.service import CalendarService
    from bot.services.catalog.paper_files import PaperFiles
    from bot.services.catalog.service import CatalogService
    from bot.services.clubs.service import ClubService
    from bot.services.command_syncs import CommandSyncs
    from bot.services.hosts.pages import HostPages
    from bot.services.hosts.service import HostService
    from bot.services.hosts.ticks import HostTicks
    from bot.services.meetings.service import MeetingService
    from bot.services.next_step.service import NextStepService
    from bot.services.nominations.service import NominationService
    from bot.services.outbox.service import OutboxService
    from bot.services.paper_logs.service import PaperLogService
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


@dataclass(frozen=True, slots=True)
class Services:
    """One instance of each service, for commands and buttons to call."""

    papers: PaperService
    clubs: ClubService
    syllabus: SyllabusService
    weeks: WeekService
    moving: MovingService
    breaks: BreakService
    sign_ups: SignUpService
    reminders: ReminderService
    digests: DigestService
    week_ticks: WeekTicks
    meetings: MeetingService
    logs: PaperLogService
    takeaways: TakeawayService
    calendars: CalendarService
    presences: PresenceService
    week_links: WeekLinkService
    reviews: ReviewService
    my_reviews: MyReviewService
    next_steps: NextStepService
    polls: PollService
    nominations: NominationService
    erasures: ErasureService
    privacy: PrivacyService
    hosts: HostService
    host_pages: HostPages
    host_ticks: HostTicks
    outbox: OutboxService
    command_syncs: CommandSyncs
    left_servers: LeftServers
    welcome: WelcomeService
    providers: ProviderService
    catalog: CatalogService
    paper_files: PaperFiles
    world_catalog: WorldCatalog
    finding: PaperFinder
    schedules: ScheduleService
