"""How a log looks, in its thread and everywhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui

from bot.core.outbox.trouble import TroubleCode
from bot.core.paper_logs.log_text import PART_LIMIT
from bot.core.weeks.week import REVIEWABLE
from cogs.paper_logs.buttons import LogAction, LogButton
from cogs.papers.cards import short_link
from cogs.reviews.buttons import ReviewButton
from cogs.ui.addresses import log_address
from cogs.ui.containers import TextPage
from cogs.ui.escaping import clip, in_block, passage, written
from cogs.ui.mentions import mention
from cogs.ui.replies import Page
from cogs.ui.text_budget import MESSAGE_TEXT, counted, that_fit
from cogs.ui.theme import HOUSE_COLOR, TIER_COLORS
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.outbox.entry import Entry
    from bot.core.paper_logs.log_text import LogText
    from bot.core.papers.paper import Paper
    from bot.services.paper_logs.views import LogView

GAP = "\n\n"
REVISED_TEXT = 600  # the length of a revision's message without its mentions


def log_page(view: LogView, paper: Paper | None, marker: str) -> Page:
    """Return a log's message. It shows its author as a mention, which pings nobody.

    It gets its *Review* button once reviews can be written.
    """
    log, week = view.log, view.destination.week
    write = LogButton(LogAction.WRITE, log.id, marker=marker)
    if log.is_withdrawn:
        name = paper_name(paper, log.paper_key)
        text = t("paper-logs-author-withdrew", marks=marks(view), author_id=log.author_id, paper=name)
        return TextPage(text, write)
    container = log_container(view, paper)
    buttons = [ReviewButton(log.id)] if week and week.state in REVIEWABLE else []
    container.add_item(ui.ActionRow(*buttons, write))
    return Page(container)


def log_container(view: LogView, paper: Paper | None, notes: Sequence[str] = ()) -> ui.Container[Any]:
    """Return the log with its heading and, as far as they fit, the notes under it."""
    log = view.log
    name = paper_name(paper, log.paper_key)
    heading = t("paper-logs-heading", marks=marks(view), author_id=log.author_id, paper=name)
    text = parts_shown(log.text, MESSAGE_TEXT - len(heading))
    color = TIER_COLORS[paper.tier] if paper else HOUSE_COLOR
    container: ui.Container[Any] = ui.Container(ui.TextDisplay(heading), ui.TextDisplay(text), accent_color=color)
    shown = that_fit(notes, MESSAGE_TEXT - len(heading) - len(text))
    if shown:
        container.add_item(ui.Separator())
        container.add_item(ui.TextDisplay("\n".join(shown)))
    return container


def parts_shown(text: LogText, room: int) -> str:
    """Return the four parts under their names, escaped, in at most `room` characters.

    A text that needs escapes at nearly every character would not fit, so it is shown in code blocks, which need none.
    If a draft's part is too long for a log, only its beginning is shown.
    """
    parts = [(t("ui-field", field=field), clip(part, PART_LIMIT)) for field, part in text.parts]
    shown = [(name, passage(part)) for name, part in parts]
    for index, (name, part) in sorted(enumerate(parts), key=lambda each: -len(shown[each[0]][1])):
        if len(_joined(shown)) <= room:
            break
        shown[index] = (name, in_block(part))
    return _joined(shown)


def marks(view: LogView) -> str:
    """Return the small line above a log: week, version, late."""
    log, week = view.log, view.destination.week
    found = [t("paper-logs-paper-log")]
    if week and week.number:
        found.append(t("paper-logs-week", week=week.number))
    if log.version > 1:
        found.append(t("paper-logs-version-of", version=log.version, at=log.revised_at))
    if log.is_late and not view.is_out_of_sight:
        found.append(t("paper-logs-was-late"))
    return f"-# {' · '.join(found)}"


def paper_name(paper: Paper | None, key: str) -> str:
    """Return the paper's linked name, or the key if the catalog no longer has it."""
    return short_link(paper.short_name, paper) if paper else written(key)


def message_link(view: LogView) -> str:
    """Return the address of the log's message.

    It is empty if the message is not posted or is known to be deleted, and for readers who may not go there.
    """
    log = view.log
    if view.is_message_gone or view.is_out_of_sight:
        return ""
    return log_address(log)


def can_be_posted_again(view: LogView) -> bool:
    """Return whether somebody deleted the log's message, but its thread still exists."""
    return view.is_message_gone and view.trouble == TroubleCode.DELETED and not view.log.is_withdrawn


def revised_page(view: LogView, paper: Paper | None, entry: Entry, reviewers: Sequence[int]) -> Page:
    """Return a reply to the log that tells the reviewers of an earlier version about the change."""
    named = " ".join(counted([mention(reviewer) for reviewer in reviewers], MESSAGE_TEXT - REVISED_TEXT, " "))
    name = paper_name(paper, view.log.paper_key)
    text = t("paper-logs-revised", author_id=view.log.author_id, paper=name)
    return Page(
        *([ui.TextDisplay(named)] if named else []),
        ui.Container(
            ui.TextDisplay(text),
            ui.ActionRow(LogButton(LogAction.SHOW, view.log.id, marker=entry.key)),
            accent_color=HOUSE_COLOR,
        ),
    )


def _joined(parts: Sequence[tuple[str, str]]) -> str:
    return GAP.join(f"**{name}**\n{part}" for name, part in parts)
