"""Who still has to write something in a week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.weeks.attendance import who_is_in
from bot.storage.paper_logs import rows as log_rows
from bot.storage.takeaways import rows as takeaway_rows
from bot.storage.weeks import rows as week_rows

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection


async def members_owing_logs(connection: AsyncConnection, week: Week, gone: Collection[int] = ()) -> list[int]:
    """Return the members who are in and have neither a log nor a takeaway, in the order of their answers."""
    answers = await week_rows.attendance_of(connection, week.id)
    wrote = {log.author_id for log in await log_rows.logs_of_week(connection, week.id)}
    wrote |= {takeaway.author_id for takeaway in await takeaway_rows.takeaways_of_week(connection, week.id)}
    return [user for user in who_is_in(answers, wrote, gone) if user not in wrote]
