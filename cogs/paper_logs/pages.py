"""What members read about their own logs and drafts: saved, pointed out, kept, not saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui
from discord.utils import format_dt

from bot.core.outbox.trouble import TroubleCode
from bot.core.paper_logs.log_text import SENTENCES, Borrowed, ShortParts
from bot.core.text.short_inputs import one_line
from bot.core.weeks.week import WeekState
from cogs.paper_logs.buttons import DraftAction, DraftButton, LogAction, LogButton
from cogs.paper_logs.destinations import thread_mention
from cogs.paper_logs.messages import can_be_posted_again, log_container, message_link, parts_shown
from cogs.reviews.buttons import ReviewButton
from cogs.ui.addresses import log_address
from cogs.ui.containers import TextPage
from cogs.ui.escaping import clip, passage, plain, written
from cogs.ui.replies import Page
from cogs.ui.rescue import given_back
from cogs.ui.text_budget import MESSAGE_TEXT, that_fit
from cogs.ui.theme import WARNING_COLOR
from cogs.ui.troubles import for_member
from cogs.ui.wording import t
from cogs.weeks.delivery_notes import delivery_note

if TYPE_CHECKING:
    from bot.core.paper_logs.draft import Draft
    from bot.core.paper_logs.log_text import LogText, Notice
    from bot.core.papers.paper import Paper
    from bot.services.paper_logs.forms import LogNoticed, LogSaved
    from bot.services.paper_logs.views import LogView
    from cogs.ui.replies import Reply

RUN_SHOWN = 300
FILE_NAME = "paper-log.txt"


def saved_page(saved: LogSaved, short_name: str) -> Page:
    """Return the confirmation: where the log appears, whether it is late, and what comes next."""
    log = saved.log
    heading = t("paper-logs-saved", already=saved.already, version=log.version, paper=written(short_name))
    lines = [heading, _where(saved)]
    if log.is_late:
        lines.append(_late(saved))
    if following := _next(saved):
        lines.append(following)
    return TextPage("\n".join(lines), LogButton(LogAction.EDIT, log.id), LogButton(LogAction.SHOW, log.id))


def noticed_page(noticed: LogNoticed) -> Page:
    """Return the page with what was noticed. None of it is forbidden: the author decides."""
    heading, closing = t("paper-logs-noticed"), t("paper-logs-noticed-choice")
    lines = that_fit([_noticed(notice) for notice in noticed.notices], MESSAGE_TEXT - len(heading + closing) - 2)
    row: ui.ActionRow[Any] = ui.ActionRow(
        DraftButton(DraftAction.EDIT, noticed.draft_id, lead=True), DraftButton(DraftAction.POST, noticed.draft_id)
    )
    texts: list[ui.TextDisplay[Any]] = [ui.TextDisplay("\n".join([heading, *lines])), ui.TextDisplay(closing)]
    return Page(ui.Container(*texts, row, accent_color=WARNING_COLOR))


def kept_page(reason: str, draft_id: int) -> Page:
    """Return the refusal, with a button that opens the form with the kept text."""
    text = t("paper-logs-kept", reason=reason)
    return TextPage(text, DraftButton(DraftAction.EDIT, draft_id, lead=True), color=WARNING_COLOR)


def rescued(text: LogText, reason: str) -> Reply:
    """Return a reply that gives the text back if nothing could be stored: in blocks to copy, or in a file."""
    return given_back(reason, [(t("ui-field", field=field), part) for field, part in text.parts], FILE_NAME)


def shown_page(view: LogView, paper: Paper | None, *, is_own: bool) -> Page:
    """Return the page with one log."""
    log, notes = view.log, []
    if view.trouble:
        notes.append(f"**{delivery_note(view)}.** {for_member(view.trouble)}")
    if log.is_withdrawn:
        notes.append(t("paper-logs-note-withdrawn"))
    elif view.is_out_of_sight:
        notes.append(t("paper-logs-note-out-of-sight"))
    elif view.destination.club is None:
        notes.append(t("paper-logs-note-alone"))
    elif address := message_link(view):
        notes.append(t("paper-logs-its-message", address=address))
    container = log_container(view, paper, notes)
    if is_own:
        buttons: list[ui.Button[Any] | ui.DynamicItem[Any]] = [LogButton(LogAction.EDIT, log.id)]
        buttons += [] if log.is_withdrawn or view.is_out_of_sight else [LogButton(LogAction.ASK, log.id)]
        buttons += [LogButton(LogAction.AGAIN, log.id)] if can_be_posted_again(view) else []
        container.add_item(ui.ActionRow(*buttons))
    elif log.week_id:
        container.add_item(ui.ActionRow(ReviewButton(log.id)))
    return Page(container)


def trouble_text(view: LogView, short_name: str) -> str:
    """Return a note to the author: the log is stored, but its message is missing or out of date, and why."""
    log, name, why = view.log, written(short_name), for_member(view.trouble)
    if log.is_withdrawn:
        return t("paper-logs-still-there", paper=name, why=why)
    if view.is_message_gone:
        return t("paper-logs-without-message", paper=name, version=log.version, why=why)
    if log.message_id is None:
        return t("paper-logs-not-in-thread", paper=name, why=why)
    return t("paper-logs-shows-earlier", paper=name, version=log.version, why=why)


def trouble_page(view: LogView, short_name: str) -> Page:
    """Return a page with that note, and with what the author can do about it."""
    actions = (
        [LogAction.AGAIN] if can_be_posted_again(view) else [LogAction.EDIT] if view.trouble == TroubleCode.TEXT else []
    )
    buttons = (LogButton(action, view.log.id) for action in actions)
    return TextPage(trouble_text(view, short_name), *buttons, color=WARNING_COLOR)


def withdrawn_text(view: LogView | None, short_name: str, *, is_known: bool) -> str:
    """Return what happened to a withdrawn log and to its message."""
    name = written(short_name)
    if view is not None and view.trouble and not view.is_message_gone:
        return trouble_text(view, short_name)
    if not is_known:
        return t("paper-logs-withdrawn-not-shown", paper=name)
    return t("paper-logs-withdrawn", paper=name)


def withdrawing_page(view: LogView, short_name: str) -> Page:
    """Return the page that asks before a log is withdrawn."""
    destination = "alone" if view.destination.club is None else "thread" if view.log.message_id else "unposted"
    text = t("paper-logs-withdrawing", paper=written(short_name), destination=destination)
    return TextPage(text, LogButton(LogAction.WITHDRAW, view.log.id), color=WARNING_COLOR)


def discarding_page(draft: Draft, short_name: str) -> Page:
    """Return the page that shows a draft before it is discarded."""
    heading = t("paper-logs-discarding", paper=written(short_name))
    text = parts_shown(draft.text, MESSAGE_TEXT - len(heading))
    row: ui.ActionRow[Any] = ui.ActionRow(
        DraftButton(DraftAction.EDIT, draft.id, lead=True),
        DraftButton(DraftAction.DISCARD, draft.id, revision=draft.revision),
    )
    return Page(ui.Container(ui.TextDisplay(heading), ui.TextDisplay(text), row, accent_color=WARNING_COLOR))


def _where(saved: LogSaved) -> str:
    log, club, thread = saved.log, saved.destination.club, thread_mention(saved.destination)
    if club is None:
        return t("paper-logs-saved-alone") if log.club_id is None else t("paper-logs-saved-out-of-sight")
    if log.message_id is not None:
        address = log_address(log)
        return t("paper-logs-saved-changing", address=address, channel_id=log.channel_id)
    if saved.destination.week is None:
        return t("paper-logs-saved-outside-weeks", club=plain(club.settings.name), thread=thread)
    return t("paper-logs-saved-in-thread", thread=thread)


def _late(saved: LogSaved) -> str:
    week = saved.destination.week
    return t("paper-logs-saved-late", is_closed=week is not None and week.state is WeekState.CLOSED)


def _next(saved: LogSaved) -> str:
    week = saved.destination.week
    if week is None or saved.log.is_late:
        return ""
    if week.state in {WeekState.REVIEWING, WeekState.CLOSED}:
        return t("paper-logs-review-next")
    return t("paper-logs-next", due=format_dt(week.logs_due, "F") if week.logs_due else None)


def _noticed(notice: Notice) -> str:
    match notice:
        case Borrowed(part=part, run=run):
            return t(
                "paper-logs-borrowed",
                field=part,
                words=run.words,
                is_unspaced=run.is_unspaced,
                source=run.source and written(run.source),
                run=passage(clip(one_line(run.text), RUN_SHOWN)),
            )
        case ShortParts(parts=parts):
            return t("paper-logs-short-parts", parts=[f"*{t('ui-field', field=part)}*" for part in parts])
    return t("paper-logs-sentences", count=notice.count, least=SENTENCES.start, most=SENTENCES.stop - 1)
