"""The actions on one's own data: show what is stored, and give it as a file."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from cogs.privacy.archive import archives
from cogs.privacy.buttons import Reach
from cogs.privacy.pages import export_answers, show_page
from cogs.ui.replies import Reply, reply, reply_when_ready, when_ready
from cogs.ui.viewers import viewer_everywhere, viewer_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.visibility import Viewer
    from bot.services.papers.papers import Papers
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction

# Discord takes files of this size from everybody, and tells at each interaction if it takes larger ones.
LARGEST_FILE = 10 * 1024 * 1024


class PrivacyActions:
    """Every answer is private, and about the member who asks."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._papers = dependencies.services.papers
        self._privacy = dependencies.services.privacy
        self._memberships = dependencies.memberships
        # Each of several working threads would make the event loop wait.
        self._one_at_a_time = asyncio.Lock()

    async def show(self, interaction: ClubInteraction) -> None:
        await reply_when_ready(interaction, self._shown(interaction), private=True)

    async def export(self, interaction: ClubInteraction, reach: Reach = Reach.HERE) -> None:
        """Everything in this server, or everywhere; in a direct message, everywhere."""
        for answer in await when_ready(interaction, self._exported(interaction, reach), private=True):
            await reply(interaction, answer, private=True)

    async def _shown(self, interaction: ClubInteraction) -> Reply:
        return Reply(show_page(await self._privacy.stored_about(viewer_of(interaction))))

    async def _exported(self, interaction: ClubInteraction, reach: Reach) -> Sequence[Reply]:
        server_id = interaction.guild_id if reach is Reach.HERE else None
        export = await self._privacy.export(await self._viewer(interaction, server_id), server_id)
        make = partial(
            archives,
            await self._papers_of(interaction.user.id, server_id),
            export,
            interaction.filesize_limit or LARGEST_FILE,
        )
        async with self._one_at_a_time:
            files = await asyncio.to_thread(make)
        return export_answers(files, reach, is_in_server=interaction.guild_id is not None)

    async def _papers_of(self, user_id: int, server_id: int | None) -> Papers:
        """The papers that the member's texts are about."""
        if server_id is not None:
            return await self._papers.of(server_id)
        return await self._papers.named_in(await self._privacy.servers_of(user_id))

    async def _viewer(self, interaction: ClubInteraction, server_id: int | None) -> Viewer:
        """With what they may see of every server that the export is about."""
        if server_id is not None:
            return viewer_of(interaction)
        servers = await self._privacy.servers_of(interaction.user.id)
        return await viewer_everywhere(interaction, self._memberships, servers)
