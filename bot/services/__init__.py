"""Use cases: each owns its transactions, and none knows Discord."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.services.clubs import ClubService
    from bot.services.command_syncs import CommandSyncs
    from bot.services.my_reviews import MyReviewService
    from bot.services.outbox import OutboxService
    from bot.services.paper_logs import PaperLogService
    from bot.services.papers import PaperService
    from bot.services.polls import PollService
    from bot.services.reviews import ReviewService
    from bot.services.syllabus import SyllabusService
    from bot.services.week_ticks import WeekTicks
    from bot.services.weeks import WeekService


@dataclass(frozen=True, slots=True)
class Services:
    """One of each, for the commands and buttons to call."""

    papers: PaperService
    clubs: ClubService
    syllabus: SyllabusService
    weeks: WeekService
    week_ticks: WeekTicks
    logs: PaperLogService
    reviews: ReviewService
    my_reviews: MyReviewService
    polls: PollService
    outbox: OutboxService
    command_syncs: CommandSyncs
