"""Several logs at once: `/log mine`, and the question which one is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui
from discord.utils import format_dt

from bot.services.log_views import LogView
from bot.services.paper_logs import KeptReview
from cogs.paper_logs.acts import DraftAct, LogAct
from cogs.paper_logs.buttons import DraftButton, LogButton, LogPick, MinePageButton
from cogs.paper_logs.choices import CHOICE_LIMIT, CHOICES, log_label
from cogs.paper_logs.messages import can_be_posted_again, message_link
from cogs.reviews.buttons import EditButton
from cogs.ui.inert import clip, link, on_one_line, plain, written
from cogs.ui.replies import Page
from cogs.ui.room import fitted
from cogs.ui.theme import HOUSE_COLOUR
from cogs.ui.troubles import for_member
from cogs.weeks.held_up import held_up
from cogs.weeks.posts import short_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.client import PaperClub
    from bot.core.paper_logs import LogText
    from bot.services.paper_logs import Mine
    from bot.storage.log_drafts import Draft
    from bot.storage.paper_logs import PaperLog

ON_A_PAGE = 5
BEGINNING = 120
TROUBLE_TEXT = 220  # as long as a reason may be, and a few characters of markup
NOTHING_YET = (
    "You have written no log yet. `/log write` opens the form for what your club reads, and with `paper` for any "
    "paper, with or without a club. `/howto` says what goes into it."
)

Item = tuple[str, "ui.ActionRow[Any]"]


def mine_page(bot: PaperClub, mine: Mine, page: int) -> Page:
    """Drafts first, since they wait for something; then logs, newest first."""
    items: list[Draft | KeptReview | LogView] = [*mine.drafts, *mine.reviews, *mine.logs]
    if not items:
        return Page(ui.Container(ui.TextDisplay(NOTHING_YET), accent_colour=HOUSE_COLOUR))
    last = (len(items) - 1) // ON_A_PAGE
    page = min(page, last)
    counts = f"{_counted(len(mine.logs), 'log')} · {_counted(len(mine.drafts) + len(mine.reviews), 'draft')}"
    container: ui.Container[Any] = ui.Container(
        ui.TextDisplay(f"### Your logs\n-# {counts}"), accent_colour=HOUSE_COLOUR
    )
    for item in items[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]:
        text, row = _item(bot, item)
        container.add_item(ui.Separator())
        container.add_item(ui.TextDisplay(text))
        container.add_item(row)
    if last:
        container.add_item(ui.Separator())
        container.add_item(_turning(page, last))
    return Page(container)


def choosing_page(
    bot: PaperClub, act: LogAct, logs: Sequence[PaperLog], user_id: int, names: Mapping[int, str]
) -> Page:
    """Asks which of several logs is meant."""
    options = [
        discord.SelectOption(label=log_label(bot, log, user_id, names), value=str(log.id)) for log in logs[:CHOICES]
    ]
    return Page(ui.TextDisplay("Which log do you mean?"), ui.ActionRow(LogPick(act, options)))


def _item(bot: PaperClub, item: Draft | KeptReview | LogView) -> Item:
    match item:
        case KeptReview():
            return _review(bot, item)
        case LogView():
            return _log(bot, item)
        case draft:
            return _draft(bot, draft)


def _review(bot: PaperClub, kept: KeptReview) -> Item:
    draft, log = kept.draft, kept.log
    name, when = _name(bot, log.paper_key), format_dt(draft.written_at, "R")
    text = on_one_line(f"{draft.text.strongest} {draft.text.question}")
    whose = "a log" if kept.is_out_of_sight else f"<@{log.author_id}>'s log"
    heading = f"**Review draft** on {whose} on **{name}** · {when}"
    return f"{heading}\n{_shown(text)}", ui.ActionRow(EditButton(draft.id))


def _draft(bot: PaperClub, draft: Draft) -> Item:
    heading = f"**Draft** on **{_name(bot, draft.paper_key)}** · {format_dt(draft.written_at, 'R')}"
    edit = DraftButton(DraftAct.EDIT, draft.id, lead=True, label="Continue")
    return f"{heading}\n{_beginning(draft.text)}", ui.ActionRow(edit, DraftButton(DraftAct.ASK, draft.id))


def _log(bot: PaperClub, view: LogView) -> Item:
    log = view.log
    is_late = log.is_late and not view.is_out_of_sight
    facts = [f"**{_name(bot, log.paper_key)}**", f"version {log.version}", *(["late"] if is_late else [])]
    facts.append(format_dt(log.revised_at, "d"))
    lines = [" · ".join([*facts, _where(view)]), _beginning(log.text)]
    if view.trouble:
        lines.append(f"-# {held_up(view)}. {for_member(view.trouble)}")
    again = [LogButton(LogAct.AGAIN, log.id)] if can_be_posted_again(view) else []
    return "\n".join(lines), ui.ActionRow(LogButton(LogAct.SHOW, log.id), LogButton(LogAct.EDIT, log.id), *again)


def _where(view: LogView) -> str:
    club = view.place.club
    if view.log.is_withdrawn:
        return "withdrawn"
    if view.is_out_of_sight:
        return "in a club that you can't see now"
    if club is None:
        return "kept for you alone"
    address = message_link(view)
    return link(club.settings.name, address) if address else plain(club.settings.name)


def _turning(page: int, last: int) -> ui.ActionRow[Any]:
    """The numbers of the two differ whatever the page, since ids in a message must."""
    newer, older = MinePageButton(max(page - 1, 0), "Newer"), MinePageButton(page + 1, "Older")
    newer.item.disabled, older.item.disabled = page == 0, page == last
    return ui.ActionRow(newer, older)


def _beginning(text: LogText) -> str:
    return _shown(on_one_line(text.joined))


def _shown(text: str) -> str:
    return f"-# {fitted(clip(text, BEGINNING), BEGINNING)}" if text else "-# Nothing that can be seen"


def _name(bot: PaperClub, key: str) -> str:
    return written(clip(short_name(bot, key), CHOICE_LIMIT))


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
