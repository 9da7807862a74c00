"""Which papers can be found where a member asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.ui.viewers import is_only_for_user

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.services.papers.papers import Papers
    from bot.services.papers.service import PaperService
    from cogs.ui.interactions import ClubInteraction


async def papers_here(papers: PaperService, interaction: ClubInteraction) -> Papers:
    """Return the server's papers. In direct messages, and where only the member installed the bot, the shared ones."""
    return papers.shared if is_only_for_user(interaction) else await papers.of(interaction.guild_id)


async def papers_of_texts(
    papers: PaperService, interaction: ClubInteraction, server_ids: Iterable[int | None]
) -> Papers:
    """The same for a page about a member's own texts, which in a direct message are from these servers."""
    return await papers_here(papers, interaction) if interaction.guild_id else await papers.named_in(server_ids)
