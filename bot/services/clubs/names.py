"""A club's name is unique in a server, as far as each member can see. Part of a caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.services.clubs.refusals import ClubNameTakenError, name_to_type
from bot.storage.clubs import rows as club_rows
from bot.storage.clubs.rows import NameTakenError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.visibility import Viewer
    from bot.storage.connections import AsyncConnection


async def add_named(
    connection: AsyncConnection, club: Club, others: Sequence[Club], viewer: Viewer, now: datetime
) -> Club:
    """Add the club; returns it with its id. Raises ClubError if another club has its name."""
    shares_name = _shares_name(club, others, viewer)
    try:
        return await club_rows.add_club(connection, club, now, shares_name=shares_name)
    except NameTakenError:
        raise _taken(club) from None


async def rename(connection: AsyncConnection, club: Club, viewer: Viewer) -> None:
    """Reserve the club's new name before the club is saved. Raises ClubError if another club has it."""
    others = [one for one in await club_rows.clubs_of_server(connection, club.server_id) if one.id != club.id]
    shares_name = _shares_name(club, others, viewer)
    try:
        await club_rows.claim_name(connection, club, shares_name=shares_name)
    except NameTakenError:
        raise _taken(club) from None


def _shares_name(club: Club, others: Sequence[Club], viewer: Viewer) -> bool:
    """Whether only clubs that the viewer may not see have the name: a refusal would reveal them.

    Raises ClubError if a club that they can see has it.
    """
    wanted = club.settings.name.casefold()
    same = [one for one in others if one.settings.name.casefold() == wanted]
    if viewer.seen(same):
        raise _taken(club)
    return bool(same)


def _taken(club: Club) -> ClubNameTakenError:
    return ClubNameTakenError(name_to_type(club))
