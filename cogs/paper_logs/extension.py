"""Sets up the feature: who answers, and what each button does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.paper_logs.actions import LogActions
from cogs.paper_logs.buttons import DestinationPick, DraftButton, LogButton, LogPick, MyLogsPageButton
from cogs.paper_logs.cog import PaperLogs
from cogs.paper_logs.composers import LogComposers
from cogs.paper_logs.forms import OURS
from cogs.papers.actions import PaperActions
from cogs.ui.dependencies import Dependencies

if TYPE_CHECKING:
    from bot.client import PaperClub


async def setup(bot: PaperClub) -> None:
    dependencies = bot.part(Dependencies)
    actions = LogActions(dependencies)
    bot.add_part(actions)
    dependencies.outbox_worker.register(LogComposers(dependencies).by_kind())
    bot.add_button(
        LogButton,
        lambda press, button: actions.press(press, button.action, button.log_id),
        then=actions.flow.deliver,
    )
    bot.add_button(
        DraftButton,
        lambda press, button: actions.press_draft(press, button.action, button.draft_id, button.revision),
        then=actions.flow.deliver,
    )
    bot.add_button(MyLogsPageButton, lambda press, button: actions.show_page(press, button.page))
    bot.add_button(LogPick, lambda press, menu: actions.press(press, menu.action, menu.log_id))
    bot.add_button(DestinationPick, lambda press, menu: actions.write_at(press, menu.paper_key, menu.club_id))
    bot.add_forms(OURS)
    await bot.add_cog(PaperLogs(dependencies.services.papers, bot.part(PaperActions), actions))
