"""What everybody reads about reviews in a week's thread: who reviews whom, what is open, and the reviews."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from discord import SeparatorSpacing, ui

from cogs.next_step.buttons import NextStepButton
from cogs.reviews.buttons import MyReviewsButton, NextButton
from cogs.reviews.forms import RATED, part_name, rating_name
from cogs.ui.containers import TextPage
from cogs.ui.escaping import plain, written
from cogs.ui.mentions import mention
from cogs.ui.replies import Page
from cogs.ui.text_budget import counted, fitted, quoted
from cogs.ui.theme import HOUSE_COLOR
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.core.paper_logs.paper_log import PaperLog
    from bot.core.reviews.pairs import Pair
    from bot.services.reviews.views import ReviewView
    from bot.services.weeks.views import WeekView

RATING_SIGNS = {"met": "🟢", "partly": "🟡", "missing": "⚪"}
# Lengths in messages that ping members. A hundred mentions, the most that Discord allows, take 2,300 characters.
LINES_TEXT, CALLED_TEXT, NAMES_TEXT, ASKED_TEXT = 3600, 2400, 450, 800


def review_page(view: ReviewView, short_name: str) -> Page:
    """Return a review. It mentions the author. In an anonymous club, it does not reveal who wrote it."""
    review, text = view.review, view.review.text
    who = mention(review.reviewer_id) if view.names_reviewer else t("reviews-somebody")
    author = mention(review.author_id)
    heading = t("reviews-review", author=author, paper=written(short_name), reviewer=who)
    body: list[str] = []
    if text is not None:
        ratings = [(part_name(part), getattr(text, part)) for part in RATED]
        body = [
            "\n".join(f"{RATING_SIGNS[rating]} **{name}** · {rating_name(rating)}" for name, rating in ratings),
            # What it quoted from the log of a member who was erased is gone.
            *([f"**{part_name('strongest')}**\n{quoted(text.strongest, 2000)}"] if text.strongest else []),
            f"**{part_name('question')}**\n{_in_lines(text.question)}",
        ]
    container: ui.Container[Any] = ui.Container(ui.TextDisplay(heading), accent_color=HOUSE_COLOR)
    container.add_item(ui.Separator(spacing=SeparatorSpacing.small))
    for part in body:
        container.add_item(ui.TextDisplay(part))
    container.add_item(ui.ActionRow(MyReviewsButton(0, view.key)))
    return Page(container)


def withdrawn_page(author_id: int, key: str) -> Page:
    """Return the page in place of a withdrawn review. It keeps the marker, so that the message is still recognized."""
    text = t("reviews-review-withdrawn", author=mention(author_id))
    return TextPage(text, MyReviewsButton(0, key))


def assignments_page(view: WeekView, key: str, pairs: Iterable[Pair], logs: int, part: int) -> Page:
    """Return the page with who reviews whom."""
    lines = [
        t("reviews-assigned", reviewer=reviewer, authors=authors) for reviewer, authors in _by_reviewer(pairs).items()
    ]
    return _called(view, key, [_closed_heading(view, logs, part), "\n".join(counted(lines, LINES_TEXT))])


def secret_assignments_page(view: WeekView, key: str, authors: Sequence[int], logs: int, part: int) -> Page:
    """Return an anonymous club's version: it names all authors alike. Each sees privately whose log they review."""
    text = f"{t('reviews-assigned-secretly', names=_names(authors))}\n{t('reviews-privately')}"
    return _called(view, key, [_closed_heading(view, logs, part), text])


def open_call_page(view: WeekView, key: str, logs: Sequence[PaperLog]) -> Page:
    """Return a call to everybody if no reviewer could be named, for example because only one member wrote a log."""
    if len(logs) == 1:
        heading = t("reviews-one-log", author=mention(logs[0].author_id))
        text = t("reviews-one-log-for-anybody")
    else:
        heading = t("reviews-logs-closed", logs=len(logs))
        text = t("reviews-logs-for-anybody")
    return _called(view, key, [f"{heading}\n{_due(view)}", text])


