"""Where a log goes: said in its form before it is sent, and asked where only its author can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from cogs.paper_logs.buttons import PlacePick
from cogs.ui.inert import clip, on_one_line, plain, written
from cogs.ui.replies import Page
from cogs.ui.theme import HOUSE_COLOUR
from cogs.weeks.posts import short_name

if TYPE_CHECKING:
    from bot.client import PaperClub
    from bot.services.log_places import LogPlace, PlaceChoice
    from bot.services.log_views import LogView

OPTIONS, OPTION_LIMIT = 25, 100
ALONE = "It is kept for you alone and posted nowhere."
STAYS_A_DRAFT = "It stays a draft, since it cannot be posted at the moment."


def place_text(place: LogPlace) -> str:
    """The club and the thread that a log on its way there appears in."""
    club, week = place.club, place.week
    if club is None:
        return ALONE
    name = f"**{plain(club.settings.name)}**"
    where = f"in <#{place.thread_id}>" if place.thread_id else "as soon as its thread is open"
    if week is None:
        return f"It goes to {name}, {where}. None of the club's weeks is about this paper."
    return f"It goes to {name}, week {week.number}, {where}."


def change_text(view: LogView) -> str:
    """The same for a new version of a log."""
    log, club = view.log, view.place.club
    if view.is_out_of_sight:
        return STAYS_A_DRAFT
    if club is None or log.message_id is None:
        return place_text(view.place)
    return f"It changes your log in **{plain(club.settings.name)}**, <#{log.channel_id}>."


def place_page(bot: PaperClub, choice: PlaceChoice, paper_key: str | None) -> Page:
    """Asks where a log is to go."""
    question = "Which club is your log for?"
    if paper_key is not None:
        name = written(short_name(bot, paper_key))
        is_read = all(place.week for place in choice.places)
        question = f"Several clubs read **{name}**. Which one is your log for?"
        if not is_read:
            question = f"No week here is about **{name}**. Where should your log go?"
    options = [_option(bot, place) for place in choice.places[:OPTIONS]]
    row: ui.ActionRow[Any] = ui.ActionRow(PlacePick(paper_key, options))
    return Page(ui.Container(ui.TextDisplay(f"### {question}"), row, accent_colour=HOUSE_COLOUR))


def _option(bot: PaperClub, place: LogPlace) -> discord.SelectOption:
    club, week = place.club, place.week
    if club is None:
        return discord.SelectOption(label="Only me", value="0", description="Kept for you alone, posted nowhere")
    where = f"Week {week.number} · {short_name(bot, week.paper_key)}" if week else "In its newest thread"
    name = clip(on_one_line(club.settings.name), OPTION_LIMIT)
    return discord.SelectOption(label=name, value=str(club.id), description=clip(where, OPTION_LIMIT))
