"""How a log looks, in its thread and wherever else it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui
from discord.utils import format_dt

from bot.core.paper_logs import PART_LIMIT
from bot.core.troubles import Trouble
from cogs.paper_logs.acts import LogAct
from cogs.paper_logs.buttons import LogButton
from cogs.papers.cards import short_link
from cogs.reviews.buttons import ReviewButton
from cogs.ui.addresses import message_address
from cogs.ui.inert import clip, in_block, passage, written
from cogs.ui.replies import Page
from cogs.ui.room import MESSAGE_TEXT, counted, that_fit
from cogs.ui.theme import HOUSE_COLOUR, TIER_COLOURS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.outbox import Entry
    from bot.core.paper_logs import LogText
    from bot.core.papers import Paper
    from bot.services.log_views import LogView

GAP = "\n\n"
REVISED_TEXT = 600  # of a revised log, less those who are called


def log_page(view: LogView, paper: Paper | None, marker: str) -> Page:
    """A log's message. Its author is named as a mention, which the letter lets ping nobody."""
    log = view.log
    write = LogButton(LogAct.WRITE, log.id, marker=marker)
    if log.is_withdrawn:
        text = f"{marks(view)}\n<@{log.author_id}> has withdrawn this log on {paper_name(paper, log.paper_key)}."
        return Page(ui.Container(ui.TextDisplay(text), ui.ActionRow(write), accent_colour=HOUSE_COLOUR))
    container = log_container(view, paper)
    buttons = [ReviewButton(log.id)] if log.week_id else []
    container.add_item(ui.ActionRow(*buttons, write))
    return Page(container)


def log_container(view: LogView, paper: Paper | None, notes: Sequence[str] = ()) -> ui.Container[Any]:
    """The log with its heading, and under it those of the notes for which there is room."""
    log = view.log
    heading = f"{marks(view)}\n### <@{log.author_id}> on {paper_name(paper, log.paper_key)}"
    text = parts_shown(log.text, MESSAGE_TEXT - len(heading))
    colour = TIER_COLOURS[paper.tier] if paper else HOUSE_COLOUR
    container: ui.Container[Any] = ui.Container(ui.TextDisplay(heading), ui.TextDisplay(text), accent_colour=colour)
    shown = that_fit(notes, MESSAGE_TEXT - len(heading) - len(text))
    if shown:
        container.add_item(ui.Separator())
        container.add_item(ui.TextDisplay("\n".join(shown)))
    return container


def parts_shown(text: LogText, room: int) -> str:
    """The four parts under their names, inert, in at most `room` characters.

    What must be escaped at nearly every character would not fit, and is shown in code blocks, which need no escapes.
    Of a draft's part that is too long for a log, the beginning is shown.
    """
    parts = [(name, clip(part, PART_LIMIT)) for name, part in text.parts]
    shown = [(name, passage(part)) for name, part in parts]
    for place, (name, part) in sorted(enumerate(parts), key=lambda each: -len(shown[each[0]][1])):
        if len(_joined(shown)) <= room:
            break
        shown[place] = (name, in_block(part))
    return _joined(shown)


def marks(view: LogView) -> str:
    """The small line above a log: week, version, late."""
    log, week = view.log, view.place.week
    found = ["Paper log"]
    if week and week.number:
        found.append(f"Week {week.number}")
    if log.version > 1:
        found.append(f"Version {log.version}, {format_dt(log.revised_at, 'd')}")
    if log.is_late and not view.is_out_of_sight:
        found.append("Late")
    return f"-# {' · '.join(found)}"


def paper_name(paper: Paper | None, key: str) -> str:
    """Linked; its key where the catalogue does not hold it any more."""
    return short_link(paper.short_name, paper) if paper else written(key)


def message_link(view: LogView) -> str:
    """The address of the log's message; empty before it is posted, once it is known to be deleted, and for who may not
    go there.
    """
    log = view.log
    if view.is_message_gone or view.is_out_of_sight:
        return ""
    return message_address(log.server_id, log.channel_id, log.message_id)


def can_be_posted_again(view: LogView) -> bool:
    """Whether somebody deleted the log's message, and its thread is still there."""
    return view.is_message_gone and view.trouble == Trouble.DELETED and not view.log.is_withdrawn


def revised_page(view: LogView, paper: Paper | None, entry: Entry, reviewers: Sequence[int]) -> Page:
    """To those who reviewed an earlier version, as an answer to the log."""
    named = " ".join(counted([f"<@{reviewer}>" for reviewer in reviewers], MESSAGE_TEXT - REVISED_TEXT, " "))
    text = (
        f"<@{view.log.author_id}> has revised this log on {paper_name(paper, view.log.paper_key)} after your review. "
        "You need not do anything; see what became of it."
    )
    return Page(
        *([ui.TextDisplay(named)] if named else []),
        ui.Container(
            ui.TextDisplay(text),
            ui.ActionRow(LogButton(LogAct.SHOW, view.log.id, marker=entry.key)),
            accent_colour=HOUSE_COLOUR,
        ),
    )


def _joined(parts: Sequence[tuple[str, str]]) -> str:
    return GAP.join(f"**{name}**\n{part}" for name, part in parts)
