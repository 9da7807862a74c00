"""What an organizer reads before and after a paper is added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import SeparatorSpacing, ui

from bot.core.catalog.names import short_name_of
from cogs.catalog.buttons import AncestorPick, PreviewAction, PreviewButton, TypeInButton, as_query
from cogs.papers.buttons import PaperButton
from cogs.papers.cards import relative_name
from cogs.papers.views import PaperView
from cogs.ui.containers import TextPage, parted
from cogs.ui.escaping import clip, link, plain
from cogs.ui.replies import Page
from cogs.ui.text_budget import MESSAGE_TEXT, fitted, that_fit
from cogs.ui.theme import HOUSE_COLOR, TIER_COLORS, WARNING_COLOR
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.catalog.own_papers import AddedPaper, NewPaper, ProposedAncestor
    from bot.core.catalog.previews import AddPreview
    from bot.core.papers.paper import Catalog, Paper
    from bot.services.papers.papers import PaperInContext

AUTHORS_SHOWN = 6
# Parts of the 4,000 characters that a message can hold. What is escaped or linked takes more than it shows.
TITLE_ROOM, AUTHORS_ROOM, VENUE_ROOM, NOTES_ROOM = 450, 320, 140, 450
ANCESTOR_TITLE, SECTION_ROOM, WHY_ROOM, LEAST_SENTENCE = 110, 40, 130, 40
LONGEST_DOI = 60
REASON_ROOM = 600
NAMES_ROOM = 1200


def preview_page(token: str, draft: AddPreview, catalog: Catalog, notes: Sequence[str] = ()) -> Page:
    """Return the facts, what the paper seems to build on, and the buttons.

    Each sentence is quoted word for word, as far as there is room.
    """
    head = f"{t('catalog-preview')}\n{paper_head(draft.paper)}"
    said = [t("catalog-notes", notes=clip(" ".join(notes), NOTES_ROOM))] if notes else []
    container = parted([head, *said], HOUSE_COLOR)
    container.add_item(ui.Separator(spacing=SeparatorSpacing.small))
    if draft.ancestors:
        _add_ancestors(container, token, draft.ancestors, catalog, MESSAGE_TEXT - sum(map(len, (head, *said))))
    else:
        container.add_item(ui.TextDisplay(t("catalog-no-ancestors")))
    actions = (PreviewAction.ADD, PreviewAction.FACTS, PreviewAction.CANCEL)
    container.add_item(ui.ActionRow(*(PreviewButton(action, token) for action in actions)))
    return Page(container)


def nothing_read_page(reasons: Sequence[str], suggestion_id: int, source: str) -> Page:
    """Return why nothing could be read, with a button that opens the form."""
    shown = [clip(reason, REASON_ROOM) for reason in reasons]
    text = t("catalog-nothing-read", reasons=shown)
    return TextPage(text, TypeInButton(suggestion_id, as_query(source)), color=WARNING_COLOR)


def added_page(context: PaperInContext, added: AddedPaper) -> Page:
    """Return what became of the paper: its card, what it builds on now, and what to do next."""
    paper = context.paper
    name = plain(paper.short_name)
    if not added.is_new:
        text = t("catalog-same-as", paper=f"**{name}**", matched_by=added.matched_by)
        return TextPage(text, *_views(paper.key))
    links = [relative_name(relative.paper) for relative in context.builds_on]
    texts = [
        f"{t('catalog-added', paper=name, outcome=added.outcome)}\n{paper_head(paper)}",
        t("catalog-added-links", names=that_fit(links, NAMES_ROOM, ", ")) if links else t("catalog-no-ancestors"),
        t("catalog-what-next"),
    ]
    return Page(parted(texts, TIER_COLORS[paper.tier], *_views(paper.key)))


def known_page(short_name: str, key: str) -> Page:
    """Return that the catalog has the paper, with its buttons."""
    return TextPage(t("catalog-known-already", paper=f"**{plain(short_name)}**"), *_views(key))


def paper_head(paper: NewPaper | Paper) -> str:
    """Return the linked title, the authors, the year, the venue, the short name and the ids."""
    linked = link(paper.title, paper.url) if paper.url else plain(paper.title)
    if len(linked) > TITLE_ROOM:
        linked = fitted(paper.title, TITLE_ROOM)
    shown = ", ".join(plain(name) for name in paper.authors[:AUTHORS_SHOWN])
    more = len(paper.authors) - AUTHORS_SHOWN
    names = t("papers-and-more", names=[shown], more=max(more, 0)) if shown else t("catalog-no-authors")
    facts = [clip(names, AUTHORS_ROOM), str(paper.year or t("catalog-no-year"))]
    if paper.venue:
        facts.append(clip(plain(paper.venue), VENUE_ROOM))
    short_name = plain(paper.short_name or short_name_of(paper.title))
    ids = [t("catalog-short-name", name=short_name), *id_links(paper.arxiv_id, paper.doi)]
    return f"## {linked}\n{' · '.join(facts)}\n-# {' · '.join(ids)}"


def _add_ancestors(
    container: ui.Container[Any],
    token: str,
    ancestors: Sequence[ProposedAncestor],
    catalog: Catalog,
    room: int,
) -> None:
    """Add each ancestor with its sentence. What one leaves of its share of the room, the next ones may use."""
    heading = t("catalog-builds-on")
    container.add_item(ui.TextDisplay(heading))
    room -= len(heading)
    for place, ancestor in enumerate(ancestors):
        text = _ancestor(place + 1, ancestor, ancestor.key in catalog, room // (len(ancestors) - place))
        room -= len(text)
        container.add_item(ui.TextDisplay(text))
    container.add_item(ui.ActionRow(AncestorPick(token, ancestors)))


def _ancestor(number: int, ancestor: ProposedAncestor, is_known: bool, room: int) -> str:
    title = fitted(ancestor.title, ANCESTOR_TITLE)
    line = t("catalog-ancestor", number=number, title=title, year=ancestor.year, is_known=is_known)
    why = t("catalog-ancestor-why", why=fitted(ancestor.why, WHY_ROOM)) if ancestor.why else ""
    section = fitted(ancestor.section, SECTION_ROOM) or None
    frame = len(t("catalog-ancestor-sentence", sentence="", section=section)) + 2
    left, said = room - len(line) - len(why) - frame, ""
    if ancestor.sentence and left >= LEAST_SENTENCE:
        said = t("catalog-ancestor-sentence", sentence=fitted(ancestor.sentence, left), section=section)
    return "\n".join(filter(None, (line, said, why)))


def id_links(arxiv_id: str | None, doi: str | None) -> list[str]:
    """Return the linked arXiv id and DOI, unless it is very long."""
    links = []
    if arxiv_id:
        links.append(f"arXiv {link(arxiv_id, f'https://arxiv.org/abs/{arxiv_id}')}")
    if doi and len(doi) <= LONGEST_DOI:
        links.append(f"DOI {link(doi, f'https://doi.org/{doi}')}")
    return links


def _views(key: str) -> tuple[PaperButton, ...]:
    return tuple(PaperButton(view, key) for view in (PaperView.LINEAGE, PaperView.CLUSTER, PaperView.CARD))
