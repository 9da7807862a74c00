"""What a member reads before and after their data is deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui
from discord.utils import utcnow

from cogs.privacy.buttons import EraseButton, Reach, ReachButton, ReviewsButton, ReviewsChoice, SpareButton
from cogs.privacy.pages import erasure_line
from cogs.ui.containers import parted
from cogs.ui.replies import Page
from cogs.ui.text_budget import MESSAGE_TEXT, counted
from cogs.ui.theme import HOUSE_COLOR, WARNING_COLOR
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.services.privacy.service import ErasureUnderWay
    from bot.storage.privacy.counts import HeldCounts

NAMED = ("logs", "takeaways", "drafts", "duties", "answers", "presences", "choosing", "hosting", "reminders", "feeds")


def question_page(
    counts: HeldCounts,
    reach: Reach,
    reviews: ReviewsChoice,
    erasures: Sequence[ErasureUnderWay],
    *,
    is_in_server: bool,
    is_new: bool = False,
) -> Page:
    """Where, what goes and what stays. `is_new` where an older question was pressed."""
    is_here = is_in_server and reach is Reach.HERE
    heading = t("privacy-erase-heading", is_here=is_here, is_new=is_new)
    under_way = _under_way(erasures)
    where: list[ui.ActionRow[Any]] = [_reaches(reach, reviews)] if is_in_server else []
    if counts.are_all_zero:
        container = parted([under_way, t("privacy-erase-nothing", is_here=is_here)], HOUSE_COLOR)
        return _with(container, where)
    texts = [under_way, heading, _goes(counts, reviews), _stays(counts, reviews), t("privacy-erase-for-good")]
    chosen = [*where, *([_reviews(reach, reviews)] if counts.reviews else [])]
    final: ui.ActionRow[Any] = ui.ActionRow(EraseButton(reach, reviews, int(utcnow().timestamp())), SpareButton())
    return _with(parted(texts, WARNING_COLOR), [*chosen, final])


def erasing_page(erasures: Sequence[ErasureUnderWay], *, is_new: bool) -> Page:
    """What is done, and what is under way."""
    said = t("privacy-erased", is_new=is_new, is_under_way=bool(erasures))
    return Page(parted([said, _under_way(erasures)], HOUSE_COLOR))


def done_page(*, is_here: bool) -> Page:
    """The last message is gone."""
    return Page(parted([t("privacy-erased-all", is_here=is_here)], HOUSE_COLOR))


def spared_page() -> Page:
    return Page(parted([t("privacy-spared")], HOUSE_COLOR))


def _under_way(erasures: Sequence[ErasureUnderWay]) -> str:
    """How far each is. The rest of a page is short."""
    lines = [line for erasure in erasures for line in erasure_line(erasure).split("\n")]
    return "\n".join(counted(lines, MESSAGE_TEXT // 2)) if lines else ""


def _goes(counts: HeldCounts, reviews: ReviewsChoice) -> str:
    facts = {name: getattr(counts, name) for name in NAMED}
    lines = [t("privacy-erase-what", what=what, count=count) for what, count in facts.items() if count]
    if counts.reviews:
        lines.append(t("privacy-erase-reviews", count=counts.reviews, reviews=reviews))
    return "\n".join([t("privacy-erase-goes"), *lines, t("privacy-erase-name")])


def _stays(counts: HeldCounts, reviews: ReviewsChoice) -> str:
    lines = [t("privacy-erase-stays")]
    if counts.reviews and reviews is ReviewsChoice.KEEP:
        lines.append(t("privacy-erase-reviews-stay", count=counts.reviews))
    lines += [t("privacy-erase-others-stay")] if counts.logs else []
    lines += [t("privacy-erase-nominations-stay")] if counts.choosing else []
    return "\n".join([*lines, t("privacy-erase-rest-stays")])


def _reaches(chosen: Reach, reviews: ReviewsChoice) -> ui.ActionRow[Any]:
    return ui.ActionRow(*(ReachButton(reach, reviews, is_chosen=reach is chosen) for reach in Reach))


def _reviews(reach: Reach, chosen: ReviewsChoice) -> ui.ActionRow[Any]:
    return ui.ActionRow(*(ReviewsButton(reach, reviews, is_chosen=reviews is chosen) for reviews in ReviewsChoice))


def _with(container: ui.Container[Any], rows: Sequence[ui.ActionRow[Any]]) -> Page:
    for row in rows:
        container.add_item(row)
    return Page(container)
