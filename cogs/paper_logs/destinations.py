"""Where a log goes: the form says so before it is sent, or its author is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.core.text.short_inputs import one_line
from cogs.paper_logs.buttons import DestinationPick
from cogs.papers.names import short_name
from cogs.ui.containers import TextPage
from cogs.ui.escaping import clip, plain, written
from cogs.ui.wording import t

if TYPE_CHECKING:
    from bot.services.paper_logs.destinations import DestinationChoice, LogDestination
    from bot.services.paper_logs.views import LogView
    from bot.services.papers.papers import Papers
    from cogs.ui.replies import Page

OPTIONS, OPTION_LIMIT = 25, 100


def destination_text(destination: LogDestination) -> str:
    """Return the club and the thread in which a new log will appear."""
    if destination.club is None:
        return t("paper-logs-goes-nowhere")
    club, thread = plain(destination.club.settings.name), thread_mention(destination)
    if destination.week is None:
        return t("paper-logs-goes-to-club", club=club, thread=thread)
    return t("paper-logs-goes-to-week", club=club, week=destination.week.number, thread=thread)


def thread_mention(destination: LogDestination) -> str | None:
    return f"<#{destination.thread_id}>" if destination.thread_id else None


def change_text(view: LogView) -> str:
    """Return where a new version of a log will appear."""
    log, club = view.log, view.destination.club
    if view.is_out_of_sight:
        return t("paper-logs-stays-draft")
    if club is None or log.message_id is None:
        return destination_text(view.destination)
    return t("paper-logs-changes", club=plain(club.settings.name), channel_id=log.channel_id)


def destination_page(papers: Papers, choice: DestinationChoice, paper_key: str | None) -> Page:
    """Return a page that asks where a log should go."""
    if paper_key is None:
        question = t("paper-logs-which-club")
    elif all(destination.week for destination in choice.destinations):
        question = t("paper-logs-which-reader", paper=written(short_name(papers, paper_key)))
    else:
        question = t("paper-logs-which-place", paper=written(short_name(papers, paper_key)))
    options = [_option(papers, destination) for destination in choice.destinations[:OPTIONS]]
    return TextPage(question, DestinationPick(paper_key, options))


def _option(papers: Papers, destination: LogDestination) -> discord.SelectOption:
    club, week = destination.club, destination.week
    if club is None:
        return discord.SelectOption(label=t("paper-logs-only-me"), value="0", description=t("paper-logs-only-me-hint"))
    where = t("paper-logs-in-newest-thread")
    if week:
        where = f"{t('paper-logs-week', week=week.number)} · {short_name(papers, week.paper_key)}"
    name = clip(one_line(club.settings.name), OPTION_LIMIT)
    return discord.SelectOption(label=name, value=str(club.id), description=clip(where, OPTION_LIMIT))