def given_page(view: WeekView, key: str, pairs: Iterable[Pair]) -> Page:
    """Return the page with who takes over the reviews of a member who can't this week."""
    whose = _by_reviewer(pairs)
    lines = [t("reviews-given", reviewer=reviewer, authors=authors) for reviewer, authors in whose.items()]
    shown = counted(lines, LINES_TEXT)
    return _called(view, key, ["\n".join([*shown, t("reviews-given-why"), _due(view)])])


def secret_given_page(view: WeekView, key: str, authors: Sequence[int]) -> Page:
    """Return an anonymous club's version: it names all authors alike, whatever was reassigned."""
    text = t("reviews-given-secretly", names=_names(authors))
    return _called(view, key, ["\n".join([text, t("reviews-privately"), _due(view)])])


def review_reminder_page(
    view: WeekView, key: str, members: Sequence[int], logs: Sequence[PaperLog], asked: Sequence[Pair] = ()
) -> Page:
    """Return the reminder a day before the end: whose reviews are not started, and who is asked to write one.

    From then on, anybody may write them.
    """
    texts = [_reminder_heading(view)]
    if members:
        texts.append(t("reviews-can-be-written", names=_names(members)))
    if logs:
        names = counted([mention(log.author_id) for log in logs], NAMES_TEXT, " ")
        texts.append(t("reviews-logs-wait", logs=len(logs), names=" ".join(names)))
    if asked:
        texts.append(_question(asked))
    return _called(view, key, texts)


def secret_reminder_page(view: WeekView, key: str, authors: Sequence[int], bare: int) -> Page:
    """Return an anonymous club's version: it names all authors alike, whether they have written theirs or not.

    `bare` is the number of logs without a review in the thread, which everybody can count.
    """
    text = "\n".join([_names(authors), t("reviews-time-left"), t("reviews-privately")])
    texts = [_reminder_heading(view), text]
    if bare:
        texts.append(t("reviews-logs-wait-secretly", logs=bare))
    return _called(view, key, texts)


def _question(asked: Sequence[Pair]) -> str:
    """Return the question to members who have done their part, about logs that nobody has reviewed."""
    lines = [t("reviews-asked", reviewer=mention(pair.reviewer), author=mention(pair.author)) for pair in asked]
    return "\n".join([*counted(lines, ASKED_TEXT), t("reviews-asked-why")])


def _closed_heading(view: WeekView, logs: int, part: int) -> str:
    return t("reviews-continued") if part else f"{t('reviews-logs-closed', logs=logs)}\n{_due(view)}"


def _reminder_heading(view: WeekView) -> str:
    return f"### {_due(view)}"


def _names(members: Sequence[int]) -> str:
    return " ".join(counted([mention(member) for member in members], CALLED_TEXT, " "))


def _called(view: WeekView, key: str, texts: Sequence[str]) -> Page:
    week = t("reviews-week", club=plain(view.club.settings.name), week=view.week.number)
    container: ui.Container[Any] = ui.Container(ui.TextDisplay(week), accent_color=HOUSE_COLOR)
    for text in texts:
        container.add_item(ui.TextDisplay(text))
    container.add_item(ui.ActionRow(NextButton(view.club.id, key), NextStepButton(key)))
    return Page(container)


def _by_reviewer(pairs: Iterable[Pair]) -> dict[str, list[str]]:
    """Return, by reviewer, mentions of the authors whose logs they review."""
    whose: defaultdict[str, list[str]] = defaultdict(list)
    for pair in pairs:
        whose[mention(pair.reviewer)].append(mention(pair.author))
    return whose


def _due(view: WeekView) -> str:
    return t("reviews-due", due=view.week.reviews_due or view.week.due_at)


def _in_lines(text: str) -> str:
    """Return the text escaped, with each line quoted."""
    return "\n".join(f"> {line}" for line in fitted(text, 1200).splitlines() if line.strip())
