"""The rows of previews of schedules. What one holds is kept as JSON, but for the members in it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from bot.core.schedules.past import Also, MovedIn
from bot.core.schedules.session import Schedule
from bot.core.schedules.stored import as_facts, schedule_from
from bot.storage.locks import lock_row
from bot.storage.schedules.tables import schedule_matches, schedule_previews

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta

    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection

    Facts = dict[str, Any]

BATCH = 500


@dataclass(frozen=True, slots=True)
class SchedulePreview:
    """`token` identifies it in buttons. `done` is what its confirmation did; None until then.

    `matches` are the members whom the organizer chose, by the position of the name.
    """

    token: str
    club_id: int
    user_id: int
    created_at: datetime
    schedule: Schedule | None
    also: frozenset[Also] = field(default=frozenset())
    done: MovedIn | None = None
    matches: Mapping[int, int] = field(default_factory=dict)
    id: int = 0


async def add_preview(connection: AsyncConnection, preview: SchedulePreview, keep: int) -> None:
    """Store a preview, and delete older ones of the member for this club, so that they have at most `keep`."""
    c = schedule_previews.c
    row = {"token": preview.token, "club_id": preview.club_id, "user_id": preview.user_id}
    await connection.execute(
        insert(schedule_previews).values(**row, facts=_facts(preview), created_at=preview.created_at)
    )
    whose = (c.club_id == preview.club_id, c.user_id == preview.user_id)
    newest_first = select(c.token).where(*whose).order_by(c.created_at.desc())
    tokens = [token for token in await connection.scalars(newest_first) if token != preview.token]
    await connection.execute(delete(schedule_previews).where(c.token.in_(tokens[keep - 1 :])))


async def lock_preview(connection: AsyncConnection, token: str) -> None:
    """Until this transaction ends, no other changes or confirms the preview."""
    await lock_row(connection, schedule_previews.c.token, token)


async def preview_by_token(connection: AsyncConnection, token: str) -> SchedulePreview | None:
    query = select(schedule_previews).where(schedule_previews.c.token == token)
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        return None
    matches = select(schedule_matches).where(schedule_matches.c.preview_id == row.id)
    return _preview(row, {match.position: match.user_id for match in await connection.execute(matches)})


async def change_preview(connection: AsyncConnection, preview: SchedulePreview) -> None:
    query = update(schedule_previews).where(schedule_previews.c.token == preview.token)
    await connection.execute(query.values(facts=_facts(preview)))
    if preview.done:
        await connection.execute(delete(schedule_matches).where(schedule_matches.c.preview_id == preview.id))


async def save_match(
    connection: AsyncConnection, preview_id: int, position: int, user_id: int | None, now: datetime
) -> None:
    """Store the member for the name at that position; None takes the choice back."""
    which = (schedule_matches.c.preview_id == preview_id, schedule_matches.c.position == position)
    await connection.execute(delete(schedule_matches).where(*which))
    if user_id is not None:
        row = {"preview_id": preview_id, "position": position, "user_id": user_id, "matched_at": now}
        await connection.execute(insert(schedule_matches).values(**row))


async def delete_preview(connection: AsyncConnection, token: str, user_id: int) -> None:
    """Delete the preview if it is this member's."""
    which = (schedule_previews.c.token == token, schedule_previews.c.user_id == user_id)
    await connection.execute(delete(schedule_previews).where(*which))


async def delete_old_previews(connection: AsyncConnection, now: datetime, kept: timedelta) -> int:
    """Delete some that are older than that, and return how many."""
    c = schedule_previews.c
    old = select(c.token).where(c.created_at <= now - kept).limit(BATCH)
    return (await connection.execute(delete(schedule_previews).where(c.token.in_(old)))).rowcount


def _facts(preview: SchedulePreview) -> Facts:
    if preview.done:
        return {"done": asdict(preview.done)}
    return {"also": sorted(preview.also), **as_facts(preview.schedule or Schedule(()))}


def _preview(row: Row[Any], matches: Mapping[int, int]) -> SchedulePreview:
    facts = row.facts
    whose = (row.token, row.club_id, row.user_id, row.created_at)
    if done := facts.get("done"):
        return SchedulePreview(*whose, None, done=MovedIn(**done), id=row.id)
    return SchedulePreview(
        *whose, schedule_from(facts), frozenset(map(Also, facts["also"])), matches=matches, id=row.id
    )
