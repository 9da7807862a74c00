"""Sets up the feature: who answers, what each button does, and how messages to hosts are worded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.hosts.actions import HostActions
from cogs.hosts.buttons import HostButton, RolePick
from cogs.hosts.cog import Hosts
from cogs.hosts.composers import HostComposers
from cogs.ui.dependencies import Dependencies

if TYPE_CHECKING:
    from bot.client import PaperClub


async def setup(bot: PaperClub) -> None:
    dependencies = bot.part(Dependencies)
    actions = HostActions(dependencies)
    dependencies.outbox_worker.register(HostComposers(dependencies).by_kind())
    bot.add_button(HostButton, actions.press)
    bot.add_button(RolePick, actions.pick_role)
    await bot.add_cog(Hosts(actions))
