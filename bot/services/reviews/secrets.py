"""What outsiders must not be able to work out about reviews: the seed for assigning them, and what follows from it."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from bot.storage.clubs import rows as club_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.core.clubs.club import Club
    from bot.core.reviews.review import Review
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection


def is_secret(club: Club, reviews: Iterable[Review]) -> bool:
    """Whether nobody may learn who writes them. Reviews assigned as anonymous stay so if the club's setting changes."""
    return club.settings.anonymous or any(review.is_anonymous for review in reviews)


async def week_seed(connection: AsyncConnection, club: Club, week: Week) -> str:
    """Always the same for a week, and different for every club and week.

    It contains the club's secret: with the whole seed one could work out who reviews whom.
    """
    return f"{await club_rows.secret_of(connection, club.id)}-{club.token}-{week.slot:%y%m%d}"


async def hidden_order(connection: AsyncConnection, club: Club, week: Week, reviews: Iterable[Review]) -> str:
    """The sort key for offering logs for review if reviewers are secret; empty if they are named."""
    return await week_seed(connection, club, week) if is_secret(club, reviews) else ""


async def mark_of(connection: AsyncConnection, club: Club, week: Week, member: int) -> str:
    """Always the same for a member and week; without the secret it reveals nothing about the member."""
    return blake2b(f"{await week_seed(connection, club, week)}:{member}".encode(), digest_size=4).hexdigest()
