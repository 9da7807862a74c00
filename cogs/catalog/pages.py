"""A paper with its links and where it is used, its removal, and the list of suggestions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui

from cogs.catalog.buttons import RemoveButton, SuggestionButton, SuggestionDecision, SuggestionsPageButton
from cogs.catalog.previews import paper_head
from cogs.papers.buttons import PaperButton
from cogs.papers.cards import relative_name
from cogs.papers.views import PaperView
from cogs.ui.containers import TextPage, parted
from cogs.ui.escaping import in_code, plain
from cogs.ui.mentions import mention
from cogs.ui.page_buttons import page_buttons
from cogs.ui.replies import Page
from cogs.ui.text_budget import MESSAGE_TEXT, counted, fitted
from cogs.ui.theme import HOUSE_COLOR, TIER_COLORS, WARNING_COLOR
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.catalog.own_papers import OwnLink, OwnPaper, RemovedPaper
    from bot.core.catalog.suggestions import Suggestion
    from bot.core.papers.paper import Paper
    from bot.services.papers.papers import PaperInContext, Relative

ROWS = 5
SOURCE_ROOM, TITLE_ROOM, SENTENCE_ROOM, WHY_ROOM = 120, 200, 240, 160
USES_ROOM, LED_TO_ROOM, STUBS_ROOM = 700, 500, 500


def shown_page(own: OwnPaper, context: PaperInContext, uses: Sequence[str]) -> Page:
    """Return a paper with its links, who added it, and the places where it is used, each a phrase."""
    paper = context.paper
    head = f"{paper_head(paper)}\n-# {_origin(own)}"
    used = "\n".join([t("catalog-used-here"), *counted([f"- {use}" for use in uses], USES_ROOM)])
    used = used if uses else t("catalog-unused")
    newer = [relative_name(relative.paper) for relative in context.led_to]
    led_to = t("catalog-led-to", names=counted(newer, LED_TO_ROOM, ", ")) if newer else ""
    room = MESSAGE_TEXT - len(head) - len(used) - len(led_to)
    views = (PaperView.CARD, PaperView.LINEAGE, PaperView.CLUSTER)
    texts = [head, _builds_on(own.builds_on, context.builds_on, room), led_to, used]
    return Page(parted(texts, TIER_COLORS[paper.tier], *(PaperButton(view, paper.key) for view in views)))


def edited_page(paper: Paper) -> Page:
    """Return the facts after a change."""
    text = f"{t('catalog-edited', paper=plain(paper.short_name))}\n{paper_head(paper)}"
    return TextPage(text, PaperButton(PaperView.CARD, paper.key))


def removing_page(short_name: str, key: str) -> Page:
    """Return the question, with the button that removes the paper."""
    return TextPage(t("catalog-remove-sure", paper=plain(short_name)), RemoveButton(key), color=WARNING_COLOR)


def removed_page(removed: RemovedPaper) -> Page:
    stubs = counted([plain(name) for name in removed.stubs], STUBS_ROOM, ", ")
    return TextPage(t("catalog-removed", paper=plain(removed.short_name), stubs=stubs, count=len(removed.stubs)))


def suggestions_page(suggestions: Sequence[Suggestion], page: int) -> Page:
    """Return one page of the open suggestions, each with its buttons."""
    pages = max(1, -(-len(suggestions) // ROWS))
    page = min(page, pages - 1)
    heading: ui.TextDisplay[Any] = ui.TextDisplay(t("catalog-suggestions", count=len(suggestions)))
    container: ui.Container[Any] = ui.Container(heading, accent_color=HOUSE_COLOR)
    for suggestion in suggestions[page * ROWS : (page + 1) * ROWS]:
        container.add_item(ui.TextDisplay(_suggested(suggestion)))
        container.add_item(ui.ActionRow(*(SuggestionButton(each, suggestion.id, page) for each in SuggestionDecision)))
    if pages > 1:
        container.add_item(page_buttons(SuggestionsPageButton, page, pages))
    return Page(container)


def suggested_text(suggestion: Suggestion, *, is_new: bool) -> str:
    """Return the answer to somebody who suggests a paper."""
    paper = in_code(suggestion.title or suggestion.source, SOURCE_ROOM)
    return t("catalog-suggested", paper=paper, is_new=is_new)


def _suggested(suggestion: Suggestion) -> str:
    is_named = suggestion.title and suggestion.title != suggestion.source
    title = fitted(suggestion.title, TITLE_ROOM) if is_named else None
    source = in_code(suggestion.source, SOURCE_ROOM)
    by = mention(suggestion.suggested_by)
    return t("catalog-suggestion", title=title, source=source, member=by, at=suggestion.suggested_at)


def _origin(own: OwnPaper) -> str:
    if not own.is_own or own.added_at is None:
        return t("catalog-shared")
    by = mention(own.added_by, is_first=False) if own.added_by else None
    return t("catalog-own", member=by, at=own.added_at, is_stub=own.is_stub)


def _builds_on(links: Sequence[OwnLink], relatives: Sequence[Relative], room: int) -> str:
    if not relatives:
        return t("catalog-no-ancestors")
    own = {link.builds_on: link for link in links}
    lines = [_relative(relative, own.get(relative.paper.key)) for relative in relatives]
    heading = t("catalog-show-builds-on")
    return "\n".join([heading, *counted(lines, room - len(heading) - 1)])


def _relative(relative: Relative, link: OwnLink | None) -> str:
    reason = link.why if link else relative.why
    why = fitted(f"{reason[:1].upper()}{reason[1:]}", WHY_ROOM)
    line = f"- {relative_name(relative.paper)}" + (f": {why}" if why else "")
    if not link or not link.sentence:
        return line
    section = fitted(link.section, 60) or None
    return f"{line}\n{t('catalog-ancestor-sentence', sentence=fitted(link.sentence, SENTENCE_ROOM), section=section)}"
