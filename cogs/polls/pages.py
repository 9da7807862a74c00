"""The vote on what to read next, and the papers that it is about."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import discord
from discord import SeparatorSpacing, ui

from cogs.papers.buttons import PaperButton
from cogs.papers.cards import byline, short_link
from cogs.papers.own_texts import gist
from cogs.papers.views import PaperView
from cogs.ui.containers import TextPage
from cogs.ui.escaping import clip, written
from cogs.ui.replies import Page
from cogs.ui.text_budget import MESSAGE_TEXT
from cogs.ui.theme import HOUSE_COLOR
from cogs.ui.wording import t
from cogs.weeks.buttons import WeekAction, WeekButton

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.core.papers.paper import Paper

ANSWER_LIMIT, TEXT_LIMIT = 55, 300
# A message has room for 40 parts. Each candidate takes three, and one more with a line above it.
WITH_LINES = 6
HOUR = timedelta(hours=1)


def native_poll(club_name: str, answers: Sequence[str], closes_at: datetime, now: datetime) -> discord.Poll:
    """Return a poll with one vote each. It ends when the bot counts it, rounded to Discord's whole hours from now."""
    hours = max(1, round((closes_at - now) / HOUR))
    poll = discord.Poll(question=t("polls-question", club=club_name), duration=timedelta(hours=hours), multiple=False)
    for answer in answers:
        poll.add_answer(text=answer)
    return poll


def answer_text(paper: Paper | None, key: str) -> str:
    """Return an answer of at most 55 characters. A paper that is no longer in the catalog keeps its place."""
    if paper is None:
        return key[:ANSWER_LIMIT]
    year = f" ({paper.year})" if paper.year else ""
    return clip(paper.short_name, ANSWER_LIMIT - len(year)) + year


def poll_view(key: str) -> ui.View:
    """Return the button under the poll in a plain view, because Discord does not allow a LayoutView with a poll."""
    view = ui.View(timeout=None)
    view.add_item(WeekButton(WeekAction.ABOUT, key))
    view.stop()
    return view


def result_page(key: str, text: str) -> Page:
    """Return the message that ends a poll."""
    return TextPage(t("polls-over", result=text), WeekButton(WeekAction.ABOUT, key))


def candidates_page(papers: Sequence[Paper]) -> Page:
    """Return what each candidate is about, with a button to its card. Of many, each gets less room."""
    heading = t("polls-on-the-ballot")
    container: ui.Container[Any] = ui.Container(ui.TextDisplay(heading), accent_color=HOUSE_COLOR)
    room = (MESSAGE_TEXT - len(heading)) // max(1, len(papers))
    for paper in papers:
        if len(papers) <= WITH_LINES:
            container.add_item(ui.Separator(spacing=SeparatorSpacing.small))
        container.add_item(ui.Section(_gist(paper, room), accessory=PaperButton(PaperView.CARD, paper.key)))
    return Page(container)


def _gist(paper: Paper, room: int) -> str:
    name, about = f"**{short_link(paper.short_name, paper)}**", gist(paper, TEXT_LIMIT)
    if paper.contribution:
        about = clip(written(paper.contribution), TEXT_LIMIT)
    by, why = byline(paper, 100), clip(written(paper.why_it_matters), TEXT_LIMIT)
    lines = [f"{name}: {about}" if about else name, why, f"-# {by}" if by else ""]
    whole = "\n".join(filter(None, lines))
    if len(whole) <= room:
        return whole
    short = f"{name}: {clip(about, room - len(name) - 2)}" if about and len(name) + 30 < room else name
    return short if len(short) <= room else f"**{clip(written(paper.short_name), room - 4)}**"
