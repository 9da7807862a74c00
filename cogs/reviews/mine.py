"""`/review mine`: what a member wrote and received, and what becomes of it when they change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import SeparatorSpacing, ui
from discord.utils import format_dt

from bot.core.reviews import QUESTION, STRONGEST
from cogs.reviews.buttons import OwnAct, OwnButton, TurnButton
from cogs.reviews.messages import RATING_SIGNS, SOMEBODY
from cogs.reviews.pages import TYPED_SHOWN
from cogs.ui.inert import clip, in_block, plain, written
from cogs.ui.replies import Page
from cogs.ui.room import fitted
from cogs.ui.theme import HOUSE_COLOUR, WARNING_COLOUR
from cogs.weeks.posts import short_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.client import PaperClub
    from bot.core.reviews import ReviewText
    from bot.services.my_reviews import MyReviews
    from bot.services.review_changes import Withdrawn
    from bot.services.review_views import ReviewView
    from bot.services.review_writing import ReviewSaved

ON_A_PAGE = 4
SHOWN = 260  # characters of each text, of which four pairs stand on a page
OUT_OF_SIGHT = "In a club that you can't see now"
NOTHING_YET = "You have written and received no review here yet. `/review next` shows whose log you can review."


def mine_page(bot: PaperClub, mine: MyReviews, user_id: int) -> Page:
    """Newest first, with what can still be done about each."""
    counts = mine.counts
    if not mine.views:
        return said_page(NOTHING_YET)
    helpful = f" · {counts.helpful} found helpful" if counts.written else ""
    heading = f"### Your reviews\n-# {counts.written} written{helpful} · {counts.received} received"
    container: ui.Container[Any] = ui.Container(ui.TextDisplay(heading), accent_colour=HOUSE_COLOUR)
    for view in mine.views:
        container.add_item(ui.Separator(spacing=SeparatorSpacing.small))
        container.add_item(ui.TextDisplay(_shown(bot, view, user_id)))
        if buttons := _buttons(view, user_id):
            container.add_item(ui.ActionRow(*buttons))
    if mine.last:
        container.add_item(ui.Separator(spacing=SeparatorSpacing.small))
        # The numbers differ whatever the page, since ids in a message must.
        newer = TurnButton(max(mine.page - 1, 0), label="Newer", disabled=mine.page == 0)
        older = TurnButton(mine.page + 1, label="Older", disabled=mine.page == mine.last)
        container.add_item(ui.ActionRow(newer, older))
    return Page(container)


def withdrawing_page(view: ReviewView) -> Page:
    """The question before a review is withdrawn."""
    where = "Its message will say that it is withdrawn" if view.review.message_id else "It will not be posted"
    text = (
        f"### Withdraw your review of <@{view.review.author_id}>'s log?\n{where}, and its text is kept as a draft for "
        "you."
    )
    row: ui.ActionRow[Any] = ui.ActionRow(OwnButton(OwnAct.WITHDRAW, view.review.token))
    return Page(ui.Container(ui.TextDisplay(text), row, accent_colour=WARNING_COLOUR))


def withdrawn_page(done: Withdrawn) -> Page:
    """With the text, so that it is at hand also where a newer draft is kept."""
    after = "*Review* under the log opens it again."
    if done.is_owed:
        after = f"The log is still yours to review in week {done.week.number}: `/review next` opens it, filled in."
    return said_page(f"### Withdrawn\n{after}\n{_typed(done.review.text)}")


def corrected_page(saved: ReviewSaved) -> Page:
    said = "That correction is already saved." if saved.already else "Corrected."
    return said_page(f"{said} The review of <@{saved.review.author_id}>'s log shows it in a moment.")


def news_text(bot: PaperClub, views: Sequence[ReviewView]) -> str:
    """To a reviewer whom nothing public may name."""
    lines = [
        f"<@{view.review.author_id}> has revised {_log(view)} on **{written(short_name(bot, view.log.paper_key))}** "
        "after your review."
        for view in views
    ]
    return "\n".join([*lines, "-# You need not do anything. Only you see this, and it is said once."])


def said_page(text: str) -> Page:
    return Page(ui.Container(ui.TextDisplay(text), accent_colour=HOUSE_COLOUR))


def _shown(bot: PaperClub, view: ReviewView, user_id: int) -> str:
    review, paper = view.review, f"**{written(short_name(bot, view.log.paper_key))}**"
    written_on = f" · {format_dt(review.written_at, 'd')}" if review.written_at else ""
    if view.is_out_of_sight:
        return "\n".join([f"**You** about a log on {paper}", f"-# {OUT_OF_SIGHT}{written_on}", *_text(review.text)])
    if review.reviewer_id == user_id:
        heading = f"**You** about {_message(view, f'<@{review.author_id}>')} on {paper}"
    else:
        who = f"<@{review.reviewer_id}>" if view.names_reviewer else SOMEBODY
        heading = f"{who[:1].upper()}{who[1:]} about {_message(view, 'your log')} on {paper}"
    where = f"-# {plain(view.club.settings.name)} · Week {view.week.number}{written_on}"
    return "\n".join([heading, where, *_text(review.text)])


def _text(text: ReviewText | None) -> list[str]:
    if text is None:
        return []
    signs = " ".join(RATING_SIGNS[rating] for rating in (text.problem_and_approach, text.key_result, text.limitation))
    strongest, question = (fitted(" ".join(typed.split()), SHOWN) for typed in (text.strongest, text.question))
    return [f"{signs} {strongest}", f"> {question}"]


def _buttons(view: ReviewView, user_id: int) -> list[OwnButton]:
    review = view.review
    if review.reviewer_id != user_id:
        return [OwnButton(OwnAct.HELPFUL, review.token, disabled=review.is_helpful)]
    return [OwnButton(act, review.token) for act in (OwnAct.CORRECT, OwnAct.ASK)] if view.may_change else []


def _message(view: ReviewView, name: str) -> str:
    """The name, and the way to the review's message, which stands where the log does."""
    log, message_id = view.log, view.review.message_id
    if message_id is None or log.channel_id is None:
        return name
    return f"{name} ([the review](https://discord.com/channels/{log.server_id}/{log.channel_id}/{message_id}))"


def _log(view: ReviewView) -> str:
    log = view.log
    if log.message_id is None:
        return "the log"
    return f"[the log](https://discord.com/channels/{log.server_id}/{log.channel_id}/{log.message_id})"


def _typed(text: ReviewText | None) -> str:
    parts = ((STRONGEST, text.strongest), (QUESTION, text.question)) if text else ()
    return "\n".join(f"**{name}**\n{in_block(clip(part, TYPED_SHOWN))}" for name, part in parts)
