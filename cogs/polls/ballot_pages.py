"""The vote with ranked ballots: its message, and the ballot that each member fills privately."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from cogs.papers.cards import short_link
from cogs.papers.names import short_name
from cogs.papers.own_texts import gist
from cogs.polls.buttons import NO_CHOICE, BallotAction, BallotButton, RankPick
from cogs.polls.pages import answer_text
from cogs.ui.containers import TextPage
from cogs.ui.escaping import clip, plain, written
from cogs.ui.replies import Page
from cogs.ui.text_budget import MESSAGE_TEXT, counted
from cogs.ui.theme import HOUSE_COLOR
from cogs.ui.wording import t
from cogs.weeks.buttons import WeekAction, WeekButton

if TYPE_CHECKING:
    from bot.core.papers.paper import Paper
    from bot.core.polls.poll import Poll
    from bot.services.papers.papers import Papers
    from bot.services.polls.ballots import OwnBallot

ABOUT_LIMIT, PLACEHOLDER, OPTION = 120, 150, 100


def ranked_poll_page(poll: Poll, club_name: str, papers: Papers, key: str) -> Page:
    """Return the message of the vote."""
    text = _with_candidates(poll, club_name, papers, t("ballots-how", until=poll.closes_at, method=poll.method))
    return TextPage(text, BallotButton(BallotAction.VOTE, key), WeekButton(WeekAction.ABOUT, key))


def closed_vote_page(poll: Poll, club_name: str, papers: Papers) -> Page:
    """Return the same message once its club has closed."""
    return TextPage(_with_candidates(poll, club_name, papers, t("ballots-club-closed")))


def _with_candidates(poll: Poll, club_name: str, papers: Papers, foot: str) -> str:
    heading = t("ballots-question", club=plain(club_name))
    room = MESSAGE_TEXT - len(heading) - len(foot) - 2
    lines = counted([_candidate(papers, paper) for paper in poll.candidates], room)
    return "\n".join([heading, *lines, foot])


def ballot_page(own: OwnBallot, papers: Papers) -> Page:
    """Return the member's ballot, with a select for each place that is filled, and for the next one."""
    candidates = own.poll.candidates
    names = [written(short_name(papers, paper)) for paper in own.ballot]
    heading = t("ballots-own", count=len(names), until=own.poll.closes_at)
    ranked = [f"{place}. **{name}**" for place, name in enumerate(names, start=1)]
    text = "\n".join([heading, *ranked, t("ballots-secret")])
    container: ui.Container[Any] = ui.Container(ui.TextDisplay(text), accent_color=HOUSE_COLOR)
    for place in range(1, min(len(own.ballot) + 1, len(candidates)) + 1):
        placeholder = t("ballots-choice", place=place)[:PLACEHOLDER]
        container.add_item(ui.ActionRow(RankPick(own.key, place, placeholder, _options(own, papers, place))))
    if own.ballot:
        container.add_item(ui.ActionRow(BallotButton(BallotAction.CLEAR, own.key, on_ballot=True)))
    return Page(container)


def _options(own: OwnBallot, papers: Papers, place: int) -> list[discord.SelectOption]:
    ballot, catalog = own.ballot, papers.catalog
    chosen = ballot[place - 1] if place <= len(ballot) else None
    options = [
        discord.SelectOption(
            label=answer_text(catalog.get(paper), paper),
            value=str(number),
            description=t("ballots-now", place=ballot.index(paper) + 1)[:OPTION] if paper in ballot else None,
            default=paper == chosen,
        )
        for number, paper in enumerate(own.poll.candidates)
    ]
    if chosen is not None:
        options.append(discord.SelectOption(label=t("ballots-no-choice")[:OPTION], value=NO_CHOICE))
    return options


def _candidate(papers: Papers, key: str) -> str:
    paper = papers.catalog.get(key)
    if paper is None:
        return f"- **{written(key)}**"
    name, about = f"**{short_link(paper.short_name, paper)}**", _about(paper)
    return f"- {name}: {about}" if about else f"- {name}"


def _about(paper: Paper) -> str:
    return clip(written(paper.contribution), ABOUT_LIMIT) if paper.contribution else gist(paper, ABOUT_LIMIT)
