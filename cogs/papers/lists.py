"""Pages that offer several papers: "Did you mean", the pages of the catalog, the papers in a message."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from discord import ui

from bot.core.papers.paper import Tier
from bot.core.world_catalog.shown import as_paper
from bot.services.world_catalog.finding import NotAddedYet
from cogs.papers.buttons import PaperButton, PaperPick, ShelfButton, ShelfFilter, WorldButton
from cogs.papers.cards import byline, dated, short_link
from cogs.papers.choices import CHOICES
from cogs.papers.own_texts import gist
from cogs.papers.views import PaperView, WorldView
from cogs.papers.world_cards import world_line
from cogs.ui.escaping import clip, in_code, written
from cogs.ui.page_buttons import page_buttons
from cogs.ui.replies import Page
from cogs.ui.text_budget import MESSAGE_TEXT, that_fit
from cogs.ui.theme import HOUSE_COLOR, TIER_COLORS, tier_name
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.papers.paper import Paper
    from bot.services.world_catalog.finding import AnyPaper
    from cogs.papers.views import BrowsedShelf

TITLE_LIMIT = 200
ROWS_OF_MENTIONS = 7
AROUND_NAMES = 40  # "Also in it: … and 12 more."
CANDIDATES_TEXT = MESSAGE_TEXT - 300  # less the question
ROWS = 7  # with the filters and the page buttons, more would pass Discord's 40 components
WORLD_TITLE, WORLD_BYLINE = 160, 200  # in a row
GIST_LIMIT, AUTHORS_LIMIT = 172, 100  # the longest first sentence of the shipped papers


def did_you_mean_page(query: str, paper_view: PaperView, papers: Sequence[AnyPaper], *, private: bool) -> Page:
    """Return the candidates in words, and a select that shows the chosen one as asked."""
    lines = [f"{number}. {_candidate(paper)}" for number, paper in enumerate(papers, start=1)]
    if len(papers) == 1:
        lines = [_candidate(papers[0])]
    return Page(
        ui.Container(
            ui.TextDisplay(t("papers-did-you-mean", count=len(papers), query=in_code(query))),
            ui.TextDisplay("\n".join(that_fit(lines, CANDIDATES_TEXT))),
            ui.ActionRow(PaperPick(paper_view, papers, private=private)),
            accent_color=HOUSE_COLOR,
        )
    )


def _candidate(paper: AnyPaper) -> str:
    """Return name, title and year. If the title begins with the name, the name is not repeated."""
    if isinstance(paper, NotAddedYet):
        return world_line(paper.paper, TITLE_LIMIT)
    name, colon, rest = paper.title.partition(": ")
    if colon and name.casefold() == paper.short_name.casefold():
        title = f"**{written(name)}**: {clip(written(rest), TITLE_LIMIT)}"
    else:
        title = f"**{written(paper.short_name)}** · {clip(written(paper.title), TITLE_LIMIT)}"
    return dated(title, paper.year)


def shelf_page(shelf: BrowsedShelf, papers: Sequence[Paper], topics: dict[str, str]) -> Page:
    """Return one page of `papers`, which have passed the shelf's filters, with filters and page buttons."""
    pages = max(1, -(-len(papers) // ROWS))
    page = min(shelf.page, pages - 1)
    container: ui.Container[Any] = ui.Container(
        ui.TextDisplay(_shelf_heading(shelf, len(papers), topics)), accent_color=_shelf_color(shelf)
    )
    for paper in papers[page * ROWS : (page + 1) * ROWS]:
        container.add_item(_row(paper))
    if not papers:
        container.add_item(ui.TextDisplay(t("papers-empty-shelf", added=shelf.tier is Tier.ADDED)))
    container.add_item(ui.ActionRow(ShelfFilter.of_tiers(shelf)))
    container.add_item(ui.ActionRow(ShelfFilter.of_topics(shelf, topics)))
    if pages > 1:
        container.add_item(page_buttons(partial(_to_page, shelf), page, pages))
    return Page(container)


def mentions_page(papers: Sequence[AnyPaper]) -> Page:
    """Return the papers that a message mentions: the first ones with a button to the card, the others in a menu."""
    rows, others = papers[:ROWS_OF_MENTIONS], papers[ROWS_OF_MENTIONS:]
    heading: ui.TextDisplay[Any] = ui.TextDisplay(f"### {t('papers-mentioned', count=len(papers))}")
    container: ui.Container[Any] = ui.Container(heading, *map(_row, rows), accent_color=HOUSE_COLOR)
    if others:
        shown = sum(len(part.content) for part in container.walk_children() if isinstance(part, ui.TextDisplay))
        room = MESSAGE_TEXT - AROUND_NAMES - shown
        chosen = others[:CHOICES]
        names = that_fit([f"**{written(_short_name(paper))}**" for paper in chosen], room, ", ")
        is_cut, more = len(names) < len(chosen), len(others) - len(chosen)
        container.add_item(ui.TextDisplay(t("papers-also-mentioned", names=names, is_cut=is_cut, more=more)))
        container.add_item(ui.ActionRow(PaperPick(PaperView.CARD, chosen, private=True)))
    return Page(container)


def _shelf_heading(shelf: BrowsedShelf, count: int, topics: dict[str, str]) -> str:
    narrowed = [tier_name(shelf.tier)] if shelf.tier else []
    narrowed += [topics[shelf.topic]] if shelf.topic in topics else []
    return t("papers-shelf", shelf=" · ".join(narrowed) or t("papers-catalog"), count=count)


def _shelf_color(shelf: BrowsedShelf) -> int:
    return TIER_COLORS[shelf.tier] if shelf.tier else HOUSE_COLOR


def _short_name(paper: AnyPaper) -> str:
    return as_paper(paper.paper).short_name if isinstance(paper, NotAddedYet) else paper.short_name


def _to_page(shelf: BrowsedShelf, page: int, label: str, *, disabled: bool) -> ShelfButton:
    return ShelfButton(shelf.at_page(page), label, disabled=disabled)


def _row(paper: AnyPaper) -> ui.Section[Any]:
    if isinstance(paper, NotAddedYet):
        by = clip(byline(as_paper(paper.paper), AUTHORS_LIMIT, paper.paper.more_authors), WORLD_BYLINE)
        text = world_line(paper.paper, WORLD_TITLE)
        return ui.Section(
            f"{text}\n-# {by}" if by else text, accessory=WorldButton(WorldView.CARD, paper.paper.reference)
        )
    about = " · ".join(filter(None, (f"**{short_link(paper.short_name, paper)}**", gist(paper, GIST_LIMIT))))
    by = byline(paper, AUTHORS_LIMIT)
    return ui.Section(
        f"{about}\n-# {by}" if by else about,
        accessory=PaperButton(PaperView.CARD, paper.key),
    )
