"""What is said in a week's thread after the post: the reminder and the digest."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from discord import ui
from discord.utils import format_dt

from bot.core.weeks import Answer
from bot.storage.reviews import Origin
from cogs.ui.inert import written
from cogs.ui.replies import Page
from cogs.ui.room import MESSAGE_TEXT, quoted, that_fit
from cogs.ui.theme import HOUSE_COLOUR
from cogs.weeks.acts import Act
from cogs.weeks.buttons import WeekButton
from cogs.weeks.messages import club_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.services.reviews import WeekReviews
    from bot.services.weeks import WeekView

NAMES_SHOWN = 40
STRONGEST, QUESTIONS = "### Strongest sentences", "### Open questions"
MORE = "-# And {} more, under the logs."
NAME = 33  # characters that somebody's mention takes beside a text
SHORTEST, LONGEST = 90, 300


def reminder_page(view: WeekView, key: str, short_name: str, members: Sequence[int]) -> Page:
    """Names the members, says what is due when, and offers the button."""
    due = view.week.logs_due or view.week.due_at
    return Page(
        ui.TextDisplay(mentions(members, len(members))),
        ui.Container(
            ui.TextDisplay(
                f"### Your log on {written(short_name)} is due {format_dt(due, 'R')}\n"
                f"That is {format_dt(due, 'F')}. Three to five sentences in your own words: the problem, the approach, "
                "the key result, and one limitation or open question."
            ),
            ui.ActionRow(WeekButton(Act.WRITE, key, lead=True)),
            accent_colour=HOUSE_COLOUR,
        ),
    )


def digest_page(view: WeekView, key: str, short_name: str, next_short_name: str | None, happened: WeekReviews) -> Page:
    """That the week is over: who logged, the reviews done, what they found strong and asked, and what comes next."""
    heading, ahead = _heading(view, short_name, happened), next_line(view, next_short_name)
    container: ui.Container[Any] = ui.Container(ui.TextDisplay(heading), accent_colour=HOUSE_COLOUR)
    room = MESSAGE_TEXT - len(heading) - len(ahead)
    strongest = _part(STRONGEST, _strongest(happened), room // 2)
    questions = _part(QUESTIONS, _questions(happened), room - len(strongest), "to ")
    for text in filter(None, (strongest, questions)):
        container.add_item(ui.TextDisplay(text))
    container.add_item(ui.Separator())
    container.add_item(ui.TextDisplay(ahead))
    container.add_item(ui.ActionRow(WeekButton(Act.STATUS, key)))
    return Page(container)


def _heading(view: WeekView, short_name: str, happened: WeekReviews) -> str:
    reading, away = view.members(Answer.IN), view.count(Answer.OUT)
    authors = list(dict.fromkeys(log.author_id for log in happened.logs))
    paper = f"The paper was **{written(short_name)}**."
    lines = [f"-# {club_name(view)}", f"## Week {view.week.number} is over", paper]
    if authors:
        lines.append(f"**Logged** ({len(authors)}): {mentions(authors, NAMES_SHOWN)}")
        bare = len({log.id for log in happened.logs} - {review.log_id for review in happened.written})
        without = f" · {bare} log{'s' if bare > 1 else ''} without one" if bare else ""
        lines.append(f"**Reviews** {reviews_done(happened)}{without}")
        reading = [member for member in reading if member not in authors]
        lines += [f"-# {len(reading)} more read along."] if reading else []
    elif reading:
        lines.append(f"**In** ({len(reading)}): {mentions(reading, NAMES_SHOWN)}")
        lines.append("-# No log was written this time.")
    if away:
        lines.append(f"-# {away} could not make it this time. See you next week!")
    return "\n".join(lines)


def reviews_done(happened: WeekReviews) -> str:
    """How many are written, of those that somebody was named for or wrote of their own accord.

    Whoever only looked at one more log owes nothing, so that is not counted.
    """
    done = len(happened.written)
    undone = sum(not review.is_written and review.origin is Origin.GIVEN for review in happened.reviews)
    return f"{done} of {done + undone} written" if undone else f"{done} written"


def _strongest(happened: WeekReviews) -> list[tuple[str, int]]:
    """One sentence a log, with its author: the one that most reviewers chose; the most chosen first."""
    chosen: dict[int, Counter[str]] = {}
    for review in happened.written:
        if review.text:
            chosen.setdefault(review.author_id, Counter())[review.text.strongest] += 1
    best = [(author, *votes.most_common(1)[0]) for author, votes in chosen.items()]
    return [(text, author) for author, text, votes in sorted(best, key=lambda found: -found[2])]


def _questions(happened: WeekReviews) -> list[tuple[str, int]]:
    """With whom they were put to; each log's first one before any second."""
    asked: Counter[int] = Counter()
    ranked: list[tuple[int, str, int]] = []
    for review in happened.written:
        if review.text:
            ranked.append((asked[review.author_id], review.text.question, review.author_id))
            asked[review.author_id] += 1
    return [(text, author) for _, text, author in sorted(ranked, key=lambda found: found[0])]


def _part(heading: str, found: Sequence[tuple[str, int]], room: int, before_name: str = "") -> str:
    """As many as fit, shortened where they are many, and how many more there are."""
    if not found:
        return ""
    space = room - len("\n".join([heading, "", MORE.format(1_000_000)]))
    each = min(max(space // len(found) - NAME, SHORTEST), LONGEST)
    shown = that_fit([f"{quoted(text, each)} – {before_name}<@{author}>" for text, author in found], space)
    more = len(found) - len(shown)
    return "\n".join([heading, *shown, *([MORE.format(more)] if more else [])])


def next_line(view: WeekView, short_name: str | None) -> str:
    """What comes after the week; `short_name` is that of the newer week's paper, or of the next one."""
    named = f": **{written(short_name)}**" if short_name else ""
    if view.newer:
        return f"**Next up** Week {view.newer.number}{named}, in <#{view.newer.thread_id or view.newer.channel_id}>."
    if view.club.next_due is None:
        return "**Next up** Nothing yet: the club is paused."
    if short_name is None:
        return "**Next up** Nothing yet: every paper of the list is read. Organisers queue more with `/syllabus add`."
    # The number is that of the next post; skipped slots have none.
    at = f"{format_dt(view.club.next_due, 'F')} · {format_dt(view.club.next_due, 'R')}"
    return f"**Next up** Week {(view.week.number or 0) + 1}{named}\n{at}"


def mentions(members: Sequence[int], most: int) -> str:
    """Shown as names. Whether it pings is the message's to say."""
    shown = that_fit([f"<@{member}>" for member in members[:most]], MESSAGE_TEXT // 2 + 500, " ")
    more = len(members) - len(shown)
    return " ".join(shown) + (f" and {more} more" if more else "")
