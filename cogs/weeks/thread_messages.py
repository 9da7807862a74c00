"""Messages in a week's thread after the post: the reminder, new dates and the digest."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
from discord import ui
from discord.utils import format_dt

from bot.core.reviews.pairs import share_of
from bot.core.weeks.milestones import Milestones
from bot.core.weeks.week import Answer, WeekState
from cogs.hosts.lines import thanks_to_hosts
from cogs.next_step.buttons import NextStepButton
from cogs.polls.votes import voting_line
from cogs.presences.pages import in_digest as presences_in_digest
from cogs.reviews.buttons import NextButton
from cogs.takeaways.buttons import TakeawayAction, TakeawayButton
from cogs.takeaways.pages import in_digest
from cogs.ui.calendar import break_days
from cogs.ui.containers import TextPage
from cogs.ui.escaping import written
from cogs.ui.replies import Page
from cogs.ui.text_budget import MESSAGE_TEXT, quoted, that_fit
from cogs.ui.theme import HOUSE_COLOR
from cogs.ui.wording import t
from cogs.week_links.lines import links_line
from cogs.weeks.buttons import WeekAction, WeekButton, takes_takeaways
from cogs.weeks.digest_lines import first_lines, logged_line, look_back_text, progress_line, thanks_line
from cogs.weeks.messages import club_name, mentions, pause_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from bot.core.calendar.breaks import Break
    from bot.core.reviews.review import Review
    from bot.services.reviews.service import WeekReviews
    from bot.services.weeks.views import WeekView
    from cogs.weeks.messages import Picture

NAMES_SHOWN = 40
NAME = 60  # characters that two mentions take next to a text
SHORTEST, LONGEST = 90, 300
CREDITED = 5  # members named next to a question that all of them were asked
NO_MILESTONES = Milestones()


@dataclass(frozen=True, slots=True)
class Quotation:
    """A sentence of these authors, or a question to them. `askers` are empty if nobody may know who asked."""

    text: str
    authors: tuple[int, ...]
    askers: tuple[int, ...] = ()


def reminder_page(view: WeekView, key: str, short_name: str, members: Sequence[int]) -> Page:
    """Return the reminder: it names the members, says what is due when, and has the button."""
    due, has_takeaways = view.week.logs_due or view.week.due_at, takes_takeaways(view)
    takeaway = [TakeawayButton(TakeawayAction.WRITE, key)] if has_takeaways else []
    return Page(
        ui.TextDisplay(mentions(members, len(members))),
        ui.Container(
            ui.TextDisplay(t("weeks-reminder", paper=written(short_name), due=due, has_takeaways=has_takeaways)),
            ui.ActionRow(WeekButton(WeekAction.WRITE, key, lead=True), *takeaway, NextStepButton(key)),
            accent_color=HOUSE_COLOR,
        ),
    )


def stretched_page(view: WeekView, key: str, pause: Break, parts: Sequence[date] = ()) -> Page:
    """Return the new dates after a break has moved them. Logs that were due before it keep their date.

    `parts` are the new dates of the paper's last slots, if it takes several.
    """
    week, is_reviewing = view.week, view.week.state is WeekState.REVIEWING
    logs_due, reviews_due = week.logs_due or week.due_at, week.reviews_due or week.due_at
    moves_only_reviews = is_reviewing or logs_due.astimezone(view.club.timetable.zone).date() < pause.first
    text = t(
        "weeks-stretched",
        number=week.number,
        is_reviewing=moves_only_reviews,
        days=break_days(pause),
        logs_due=logs_due,
        reviews_due=reviews_due,
        parts=[format_dt(view.club.timetable.instant_on(day), "D") for day in parts] or None,
    )
    lead = NextButton(view.club.id, key) if is_reviewing else WeekButton(WeekAction.WRITE, key)
    return TextPage(text, lead, NextStepButton(key))


def moved_page(view: WeekView, key: str) -> Page:
    """Return the new dates after the bot was away during reviews. It pings nobody, because the delay was the bot's."""
    text = t("weeks-moved", number=view.week.number, due=view.week.reviews_due or view.week.due_at)
    return TextPage(text, NextButton(view.club.id, key), NextStepButton(key))


