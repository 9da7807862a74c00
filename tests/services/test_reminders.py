"""Reminders by direct message: who gets one, once, and what happens if Discord refuses it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.outbox.entry import Cancelled, EntryState, Refused
from bot.core.outbox.kinds import Kind
from bot.core.outbox.trouble import Trouble, TroubleCode
from bot.core.reminders.details import DirectDetails
from bot.core.reviews.details import ReviewReminderDetails
from bot.core.takeaways.takeaway import TakeawayText
from bot.core.weeks.details import ReminderDetails
from bot.core.weeks.week import Answer
from bot.services.takeaways.service import TakeawayForm
from bot.storage.members import leavers as leaver_rows
from tests.support.erasing import erase
from tests.support.logs import review_by, reviewing, write
from tests.support.reading_clubs import FIRST_POST, SERVER
from tests.support.traces import rows_with
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.outbox.entry import Entry, Outcome
    from tests.support.reading_clubs import App

ADA, BO, CY, DEE, EVE = FIVE = (101, 102, 103, 104, 105)
DAY = timedelta(days=1)
TO_LOG, TO_REVIEW = FIRST_POST + 3 * DAY, FIRST_POST + 6 * DAY
CLOSED = Cancelled(Trouble(TroubleCode.DM_REFUSED))


async def of_kind(app: App, *kinds: Kind) -> list[Entry]:
    return [entry for entry in await app.entries() if entry.kind in kinds]


async def told(app: App) -> list[tuple[str, int]]:
    return [(one.due, one.member) for one in map(DirectDetails.of, await of_kind(app, Kind.DIRECT))]


async def called(app: App, kind: Kind) -> list[list[int]]:
    details = ReminderDetails if kind is Kind.REMINDER else ReviewReminderDetails
    return [details.of(entry).members or [] for entry in await of_kind(app, kind)]


async def week_with(app: App, *members: int) -> str:
    """A week in which these members said that they are in."""
    await app.club("lora", "mamba")
    await app.at(FIRST_POST)
    await app.deliver()
    (week, *_) = await app.week_rows()
    view = await app.weeks.view(week.id)
    assert view
    for member in members:
        await app.answer(view.key, member, Answer.IN)
    return view.key


async def ask(app: App, *members: int) -> None:
    for member in members:
        await app.reminders.turn_on(SERVER, member, member * 10)


async def answer(app: App, outcome: Outcome) -> None:
    """As if Discord gave this answer to every direct message."""
    for entry in await app.outbox.due(100):
        if entry.kind is Kind.DIRECT:
            marked = await app.outbox.mark_sending(entry)
            assert marked
            await app.outbox.record(marked, outcome)


async def test_those_who_ask_are_told_directly_and_not_in_the_thread(app: App) -> None:
    await week_with(app, ADA, BO, CY)
    await ask(app, BO, CY, DEE)
    await write(app, CY)
    await app.at(TO_LOG)
    assert await told(app) == [("log", BO)]
    assert await called(app, Kind.REMINDER) == [[ADA]]
    (entry,) = await of_kind(app, Kind.DIRECT)
    assert (entry.channel_id, entry.week_id is not None) == (BO * 10, True)
    reminder = await app.reminders.to_send(entry)
    assert reminder
    assert (reminder.member, reminder.club.settings.name) == (BO, "Sunday papers")


@pytest.mark.parametrize("meanwhile", ["off", "log", "takeaway", "out", "left"])
async def test_a_reminder_that_is_no_longer_needed_is_not_sent(app: App, meanwhile: str) -> None:
    key = await week_with(app, ADA)
    await ask(app, ADA)
    await app.at(TO_LOG)
    (entry,) = await of_kind(app, Kind.DIRECT)
    match meanwhile:
        case "off":
            assert await app.reminders.turn_off(SERVER, ADA)
        case "log":
            await write(app, ADA)
        case "takeaway":
            text = TakeawayText("The update is a product of two small matrices.")
            await app.takeaways.submit(TakeawayForm(viewer(ADA), 77, key, text))
        case "out":
            await app.answer(key, ADA, Answer.OUT)
        case _:
            async with app.database.write_transaction() as connection:
                await leaver_rows.note_leavers(connection, SERVER, [ADA], app.now)
    assert await app.reminders.to_send(entry) is None


@pytest.mark.parametrize("refusal", [CLOSED, Refused(Trouble(TroubleCode.NO_ACCESS))])
async def test_with_closed_direct_messages_the_thread_calls_once(app: App, refusal: Outcome) -> None:
    await week_with(app, ADA, BO)
    await ask(app, ADA)
    await app.at(TO_LOG)
    await answer(app, refusal)
    assert sorted(await called(app, Kind.REMINDER)) == [[ADA], [BO]]
    (entry,) = await of_kind(app, Kind.DIRECT)
    assert entry.state is EntryState.CANCELLED
    assert await of_kind(app, Kind.NOTICE) == []
    await app.deliver()
    await write(app, ADA)
    await write(app, BO)
    await app.deliver()
    await app.at(FIRST_POST + 5 * DAY)
    await app.deliver()
    await app.at(TO_REVIEW)
    # She is called like everybody else until she asks again.
    assert await told(app) == [("log", ADA)]
    assert await called(app, Kind.REVIEW_REMINDER) == [[ADA, BO]]


async def test_what_was_no_longer_needed_does_not_count_as_refused(app: App) -> None:
    await week_with(app, ADA)
    await ask(app, ADA)
    await app.at(TO_LOG)
    await answer(app, Cancelled(Trouble(TroubleCode.NOTHING_TO_SAY)))
    assert await called(app, Kind.REMINDER) == []
    assert not await app.reminders.turn_on(SERVER, ADA, ADA * 10)


async def test_reviewers_are_told_directly_too(app: App) -> None:
    await reviewing(app, *FIVE)
    await ask(app, ADA, BO)
    for _ in range(2):
        await app.reviews.submit(review_by(BO, (await app.reviews.next_for(viewer(BO))).log))
    await app.deliver()
    await app.at(TO_REVIEW)
    assert await told(app) == [("reviews", ADA)]
    assert await called(app, Kind.REVIEW_REMINDER) == [[CY, DEE, EVE]]
    (entry,) = await of_kind(app, Kind.DIRECT)
    reminder = await app.reminders.to_send(entry)
    assert reminder
    assert reminder.reviews == 2


async def test_the_thread_of_an_anonymous_club_does_not_show_who_owes_a_review(app: App) -> None:
    """Ada owes reviews, and Bo has written his. Both asked, and Ada's direct messages are closed."""
    await reviewing(app, *FIVE, anonymous=True)
    await ask(app, ADA, BO)
    for _ in range(2):
        await app.reviews.submit(review_by(BO, (await app.reviews.next_for(viewer(BO))).log))
    await app.deliver()
    await app.at(TO_REVIEW)
    assert await told(app) == [("reviews", ADA)]
    assert await called(app, Kind.REVIEW_REMINDER) == [[CY, DEE, EVE]]
    await answer(app, CLOSED)
    assert await called(app, Kind.REVIEW_REMINDER) == [[CY, DEE, EVE]]
    assert await called(app, Kind.REMINDER) == []


async def test_a_wish_for_another_server_changes_nothing_here(app: App) -> None:
    await week_with(app, ADA)
    await app.reminders.turn_on(SERVER + 1, ADA, 5)
    await app.at(TO_LOG)
    assert await told(app) == []
    assert await called(app, Kind.REMINDER) == [[ADA]]


async def test_a_refusal_that_comes_after_an_erasure_calls_nobody(app: App) -> None:
    """The worker's copy of the entry still names the member."""
    await week_with(app, ADA, BO)
    await ask(app, ADA)
    await app.at(TO_LOG)
    (direct,) = await of_kind(app, Kind.DIRECT)
    marked = await app.outbox.mark_sending(direct)
    assert marked
    await erase(app, ADA)
    before = await called(app, Kind.REMINDER)
    await app.outbox.record(marked, CLOSED)
    assert await called(app, Kind.REMINDER) == before
    assert not [one for one in await rows_with(app.database, ADA) if one.startswith("outbox.details")]
