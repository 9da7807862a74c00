"""Sets up the feature: who answers, and what each button does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.papers.actions import PaperActions
from cogs.papers.buttons import PaperButton, PaperPick, SamplesButton, ShelfButton, ShelfFilter, WorldButton
from cogs.papers.cog import PapersCog
from cogs.papers.world_actions import WorldActions
from cogs.ui.dependencies import Dependencies

if TYPE_CHECKING:
    from bot.client import PaperClub


async def setup(bot: PaperClub) -> None:
    dependencies = bot.part(Dependencies)
    world = WorldActions(dependencies)
    actions = PaperActions(dependencies, world)
    bot.add_part(actions)
    bot.add_button(PaperButton, lambda press, button: actions.show(press, button.paper_view, button.key, private=True))
    bot.add_button(
        PaperPick,
        lambda press, menu: actions.show(press, menu.paper_view, menu.chosen, private=menu.private),
    )
    bot.add_button(ShelfButton, lambda press, button: actions.show_page(press, button.shelf))
    bot.add_button(ShelfFilter, lambda press, menu: actions.show_page(press, menu.narrowed_to(menu.chosen)))
    bot.add_button(SamplesButton, lambda press, _button: actions.samples(press))
    bot.add_button(WorldButton, world.press)
    await bot.add_cog(PapersCog(bot.tree, dependencies.services, actions))
