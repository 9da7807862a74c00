"""What a digest tells beyond its own week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.outbox.kinds import Kind
from bot.core.privacy.member_data import is_erased
from bot.core.weeks.milestones import Milestones, first_reviews, firsts, look_back, progress
from bot.services.outbox.entries import entry_key
from bot.storage.outbox import rows as outbox_rows
from bot.storage.syllabus import rows as syllabus_rows
from bot.storage.weeks import rows as week_rows
from bot.storage.weeks.past import past_weeks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.core.outbox.entry import Entry
    from bot.services.papers.catalogs import Catalogs
    from bot.services.weeks.views import WeekView
    from bot.storage.database import Database


class DigestService:
    """Looks back on a club's weeks."""

    def __init__(self, database: Database, catalogs: Catalogs) -> None:
        self._database = database
        self._catalogs = catalogs

    async def posted(self, view: WeekView) -> Entry | None:
        """The entry of the week's digest, if its message is there."""
        async with self._database.read_transaction() as connection:
            key = entry_key(view.club, view.week, Kind.DIGEST)
            entry = await outbox_rows.entry_by_key(connection, key)
        return entry if entry and entry.message_id else None

    async def milestones(self, view: WeekView) -> Milestones:
        """What the club's readers may know, as of the end of the week. It names nobody who left or was erased."""
        number = view.week.number or 0
        async with self._database.read_transaction() as connection:
            past = await past_weeks(connection, view.week)
            history = await week_rows.history_of(connection, view.club.id)
            queue = await syllabus_rows.queue_of(connection, view.club.id)
            catalog = await self._catalogs.of(connection, view.club.server_id)
        by_then, later = history.read_by(number)

        def known(members: Iterable[int]) -> tuple[int, ...]:
            return tuple(member for member in members if member not in view.gone and not is_erased(member))

        found = look_back(number, past)
        reviewers = () if view.club.settings.anonymous else first_reviews(number, past.reviews)
        return Milestones(
            progress(by_then, later, queue, catalog),
            known(firsts(number, [(log.week, log.author_id) for log in past.logs])),
            known(reviewers),
            found and found.naming(known(found.regulars)),
        )
