"""Pages with several logs: `/log mine`, and a page that asks which log is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui
from discord.utils import format_dt

from bot.core.text.short_inputs import one_line
from bot.services.paper_logs.service import KeptReview
from bot.services.paper_logs.views import LogView
from cogs.paper_logs.buttons import DraftAction, DraftButton, LogAction, LogButton, LogPick, MyLogsPageButton
from cogs.paper_logs.choices import CHOICE_LIMIT, CHOICES, log_label
from cogs.paper_logs.messages import can_be_posted_again, message_link
from cogs.papers.names import short_name
from cogs.reviews.buttons import EditButton
from cogs.ui.containers import TextPage
from cogs.ui.escaping import clip, link, plain, written
from cogs.ui.mentions import mention
from cogs.ui.replies import Page
from cogs.ui.text_budget import fitted
from cogs.ui.theme import HOUSE_COLOR
from cogs.ui.troubles import for_member
from cogs.ui.wording import t
from cogs.weeks.delivery_notes import delivery_note

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.core.paper_logs.draft import Draft
    from bot.core.paper_logs.log_text import LogText
    from bot.core.paper_logs.paper_log import PaperLog
    from bot.services.paper_logs.service import WrittenByMember
    from bot.services.papers.papers import Papers

ON_A_PAGE = 5
BEGINNING = 120

Item = tuple[str, "ui.ActionRow[Any]"]


def my_logs_page(papers: Papers, mine: WrittenByMember, page: int) -> Page:
    """Return a page of `/log mine`: drafts first, because they need a decision, then logs, newest first."""
    items: list[Draft | KeptReview | LogView] = [*mine.drafts, *mine.reviews, *mine.logs]
    if not items:
        return TextPage(t("paper-logs-nothing-yet"))
    last = (len(items) - 1) // ON_A_PAGE
    page = min(page, last)
    heading = t("paper-logs-mine", logs=len(mine.logs), drafts=len(mine.drafts) + len(mine.reviews))
    container: ui.Container[Any] = ui.Container(ui.TextDisplay(heading), accent_color=HOUSE_COLOR)
    for item in items[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]:
        text, row = _item(papers, item)
        container.add_item(ui.Separator())
        container.add_item(ui.TextDisplay(text))
        container.add_item(row)
    if last:
        container.add_item(ui.Separator())
        container.add_item(_page_buttons(page, last))
    return Page(container)


def choosing_page(
    papers: Papers, action: LogAction, logs: Sequence[PaperLog], user_id: int, names: Mapping[int, str]
) -> Page:
    """Return a page that asks which of several logs is meant."""
    options = [
        discord.SelectOption(label=log_label(papers, log, user_id, names), value=str(log.id)) for log in logs[:CHOICES]
    ]
    return Page(ui.TextDisplay(t("paper-logs-which-log")), ui.ActionRow(LogPick(action, options)))


def _item(papers: Papers, item: Draft | KeptReview | LogView) -> Item:
    match item:
        case KeptReview():
            return _review(papers, item)
        case LogView():
            return _log(papers, item)
        case draft:
            return _draft(papers, draft)


def _review(papers: Papers, kept: KeptReview) -> Item:
    draft, log = kept.draft, kept.log
    text = one_line(f"{draft.text.strongest} {draft.text.question}")
    author = None if kept.is_out_of_sight else mention(log.author_id)
    name = _name(papers.at(log.server_id), log.paper_key)
    heading = t("paper-logs-review-draft", author=author, paper=name, at=draft.written_at)
    return f"{heading}\n{_shown(text)}", ui.ActionRow(EditButton(draft.id))


def _draft(papers: Papers, draft: Draft) -> Item:
    heading = t("paper-logs-draft", paper=_name(papers.at(draft.server_id), draft.paper_key), at=draft.written_at)
    edit = DraftButton(DraftAction.EDIT, draft.id, lead=True, label=t("paper-logs-continue"))
    return f"{heading}\n{_beginning(draft.text)}", ui.ActionRow(edit, DraftButton(DraftAction.ASK, draft.id))


def _log(papers: Papers, view: LogView) -> Item:
    log = view.log
    is_late = log.is_late and not view.is_out_of_sight
    facts = [f"**{_name(papers.at(log.server_id), log.paper_key)}**", t("paper-logs-version", version=log.version)]
    facts += [t("paper-logs-late")] if is_late else []
    facts.append(format_dt(log.revised_at, "d"))
    lines = [" · ".join([*facts, _where(view)]), _beginning(log.text)]
    if view.trouble:
        lines.append(f"-# {delivery_note(view)}. {for_member(view.trouble)}")
    again = [LogButton(LogAction.AGAIN, log.id)] if can_be_posted_again(view) else []
    return "\n".join(lines), ui.ActionRow(LogButton(LogAction.SHOW, log.id), LogButton(LogAction.EDIT, log.id), *again)


def _where(view: LogView) -> str:
    club = view.destination.club
    if view.log.is_withdrawn:
        return t("paper-logs-is-withdrawn")
    if view.is_out_of_sight:
        return t("paper-logs-is-out-of-sight")
    if club is None:
        return t("paper-logs-is-alone")
    address = message_link(view)
    return link(club.settings.name, address) if address else plain(club.settings.name)


def _page_buttons(page: int, last: int) -> ui.ActionRow[Any]:
    """Return the buttons. The ids in a message must differ, so the two never have the same page number."""
    newer, older = (
        MyLogsPageButton(max(page - 1, 0), t("paper-logs-newer")),
        MyLogsPageButton(page + 1, t("paper-logs-older")),
    )
    newer.item.disabled, older.item.disabled = page == 0, page == last
    return ui.ActionRow(newer, older)


def _beginning(text: LogText) -> str:
    return _shown(one_line(text.joined))


def _shown(text: str) -> str:
    return f"-# {fitted(clip(text, BEGINNING), BEGINNING)}" if text else t("paper-logs-nothing-seen")


def _name(papers: Papers, key: str) -> str:
    return written(clip(short_name(papers, key), CHOICE_LIMIT))
