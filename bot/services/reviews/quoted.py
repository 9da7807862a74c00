"""The strongest sentences that members wrote about a paper, for its card. Part of a caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.reviews.quoted import quoted
from bot.services.visibility import seen_clubs
from bot.storage.reviews.quoted import picked_sentences
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from bot.core.reviews.quoted import QuotedSentence
    from bot.core.visibility import Viewer
    from bot.storage.connections import AsyncConnection


async def quoted_on(connection: AsyncConnection, viewer: Viewer, paper_key: str, most: int) -> list[QuotedSentence]:
    """Return sentences from logs in clubs and weeks that the viewer may see. An anonymous club's are left out."""
    if viewer.own_server_id is None:
        return []
    found = await seen_clubs(connection, viewer, with_closed=True)
    clubs = {club.id: club for club in found if not club.settings.anonymous}
    picked = await picked_sentences(connection, clubs, paper_key)
    weeks = await week_rows.weeks_by_id(connection, {one.week_id for one in picked})
    seen = [one for one in picked if one.week_id in weeks and viewer.may_see(clubs[one.club_id], weeks[one.week_id])]
    return quoted(seen, most)
