"""`/review mine`: what a member wrote and received, and the answers when they change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import SeparatorSpacing, ui
from discord.utils import format_dt

from cogs.papers.names import short_name
from cogs.reviews.buttons import MyReviewsPageButton, OwnButton, OwnReviewAction
from cogs.reviews.forms import RATED, TYPED, part_name
from cogs.reviews.messages import RATING_SIGNS
from cogs.reviews.pages import TYPED_SHOWN
from cogs.ui.addresses import log_address, message_address
from cogs.ui.containers import TextPage
from cogs.ui.escaping import clip, in_block, plain, written
from cogs.ui.mentions import mention
from cogs.ui.replies import Page
from cogs.ui.text_budget import fitted
from cogs.ui.theme import HOUSE_COLOR, WARNING_COLOR
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.reviews.review_text import ReviewText
    from bot.services.papers.papers import Papers
    from bot.services.reviews.changes import WithdrawnReview
    from bot.services.reviews.my_reviews import MyReviews
    from bot.services.reviews.views import ReviewView
    from bot.services.reviews.writing import ReviewSaved

ON_A_PAGE = 4
SHOWN = 260  # characters of each text; a page shows four pairs


def my_reviews_page(papers: Papers, mine: MyReviews, user_id: int) -> Page:
    """Return a page, newest first, with what can still be done about each review."""
    counts = mine.counts
    if not mine.views:
        return TextPage(t("reviews-nothing-yet"))
    heading = t("reviews-mine", written=counts.written, helpful=counts.helpful, received=counts.received)
    container: ui.Container[Any] = ui.Container(ui.TextDisplay(heading), accent_color=HOUSE_COLOR)
    for view in mine.views:
        container.add_item(ui.Separator(spacing=SeparatorSpacing.small))
        container.add_item(ui.TextDisplay(_shown(papers, view, user_id)))
        if buttons := _buttons(view, user_id):
            container.add_item(ui.ActionRow(*buttons))
    if mine.last:
        container.add_item(ui.Separator(spacing=SeparatorSpacing.small))
        # The ids in a message must differ, so the two buttons never have the same number.
        newer = MyReviewsPageButton(max(mine.page - 1, 0), label=t("reviews-button-newer"), disabled=mine.page == 0)
        older = MyReviewsPageButton(mine.page + 1, label=t("reviews-button-older"), disabled=mine.page == mine.last)
        container.add_item(ui.ActionRow(newer, older))
    return Page(container)


def withdrawing_page(view: ReviewView) -> Page:
    """Return the page that asks before a review is withdrawn."""
    author, is_posted = mention(view.review.author_id), bool(view.review.message_id)
    text = t("reviews-withdraw", author=author, is_posted=is_posted)
    return TextPage(text, OwnButton(OwnReviewAction.WITHDRAW, view.review.token), color=WARNING_COLOR)


def withdrawn_page(done: WithdrawnReview) -> Page:
    """Return the answer with the review's text, so that it is at hand even if a newer draft is kept."""
    said = t("reviews-withdrawn", is_owed=done.is_owed, week=done.week.number)
    return TextPage(f"{said}\n{_typed(done.review.text)}")


def corrected_page(saved: ReviewSaved) -> Page:
    return TextPage(t("reviews-corrected", already=saved.already, author=mention(saved.review.author_id)))


def news_text(papers: Papers, views: Sequence[ReviewView]) -> str:
    """Return the news for a reviewer who must not be named in public."""
    lines = [
        t(
            "reviews-revised",
            author=mention(view.review.author_id),
            address=_log_address(view),
            paper=written(short_name(papers, view.log.paper_key)),
        )
        for view in views
    ]
    return "\n".join([*lines, t("reviews-revised-note")])


def _shown(papers: Papers, view: ReviewView, user_id: int) -> str:
    review, paper = view.review, f"**{written(short_name(papers, view.log.paper_key))}**"
    written_on = f" · {format_dt(review.written_at, 'd')}" if review.written_at else ""
    if view.is_out_of_sight:
        where = f"-# {t('reviews-hidden-club')}{written_on}"
        return "\n".join([t("reviews-mine-heading-hidden", paper=paper), where, *_text(review.text)])
    if review.reviewer_id == user_id:
        heading = t("reviews-mine-heading", author=_linked(view, mention(review.author_id)), paper=paper)
    else:
        who = mention(review.reviewer_id, is_first=True) if view.names_reviewer else None
        log = _linked(view, t("reviews-your-log"))
        heading = t("reviews-received-heading", reviewer=who, log=log, paper=paper)
    where = t("reviews-week", club=plain(view.club.settings.name), week=view.week.number)
    return "\n".join([heading, f"{where}{written_on}", *_text(review.text)])


def _text(text: ReviewText | None) -> list[str]:
    if text is None:
        return []
    signs = " ".join(RATING_SIGNS[getattr(text, part)] for part in RATED)
    strongest, question = (fitted(" ".join(typed.split()), SHOWN) for typed in (text.strongest, text.question))
    return [f"{signs} {strongest}", f"> {question}"]


def _buttons(view: ReviewView, user_id: int) -> list[OwnButton]:
    review = view.review
    if review.reviewer_id != user_id:
        return [OwnButton(OwnReviewAction.HELPFUL, review.token, disabled=review.is_helpful)]
    return (
        [OwnButton(action, review.token) for action in (OwnReviewAction.CORRECT, OwnReviewAction.ASK)]
        if view.may_change
        else []
    )


def _linked(view: ReviewView, what: str) -> str:
    """Return the text linked to the review's message, which is in the same thread as the log."""
    address = message_address(view.log.server_id, view.log.channel_id, view.review.message_id)
    return t("reviews-with-link", what=what, address=address) if address else what


def _log_address(view: ReviewView) -> str | None:
    return log_address(view.log) or None


def _typed(text: ReviewText | None) -> str:
    typed = {part: getattr(text, part) for part in TYPED} if text else {}
    return "\n".join(f"**{part_name(part)}**\n{in_block(clip(said, TYPED_SHOWN))}" for part, said in typed.items())
