"""The card of a paper: everything worth knowing before one opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import SeparatorSpacing, ui

from cogs.papers.buttons import PaperButton
from cogs.papers.goals import Goal
from cogs.ui.addresses import post_address
from cogs.ui.inert import clip, link, plain, written
from cogs.ui.replies import Page
from cogs.ui.room import MESSAGE_TEXT, that_fit
from cogs.ui.theme import TIER_COLOURS, TIER_NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.papers import Paper
    from bot.services.paper_logs import Reading
    from bot.services.papers import PaperInContext, Relative

FIRST_AUTHORS, MOST_AUTHORS = 3, 4
BUILDS_ON_SHOWN = 4
LED_TO_SHOWN = 6
BODY_TEXT = 1800
LONGEST_URL = 120
LED_TO = "**Led to**\n"
MORE_ROOM = 24  # for the blank line between the blocks and "and 99 more"


def card_page(context: PaperInContext, readings: Sequence[Reading] = ()) -> Page:
    """The card with its buttons, and with where the server's clubs have read the paper."""
    paper = context.paper
    top, body, foot = heading(paper), clip(_body(paper), BODY_TEXT), f"-# {identifiers(paper)}"
    container: ui.Container[Any] = ui.Container(
        ui.TextDisplay(top), ui.TextDisplay(body), accent_colour=TIER_COLOURS[paper.tier]
    )
    room = MESSAGE_TEXT - len(top) - len(body) - len(foot)
    read = "\n".join(that_fit([reading_line(reading) for reading in readings], room))
    if lineage := _lineage(context, room - len(read)):
        container.add_item(ui.Separator(spacing=SeparatorSpacing.small))
        container.add_item(ui.TextDisplay(lineage))
    if read:
        container.add_item(ui.Separator(spacing=SeparatorSpacing.small))
        container.add_item(ui.TextDisplay(read))
    container.add_item(ui.TextDisplay(foot))
    container.add_item(
        ui.ActionRow(
            PaperButton(Goal.LINEAGE, paper.key, lead=True),
            PaperButton(Goal.CLUSTER, paper.key),
            PaperButton(Goal.WRITE, paper.key),
            PaperButton(Goal.CITE, paper.key),
        )
    )
    return Page(container)


def reading_line(reading: Reading) -> str:
    """Which club, which week, how many logs, and a link there."""
    club, week = reading.club, reading.week
    post = post_address(club.server_id, week)
    logs = "1 log" if reading.logs == 1 else f"{reading.logs} logs"
    thread = f" · <#{week.thread_id}>" if week.thread_id else ""
    return f"**Read here** [Week {week.number}]({post}) of {plain(club.settings.name)} · {logs}{thread}"


def heading(paper: Paper) -> str:
    """Tier, linked title, authors, year and venue."""
    return f"-# {tier_line(paper)}\n## {link(paper.title, paper.url)}\n{authors(paper)} · {year_and_venue(paper)}"


def tier_line(paper: Paper) -> str:
    names = TIER_NAMES[paper.tier]
    return f"{names.upper()} · {paper.short_name}"


def authors(paper: Paper) -> str:
    """All of up to four; of more, the first three and how many others."""
    names = [written(name) for name in paper.authors]
    if len(names) <= MOST_AUTHORS:
        return ", ".join(names)
    return f"{', '.join(names[:FIRST_AUTHORS])} and {len(names) - FIRST_AUTHORS} more"


def year_and_venue(paper: Paper) -> str:
    """The year of the first version, and the venue, which usually brings its own year along."""
    venue = written(paper.venue)
    if str(paper.year) in venue:
        return venue
    return f"{paper.year} · {venue}"


def identifiers(paper: Paper) -> str:
    """The catalogue's key and the ids that the world knows it by, linked."""
    ids = [f"`{paper.key}`"]
    if paper.arxiv_id:
        ids.append(f"arXiv {link(paper.arxiv_id, f'https://arxiv.org/abs/{paper.arxiv_id}')}")
    if paper.doi:
        ids.append(f"DOI {link(paper.doi, f'https://doi.org/{paper.doi}')}")
    return " · ".join(ids)


def older_line(relative: Relative, newer: Paper) -> str:
    """One that the paper builds on: linked short name, year, and what the newer one takes from it."""
    return f"- {relative_name(relative.paper)}: {why_sentence(newer, relative.why)}"


def newer_line(relative: Relative) -> str:
    """One that builds on the paper; its why is about itself, so its name is said once."""
    return f"- {relative_name(relative.paper)}: {written(relative.why)}"


def why_sentence(newer: Paper, why: str) -> str:
    """Why one paper builds on another, with the newer one named: each why is a sentence about it, without it."""
    return f"{written(newer.short_name)} {written(why[:1].lower() + why[1:])}"


def relative_name(paper: Paper) -> str:
    return f"{short_link(paper.short_name, paper)} ({paper.year})"


def short_link(text: str, paper: Paper) -> str:
    """Linked to arXiv where the paper is there, whose addresses are short; a very long address is left out.

    A message has room for 4,000 characters, and addresses count.
    """
    url = f"https://arxiv.org/abs/{paper.arxiv_id}" if paper.arxiv_id else paper.url
    return link(text, url) if len(url) <= LONGEST_URL else written(text)


def _body(paper: Paper) -> str:
    parts = [
        f"**What it contributed**\n{written(paper.contribution)}",
        f"**Why it matters**\n{written(paper.why_it_matters)}",
    ]
    if place := paper.curriculum:
        where = [f"{place.section}, no. {place.place}", *place.phases]
        practice = f"\n-# {written(place.practice)}" if place.practice else ""
        parts.append(f"**In the curriculum**\n{written(' · '.join(where))}{practice}")
    return "\n\n".join(parts)


def _lineage(context: PaperInContext, room: int) -> str:
    """Both directions in at most `room` characters; empty where there is neither."""
    blocks = []
    older = [older_line(relative, context.paper) for relative in context.builds_on[:BUILDS_ON_SHOWN]]
    lines = ["**Builds on**", *older]
    if len(lines := that_fit(lines, room)) > 1:
        blocks.append("\n".join(lines))
        room -= len(blocks[0])
    room -= len(LED_TO) + MORE_ROOM
    shown = that_fit([relative_name(relative.paper) for relative in context.led_to[:LED_TO_SHOWN]], room, ", ")
    if shown:
        more = len(context.led_to) - len(shown)
        blocks.append(LED_TO + ", ".join(shown) + (f" and {more} more" if more > 0 else ""))
    return "\n\n".join(blocks)
