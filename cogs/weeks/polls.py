"""The vote on what to read next, and the papers that it is about."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import discord
from discord import SeparatorSpacing, ui

from cogs.papers.buttons import PaperButton
from cogs.papers.cards import authors, short_link, year_and_venue
from cogs.papers.goals import Goal
from cogs.ui.inert import clip, written
from cogs.ui.replies import Page
from cogs.ui.theme import HOUSE_COLOUR
from cogs.weeks.acts import Act
from cogs.weeks.buttons import WeekButton

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.core.papers import Paper

ANSWER_LIMIT, TEXT_LIMIT = 55, 300
HOUR = timedelta(hours=1)


def native_poll(club_name: str, answers: Sequence[str], closes_at: datetime, now: datetime) -> discord.Poll:
    """One vote each; it ends when the bot counts it, on the nearest whole hour from now, which is all Discord takes."""
    hours = max(1, round((closes_at - now) / HOUR))
    poll = discord.Poll(question=f"What does {club_name} read next?", duration=timedelta(hours=hours), multiple=False)
    for answer in answers:
        poll.add_answer(text=answer)
    return poll


def answer_text(paper: Paper | None, key: str) -> str:
    """In at most 55 characters; an answer stays in its place even where the catalogue has lost its paper."""
    if paper is None:
        return key[:ANSWER_LIMIT]
    year = f" ({paper.year})"
    return clip(paper.short_name, ANSWER_LIMIT - len(year)) + year


def poll_view(key: str) -> ui.View:
    """Under the poll: a LayoutView may not stand beside one."""
    view = ui.View(timeout=None)
    view.add_item(WeekButton(Act.ABOUT, key))
    view.stop()
    return view


def result_page(key: str, text: str) -> Page:
    """The word at the end of a poll."""
    container: ui.Container[Any] = ui.Container(
        ui.TextDisplay(f"### The vote is over\n{text}"), accent_colour=HOUSE_COLOUR
    )
    container.add_item(ui.ActionRow(WeekButton(Act.ABOUT, key)))
    return Page(container)


def candidates_page(papers: Sequence[Paper]) -> Page:
    """What each candidate is about, with the way to its card."""
    container: ui.Container[Any] = ui.Container(ui.TextDisplay("### On the ballot"), accent_colour=HOUSE_COLOUR)
    for paper in papers:
        container.add_item(ui.Separator(spacing=SeparatorSpacing.small))
        container.add_item(ui.Section(_gist(paper), accessory=PaperButton(Goal.CARD, paper.key)))
    return Page(container)


def _gist(paper: Paper) -> str:
    return (
        f"**{short_link(paper.short_name, paper)}**: {clip(written(paper.contribution), TEXT_LIMIT)}\n"
        f"{clip(written(paper.why_it_matters), TEXT_LIMIT)}\n-# {clip(authors(paper), 100)} · {year_and_venue(paper)}"
    )
