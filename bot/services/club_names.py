"""One name, one club in a server, as far as anybody can see. Part of a caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.errors import ClubError
from bot.storage import clubs as club_rows
from bot.storage.clubs import NameTakenError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.clubs import Club
    from bot.core.visibility import Viewer


async def add_named(
    connection: AsyncConnection, club: Club, others: Sequence[Club], viewer: Viewer, now: datetime
) -> Club:
    """The new club with its id. Raises ClubError where one of the others has its name."""
    shares_name = _shares_name(club, others, viewer)
    try:
        return await club_rows.add_club(connection, club, now, shares_name=shares_name)
    except NameTakenError:
        raise _taken(club) from None


async def rename(connection: AsyncConnection, club: Club, viewer: Viewer) -> None:
    """Keep the club's new name for it, before the club is saved. Raises ClubError where another club has it."""
    others = [one for one in await club_rows.clubs_of_server(connection, club.server_id) if one.id != club.id]
    shares_name = _shares_name(club, others, viewer)
    try:
        await club_rows.claim_name(connection, club, shares_name=shares_name)
    except NameTakenError:
        raise _taken(club) from None


def _shares_name(club: Club, others: Sequence[Club], viewer: Viewer) -> bool:
    """Whether only clubs that the viewer may not see have the name: a refusal would tell of them.

    Raises ClubError where one has it that they see.
    """
    wanted = club.settings.name.casefold()
    same = [one for one in others if one.settings.name.casefold() == wanted]
    if viewer.seen(same):
        raise _taken(club)
    return bool(same)


def _taken(club: Club) -> ClubError:
    shown = club.settings.name.replace("`", "ʼ")
    return ClubError(f"This server already has a club called `{shown}`. Choose another name.")
