"""Times that a wrong clock left in the database block nothing and are corrected."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update

from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.clubs.club import SettingsChange
from bot.core.outbox.entry import EntryState, Missing, Unclear
from bot.core.outbox.kinds import Kind
from bot.core.privacy.erasure import SETTLING
from bot.core.weeks.week import Answer
from bot.services.outbox.entries import new_entry
from bot.services.paper_logs.forms import LogForm, LogSaved
from bot.storage.backups.after_restore import note_restore
from bot.storage.errors import DatabaseError
from bot.storage.outbox import rows as outbox_rows
from bot.storage.tables import clubs, outbox
from tests.support.erasing import erase
from tests.support.logs import text_by
from tests.support.reading_clubs import FIRST_POST, START, WEEK, App
from tests.support.troubles import NO_ANSWER
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from bot.core.clubs.club import Club

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TEN_YEARS = FIRST_POST + timedelta(days=3653)
TWO_MONTHS = FIRST_POST + 9 * WEEK
BACK = FIRST_POST - DAY
AHEAD = pytest.mark.parametrize("wrong", [TEN_YEARS, TWO_MONTHS], ids=["ten years", "two months"])


async def wrong_tick(app: App, wrong: datetime, *, sent: bool) -> Club:
    """A tick with a wrong clock, which is right again afterwards."""
    club = await app.club("lora", "qlora", "bert")
    await app.at(wrong)
    if sent:
        await app.deliver()
    app.now = BACK
    return await app.club_now(club)


def personal_log(number: int) -> LogForm:
    return LogForm(viewer(7, None), 100 + number, "lora", text_by(number))


async def pause_and_resume(app: App, club: Club) -> None:
    await app.clubs.resume(await app.clubs.pause(club))


async def edit_time(app: App, club: Club) -> None:
    slot = club.settings.slot
    later = WeeklySlot(slot.weekday, slot.at.replace(minute=30), slot.zone)
    await app.clubs.edit(club, SettingsChange(slot=asdict(later)), viewer())


async def edit_name(app: App, club: Club) -> None:
    await app.clubs.edit(club, SettingsChange({"name": "Anew"}), viewer())


async def tick(app: App, _club: Club) -> None:
    await app.tick()


@AHEAD
@pytest.mark.parametrize("sent", [True, False])
@pytest.mark.parametrize("recover", [tick, pause_and_resume, edit_time, edit_name])
async def test_the_next_post_is_moved_back_from_years_ahead(
    app: App, wrong: datetime, sent: bool, recover: Callable[[App, Club], Awaitable[None]]
) -> None:
    club = await wrong_tick(app, wrong, sent=sent)
    assert club.next_due
    assert club.next_due > wrong
    await recover(app, club)
    repaired = await app.club_now(club)
    assert repaired.next_due
    assert BACK < repaired.next_due < FIRST_POST + WEEK + HOUR
    await app.at(repaired.next_due)
    # The previous week's post is edited too, to show its new dates.
    assert next(key.rpartition("-")[2] for key in await app.deliver() if "post-edit" not in key) == "post"
    week = (await app.weeks.current(repaired)).week  # type: ignore[union-attr]
    assert (week.state, week.number, week.paper_key) == (("reading", 2, "qlora") if sent else ("reading", 1, "lora"))
    assert week.logs_due
    assert week.logs_due < app.now + 8 * DAY


@AHEAD
async def test_a_week_posted_meanwhile_continues_with_its_full_days(app: App, wrong: datetime) -> None:
    club = await wrong_tick(app, wrong, sent=True)
    await app.tick()
    view = await app.weeks.current(club)
    assert view
    assert view.week.logs_due
    assert view.week.reviews_due
    assert BACK + 4 * DAY < view.week.logs_due < view.week.reviews_due < BACK + 9 * DAY
    assert view.week.next_step_at
    assert view.week.next_step_at < view.week.logs_due
    # Its buttons still find it.
    assert (await app.answer(view.key, 7, Answer.IN)).count(Answer.IN) == 1
    await app.at(view.week.reviews_due)
    ended = (await app.weeks.view(view.week.id)).week  # type: ignore[union-attr]
    assert ended.state == "closed"


async def test_reviews_opened_meanwhile_get_their_days_too(app: App) -> None:
    club = await app.club("lora", log_days=1)
    await app.at(TEN_YEARS)
    (key,) = await app.deliver()
    await app.at(TEN_YEARS + 2 * DAY)
    assert (await app.weeks.marked(viewer(), key)).week.state == "reviewing"
    await app.at(BACK)
    week = (await app.weeks.marked(viewer(), key)).week
    assert (week.state, week.reviews_due) == ("reviewing", BACK + 2 * DAY)
    await app.at(BACK + 2 * DAY)
    assert (await app.weeks.marked(viewer(), key)).week.state == "closed"
    await app.clubs.resume(await app.clubs.pause(club))


async def test_a_week_that_ended_meanwhile_stays_ended(app: App) -> None:
    club = await app.club("lora")
    await app.at(TEN_YEARS)
    (key,) = await app.deliver()
    await app.at(TEN_YEARS + 6 * WEEK)
    app.now = BACK
    await app.clubs.pause(club)
    resumed = await app.clubs.resume(club)
    assert (await app.weeks.marked(viewer(), key)).week.state == "closed"
    assert resumed.next_due
    assert resumed.next_due <= FIRST_POST + WEEK


@AHEAD
async def test_a_manual_post_is_not_refused_forever(app: App, wrong: datetime) -> None:
    club = await wrong_tick(app, wrong, sent=True)
    week = await app.weeks.post_now(club)
    assert (week.number, week.paper_key) == (2, "qlora")
    assert week.slot <= (FIRST_POST + WEEK).date()
    # The previous week's post shows its new dates.
    assert [key.partition("post")[2].rpartition("-")[0] for key in await app.deliver()] == ["-edit", ""]


@pytest.mark.parametrize("ahead", [TEN_YEARS, START + 26 * WEEK, START + 6 * WEEK])
@pytest.mark.parametrize("recover", [tick, edit_name])
async def test_a_club_created_meanwhile_posts_in_its_first_week(
    app: App, ahead: datetime, recover: Callable[[App, Club], Awaitable[None]]
) -> None:
    app.now = ahead
    club = await app.club("lora")
    app.now = START
    await recover(app, club)
    assert (await app.club_now(club)).next_due == FIRST_POST


async def test_skipping_many_weeks_is_not_corrected(app: App) -> None:
    club = await app.club("lora")
    for _ in range(20):
        await app.weeks.skip(club, (await app.club_now(club)).next_slot)
    await app.tick()
    assert (await app.club_now(club)).next_due == FIRST_POST + 20 * WEEK + HOUR * -1  # summer time has begun
    await app.at(FIRST_POST + 2 * WEEK)
    assert {row.state for row in await app.week_rows()} == {"skipped"}


async def test_a_week_posted_early_by_hand_keeps_its_dates(app: App) -> None:
    club = await app.club("lora", log_days=14, review_days=14)
    week = await app.weeks.post_now(club)
    await app.deliver()
    await app.tick()
    view = await app.weeks.view(week.id)
    assert view
    assert (view.week.logs_due, view.week.reviews_due) == (week.logs_due, week.reviews_due)


async def test_a_poll_that_ends_years_ahead_is_counted_before_the_next_post(app: App) -> None:
    club = await app.club("lora")
    app.now = TEN_YEARS - 2 * DAY
    poll = await app.polls.start(club)
    assert poll.closes_at > TEN_YEARS - 3 * DAY
    await app.at(BACK)
    under_way = await app.polls.under_way(club)
    assert under_way
    assert under_way.closes_at < FIRST_POST
    app.now = FIRST_POST
    assert [due.id for due in await app.polls.due()] == [poll.id]


async def test_messages_delayed_by_a_wrong_clock_are_sent_now(app: App) -> None:
    club = await app.club("lora")
    entry = new_entry(club, Kind.DIGEST, f"{club.token}-x", club.settings.channel_id, None)

    async def add(connection: Any) -> None:
        await outbox_rows.add_entry(connection, entry, app.now)

    await app.database.grouped(add)
    app.now = TEN_YEARS
    await app.refuse(Unclear(NO_ANSWER))
    assert await app.outbox.due(100) == []
    app.now = BACK
    (due,) = await app.outbox.due(100)
    assert (due.state, app.outbox.is_due(due)) == (EntryState.UNKNOWN, True)
    figures = await app.outbox.figures()
    assert (figures.due, figures.waiting) == (1, 0)


async def test_a_search_for_copies_delayed_by_a_wrong_clock_is_the_last(app: App) -> None:
    club = await app.club("lora")
    await app.at(FIRST_POST)
    await app.deliver()
    async with app.database.write_transaction() as connection:
        facts = {"not_before": TEN_YEARS, "done_at": TEN_YEARS, "is_doubtful": True}
        await connection.execute(update(outbox).where(outbox.c.club_id == club.id).values(**facts))
    for entry in await app.outbox.due(100):
        await app.outbox.record_sweep(entry, Missing())
    assert await app.outbox.due(100) == []


async def test_forms_dated_in_the_future_slow_nobody_down(app: App) -> None:
    app.now = TEN_YEARS
    for number in range(6):
        await app.logs.submit(personal_log(number))
    app.now = START
    saved = await app.logs.submit(personal_log(6))
    assert isinstance(saved, LogSaved)
    assert saved.log.version == 7


async def test_files_that_could_not_be_cleaned_while_the_clock_was_wrong_are_cleaned_soon(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as on a full disk: the next try would be an hour later, by that clock."""
    tried = []

    async def vacuum() -> None:
        tried.append(app.now)
        if len(tried) == 1:
            raise DatabaseError("the disk is full")

    monkeypatch.setattr(app.database, "vacuum", vacuum)
    app.now = TEN_YEARS
    await erase(app, 7)
    app.now += SETTLING
    with pytest.raises(DatabaseError):
        await app.erasures.go_on()
    await app.erasures.go_on()
    app.now = START
    await app.erasures.go_on()
    assert tried == [TEN_YEARS + SETTLING, START]


async def test_a_restores_age_is_taken_from_correct_times(app: App) -> None:
    await app.club("lora")
    app.now = FIRST_POST
    async with app.database.write_transaction() as connection:
        await connection.execute(update(clubs).values(created_at=TEN_YEARS))
        restore = await note_restore(connection, FIRST_POST)
    assert restore.backup_at <= FIRST_POST
