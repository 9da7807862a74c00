"""Papers of the world that nobody has added yet: the card, and what the sources list as cited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.core.world_catalog.records import LISTING_REFERENCES, DumpFormat
from bot.core.world_catalog.shown import address_of, as_paper
from bot.services.world_catalog.finding import WORLD_KEY
from cogs.catalog.buttons import OfferButton, as_query
from cogs.papers.buttons import WorldButton
from cogs.papers.cards import byline, dated, identifiers, short_link
from cogs.papers.own_texts import abstract_block
from cogs.papers.views import WorldView
from cogs.ui.containers import parted
from cogs.ui.escaping import clip, link, written
from cogs.ui.replies import Page
from cogs.ui.text_budget import MESSAGE_TEXT, counted
from cogs.ui.theme import HOUSE_COLOR
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Iterable

    from discord import ui

    from bot.core.world_catalog.paper import WorldPaper
    from bot.services.world_catalog.service import WorldLineage
    from cogs.catalog.buttons import Offer

TITLE_ROOM, BYLINE_ROOM, RELATIVE_TITLE = 600, 500, 110
RELATIVES_ROOM = MESSAGE_TEXT // 2 - 500


def world_card_page(paper: WorldPaper, offers: Iterable[Offer] = (), note: str = "") -> Page:
    """Return the card: what the source says, and what can be done about it here. `note` says why it is shown."""
    shown = as_paper(paper)
    url = address_of(paper)
    title = clip(paper.title, TITLE_ROOM)
    name = link(title, url) if url else written(title)
    by = clip(byline(shown, BYLINE_ROOM, paper.more_authors), BYLINE_ROOM * 2)
    head = f"-# {t('papers-world-mark').upper()}\n## {name}\n{by}"
    foot = f"-# {_origin(paper)}"
    buttons: list[ui.Item[Any]] = [world_offer(offer, paper) for offer in dict.fromkeys(offers)]
    buttons += [WorldButton(view, paper.reference) for view in (WorldView.LINEAGE, WorldView.CITE)]
    return Page(parted([note, head.rstrip(), abstract_block(shown), foot], HOUSE_COLOR, *buttons))


def world_offer(offer: Offer, paper: WorldPaper) -> OfferButton:
    """Return the button that adds or suggests the paper."""
    return OfferButton(offer, source_of(paper), t("papers-world-offer", offer=offer))


def world_lineage_page(lineage: WorldLineage) -> Page:
    """Return what the source lists as cited by the paper, and what cites it. Nobody here has checked either."""
    paper = lineage.paper
    # What our own lists and OpenAlex say; the other sources have no references.
    sources = _named([source for source in paper.sources if source in LISTING_REFERENCES])
    texts = [f"## {t('papers-lineage', paper=written(as_paper(paper).short_name))}\n-# {t('papers-world-mark')}"]
    for direction, relatives in (("older", lineage.cites), ("newer", lineage.cited_by)):
        heading = t(
            "papers-world-relatives", direction=direction, count=len(relatives), sources=sources, lists=len(sources)
        )
        lines = counted([f"- {_relative(each)}" for each in relatives], RELATIVES_ROOM)
        texts.append("\n".join([heading, *lines]))
    return Page(parted(texts, HOUSE_COLOR, WorldButton(WorldView.CARD, paper.reference)))


def world_line(paper: WorldPaper, room: int) -> str:
    """Return title and year, marked as not added yet."""
    return f"{dated(clip(written(paper.title), room), paper.year or 0)} · *{t('papers-world-mark')}*"


def _relative(paper: WorldPaper) -> str:
    shown = as_paper(paper)
    return dated(short_link(clip(paper.title, RELATIVE_TITLE), shown), shown.year)


def source_of(paper: WorldPaper) -> str:
    """Return what `/catalog add` takes: an id that people can read, if it fits into a custom id."""
    for known in (paper.arxiv_id, paper.doi):
        if known and as_query(known) == known:
            return known
    return f"{WORLD_KEY}{paper.reference}"


def _origin(paper: WorldPaper) -> str:
    ids = identifiers(as_paper(paper)).partition(" · ")[2]
    counted_by = t("papers-world-origin", sources=_sources(paper), citations=paper.citations or 0)
    return " · ".join(filter(None, (ids, counted_by)))


def _sources(paper: WorldPaper) -> list[str]:
    return _named([source for source in paper.sources if source in set(DumpFormat)] or [DumpFormat.OWN])


def _named(sources: Iterable[str]) -> list[str]:
    return [t("papers-world-source", source=source) for source in sources]
