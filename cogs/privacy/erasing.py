"""`/privacy delete`: asks what, does it for good, and says when the last message is gone."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import discord
from discord.utils import utcnow

from bot.core.privacy.member_data import MemberScope
from cogs.privacy.buttons import Reach, ReviewsChoice
from cogs.privacy.erasing_pages import done_page, erasing_page, question_page, spared_page
from cogs.ui.replies import Reply, reply_when_ready, revise_when_ready
from cogs.ui.viewers import viewer_of
from cogs.ui.wording import language

if TYPE_CHECKING:
    from discord import ui

    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction

# What an older question says may not be true any more.
ASKED_WITHIN = timedelta(hours=1)
ERASED = "erased scope"


class ErasureActions:
    """Every answer is private, and about the member who asks."""

    def __init__(self, dependencies: Dependencies) -> None:
        self._erasures = dependencies.services.erasures
        self._privacy = dependencies.services.privacy
        self._telling: set[asyncio.Task[None]] = set()

    async def ask(self, interaction: ClubInteraction) -> None:
        """In a server about that server first; nothing is deleted yet."""
        reach = Reach.EVERYWHERE if interaction.guild_id is None else Reach.HERE
        await reply_when_ready(interaction, self._answer(interaction, reach), private=True)

    async def ask_again(self, interaction: ClubInteraction, reach: Reach, reviews: ReviewsChoice) -> None:
        """Another choice was pressed."""
        await revise_when_ready(interaction, self._question(interaction, reach, reviews))

    async def spare(self, interaction: ClubInteraction) -> None:
        await interaction.response.edit_message(view=spared_page())

    async def erase(self, interaction: ClubInteraction, reach: Reach, reviews: ReviewsChoice, shown_at: int) -> None:
        """For good. A press on an old page asks anew; a second press on the same page changes nothing."""
        await revise_when_ready(interaction, self._erased(interaction, reach, reviews, shown_at))

    async def follow(self, interaction: ClubInteraction) -> None:
        """Once the member was told that it is under way: say so when it is done, while Discord lets us."""
        scope: MemberScope | None = interaction.extras.pop(ERASED, None)
        if scope is None:
            return
        self._erasures.over(scope).add_done_callback(lambda _over: self._tell(interaction, scope))

    def _tell(self, interaction: ClubInteraction, scope: MemberScope) -> None:
        if not interaction.is_expired():
            telling = asyncio.create_task(self._say_done(interaction, scope), name="erasure done")
            self._telling.add(telling)
            telling.add_done_callback(self._telling.discard)

    @staticmethod
    async def _say_done(interaction: ClubInteraction, scope: MemberScope) -> None:
        language.set(interaction.locale.value)
        # The member may have closed the answer, and `/privacy show` says the same.
        with contextlib.suppress(discord.HTTPException):
            await interaction.edit_original_response(view=done_page(is_here=scope.server_id is not None))

    async def _answer(self, interaction: ClubInteraction, reach: Reach) -> Reply:
        return Reply(await self._question(interaction, reach, ReviewsChoice.KEEP))

    async def _question(
        self, interaction: ClubInteraction, reach: Reach, reviews: ReviewsChoice, *, is_new: bool = False
    ) -> ui.LayoutView:
        counts = await self._erasures.counts(_scope(interaction, reach))
        stored = await self._privacy.stored_about(viewer_of(interaction))
        return question_page(counts, reach, reviews, stored.erasures, is_in_server=stored.is_in_server, is_new=is_new)

    async def _erased(
        self, interaction: ClubInteraction, reach: Reach, reviews: ReviewsChoice, shown_at: int
    ) -> ui.LayoutView:
        shown = datetime.fromtimestamp(shown_at, UTC)
        if abs(utcnow() - shown) > ASKED_WITHIN:
            return await self._question(interaction, reach, reviews, is_new=True)
        scope = _scope(interaction, reach)
        is_new = await self._erasures.erase(
            scope, keeps_reviews=reviews is ReviewsChoice.KEEP, asked_at=interaction.created_at, shown_at=shown
        )
        if not is_new and reviews is ReviewsChoice.DELETE and (await self._erasures.counts(scope)).reviews:
            # Another page left them meanwhile.
            return await self._question(interaction, reach, reviews, is_new=True)
        stored = await self._privacy.stored_about(viewer_of(interaction))
        if is_new or stored.erasures:
            interaction.extras[ERASED] = scope
        return erasing_page(stored.erasures, is_new=is_new)


def _scope(interaction: ClubInteraction, reach: Reach) -> MemberScope:
    return MemberScope(interaction.user.id, interaction.guild_id if reach is Reach.HERE else None)
