"""What one member reads about reviews: their next log to review, and what happened to a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import SeparatorSpacing, ui

from bot.core.text.characters import storable
from bot.services.reviews.assignments import OfferReason
from cogs.paper_logs.messages import parts_shown
from cogs.reviews.buttons import EditButton, NextButton, PostButton, ReviewButton
from cogs.reviews.forms import MENU, TYPED, part_name
from cogs.ui.addresses import log_address
from cogs.ui.containers import TextPage
from cogs.ui.escaping import clip, in_block, plain, written
from cogs.ui.mentions import mention
from cogs.ui.replies import Page
from cogs.ui.text_budget import MESSAGE_TEXT, quoted, that_fit
from cogs.ui.theme import HOUSE_COLOR, WARNING_COLOR
from cogs.ui.troubles import for_member
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.reviews.duties import Duties
    from bot.core.weeks.week import Week
    from bot.services.reviews.service import RefusedReview, ReviewTask
    from bot.services.weeks.views import WeekView

TYPED_SHOWN = 1600


def assignment_page(task: ReviewTask, view: WeekView, short_name: str) -> Page:
    """Return the log to read, with a button that opens the form, which has no room for the log."""
    log, due = task.log, view.week.reviews_due
    heading = [
        t("reviews-week", club=plain(view.club.settings.name), week=view.week.number),
        t("reviews-turn", reason=task.reason, author=mention(log.author_id), paper=written(short_name)),
    ]
    if due and not task.is_late:
        heading.append(t("reviews-turn-due", reason=task.reason, due=due))
    top = "\n".join(heading)
    words = parts_shown(log.text, MESSAGE_TEXT - len(top))
    container: ui.Container[Any] = ui.Container(ui.TextDisplay(top), ui.TextDisplay(words), accent_color=HOUSE_COLOR)
    # Next to the longest logs, there is no room for notes.
    if notes := that_fit(_notes(task), MESSAGE_TEXT - len(top) - len(words)):
        container.add_item(ui.Separator(spacing=SeparatorSpacing.small))
        container.add_item(ui.TextDisplay("\n".join(notes)))
    row: ui.ActionRow[Any] = ui.ActionRow(ReviewButton(log.id))
    if address := log_address(log):
        row.add_item(ui.Button(label=t("reviews-button-log"), url=address))
    container.add_item(row)
    return Page(container)


def _notes(task: ReviewTask) -> list[str]:
    notes = [t("reviews-turn-late")] if task.is_late else []
    if task.reason is OfferReason.FREED:
        notes.append(t("reviews-turn-freed"))
    if task.draft:
        notes.append(t("reviews-turn-draft"))
    return [*notes, t("reviews-turn-rubric")]


def saved_page(part: Duties, club_id: int, author_id: int, week: Week, *, already: bool) -> Page:
    """Return the confirmation that the review is stored, with what is left for the member to do."""
    first = t("reviews-saved", already=already, author=mention(author_id))
    left = len(part.to_write) + len(part.free) + len(part.taken_on)
    if not left:
        return TextPage(f"{first}\n{t('reviews-done', week=week.number)}")
    return TextPage(f"{first}\n{t('reviews-more-waits', left=left)}", NextButton(club_id))


def kept_page(reason: str, draft_id: int, nearest: str | None) -> Page:
    """Return why a form was refused, with a button that opens it again with its text."""
    hint = [t("reviews-did-you-mean"), quoted(nearest, MESSAGE_TEXT // 2)] if nearest else []
    lines = [t("reviews-not-posted-yet", reason=reason), *hint, t("reviews-kept")]
    return TextPage("\n".join(lines), EditButton(draft_id), color=WARNING_COLOR)


def noticed_page(draft_id: int, brought: int) -> Page:
    """Return the page with what was noticed about a review. It isn't forbidden: its writer decides."""
    buttons = EditButton(draft_id), PostButton(draft_id, str(brought))
    return TextPage(t("reviews-quick-check"), *buttons, color=WARNING_COLOR)


def pointed_page(refusal: str, club_id: int) -> Page:
    """Return a page for somebody else's review: it refuses, and has a button to the reader's own."""
    return TextPage(refusal, NextButton(club_id), color=WARNING_COLOR)


def rescued_page(fields: Mapping[str, str], reason: str, title: str = "") -> Page:
    """Return what was typed, to copy, if it was not stored or nobody knows whether it was. A picked sentence isn't."""
    parts = [part for part in TYPED if fields.get(part) or MENU not in fields]
    typed = [f"**{part_name(part)}**\n{in_block(clip(storable(fields.get(part, '')), TYPED_SHOWN))}" for part in parts]
    heading = f"### {title or t('reviews-not-saved')}"
    return TextPage("\n".join([heading, reason, t("reviews-copy"), *typed]))


def trouble_text(refused: RefusedReview) -> str:
    """Return a note to the writer: the review is stored, but nobody else can see it yet."""
    return t("reviews-held-up", author=mention(refused.review.author_id), trouble=for_member(refused.trouble))
