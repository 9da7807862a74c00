"""What everybody reads about reviews in a week's thread: who reviews whom, what is still open, and the reviews."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from discord import SeparatorSpacing, ui
from discord.utils import format_dt

from cogs.reviews.buttons import HelpfulButton, NextButton, WhoButton
from cogs.reviews.forms import RATED
from cogs.ui.inert import plain, written
from cogs.ui.replies import Page
from cogs.ui.room import counted, fitted, quoted
from cogs.ui.theme import HOUSE_COLOUR

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.core.review_pairs import Pair
    from bot.services.reviews import ReviewView
    from bot.services.weeks import WeekView
    from bot.storage.paper_logs import PaperLog

RATING_SIGNS = {"met": "🟢", "partly": "🟡", "missing": "⚪"}
SOMEBODY = "somebody in the club"
# Of a message that calls members: a hundred take 2,300 characters, which is as many as Discord lets a message call.
LINES_TEXT, CALLED_TEXT, NAMES_TEXT, ASKED_TEXT = 3600, 2400, 450, 800


def review_page(view: ReviewView, short_name: str) -> Page:
    """A review under its log. It calls the author, and in an anonymous club nothing in it says who wrote it."""
    review, text = view.review, view.review.text
    who = f"<@{review.reviewer_id}>" if view.names_reviewer else SOMEBODY
    heading = f"### A review of <@{review.author_id}>'s log on {written(short_name)}\n-# by {who}"
    body: list[str] = []
    if text is not None:
        ratings = [(label, getattr(text, name)) for name, label, _ in RATED]
        body = [
            "\n".join(f"{RATING_SIGNS[rating]} **{label}** · {rating}" for label, rating in ratings),
            f"**Strongest sentence**\n{quoted(text.strongest, 2000)}",
            f"**One question**\n{_in_lines(text.question)}",
        ]
    container: ui.Container[Any] = ui.Container(ui.TextDisplay(heading), accent_colour=HOUSE_COLOUR)
    container.add_item(ui.Separator(spacing=SeparatorSpacing.small))
    for part in body:
        container.add_item(ui.TextDisplay(part))
    row: ui.ActionRow[Any] = ui.ActionRow(HelpfulButton(review.id, view.key))
    if not view.names_reviewer:
        row.add_item(WhoButton(review.id))
    container.add_item(row)
    return Page(container)


def assignments_page(view: WeekView, key: str, pairs: Iterable[Pair], logs: int, part: int) -> Page:
    """Who reviews whom; in an anonymous club only who reviews, each of whom sees privately whom."""
    whose = _by_reviewer(pairs)
    heading = "### Who reviews, continued" if part else f"### Logs are closed: {logs} came in\n{_due(view)}"
    if view.club.settings.anonymous:
        called = " ".join(counted([f"<@{reviewer}>" for reviewer in whose], CALLED_TEXT, " "))
        lines = [f"Logs wait for a review by {called}.", "-# Reviews are anonymous here: the button tells you whose."]
    else:
        lines = [f"<@{reviewer}> reviews {_listed(authors)}" for reviewer, authors in whose.items()]
    return _called(view, key, [heading, "\n".join(counted(lines, LINES_TEXT))])


def open_call_page(view: WeekView, key: str, logs: Sequence[PaperLog]) -> Page:
    """Nobody could be named, as when one member alone wrote a log: whoever likes to may review it."""
    if len(logs) == 1:
        heading = f"### One log came in, <@{logs[0].author_id}>'s"
        text = "Nobody else wrote one, so anybody may review it."
    else:
        heading = f"### Logs are closed: {len(logs)} came in"
        text = "Nobody could be named to review them, so anybody may."
    return _called(view, key, [f"{heading}\n{_due(view)}", text])


def given_page(view: WeekView, key: str, pairs: Iterable[Pair]) -> Page:
    """Reviews that were somebody else's, who can't this week."""
    whose = _by_reviewer(pairs)
    why = "-# Somebody can't make it this week after all."
    if view.club.settings.anonymous:
        called = " ".join(counted([f"<@{reviewer}>" for reviewer in whose], CALLED_TEXT, " "))
        return _called(view, key, [f"One more log waits for a review by {called}.\n{why}\n{_due(view)}"])
    lines = [f"<@{reviewer}>, {_listed(authors)}'s log is yours to review too." for reviewer, authors in whose.items()]
    return _called(view, key, ["\n".join([*counted(lines, LINES_TEXT), why, _due(view)])])


def review_reminder_page(
    view: WeekView, key: str, members: Sequence[int], logs: Sequence[PaperLog], asked: Sequence[Pair] = ()
) -> Page:
    """A day before the end: whose reviews are not begun, that anybody may write them now, and who is asked to."""
    due = view.week.reviews_due or view.week.due_at
    texts = [f"### Reviews are due {format_dt(due, 'R')}\n-# {format_dt(due, 'F')}"]
    if members:
        called = counted([f"<@{member}>" for member in members], CALLED_TEXT, " ")
        texts.append(f"{' '.join(called)}: yours can still be written.")
    if logs:
        waits = f"{_count(len(logs), 'log')} still {'waits' if len(logs) == 1 else 'wait'} for a review"
        names = counted([f"<@{log.author_id}>" for log in logs], NAMES_TEXT, " ")
        # Beside the members above, the authors would give away who reviews whom.
        whose = "" if view.club.settings.anonymous else f": {' '.join(names)}"
        texts.append(f"{waits}{whose}. From now on anybody may take one.")
    if asked:
        texts.append(_question(asked, is_anonymous=view.club.settings.anonymous))
    return _called(view, key, texts)


def _question(asked: Sequence[Pair], *, is_anonymous: bool) -> str:
    """To members who have done their part, about logs that nobody has reviewed."""
    if is_anonymous:
        called = " ".join(counted([f"<@{pair.reviewer}>" for pair in asked], ASKED_TEXT, " "))
        return f"{called}: you have done your part. Could you take one more, so that no log goes without a review?"
    lines = [f"<@{pair.reviewer}>, could you take <@{pair.author}>'s?" for pair in asked]
    return "\n".join([*counted(lines, ASKED_TEXT), "-# You have done your part; nobody has reviewed these yet."])


def _called(view: WeekView, key: str, texts: Sequence[str]) -> Page:
    container: ui.Container[Any] = ui.Container(
        ui.TextDisplay(f"-# {plain(view.club.settings.name)} · Week {view.week.number}"), accent_colour=HOUSE_COLOUR
    )
    for text in texts:
        container.add_item(ui.TextDisplay(text))
    container.add_item(ui.ActionRow(NextButton(view.club.id, key)))
    return Page(container)


def _by_reviewer(pairs: Iterable[Pair]) -> dict[int, list[int]]:
    whose: defaultdict[int, list[int]] = defaultdict(list)
    for pair in pairs:
        whose[pair.reviewer].append(pair.author)
    return whose


def _listed(authors: Sequence[int]) -> str:
    names = [f"<@{author}>" for author in authors]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _due(view: WeekView) -> str:
    due = view.week.reviews_due or view.week.due_at
    return f"Reviews are due {format_dt(due, 'F')} · {format_dt(due, 'R')}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _in_lines(text: str) -> str:
    """Inert, each line quoted."""
    return "\n".join(f"> {line}" for line in fitted(text, 1200).splitlines() if line.strip())
