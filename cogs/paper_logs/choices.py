"""Which log a command means, and the logs that are suggested while somebody types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import app_commands

from bot.core.errors import BadIdentifierError
from bot.core.papers.paper import Paper
from bot.core.text.short_inputs import name_key, one_line, read_alike
from bot.services.papers.papers import Nothing
from cogs.papers.names import short_name
from cogs.papers.scope import papers_of_texts
from cogs.ui.escaping import clip
from cogs.ui.viewers import viewer_of
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.core.paper_logs.paper_log import PaperLog
    from bot.delivery.memberships import Memberships
    from bot.services.paper_logs.service import PaperLogService
    from bot.services.papers.papers import Papers
    from bot.services.papers.service import PaperService
    from cogs.ui.interactions import ClubInteraction

CHOICES, CHOICE_LIMIT, NAME_LIMIT, NEWEST = 25, 100, 24, 200


class LogChoices:
    """Finds the logs that a member may mean."""

    def __init__(self, logs: PaperLogService, papers: PaperService, memberships: Memberships) -> None:
        self._logs = logs
        self._papers = papers
        self._memberships = memberships

    async def suggest_own(self, interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        """Suggest the member's own logs, newest first."""
        logs = await self.own(interaction)
        papers = await self.papers_of(interaction, logs)
        fitting = _fitting(papers, logs, typed)[:CHOICES]
        return _offered(papers, fitting, interaction.user.id, {})

    async def suggest_seen(self, interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        """Suggest the member's own logs, then the server's."""
        logs = await self.seen(interaction)
        papers = await self.papers_of(interaction, logs)
        fitting = _fitting(papers, logs, typed)[:CHOICES]
        names = await self.authors_names(interaction, fitting)
        return _offered(papers, fitting, interaction.user.id, names)

    async def papers_of(self, interaction: ClubInteraction, logs: Sequence[PaperLog]) -> Papers:
        """Return the papers that the logs are about, as far as they are known here."""
        return await papers_of_texts(self._papers, interaction, [log.server_id for log in logs])

    async def own(self, interaction: ClubInteraction) -> list[PaperLog]:
        return await self._logs.written_by(viewer_of(interaction))

    async def authors_names(self, interaction: ClubInteraction, logs: Sequence[PaperLog]) -> dict[int, str]:
        """Return the display names of other members who wrote the logs, as far as they are known."""
        others = {log.author_id for log in logs} - {interaction.user.id}
        if interaction.guild_id is None or not others:
            return {}
        return await self._memberships.names(interaction.user.id, interaction.guild_id, others)

    async def seen(self, interaction: ClubInteraction) -> list[PaperLog]:
        """Return the logs that the member may see here: their own first, then the server's newest."""
        own = await self.own(interaction)
        others = await self._logs.newest_for(viewer_of(interaction), NEWEST)
        return [*own, *(log for log in others if log.author_id != interaction.user.id)]


def meant_logs(papers: Papers, logs: Sequence[PaperLog], typed: str) -> list[PaperLog]:
    """Return the log with this id, or else those on the paper that the text means."""
    if by_id := [log for log in logs if str(log.id) == read_alike(typed)]:
        return by_id
    try:
        found = papers.look_up(typed)
    except BadIdentifierError:
        found = []
    several = [found] if isinstance(found, Paper) else [] if isinstance(found, Nothing) else found
    keys = {paper.key for paper in several}
    return [log for log in logs if log.paper_key in keys] or _fitting(papers, logs, typed)


def log_label(papers: Papers, log: PaperLog, user_id: int, names: Mapping[int, str]) -> str:
    """Return the paper, the author, the day, and how the text begins."""
    if log.author_id == user_id:
        whose = t("paper-logs-whose", whose="withdrawn" if log.is_withdrawn else "own")
    else:
        name = names.get(log.author_id)
        whose = clip(one_line(name or t("paper-logs-whose", whose="other")), NAME_LIMIT)
    facts = [
        short_name(papers.at(log.server_id), log.paper_key),
        whose,
        f"{log.revised_at:%d %b %Y}",
        one_line(log.text.problem),
    ]
    return clip(" · ".join(filter(None, facts)), CHOICE_LIMIT)


def _offered(
    papers: Papers, logs: Sequence[PaperLog], user_id: int, names: Mapping[int, str]
) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=log_label(papers, log, user_id, names), value=str(log.id)) for log in logs]


def _fitting(papers: Papers, logs: Sequence[PaperLog], typed: str) -> list[PaperLog]:
    wanted = name_key(typed)
    return [log for log in logs if wanted in _names(papers.at(log.server_id), log.paper_key)]


def _names(papers: Papers, key: str) -> str:
    paper = papers.catalog.get(key)
    return f"{key} {paper.short_name} {paper.title}".casefold() if paper else key