def digest_page(
    view: WeekView,
    key: str,
    short_name: str,
    next_short_name: str | None,
    happened: WeekReviews,
    *,
    milestones: Milestones = NO_MILESTONES,
    picture: Picture | None = None,
) -> Page:
    """Return the digest: what came of the week, strongest sentences, open questions, and what comes next."""
    heading, ahead = _heading(view, short_name, happened, milestones), next_line(view, next_short_name)
    container: ui.Container[Any] = ui.Container(ui.TextDisplay(heading), accent_color=HOUSE_COLOR)
    if picture:
        item = discord.MediaGalleryItem(f"attachment://{picture.name}", description=picture.alt_text)
        container.add_item(ui.MediaGallery(item))
    back = look_back_text(milestones.look_back) if milestones.look_back else ""
    room = MESSAGE_TEXT - len(heading) - len(ahead) - len(back)
    links = links_line(view.links, room // 3)
    room -= len(links)
    strongest = _part(t("weeks-strongest"), strongest_sentences(happened), room // 2, _said_by)
    takeaways, asked = in_digest(view.takeaways, (room - len(strongest)) // 2)
    room -= len(strongest) + len(takeaways) + len(asked)
    questions = _part(t("weeks-questions"), _questions(view, happened), room, _asked_of)
    if asked:
        questions = "\n".join([questions or t("weeks-questions"), asked])
    for text in filter(None, (links, strongest, takeaways, questions, back)):
        container.add_item(ui.TextDisplay(text))
    container.add_item(ui.Separator())
    container.add_item(ui.TextDisplay(ahead))
    container.add_item(ui.ActionRow(WeekButton(WeekAction.STATUS, key), NextStepButton(key)))
    return Page(container)


def _heading(view: WeekView, short_name: str, happened: WeekReviews, milestones: Milestones) -> str:
    attending, away = view.members(Answer.IN), view.count(Answer.OUT)
    authors = list(dict.fromkeys(log.author_id for log in happened.logs))
    over = t("weeks-over", number=view.week.number, paper=written(short_name))
    lines = [f"-# {club_name(view)}", over]
    lines += [progress_line(milestones.progress)] if milestones.progress else []
    lines += [thanks] if (thanks := thanks_to_hosts(one.cast for one in view.sessions)) else []
    if authors:
        lines.append(logged_line(happened.logs))
        bare = len({log.id for log in happened.logs} - {review.log_id for review in happened.written})
        lines.append(t("weeks-reviewed", reviews=reviews_done(view, happened), without=bare))
        attending = [member for member in attending if member not in {*authors, *view.wrote}]
        lines += [*filter(None, [thanks_line(view, happened)]), *first_lines(milestones)]
        lines += [t("weeks-read-along", count=len(attending))] if attending else []
    elif attending:
        lines.append(t("weeks-in-without-logs", count=len(attending), names=mentions(attending, NAMES_SHOWN)))
    if away:
        lines.append(t("weeks-could-not", count=away))
    lines += [attended] if (attended := presences_in_digest(view)) else []
    return "\n".join(lines)


def reviews_done(view: WeekView, happened: WeekReviews) -> str:
    """Return how many reviews are written, out of those planned for the logs and those that members volunteered for.

    If reviewers are secret, the number follows from what everybody knows. Otherwise it would change when a member drops
    out or takes up a review.
    """
    done, missing, settings = len(happened.written), happened.account.unwritten, view.club.settings
    if settings.anonymous or happened.is_secret:
        authors = len({log.author_id for log in happened.logs if not log.is_late})
        missing = max(0, authors * share_of(authors, settings.reviewers) - done)
    return t("weeks-reviews-written", written=done, missing=missing, planned=done + missing)


def strongest_sentences(happened: WeekReviews) -> list[Quotation]:
    """Return one sentence for each log, with its author: the one that most reviewers chose. Most chosen come first."""
    chosen: dict[int, Counter[str]] = {}
    for review in happened.written:
        if review.text:
            chosen.setdefault(review.author_id, Counter())[review.text.strongest] += 1
    best = [(author, *votes.most_common(1)[0]) for author, votes in chosen.items()]
    return [Quotation(text, (author,)) for author, text, votes in sorted(best, key=lambda found: -found[2])]


def _questions(view: WeekView, happened: WeekReviews) -> list[Quotation]:
    """Return the questions with the members they were asked, and who asked. Each log's first question comes first.

    A question that several members were asked is there once. Who asked is left out if nobody may know.
    """
    is_secret = view.club.settings.anonymous or happened.is_secret
    asked: Counter[int] = Counter()
    ranked: list[tuple[int, Review]] = []
    for review in happened.written:
        ranked.append((asked[review.author_id], review))
        asked[review.author_id] += 1
    alike: dict[str, list[Review]] = {}
    for _, review in sorted(ranked, key=lambda found: found[0]):
        if review.text:
            alike.setdefault(" ".join(review.text.question.split()).casefold(), []).append(review)
    return [
        Quotation(
            found[0].text.question if found[0].text else "",
            tuple(dict.fromkeys(review.author_id for review in found)),
            () if is_secret else tuple(dict.fromkeys(review.reviewer_id for review in found)),
        )
        for found in alike.values()
    ]


def _said_by(quotation: str, found: Quotation) -> str:
    return f"{quotation} – {mentions(found.authors, CREDITED)}"


def _asked_of(quotation: str, found: Quotation) -> str:
    authors, askers = mentions(found.authors, CREDITED), mentions(found.askers, CREDITED)
    return t("weeks-question-to", question=quotation, author=authors, asker=askers or None)


def _part(heading: str, found: Sequence[Quotation], room: int, credited: Callable[[str, Quotation], str]) -> str:
    """Return as many as fit, shortened if there are many, and how many more there are."""
    if not found:
        return ""
    # Leave room for the line ends, and a little more.
    space = room - len(heading) - len(t("weeks-more-under-the-logs", count=len(found))) - 4
    each = min(max(space // len(found) - NAME, SHORTEST), LONGEST)
    shown = that_fit([credited(quoted(one.text, each), one) for one in found], space)
    more = len(found) - len(shown)
    return "\n".join([heading, *shown, *([t("weeks-more-under-the-logs", count=more)] if more else [])])


def next_line(view: WeekView, short_name: str | None) -> str:
    """Return what comes after the week. `short_name` is the paper of the newer week, or else of the next one."""
    paper = written(short_name) if short_name else None
    if view.newer:
        channel = f"<#{view.newer.thread_id or view.newer.channel_id}>"
        return t("weeks-next-newer", number=view.newer.number, paper=paper, channel=channel)
    # The next post's number follows this week's, because skipped slots have no number.
    number, at = (view.week.number or 0) + 1, view.club.next_due
    if at is None:
        return t("weeks-next-paused")
    if view.is_next_voted_on and view.poll:
        return t("weeks-next-voted-on", number=number, at=at, voting=voting_line(view.poll))
    if paper is None:
        return t("weeks-next-list-read")
    following = "\n".join(filter(None, (t("weeks-next", number=number, paper=paper, at=at), pause_of(view))))
    return f"{following}\n{voting_line(view.poll)}" if view.poll else following
