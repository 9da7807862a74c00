"""What a member reads about their own logs and drafts: saved, noticed, kept, not saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ui
from discord.utils import format_dt

from bot.core.paper_logs import SENTENCES, Borrowed, ShortParts
from bot.core.troubles import Trouble
from bot.core.weeks import WeekState
from cogs.paper_logs.acts import DraftAct, LogAct
from cogs.paper_logs.buttons import DraftButton, LogButton
from cogs.paper_logs.messages import can_be_posted_again, log_container, message_link, parts_shown
from cogs.reviews.buttons import ReviewButton
from cogs.ui.addresses import message_address
from cogs.ui.inert import clip, on_one_line, passage, plain, written
from cogs.ui.replies import Page
from cogs.ui.rescue import given_back
from cogs.ui.room import MESSAGE_TEXT, that_fit
from cogs.ui.theme import HOUSE_COLOUR, WARNING_COLOUR
from cogs.ui.troubles import for_member
from cogs.weeks.held_up import held_up

if TYPE_CHECKING:
    from bot.core.paper_logs import LogText, Notice
    from bot.core.papers import Paper
    from bot.services.log_views import LogView
    from bot.services.log_writing import Noticed, Saved
    from bot.storage.log_drafts import Draft
    from cogs.ui.replies import Answer

RUN_SHOWN = 300
WATCH = "`/log mine` shows when it is there."
FILE_NAME = "paper-log.txt"
NOT_SAVED = (
    "### Not saved\nYour log could not be stored, which is my fault and not yours. **Your text is below: copy it**, "
    "and send it again in a moment.\n-# Whoever runs this bot finds the cause under **{reference}**."
)
# A title, and where to look.
UNSURE = (
    "### Not sure it was saved\nI lost touch with my database just then, so I can't tell yet whether your log was "
    "saved. {look}\n-# Whoever runs this bot finds the cause under **{reference}**."
)
LOOK_FOR_LOG = "**Look in `/log mine` in a minute before you send it again.** Your text is below, in case you need it."
LOOK_FOR_DRAFT = (
    "Look in `/log mine` in a minute: it is there as a log, or still as a draft. Your text is kept either way."
)
NO_SUCH_FORM = (
    "### Not saved\nThat form is no longer valid. **Your text is below: copy it**, and write it into a new form with "
    "`/log write`."
)


def saved_page(saved: Saved, short_name: str) -> Page:
    """That it is stored, where it appears, whether it is late, and what comes next."""
    log = saved.log
    first = "Already saved" if saved.already else "Saved"
    lines = [f"### {first} as version {log.version}: {written(short_name)}", _where(saved)]
    if log.is_late:
        lines.append(_late(saved))
    if following := _next(saved):
        lines.append(following)
    row: ui.ActionRow[Any] = ui.ActionRow(LogButton(LogAct.EDIT, log.id), LogButton(LogAct.SHOW, log.id))
    return Page(ui.Container(ui.TextDisplay("\n".join(lines)), row, accent_colour=HOUSE_COLOUR))


def noticed_page(noticed: Noticed) -> Page:
    """What was noticed. Nothing of it is forbidden: the author decides."""
    heading = "### Before it is posted"
    closing = "None of this is forbidden, and your text is kept. Post it as it is, or edit it first."
    lines = that_fit([_noticed(notice) for notice in noticed.notices], MESSAGE_TEXT - len(heading + closing) - 2)
    row: ui.ActionRow[Any] = ui.ActionRow(
        DraftButton(DraftAct.EDIT, noticed.draft_id, lead=True), DraftButton(DraftAct.POST, noticed.draft_id)
    )
    texts: list[ui.TextDisplay[Any]] = [ui.TextDisplay("\n".join([heading, *lines])), ui.TextDisplay(closing)]
    return Page(ui.Container(*texts, row, accent_colour=WARNING_COLOUR))


def kept_page(reason: str, draft_id: int) -> Page:
    """A refusal; the text is kept and a press away."""
    text = f"### Not posted yet\n{reason}\nYour text is kept as a draft: *Edit* opens it again, `/log mine` lists it."
    row: ui.ActionRow[Any] = ui.ActionRow(DraftButton(DraftAct.EDIT, draft_id, lead=True))
    return Page(ui.Container(ui.TextDisplay(text), row, accent_colour=WARNING_COLOUR))


def rescued(text: LogText, reason: str) -> Answer:
    """The text given back to its writer, where nothing could be stored: in blocks to copy, or in a file."""
    return given_back(reason, text.parts, FILE_NAME)


def shown_page(view: LogView, paper: Paper | None, *, is_own: bool) -> Page:
    """One log, to whoever asked for it."""
    log, notes = view.log, []
    if view.trouble:
        notes.append(f"**{held_up(view)}.** {for_member(view.trouble)}")
    if log.is_withdrawn:
        notes.append("-# Withdrawn: only you see it. *Edit* and send it to bring it back.")
    elif view.is_out_of_sight:
        notes.append("-# It is in a club that you can't see now, so it cannot be changed there.")
    elif view.place.club is None:
        notes.append("-# Kept for you alone.")
    elif address := message_link(view):
        notes.append(f"[Its message]({address})")
    container = log_container(view, paper, notes)
    if is_own:
        buttons: list[ui.Button[Any] | ui.DynamicItem[Any]] = [LogButton(LogAct.EDIT, log.id)]
        buttons += [] if log.is_withdrawn or view.is_out_of_sight else [LogButton(LogAct.ASK, log.id)]
        buttons += [LogButton(LogAct.AGAIN, log.id)] if can_be_posted_again(view) else []
        container.add_item(ui.ActionRow(*buttons))
    elif log.week_id:
        container.add_item(ui.ActionRow(ReviewButton(log.id)))
    return Page(container)


def trouble_text(view: LogView, short_name: str) -> str:
    """To the author: the log is kept, and its message is not there, or shows something older."""
    log, name, why = view.log, written(short_name), for_member(view.trouble)
    if log.is_withdrawn:
        return f"Your log on **{name}** is withdrawn here, but its message still shows it. {why}"
    if view.is_message_gone:
        return f"Your log on **{name}** is saved as version {log.version}. {why}"
    if log.message_id is None:
        return f"Your log on **{name}** is saved, but it isn't in its thread yet. {why} {WATCH}"
    kept = f"Your log on **{name}** is saved as version {log.version}"
    return f"{kept}, but its message still shows an earlier one. {why} {WATCH}"


def trouble_page(view: LogView, short_name: str) -> Page:
    """The same with what its author can do about it."""
    container: ui.Container[Any] = ui.Container(
        ui.TextDisplay(trouble_text(view, short_name)), accent_colour=WARNING_COLOUR
    )
    acts = [LogAct.AGAIN] if can_be_posted_again(view) else [LogAct.EDIT] if view.trouble == Trouble.TEXT else []
    if acts:
        container.add_item(ui.ActionRow(*(LogButton(act, view.log.id) for act in acts)))
    return Page(container)


def withdrawn_text(view: LogView | None, short_name: str, *, is_known: bool) -> str:
    """What became of a log that its author took back, and of its message."""
    name = written(short_name)
    if view is not None and view.trouble and not view.is_message_gone:
        return trouble_text(view, short_name)
    if not is_known:
        return f"Your log on **{name}** is withdrawn here. Its message still shows it for now; `/log mine` follows it."
    return f"Your log on **{name}** is withdrawn. `/log edit` brings it back."


def withdrawing_page(view: LogView, short_name: str) -> Page:
    """The question before a log is withdrawn."""
    where = "Its message will say that it is withdrawn" if view.log.message_id else "It will not be posted"
    if view.place.club is None:
        where = "It is taken from your logs"
    text = (
        f"### Withdraw your log on {written(short_name)}?\n{where}, and nobody has to review it any more. The "
        "text stays yours: `/log edit` brings it back."
    )
    row: ui.ActionRow[Any] = ui.ActionRow(LogButton(LogAct.WITHDRAW, view.log.id))
    return Page(ui.Container(ui.TextDisplay(text), row, accent_colour=WARNING_COLOUR))


def discarding_page(draft: Draft, short_name: str) -> Page:
    """A draft shown a last time before it is thrown away."""
    heading = f"### Discard this draft on {written(short_name)}?\nThis cannot be undone."
    text = parts_shown(draft.text, MESSAGE_TEXT - len(heading))
    row: ui.ActionRow[Any] = ui.ActionRow(
        DraftButton(DraftAct.EDIT, draft.id, lead=True),
        DraftButton(DraftAct.DISCARD, draft.id, revision=draft.revision),
    )
    return Page(ui.Container(ui.TextDisplay(heading), ui.TextDisplay(text), row, accent_colour=WARNING_COLOUR))


def said_page(text: str) -> Page:
    """A sentence in place of the question that was answered."""
    return Page(ui.Container(ui.TextDisplay(text), accent_colour=HOUSE_COLOUR))


def _where(saved: Saved) -> str:
    log, club, week = saved.log, saved.place.club, saved.place.week
    if club is None and log.club_id is not None:
        return "It is in a club that you can't see now. `/log mine` lists it."
    if club is None:
        return "It is kept for you alone. `/log mine` lists it."
    if log.message_id is not None:
        address = message_address(log.server_id, log.channel_id, log.message_id)
        return f"[Its message]({address}) in <#{log.channel_id}> is being changed now."
    if week is None:
        thread = f", <#{saved.place.thread_id}>" if saved.place.thread_id else ""
        name = plain(club.settings.name)
        return f"It is on a paper outside the club's weeks, and appears in **{name}**'s newest thread{thread}."
    if saved.place.thread_id:
        return f"It appears in <#{saved.place.thread_id}>."
    return "It appears in the week's thread as soon as that is open."


def _late(saved: Saved) -> str:
    week, said = saved.place.week, "**Late**: this week's logs were closed already, and the log says so."
    if week and week.state is WeekState.CLOSED:
        return f"{said} Its reviews are over too, so nobody is named; whoever likes may still review it."
    return f"{said} It joins the reviews all the same, and you owe one review in return: `/review next`."


def _next(saved: Saved) -> str:
    week = saved.place.week
    if week is None or saved.log.is_late:
        return ""
    if week.state in {WeekState.REVIEWING, WeekState.CLOSED}:
        return "`/review next` shows whose log waits for you."
    when = f"Logs close {format_dt(week.logs_due, 'F')}. Then" if week.logs_due else "When logs close,"
    return f"**Next** {when} reviewers are named: you review others' logs, and they review yours."


def _noticed(notice: Notice) -> str:
    if isinstance(notice, Borrowed):
        run = passage(clip(on_one_line(notice.run.text), RUN_SHOWN))
        source, unit = written(notice.run.source), "characters" if notice.run.is_unspaced else "words"
        how_many = f"{notice.run.words} {unit} in a row"
        return f"- *{notice.name}* has {how_many} from {source}: “{run}”. Say it in your own words?"
    if isinstance(notice, ShortParts):
        *first, last = [f"*{name}*" for name in notice.names]
        names, hold = (f"{', '.join(first)} and {last}", "hold") if first else (last, "holds")
        return f"- {names} {hold} hardly a word. A sentence tells readers more."
    count = notice.count
    sentences = "one sentence" if count == 1 else f"{count} sentences"
    return f"- It has {sentences}; a paper log has {SENTENCES.start} to {SENTENCES.stop - 1}."
