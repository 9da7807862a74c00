"""What members read when nothing is found, and what they can do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.core.papers.identifiers import ArxivId, Doi
from cogs.catalog.buttons import Offer, OfferButton, as_query
from cogs.ui.escaping import in_code
from cogs.ui.wording import t

if TYPE_CHECKING:
    from bot.services.papers.papers import Nothing


def unknown_text(query: str, nothing: Nothing) -> str:
    match nothing.identifier:
        case ArxivId(id=known_as):
            return t("papers-no-arxiv-id", id=in_code(known_as))
        case Doi(id=known_as):
            return t("papers-no-doi", id=in_code(known_as))
        case None:
            return t("papers-nothing-found", query=in_code(query))
        case page:
            return t("papers-no-page", link=in_code(page.link))


def ways_on(query: str, nothing: Nothing, offer: Offer | None) -> list[discord.ui.Item[Any]]:
    """Return the offer to add or suggest the paper, if there is room for it in a custom id, and arXiv's page."""
    buttons: list[discord.ui.Item[Any]] = []
    match nothing.identifier:
        case ArxivId(id=wanted):
            buttons = [discord.ui.Button(label=t("papers-open-on-arxiv"), url=f"https://arxiv.org/abs/{wanted}")]
        case Doi(id=wanted):
            pass
        case _:
            wanted = query
    if offer and (kept := as_query(wanted)):
        buttons.insert(0, OfferButton(offer, kept))
    return buttons
