"""Sets up the feature: who answers, and what each button does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.club_setup.actions import ClubSetupActions
from cogs.club_setup.buttons import (
    ChannelPick,
    DayPick,
    FinishButton,
    FirstStepButton,
    GuessButton,
    MentionedRolePick,
    NameButton,
    SetupButton,
    TimePick,
    TypeButton,
    TypedPart,
    ZonePick,
)
from cogs.club_setup.cog import ClubSetups
from cogs.club_setup.pages import FORM
from cogs.clubs.options import ClubOptions
from cogs.ui.dependencies import Dependencies
from cogs.weeks.organizer_actions import OrganizerActions
from cogs.weeks.posts import PostsOfServers

if TYPE_CHECKING:
    from bot.client import PaperClub


async def setup(bot: PaperClub) -> None:
    dependencies = bot.part(Dependencies)
    posts = PostsOfServers(dependencies)
    actions = ClubSetupActions(dependencies, posts, OrganizerActions(dependencies, posts))
    bot.add_part(actions)
    bot.add_button(SetupButton, lambda press, _button: actions.open(press, ClubOptions()))
    bot.add_button(ChannelPick, lambda press, menu: actions.choose_channel(press, menu.chosen_id))
    bot.add_button(MentionedRolePick, lambda press, menu: actions.choose_role(press, menu.chosen_id))
    bot.add_button(DayPick, lambda press, menu: actions.choose_day(press, menu.chosen))
    bot.add_button(TimePick, lambda press, menu: actions.choose_time(press, menu.chosen))
    bot.add_button(ZonePick, lambda press, menu: actions.choose_zone(press, menu.chosen))
    bot.add_button(GuessButton, lambda press, button: actions.choose_zone(press, button.zone))
    bot.add_button(NameButton, lambda press, button: actions.ask_for(press, TypedPart.NAME, button.name))
    bot.add_button(TypeButton, lambda press, button: actions.ask_for(press, button.part))
    bot.add_button(FinishButton, lambda press, button: actions.finish(press, button.finish))
    bot.add_button(FirstStepButton, lambda press, button: actions.take_first_step(press, button.step, button.club_id))
    bot.add_forms(FORM)
    await bot.add_cog(ClubSetups(actions))
