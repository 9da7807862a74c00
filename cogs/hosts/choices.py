"""The sessions that are suggested while somebody types, and which one is meant."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from discord import app_commands

from bot.core.calendar.typed_days import UnknownDateError, typed_day
from bot.core.errors import ClubError
from bot.core.text.short_inputs import name_key, read_alike
from bot.services.clubs.service import ClubService
from cogs.clubs.choosing import CHOICES, meant_club
from cogs.papers.names import short_name
from cogs.papers.scope import papers_here
from cogs.ui.escaping import clip
from cogs.ui.refusals import SaidError
from cogs.ui.viewers import viewer_of
from cogs.ui.wording import t

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.clubs.club import Club
    from cogs.ui.interactions import ClubInteraction

LONGEST = 100  # of Discord, for the name of a choice
# Buttons about sessions are made for these, and calendars can reckon with them.
YEARS = range(2000, 2100)


async def suggest_sessions(interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
    """Suggest the sessions ahead of the club that is meant, by date and paper. A choice's value is the date."""
    clubs, named = interaction.client.part(ClubService), getattr(interaction.namespace, "club", None)
    try:
        club = await meant_club(clubs, interaction, named)
        sessions = await interaction.client.services.host_pages.sessions(viewer_of(interaction), club)
    except ClubError:
        return []
    papers, wanted = await papers_here(interaction.client.services.papers, interaction), name_key(typed)
    choices = []
    for one in sessions:
        paper = short_name(papers, one.paper_key) if one.paper_key else None
        name = clip(t("hosts-choice", day=one.day, paper=paper, is_hosted=one.host is not None), LONGEST)
        if wanted in name_key(name) or wanted in one.day.isoformat():
            choices.append(app_commands.Choice(name=name, value=one.day.isoformat()))
    return choices[:CHOICES]


def day_of(typed: str, club: Club, now: datetime) -> date:
    """Return the date of a suggested session, or one that was typed in another way. Raises ClubError for the rest."""
    day = _suggested_day(typed)
    try:
        day = day or typed_day(typed, now.astimezone(club.timetable.zone).date())
    except UnknownDateError:
        raise SaidError(t("hosts-pick-a-week")) from None
    if day.year not in YEARS:
        raise SaidError(t("hosts-pick-a-week"))
    return day


def _suggested_day(typed: str) -> date | None:
    """Return the day of a suggestion. It may be over by now, which the session's service says."""
    try:
        return date.fromisoformat(read_alike(typed))
    except ValueError:
        return None
