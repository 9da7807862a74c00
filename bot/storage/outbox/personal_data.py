"""What the outbox holds of a member: messages that name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Text, cast, func, or_, select, update

from bot.core.privacy.member_data import without_member
from bot.storage.privacy.holdings import ErasureRequest, Holding, in_server
from bot.storage.tables import outbox

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.ext.asyncio import AsyncConnection

    from bot.core.privacy.member_data import MemberScope

SHOWN = {"kind", "state", "created_at", "done_at"}


def _entries_of(scope: MemberScope) -> ColumnElement[bool]:
    """Searches the details as text, since databases differ in JSON: members are in lists, and one is under a name."""
    details, member = cast(outbox.c.details, Text), str(scope.user_id)
    without_spaces = func.replace(details, " ", "")
    named = [before + member + after for before in ("[", ",", ":") for after in (",", "]", "}")]
    # The first condition is the quick one, and most rows fail it.
    is_named = details.contains(member) & or_(*(without_spaces.contains(text) for text in named))
    return is_named & in_server(outbox.c.server_id, scope)


def _added_before(asked: ErasureRequest) -> ColumnElement[bool]:
    return outbox.c.created_at <= asked.settled


async def _erase_entries(connection: AsyncConnection, which: ColumnElement[bool], user_id: int) -> None:
    """The entries stay: others are named in them, and a message is known by them."""
    for row in (await connection.execute(select(outbox.c.id, outbox.c.details).where(which))).all():
        details = without_member(row.details, user_id)
        await connection.execute(update(outbox).where(outbox.c.id == row.id).values(details=details))


# The others of a message, its place and its key are not the member's.
OUTBOX = Holding(
    "mentions",
    outbox,
    _entries_of,
    _added_before,
    _erase_entries,
    hidden=tuple(column for column in outbox.c if column.name not in SHOWN),
)
