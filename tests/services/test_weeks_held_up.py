"""Weeks whose post couldn't be sent: nothing starts before members can read it, and posts don't pile up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.outbox.entry import Cancelled, Refused
from bot.core.weeks.note import NoteCode
from tests.support.reading_clubs import FIRST_POST, WEEK
from tests.support.troubles import CHANNEL_GONE, NOTHING_TO_SAY, lacks, note_of

if TYPE_CHECKING:
    from tests.support.reading_clubs import App

DAY = timedelta(days=1)


async def test_a_delayed_post_gives_members_their_days(app: App) -> None:
    club = await app.club("lora")
    await app.at(FIRST_POST)
    await app.refuse(Refused(lacks("Send Messages")))
    await app.at(FIRST_POST + 6 * DAY)
    (week,) = await app.week_rows()
    assert week.state == "planned"
    assert note_of(week).startswith("not posted yet: I'm missing **Send Messages** in the channel.")
    assert await app.clubs.retry(club) == 1
    (entry,) = [entry for entry in await app.entries() if entry.kind == "post"]
    view = await app.weeks.to_send(entry.week_id or 0)
    assert view
    assert view.week.is_late
    assert view.week.logs_due == FIRST_POST + 11 * DAY
    assert view.week.next_step_at == FIRST_POST + 9 * DAY


async def test_of_several_delayed_posts_the_newest_is_sent(app: App) -> None:
    club = await app.club("lora", "qlora")
    await app.at(FIRST_POST)
    await app.refuse(Refused(CHANNEL_GONE))
    await app.at(FIRST_POST + WEEK)
    old, new = await app.week_rows()
    assert (old.state, old.number, old.paper_key) == ("skipped", None, None)
    assert old.note == NoteCode.OVERTAKEN
    # The paper that nobody saw is the next one, and no number is lost.
    assert (new.state, new.number, new.paper_key) == ("planned", 1, "lora")
    assert await app.syllabus.queue(club) == ["qlora"]
    assert [entry.state for entry in await app.entries() if entry.kind == "post"] == ["cancelled", "pending"]


async def test_a_post_found_missing_after_a_newer_week_is_no_longer_sent(app: App) -> None:
    """Killed while sending, offline for a week: the search finds nothing, and the new week has started."""
    club = await app.club("lora", "qlora")
    await app.at(FIRST_POST)
    (entry,) = await app.outbox.due(10)
    await app.outbox.mark_sending(entry)
    await app.at(FIRST_POST + WEEK)
    assert [row.paper_key for row in await app.week_rows()] == ["lora", "qlora"]
    assert await app.weeks.to_send(entry.week_id or 0) is None
    assert await app.syllabus.queue(club) == ["lora"]
    stored = await app.outbox.entry(entry.key)
    assert stored
    await app.outbox.record(stored, Cancelled(NOTHING_TO_SAY))
    assert [row.state for row in await app.week_rows()] == ["skipped", "planned"]
    current = await app.weeks.current(club)
    assert current
    assert (current.week.paper_key, current.next_key) == ("qlora", "lora")
