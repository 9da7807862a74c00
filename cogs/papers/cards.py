"""The card of a paper: what to know before opening it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.papers.buttons import PaperButton
from cogs.papers.own_texts import abstract_block, own_reason, quotations
from cogs.papers.past_sessions import session_on_paper_line
from cogs.papers.views import PaperView
from cogs.ui.addresses import post_address
from cogs.ui.containers import parted
from cogs.ui.escaping import clip, link, plain, written
from cogs.ui.replies import Page
from cogs.ui.text_budget import MESSAGE_TEXT, that_fit
from cogs.ui.theme import TIER_COLORS, tier_name
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.papers.paper import Paper
    from bot.core.reviews.quoted import QuotedSentence
    from bot.services.paper_logs.service import WeekOnPaper
    from bot.services.papers.papers import PaperInContext, Relative
    from bot.services.schedules.service import SessionOnPaper

MOST_AUTHORS = 4
BUILDS_ON_SHOWN = 4
LED_TO_SHOWN = 6
BODY_TEXT = 1800
LONGEST_URL = 120
MORE_ROOM = 24  # for the blank line between the blocks and "and 99 more"


def card_page(
    context: PaperInContext,
    weeks_on_paper: Sequence[WeekOnPaper] = (),
    quoted: Sequence[QuotedSentence] = (),
    before: Sequence[SessionOnPaper] = (),
) -> Page:
    """Return the card with its buttons, and with where the server's clubs have read the paper, here or `before`.

    A paper without texts of ours has its abstract, and sentences that were `quoted` from the server's logs.
    """
    paper = context.paper
    top, foot = heading(paper), f"-# {identifiers(paper)}"
    about = abstract_block(paper)
    if paper.contribution:
        about = clip(f"**{t('papers-contribution')}**\n{written(paper.contribution)}", BODY_TEXT // 2)
    body = clip(_body(paper), BODY_TEXT - len(about)) or quotations(quoted, BODY_TEXT - len(about))
    room = MESSAGE_TEXT - sum(map(len, (top, about, body, foot)))
    lines = [*map(week_on_paper_line, weeks_on_paper), *map(session_on_paper_line, before)]
    read = "\n".join(that_fit(lines, room))
    lineage = _lineage(context, room - len(read))
    buttons = [
        PaperButton(PaperView.LINEAGE, paper.key, lead=True),
        PaperButton(PaperView.CLUSTER, paper.key),
        PaperButton(PaperView.WRITE, paper.key),
        PaperButton(PaperView.CITE, paper.key),
    ]
    return Page(parted([top, about, body, lineage, read, foot], TIER_COLORS[paper.tier], *buttons))


def week_on_paper_line(week_on_paper: WeekOnPaper) -> str:
    """Return the club, the week and the number of logs, linked."""
    club, week = week_on_paper.club, week_on_paper.week
    post = post_address(club.server_id, week)
    thread = f" · <#{week.thread_id}>" if week.thread_id else ""
    name = plain(club.settings.name)
    return t("papers-read-here", week=week.number, post=post, club=name, logs=week_on_paper.logs) + thread


def heading(paper: Paper) -> str:
    """Return the tier, the linked title, the authors, the year and the venue."""
    title = link(paper.title, paper.url) if paper.url else written(paper.title)
    return f"-# {tier_line(paper)}\n## {title}\n{byline(paper)}".rstrip()


def byline(paper: Paper, room: int | None = None, unnamed: int = 0) -> str:
    """Return the authors in at most `room` characters, the year and the venue, as far as they are known."""
    names = authors(paper, unnamed=unnamed)
    names = names if room is None else clip(names, room)
    return " · ".join(filter(None, (names, year_and_venue(paper))))


def tier_line(paper: Paper) -> str:
    return f"{tier_name(paper.tier).upper()} · {written(paper.short_name)}"


def authors(paper: Paper, most: int = MOST_AUTHORS, unnamed: int = 0) -> str:
    """Return up to `most` authors; for more, all but the last of these and the number of others.

    `unnamed` is how many further authors there are, whose names nobody knows.
    """
    names = [written(name) for name in paper.authors]
    if not names:
        return ""
    shown = names if len(names) <= most else names[: most - 1]
    return t("papers-and-more", names=shown, more=len(names) - len(shown) + unnamed)


def year_and_venue(paper: Paper) -> str:
    """Return the year of the first version and the venue. The year is left out if the venue already contains it."""
    venue = written(paper.venue)
    if not paper.year or str(paper.year) in venue:
        return venue
    return " · ".join(filter(None, (str(paper.year), venue)))


def identifiers(paper: Paper) -> str:
    """Return the catalog's key and the linked arXiv id and DOI."""
    ids = [f"`{paper.key}`"]
    if paper.arxiv_id:
        ids.append(f"arXiv {link(paper.arxiv_id, f'https://arxiv.org/abs/{paper.arxiv_id}')}")
    if paper.doi:
        ids.append(f"DOI {link(paper.doi, f'https://doi.org/{paper.doi}')}")
    return " · ".join(ids)


