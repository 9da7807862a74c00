"""Takeaways: open the form, store what a member sends, and withdraw it. One transaction each."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from bot.core.errors import UNSAID, ClubError, NotNowError
from bot.core.takeaways.takeaway import NOTHING, accepted, check, refused
from bot.services.visibility import marked_week
from bot.services.weeks.post_edits import LEAST_APART, refresh_post
from bot.services.weeks.refusals import NoSuchWeekError
from bot.services.weeks.service import require_going_on
from bot.storage.members import leavers as leaver_rows
from bot.storage.takeaways import rows as takeaway_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.core.clubs.club import Club
    from bot.core.takeaways.takeaway import OwnTakeaway, TakeawayText
    from bot.core.visibility import Viewer
    from bot.core.weeks.week import Week
    from bot.storage.connections import AsyncConnection
    from bot.storage.database import Database


@dataclass(eq=False)
class TakeawaysOffError(NotNowError):
    """The club collects no takeaways."""


@dataclass(eq=False)
class TakeawayKeptError(ClubError):
    """A form was refused for `reason`. Its text is kept, and fills the form when it is opened again under `key`."""

    reason: ClubError
    key: str = field(metadata=UNSAID)


@dataclass(frozen=True, slots=True)
class TakeawayForm:
    """A form as its viewer sent it. `key` is that of a message about the week, from the form's custom id."""

    viewer: Viewer
    interaction_id: int
    key: str
    text: TakeawayText


@dataclass(frozen=True, slots=True)
class WeekTakeaway:
    """A member's takeaway in a week, if there is one, and the message under whose `key` they wrote it.

    `before` is what counted until now.
    """

    club: Club
    week: Week
    key: str
    own: OwnTakeaway | None
    before: TakeawayText | None = None

    @property
    def text(self) -> TakeawayText | None:
        """What counts now."""
        return self.own.text if self.own else None


class TakeawayService:
    """Each method raises NoSuchWeekError for a week out of the viewer's sight, and WeekOverError after the digest."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def opened(self, viewer: Viewer, key: str) -> WeekTakeaway:
        """What the form is opened with. Raises TakeawaysOffError."""
        async with self._database.read_transaction() as connection:
            found = await _found(connection, viewer, key)
        _require_collecting(found.club)
        return found

    async def submit(self, form: TakeawayForm) -> WeekTakeaway:
        """Store what was sent; an empty form withdraws the takeaway. The same form sent twice counts once.

        Raises TakeawayKeptError if the text can't be accepted, and TakeawaysOffError.
        """
        result = await self._database.grouped(partial(_take, form=form, now=self._now()))
        if isinstance(result, ClubError):
            raise result
        return result

    async def withdraw(self, viewer: Viewer, key: str, interaction_id: int) -> WeekTakeaway:
        """It no longer counts. Doing it again changes nothing. This works in clubs without takeaways, too."""
        form = TakeawayForm(viewer, interaction_id, key, NOTHING)
        return await self._database.grouped(partial(_withdraw, form=form, now=self._now()))


async def _take(connection: AsyncConnection, form: TakeawayForm, now: datetime) -> WeekTakeaway | ClubError:
    """A refusal is a result, not an error, because the text that it keeps must be committed."""
    found = await _found(connection, form.viewer, form.key)
    _require_collecting(found.club)
    # A form that withdrew it may arrive again.
    if form.text.is_empty and found.own:
        return await _changed(connection, form, found, now)
    try:
        check(form.text)
    except ClubError as refusal:
        if form.text.is_empty:
            return refusal
        kept = refused(found.own, form.text, form.interaction_id, now)
        await takeaway_rows.save_takeaway(connection, found.week.id, form.viewer.user_id, kept)
        return TakeawayKeptError(refusal, form.key)
    return await _changed(connection, form, found, now)


async def _withdraw(connection: AsyncConnection, form: TakeawayForm, now: datetime) -> WeekTakeaway:
    found = await _found(connection, form.viewer, form.key)
    return await _changed(connection, form, found, now) if found.own else found


async def _changed(connection: AsyncConnection, form: TakeawayForm, found: WeekTakeaway, now: datetime) -> WeekTakeaway:
    own = accepted(found.own, form.text, form.interaction_id, now)
    if own != found.own:
        await takeaway_rows.save_takeaway(connection, found.week.id, form.viewer.user_id, own)
        await leaver_rows.forget_leavers(connection, found.club.server_id, [form.viewer.user_id])
        # The post shows how many there are, and who is in.
        if (own.text is None) is not (found.text is None):
            await refresh_post(connection, found.club, found.week, now, least_apart=LEAST_APART)
    return replace(found, own=own, before=found.text)


async def _found(connection: AsyncConnection, viewer: Viewer, key: str) -> WeekTakeaway:
    found = await marked_week(connection, viewer, key)
    if found is None:
        raise NoSuchWeekError
    club, week = found
    require_going_on(week)
    return WeekTakeaway(club, week, key, await takeaway_rows.own_takeaway(connection, week.id, viewer.user_id))


def _require_collecting(club: Club) -> None:
    if not club.settings.takeaways:
        raise TakeawaysOffError
