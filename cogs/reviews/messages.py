"""What everybody reads about reviews in a week's thread: who reviews whom, what is still open, and the reviews."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from discord import SeparatorSpacing, ui
from discord.utils import format_dt

from cogs.reviews.buttons import MineButton, NextButton
from cogs.reviews.forms import RATED
from cogs.ui.inert import plain, written
from cogs.ui.replies import Page
from cogs.ui.room import counted, fitted, quoted
from cogs.ui.theme import HOUSE_COLOUR

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.core.review_pairs import Pair
    from bot.services.review_views import ReviewView
    from bot.services.week_views import WeekView
    from bot.storage.paper_logs import PaperLog

RATING_SIGNS = {"met": "🟢", "partly": "🟡", "missing": "⚪"}
SOMEBODY = "somebody in the club"
# Of a message that calls members: a hundred take 2,300 characters, which is as many as Discord lets a message call.
LINES_TEXT, CALLED_TEXT, NAMES_TEXT, ASKED_TEXT = 3600, 2400, 450, 800
PRIVATELY = "-# Reviews are anonymous here: the button shows you, and nobody else, what is yours to review."


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
    container.add_item(ui.ActionRow(MineButton(0, view.key)))
    return Page(container)


def withdrawn_page(author_id: int, key: str) -> Page:
    """In place of a review that its writer has withdrawn. The marker stays, so that the message is known again."""
    text = f"-# The review of <@{author_id}>'s log that stood here was withdrawn by its writer."
    return Page(ui.Container(ui.TextDisplay(text), ui.ActionRow(MineButton(0, key)), accent_colour=HOUSE_COLOUR))


def assignments_page(view: WeekView, key: str, pairs: Iterable[Pair], logs: int, part: int) -> Page:
    """Who reviews whom."""
    lines = [f"<@{reviewer}> reviews {_listed(authors)}" for reviewer, authors in _by_reviewer(pairs).items()]
    return _called(view, key, [_closed_heading(view, logs, part), "\n".join(counted(lines, LINES_TEXT))])


def secret_assignments_page(view: WeekView, key: str, authors: Sequence[int], logs: int, part: int) -> Page:
    """In an anonymous club: all who wrote a log alike, each of whom sees privately whose log is theirs to review."""
    text = f"Everybody who wrote a log can review now: {_names(authors)}\n{PRIVATELY}"
    return _called(view, key, [_closed_heading(view, logs, part), text])


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
    lines = [f"<@{reviewer}>, {_listed(authors)}'s log is yours to review too." for reviewer, authors in whose.items()]
    shown = counted(lines, LINES_TEXT)
    return _called(view, key, ["\n".join([*shown, "-# Somebody can't make it this week after all.", _due(view)])])


def secret_given_page(view: WeekView, key: str, authors: Sequence[int]) -> Page:
    """In an anonymous club: all authors alike, whatever was given on and to whom."""
    text = f"Somebody can't make it this week after all, so reviews may have changed hands: {_names(authors)}"
    return _called(view, key, ["\n".join([text, PRIVATELY, _due(view)])])


def review_reminder_page(
    view: WeekView, key: str, members: Sequence[int], logs: Sequence[PaperLog], asked: Sequence[Pair] = ()
) -> Page:
    """A day before the end: whose reviews are not begun, that anybody may write them now, and who is asked to."""
    texts = [_reminder_heading(view)]
    if members:
        texts.append(f"{_names(members)}: yours can still be written.")
    if logs:
        names = counted([f"<@{log.author_id}>" for log in logs], NAMES_TEXT, " ")
        texts.append(f"{_waiting(len(logs))}: {' '.join(names)}. From now on anybody may take one.")
    if asked:
        texts.append(_question(asked))
    return _called(view, key, texts)


def secret_reminder_page(view: WeekView, key: str, authors: Sequence[int], bare: int) -> Page:
    """In an anonymous club: all authors alike, whether they have written theirs or not.

    `bare` logs have no review in the thread, which everybody can count.
    """
    text = f"{_names(authors)}\nIf you have a review left, there is still time.\n{PRIVATELY}"
    texts = [_reminder_heading(view), text]
    if bare:
        texts.append(f"{_waiting(bare)}. From now on anybody may take one.")
    return _called(view, key, texts)


def _question(asked: Sequence[Pair]) -> str:
    """To members who have done their part, about logs that nobody has reviewed."""
    lines = [f"<@{pair.reviewer}>, could you take <@{pair.author}>'s?" for pair in asked]
    return "\n".join([*counted(lines, ASKED_TEXT), "-# You have done your part; nobody has reviewed these yet."])


def _closed_heading(view: WeekView, logs: int, part: int) -> str:
    return "### Who reviews, continued" if part else f"### Logs are closed: {logs} came in\n{_due(view)}"


def _reminder_heading(view: WeekView) -> str:
    due = view.week.reviews_due or view.week.due_at
    return f"### Reviews are due {format_dt(due, 'F')}"


def _waiting(logs: int) -> str:
    return f"{_count(logs, 'log')} still {'waits' if logs == 1 else 'wait'} for a review"


def _names(members: Sequence[int]) -> str:
    return " ".join(counted([f"<@{member}>" for member in members], CALLED_TEXT, " "))


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
    return f"Reviews are due {format_dt(due, 'F')}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _in_lines(text: str) -> str:
    """Inert, each line quoted."""
    return "\n".join(f"> {line}" for line in fitted(text, 1200).splitlines() if line.strip())
