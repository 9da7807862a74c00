"""Sets up the feature: who answers, and what each button does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.catalog.adding import Adding
from cogs.catalog.buttons import (
    AncestorPick,
    ImportPageButton,
    OfferButton,
    PreviewButton,
    RemoveButton,
    SuggestionButton,
    SuggestionsPageButton,
    TypeInButton,
)
from cogs.catalog.cog import CatalogCog
from cogs.catalog.editing import PaperEditing
from cogs.catalog.forms import OURS
from cogs.catalog.suggesting import Suggesting
from cogs.catalog.transfers import Transfers
from cogs.ui.dependencies import Dependencies

if TYPE_CHECKING:
    from bot.client import PaperClub


async def setup(bot: PaperClub) -> None:
    dependencies = bot.part(Dependencies)
    editing = PaperEditing(dependencies)
    transfers = Transfers(dependencies)
    adding = Adding(dependencies, editing, transfers)
    suggesting = Suggesting(dependencies, adding)
    bot.add_button(PreviewButton, adding.press)
    bot.add_button(ImportPageButton, transfers.show_page)
    bot.add_button(AncestorPick, adding.pick)
    bot.add_button(TypeInButton, adding.type_in)
    bot.add_button(OfferButton, suggesting.offered)
    bot.add_button(SuggestionButton, suggesting.decide)
    bot.add_button(SuggestionsPageButton, lambda press, button: suggesting.show_page(press, button.page))
    bot.add_button(RemoveButton, lambda press, button: editing.remove(press, button.key))
    bot.add_forms(OURS)
    await bot.add_cog(CatalogCog(adding, suggesting, editing, transfers))
