"""What one member sees of reviews: their next log to review, and what became of a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import SeparatorSpacing, ui
from discord.utils import format_dt

from bot.core.characters import storable
from bot.core.reviews import QUESTION, STRONGEST
from bot.services.review_turns import Call
from cogs.paper_logs.messages import parts_shown
from cogs.reviews.buttons import EditButton, NextButton, PostButton, ReviewButton
from cogs.ui.addresses import message_address
from cogs.ui.inert import clip, in_block, plain, written
from cogs.ui.replies import Page
from cogs.ui.room import MESSAGE_TEXT, quoted, that_fit
from cogs.ui.theme import HOUSE_COLOUR, WARNING_COLOUR
from cogs.ui.troubles import for_member

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.duties import Duties
    from bot.core.weeks import Week
    from bot.services.reviews import RefusedReview, Turn
    from bot.services.week_views import WeekView

RUBRIC = (
    "-# Say of each part whether it is *met*, *partly* there or *missing*, quote the log's strongest sentence, and ask "
    "one question. `/howto` explains each."
)
KEPT = "-# What you typed before is kept: it stands in the form."
TYPED, TYPED_SHOWN = ((STRONGEST, "strongest"), (QUESTION, "question")), 1600
OVER = "-# The week's reviews are over. A late one is welcome all the same."
OPEN_TO_ALL = "-# It is still yours to write, and anybody else may take it now too."


def turn_page(turn: Turn, view: WeekView, short_name: str) -> Page:
    """The log to read, and the way to the form: a form has no room for it."""
    log, due = turn.log, view.week.reviews_due
    call = "One more, for anyone who likes" if turn.call is Call.MORE else "Yours to review"
    heading = [
        f"-# {plain(view.club.settings.name)} · Week {view.week.number}",
        f"### {call}: <@{log.author_id}>'s log on {written(short_name)}",
    ]
    if due and not turn.is_late:
        until = "Reviews are open until" if turn.call is Call.MORE else "Due"
        heading.append(f"-# {until} {format_dt(due, 'F')} · {format_dt(due, 'R')}")
    top = "\n".join(heading)
    words = parts_shown(log.text, MESSAGE_TEXT - len(top))
    container: ui.Container[Any] = ui.Container(ui.TextDisplay(top), ui.TextDisplay(words), accent_colour=HOUSE_COLOUR)
    # The longest logs leave no room for more.
    said = ((turn.is_late, OVER), (turn.call is Call.FREED, OPEN_TO_ALL), (turn.draft, KEPT), (True, RUBRIC))
    room = MESSAGE_TEXT - len(top) - len(words)
    if notes := that_fit([note for is_so, note in said if is_so], room):
        container.add_item(ui.Separator(spacing=SeparatorSpacing.small))
        container.add_item(ui.TextDisplay("\n".join(notes)))
    row: ui.ActionRow[Any] = ui.ActionRow(ReviewButton(log.id))
    if address := message_address(log.server_id, log.channel_id, log.message_id):
        row.add_item(ui.Button(label="Where it stands", url=address))
    container.add_item(row)
    return Page(container)


def saved_page(part: Duties, club_id: int, author_id: int, week: Week, *, already: bool) -> Page:
    """Said once the review is stored, with the way to what is still left of the member's part."""
    first = "That review is already saved." if already else f"Saved. <@{author_id}> reads it under the log in a moment."
    left = len(part.to_write) + len(part.free) + len(part.taken_on)
    if not left:
        return _said(f"{first}\nNothing more of week {week.number} waits for you. Thank you!")
    more = "One more log waits" if left == 1 else f"{left} more logs wait"
    return _said(f"{first}\n{more} for you.", NextButton(club_id))


def kept_page(reason: str, draft_id: int, nearest: str | None) -> Page:
    """Why a form was not taken, and the way back to what was typed."""
    hint = f"\nDid you mean this one?\n{quoted(nearest, MESSAGE_TEXT // 2)}" if nearest else ""
    kept = "Your text is kept as a draft: *Edit* opens it again, `/log mine` lists it."
    return _said(f"### Not posted yet\n{reason}{hint}\n{kept}", EditButton(draft_id), colour=WARNING_COLOUR)


def noticed_page(draft_id: int, brought: int) -> Page:
    """What was noticed of a review. It isn't forbidden: its writer decides."""
    text = (
        "### Quick check before it is posted\nYour question is hardly a word, so its author has little to answer. "
        "What would you like to know?\nYour text is kept: edit it, or post it as it is."
    )
    return _said(text, EditButton(draft_id), PostButton(draft_id, str(brought)), colour=WARNING_COLOUR)


def pointed_page(refusal: str, club_id: int) -> Page:
    """Not the member's turn, with the way to theirs."""
    return _said(refusal, NextButton(club_id), colour=WARNING_COLOUR)


def rescued_page(fields: Mapping[str, str], reason: str, title: str = "Not saved") -> Page:
    """Nothing could be stored, or nobody knows: what was typed is in the answer, to copy."""
    typed = [f"**{name}**\n{in_block(clip(storable(fields.get(field, '')), TYPED_SHOWN))}" for name, field in TYPED]
    return _said("\n".join([f"### {title}\n{reason}\n**Your text is below: copy it.**", *typed]))


def trouble_text(refused: RefusedReview) -> str:
    """To its writer: the review is kept, and nobody else sees it yet."""
    return (
        f"Your review of <@{refused.review.author_id}>'s log is saved, but it isn't in the thread yet. "
        f"{for_member(refused.trouble)} `/week status` tells you when it is there."
    )


def _said(text: str, *buttons: ui.Item[Any], colour: int = HOUSE_COLOUR) -> Page:
    container: ui.Container[Any] = ui.Container(ui.TextDisplay(text), accent_colour=colour)
    if buttons:
        container.add_item(ui.ActionRow(*buttons))
    return Page(container)
