"""Weeks whose post could not leave: nothing begins before members can read it, and no pile of posts follows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.outbox import Refused, Withdrawn
from tests.support.reading_clubs import FIRST_POST, WEEK

if TYPE_CHECKING:
    from tests.support.reading_clubs import House

DAY = timedelta(days=1)


async def test_a_post_that_was_held_up_gives_members_their_days(house: House) -> None:
    club = await house.club("lora")
    await house.at(FIRST_POST)
    await house.refuse(Refused("I lack **Send Messages**"))
    await house.at(FIRST_POST + 6 * DAY)
    (week,) = await house.week_rows()
    assert (week.state, week.note) == ("planned", "not posted yet: I lack **Send Messages**")
    assert await house.clubs.retry(club) == 1
    (entry,) = [entry for entry in await house.entries() if entry.kind == "post"]
    view = await house.weeks.to_send(entry.week_id or 0)
    assert view
    assert view.week.is_late
    assert view.week.logs_due == FIRST_POST + 11 * DAY
    assert view.week.next_step_at == FIRST_POST + 9 * DAY


async def test_of_several_posts_held_up_the_newest_is_made(house: House) -> None:
    club = await house.club("lora", "qlora")
    await house.at(FIRST_POST)
    await house.refuse(Refused("no channel"))
    await house.at(FIRST_POST + WEEK)
    old, new = await house.week_rows()
    assert (old.state, old.number, old.paper_key) == ("skipped", None, None)
    assert "before the next week was due" in old.note
    # The paper that nobody got to see is the next one, and no number is lost.
    assert (new.state, new.number, new.paper_key) == ("planned", 1, "lora")
    assert await house.syllabus.queue(club) == ["qlora"]
    assert [entry.state for entry in await house.entries() if entry.kind == "post"] == ["cancelled", "pending"]


async def test_a_post_found_missing_after_a_newer_week_is_not_sent_any_more(house: House) -> None:
    """Killed while sending, away for a week: the look back finds nothing, and the new week has begun."""
    club = await house.club("lora", "qlora")
    await house.at(FIRST_POST)
    (entry,) = await house.outbox.due(10)
    await house.outbox.mark_sending(entry)
    await house.at(FIRST_POST + WEEK)
    assert [row.paper_key for row in await house.week_rows()] == ["lora", "qlora"]
    assert await house.weeks.to_send(entry.week_id or 0) is None
    assert await house.syllabus.queue(club) == ["lora"]
    stored = await house.outbox.entry(entry.key)
    assert stored
    await house.outbox.record(stored, Withdrawn("there was nothing left to say"))
    assert [row.state for row in await house.week_rows()] == ["skipped", "planned"]
    current = await house.weeks.current(club)
    assert current
    assert (current.week.paper_key, current.next_key) == ("qlora", "lora")
