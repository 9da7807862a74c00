"""What members read about nominations. Who supports one is never said, only how many do."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from discord import ui

from bot.core.ballots.ballot import MOST_CANDIDATES
from bot.core.privacy.member_data import is_erased
from cogs.nominations.buttons import NominationAction, NominationButton, NominationsPageButton
from cogs.papers.cards import relative_name
from cogs.ui.escaping import plain
from cogs.ui.mentions import mention
from cogs.ui.page_buttons import page_buttons
from cogs.ui.replies import Page
from cogs.ui.text_budget import quoted
from cogs.ui.theme import HOUSE_COLOR
from cogs.ui.wording import t

if TYPE_CHECKING:
    from bot.core.nominations.nomination import Nomination
    from bot.core.papers.paper import Catalog, Paper
    from bot.services.nominations.service import ClubNominations, Nominated

# Each has three parts and up to three buttons, of the 40 that a message can have.
ROWS = 5
WHY_ROOM = 400


def nominations_page(listed: ClubNominations, page: int, catalog: Catalog) -> Page:
    """Return one page of a club's open nominations, best supported first, with what its reader can do with each."""
    pages = max(1, -(-len(listed.open) // ROWS))
    page = min(page, pages - 1)
    count, name = len(listed.open), plain(listed.club.settings.name)
    heading = t("nominations-heading", club=name, count=count, is_over_ten=count > MOST_CANDIDATES)
    container: ui.Container[Any] = ui.Container(ui.TextDisplay(heading), accent_color=HOUSE_COLOR)
    for nomination in listed.open[page * ROWS : (page + 1) * ROWS]:
        container.add_item(ui.TextDisplay(_nomination(nomination, listed, catalog)))
        container.add_item(_buttons(nomination, listed, page))
    if pages > 1:
        container.add_item(page_buttons(partial(NominationsPageButton, listed.club.id), page, pages))
    return Page(container)


def nominated_text(paper: Paper, nominated: Nominated) -> str:
    """Return the answer to `/nominate`."""
    why = quoted(nominated.nomination.why, WHY_ROOM) if nominated.nomination.why else ""
    said = t("nominations-nominated", paper=relative_name(paper), is_new=nominated.is_new)
    return "\n".join(filter(None, (said, why, t("nominations-what-next"))))


def _nomination(nomination: Nomination, listed: ClubNominations, catalog: Catalog) -> str:
    paper = catalog.get(nomination.paper)
    name = relative_name(paper) if paper else plain(nomination.paper)
    line = t(
        "nominations-one",
        paper=name,
        support=len(nomination.supporters),
        is_own=nomination.member_id == listed.reader_id,
        member=_nominator(nomination, listed),
        place=nomination.place,
    )
    return "\n".join([line, *([quoted(nomination.why, WHY_ROOM)] if nomination.why else [])])


def _nominator(nomination: Nomination, listed: ClubNominations) -> str | None:
    """Return who nominated it. Nobody is named in an anonymous club, once they have left, or once they were erased."""
    member_id = nomination.member_id
    is_unnamed = listed.club.settings.anonymous or member_id in listed.gone or is_erased(member_id)
    return None if is_unnamed else mention(member_id)


def _buttons(nomination: Nomination, listed: ClubNominations, page: int) -> ui.ActionRow[Any]:
    is_own = nomination.member_id == listed.reader_id
    actions: list[NominationAction] = []
    if not is_own:
        supports = listed.reader_id in nomination.supporters
        actions.append(NominationAction.TAKE_BACK if supports else NominationAction.SUPPORT)
    elif listed.may_choose:
        actions.append(NominationAction.CHOOSE)
    if is_own or listed.is_organizer:
        actions.append(NominationAction.WITHDRAW)
    return ui.ActionRow(*(NominationButton(action, nomination.id, page) for action in actions))
