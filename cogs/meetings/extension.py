"""Sets up the feature: who words its messages, and who watches over its events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.meetings.cog import Meetings
from cogs.meetings.composers import MeetingComposers
from cogs.ui.dependencies import Dependencies

if TYPE_CHECKING:
    from bot.client import PaperClub


async def setup(bot: PaperClub) -> None:
    dependencies = bot.part(Dependencies)
    dependencies.outbox_worker.register(MeetingComposers(dependencies).by_kind())
    meetings = Meetings(bot, dependencies)
    bot.scheduler.further.append(meetings.look_again)
    await bot.add_cog(meetings)
