"""What nobody outside may work out about reviews: the seed that they are given out by, and what follows from it."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from bot.storage import clubs as club_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs import Club
    from bot.core.weeks import Week
    from bot.storage.reviews import Review


def is_secret(club: Club, reviews: Iterable[Review]) -> bool:
    """Whether nobody may learn who writes them. What was given out as anonymous stays so if the club is edited."""
    return club.settings.anonymous or any(review.is_anonymous for review in reviews)


async def week_seed(connection: AsyncConnection, club: Club, week: Week) -> str:
    """The same for a week whenever it is asked for, and different for every club and week.

    It holds the club's secret: whoever knew the whole seed could work out who reviews whom.
    """
    return f"{await club_rows.secret_of(connection, club.id)}-{club.token}-{week.slot:%y%m%d}"


async def hidden_order(connection: AsyncConnection, club: Club, week: Week, reviews: Iterable[Review]) -> str:
    """By what logs are offered for review where reviewers are secret; empty where they are named."""
    return await week_seed(connection, club, week) if is_secret(club, reviews) else ""


async def mark_of(connection: AsyncConnection, club: Club, week: Week, member: int) -> str:
    """The same for a member and week each time, and without the secret it says nothing about the member."""
    return blake2b(f"{await week_seed(connection, club, week)}:{member}".encode(), digest_size=4).hexdigest()
