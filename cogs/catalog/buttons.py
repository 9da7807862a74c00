"""Buttons and selects about a server's own papers. Previews are stored: their ids hold only a random token."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import discord

from bot.core.text.characters import storable
from bot.core.text.short_inputs import one_line
from cogs.papers.buttons import PAPER_KEY
from cogs.ui.buttons import PAGE, ROW_ID, IdPart, PersistentButton, PersistentSelect, one_of
from cogs.ui.escaping import clip
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.catalog.own_papers import ProposedAncestor

TOKEN = IdPart(r"[\w-]{8,64}")
LONGEST_QUERY = 66
QUERY = IdPart(rf"[^\n]{{1,{LONGEST_QUERY}}}")
OPTION_LIMIT = 100


class PreviewAction(StrEnum):
    """What an organizer does with a preview of a paper or of an import."""

    ADD = "add"
    FACTS = "facts"
    IMPORT = "import"
    CANCEL = "cancel"


class Offer(StrEnum):
    """What somebody can do about a paper that nobody has added."""

    ADD = "add-it"
    SUGGEST = "suggest-it"


class SuggestionDecision(StrEnum):
    """What an organizer makes of a suggestion."""

    ACCEPT = "accept"
    DECLINE = "decline"


STYLES = {
    PreviewAction.ADD: discord.ButtonStyle.success,
    PreviewAction.IMPORT: discord.ButtonStyle.success,
}


class PreviewButton(
    PersistentButton, route="pc:catalog:{action}:v1:{token}", action=one_of(PreviewAction), token=TOKEN
):
    """Confirms, changes or drops a preview."""

    def __init__(self, action: PreviewAction, token: str) -> None:
        style = STYLES.get(action, discord.ButtonStyle.secondary)
        super().__init__(t("catalog-button", goal=action), style, action=action, token=token)
        self.action, self.token = action, token


class AncestorPick(PersistentSelect, route="pc:catalog:ancestors:v1:{token}", token=TOKEN):
    """Which of the proposed papers the new one builds on. What is chosen is stored with the preview."""

    def __init__(self, token: str, ancestors: Sequence[ProposedAncestor] = ()) -> None:
        options = [_option(number, ancestor) for number, ancestor in enumerate(ancestors)]
        super().__init__(t("catalog-choose-ancestors"), options, token=token)
        self.item.min_values, self.item.max_values = 0, max(1, len(options))
        self.token = token

    @property
    def numbers(self) -> set[int]:
        """The chosen ones, counted from 0. None is a choice too."""
        return {int(value) for value in self.item.values if value.isdecimal()}


class TypeInButton(
    PersistentButton, route="pc:catalog:type:v1:{suggestion_id}[:{source}]", suggestion_id=ROW_ID, source=QUERY
):
    """Opens a form for a paper that nothing could be read about. The suggestion 0 is none."""

    def __init__(self, suggestion_id: int = 0, source: str | None = None) -> None:
        super().__init__(
            t("catalog-type-it"), discord.ButtonStyle.primary, suggestion_id=suggestion_id, source=source or None
        )
        self.suggestion_id, self.source = suggestion_id, source or ""


class OfferButton(PersistentButton, route="pc:catalog:{offer}:v1:{query}", offer=one_of(Offer), query=QUERY):
    """Adds or suggests what somebody looked up in vain."""

    def __init__(self, offer: Offer, query: str, label: str = "") -> None:
        style = discord.ButtonStyle.primary if offer is Offer.ADD else discord.ButtonStyle.secondary
        super().__init__(label or t("catalog-offer", offer=offer), style, offer=offer, query=query)
        self.offer, self.query = offer, query


class SuggestionButton(
    PersistentButton,
    route="pc:catalog:{decision}:v1:{suggestion_id}:{page}",
    decision=one_of(SuggestionDecision),
    suggestion_id=ROW_ID,
    page=PAGE,
):
    """Decides about a suggestion, on a page of the list."""

    def __init__(self, decision: SuggestionDecision, suggestion_id: int, page: int) -> None:
        style = discord.ButtonStyle.success if decision is SuggestionDecision.ACCEPT else discord.ButtonStyle.secondary
        label = t("catalog-decision", decision=decision)
        super().__init__(label, style, decision=decision, suggestion_id=suggestion_id, page=page)
        self.decision, self.suggestion_id, self.page = decision, suggestion_id, page


class SuggestionsPageButton(PersistentButton, route="pc:catalog:suggestions:v1:{page}", page=PAGE):
    """Shows another page of the suggestions in the same message."""

    def __init__(self, page: int, label: str = "", *, disabled: bool = False) -> None:
        super().__init__(label or t("ui-page"), disabled=disabled, page=page)
        self.page = page


class RemoveButton(PersistentButton, route="pc:catalog:remove:v1:{key}", key=PAPER_KEY):
    """Removes one of the server's papers for good."""

    def __init__(self, key: str) -> None:
        super().__init__(t("catalog-remove-it"), discord.ButtonStyle.danger, key=key)
        self.key = key


class ImportPageButton(PersistentButton, route="pc:catalog:entries:v1:{token}:{page}", token=TOKEN, page=PAGE):
    """Shows another page of what an import would do."""

    def __init__(self, token: str, page: int, label: str = "", *, disabled: bool = False) -> None:
        super().__init__(label or t("ui-page"), disabled=disabled, token=token, page=page)
        self.token, self.page = token, page


def as_query(typed: str) -> str:
    """Return what somebody typed, as long as a custom id takes: whole words of a title, but never half an id.

    Return nothing if no text is visible or none fits.
    """
    line = one_line(storable(typed))
    return line if len(line) <= LONGEST_QUERY else line[: LONGEST_QUERY + 1].rpartition(" ")[0]


def _option(number: int, ancestor: ProposedAncestor) -> discord.SelectOption:
    label = clip(f"{number + 1}. {ancestor.title}", OPTION_LIMIT)
    return discord.SelectOption(label=label, value=str(number), default=ancestor.is_chosen)
