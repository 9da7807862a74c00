"""Which log a command means, and what is offered while somebody types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

from bot.core.errors import BadIdentifierError
from bot.core.papers import Paper
from bot.core.short_inputs import name_key, read_alike
from bot.services.papers import Nothing
from cogs.ui.inert import clip, on_one_line
from cogs.ui.viewers import viewer_of
from cogs.weeks.posts import short_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.client import PaperClub
    from bot.storage.paper_logs import PaperLog
    from cogs.ui.interactions import ClubInteraction

CHOICES, CHOICE_LIMIT, NAME_LIMIT, NEWEST = 25, 100, 24, 200


async def suggest_own(interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
    """One's own logs, newest first."""
    return _choices(interaction, await own_logs(interaction), typed)


async def suggest_seen(interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
    """One's own logs, then the server's."""
    logs = _fitting(interaction.client, await seen_logs(interaction), typed)[:CHOICES]
    return _choices(interaction, logs, "", await authors_names(interaction, logs))


async def own_logs(interaction: ClubInteraction) -> list[PaperLog]:
    return await interaction.client.logs.written_by(viewer_of(interaction))


async def authors_names(interaction: ClubInteraction, logs: Sequence[PaperLog]) -> dict[int, str]:
    """What other members are called who wrote the logs, as far as it is known."""
    others = {log.author_id for log in logs} - {interaction.user.id}
    if interaction.guild_id is None or not others:
        return {}
    return await interaction.client.memberships.names(interaction.user.id, interaction.guild_id, others)


async def seen_logs(interaction: ClubInteraction) -> list[PaperLog]:
    """What the member may see here: their own first, then the server's newest."""
    own = await own_logs(interaction)
    others = await interaction.client.logs.newest_for(viewer_of(interaction), NEWEST)
    return [*own, *(log for log in others if log.author_id != interaction.user.id)]


def meant_logs(bot: PaperClub, logs: Sequence[PaperLog], typed: str) -> list[PaperLog]:
    """The log with this id, or else those on the paper that the text means."""
    if by_id := [log for log in logs if str(log.id) == read_alike(typed)]:
        return by_id
    try:
        found = bot.papers.look_up(typed)
    except BadIdentifierError:
        found = []
    papers = [found] if isinstance(found, Paper) else [] if isinstance(found, Nothing) else found
    keys = {paper.key for paper in papers}
    return [log for log in logs if log.paper_key in keys] or _fitting(bot, logs, typed)


def log_label(bot: PaperClub, log: PaperLog, user_id: int, names: Mapping[int, str]) -> str:
    """Paper, whose it is, day, and how the text begins."""
    whose = clip(on_one_line(names.get(log.author_id, "another member")), NAME_LIMIT)
    if log.author_id == user_id:
        whose = "withdrawn" if log.is_withdrawn else "yours"
    facts = [short_name(bot, log.paper_key), whose, f"{log.revised_at:%d %b %Y}", on_one_line(log.text.problem)]
    return clip(" · ".join(filter(None, facts)), CHOICE_LIMIT)


def _choices(
    interaction: ClubInteraction, logs: Sequence[PaperLog], typed: str, names: Mapping[int, str] | None = None
) -> list[app_commands.Choice[str]]:
    bot, user_id = interaction.client, interaction.user.id
    fitting = _fitting(bot, logs, typed)[:CHOICES]
    return [app_commands.Choice(name=log_label(bot, log, user_id, names or {}), value=str(log.id)) for log in fitting]


def _fitting(bot: PaperClub, logs: Sequence[PaperLog], typed: str) -> list[PaperLog]:
    wanted = name_key(typed)
    return [log for log in logs if wanted in _names(bot, log.paper_key)]


def _names(bot: PaperClub, key: str) -> str:
    paper = bot.papers.catalogue.get(key)
    return f"{key} {paper.short_name} {paper.title}".casefold() if paper else key
