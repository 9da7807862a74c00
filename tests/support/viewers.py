"""Members as services know them, without a Discord."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.visibility import Access, Membership, Viewer

if TYPE_CHECKING:
    from collections.abc import Collection


def viewer(
    user_id: int = 0, server_id: int | None = 1, *, hidden: Collection[int] = (), gone: Collection[int] = ()
) -> Viewer:
    """A member of a server who may view all its channels, except those that are hidden from them or deleted."""

    def access_to(channel_id: int) -> Access:
        if channel_id in gone:
            return Access.GONE
        return Access.HIDDEN if channel_id in hidden else Access.OPEN

    return Viewer(user_id, server_id, {} if server_id is None else {server_id: Membership(access_to)})
