"""Sets up the feature: who answers, and what each button does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.reviews.actions import ReviewActions
from cogs.reviews.buttons import (
    EditButton,
    MyReviewsButton,
    MyReviewsPageButton,
    NextButton,
    OldHelpfulButton,
    OldWhoButton,
    OwnButton,
    PostButton,
    ReviewButton,
)
from cogs.reviews.cog import Reviews
from cogs.reviews.composers import ReviewComposers
from cogs.reviews.forms import CORRECTIONS, OURS
from cogs.reviews.my_actions import MyReviewActions
from cogs.ui.dependencies import Dependencies

if TYPE_CHECKING:
    from bot.client import PaperClub


async def setup(bot: PaperClub) -> None:
    dependencies = bot.part(Dependencies)
    actions = ReviewActions(dependencies)
    bot.add_part(actions)
    my_actions = MyReviewActions(dependencies, actions)
    dependencies.outbox_worker.register(ReviewComposers(dependencies).by_kind())
    bot.add_button(ReviewButton, lambda press, button: actions.write(press, button.row_id))
    bot.add_button(NextButton, lambda press, button: actions.show_next(press, button.row_id))
    bot.add_button(EditButton, lambda press, button: my_actions.reopen(press, button.row_id))
    bot.add_button(
        PostButton,
        lambda press, button: actions.post_anyway(press, button.row_id, button.brought),
        then=actions.flow.deliver,
    )
    bot.add_button(MyReviewsButton, lambda press, button: my_actions.mine(press, button.row_id))
    bot.add_button(MyReviewsPageButton, lambda press, button: my_actions.show_page(press, button.row_id))
    bot.add_button(OwnButton, lambda press, button: my_actions.press(press, button.action, button.token))
    bot.add_button(OldHelpfulButton, lambda press, button: my_actions.helpful(press, button.row_id))
    bot.add_button(OldWhoButton, lambda press, button: my_actions.say_who_numbered(press, button.row_id))
    bot.add_forms(OURS, CORRECTIONS)
    bot.after_answers.append(my_actions.tell_news)
    await bot.add_cog(Reviews(bot.tree, actions, my_actions))