def older_line(relative: Relative, newer: Paper) -> str:
    """Return a paper that `newer` builds on: linked short name, year, and what `newer` takes from it."""
    reason = reason_of(newer, relative.why, relative.sentence)
    return f"- {relative_name(relative.paper)}: {reason}" if reason else f"- {relative_name(relative.paper)}"


def newer_line(relative: Relative) -> str:
    """Return a paper that builds on this one. Its `why` is about itself, so its name is not repeated."""
    reason = written(relative.why) if relative.sentence is None else own_reason(relative.why, relative.sentence)
    return f"- {relative_name(relative.paper)}: {reason}" if reason else f"- {relative_name(relative.paper)}"


def reason_of(newer: Paper, why: str, sentence: str | None) -> str:
    """Return why one paper builds on another, in our words or as the server has it; empty if nobody said."""
    return why_sentence(newer, why) if sentence is None else own_reason(why, sentence)


def why_sentence(newer: Paper, why: str) -> str:
    """Return why one paper builds on another. A `why` lacks its subject, so this adds the newer paper's name."""
    return f"{written(newer.short_name)} {written(why[:1].lower() + why[1:])}"


def relative_name(paper: Paper) -> str:
    return dated(short_link(paper.short_name, paper), paper.year)


def dated(name: str, year: int) -> str:
    """Return the name with the year, if it is known and the name does not have it already."""
    return name if not year or f" ({year})" in name else f"{name} ({year})"


def short_link(text: str, paper: Paper) -> str:
    """Return the text linked to the paper, to arXiv's short address if it has one. A very long address is left out.

    A message has room for 4,000 characters, and addresses count.
    """
    url = f"https://arxiv.org/abs/{paper.arxiv_id}" if paper.arxiv_id else paper.url
    return link(text, url) if url and len(url) <= LONGEST_URL else written(text)


def _body(paper: Paper) -> str:
    why = paper.why_it_matters
    parts = [f"**{t('papers-why-it-matters')}**\n{written(why)}"] if why else []
    if listed := paper.curriculum:
        where = [t("papers-place-in-curriculum", section=listed.section, position=listed.position), *listed.phases]
        practice = f"\n-# {written(listed.practice)}" if listed.practice else ""
        parts.append(f"**{t('papers-in-the-curriculum')}**\n{written(' · '.join(where))}{practice}")
    return "\n\n".join(parts)


def _lineage(context: PaperInContext, room: int) -> str:
    """Return both directions of the lineage in at most `room` characters; empty if there is neither."""
    blocks = []
    older = [older_line(relative, context.paper) for relative in context.builds_on[:BUILDS_ON_SHOWN]]
    lines = [f"**{t('papers-builds-on')}**", *older]
    if len(lines := that_fit(lines, room)) > 1:
        blocks.append("\n".join(lines))
        room -= len(blocks[0])
    led_to = f"**{t('papers-led-to')}**\n"
    room -= len(led_to) + MORE_ROOM
    shown = that_fit([relative_name(relative.paper) for relative in context.led_to[:LED_TO_SHOWN]], room, ", ")
    if shown:
        blocks.append(led_to + t("papers-and-more", names=shown, more=len(context.led_to) - len(shown)))
    return "\n\n".join(blocks)
