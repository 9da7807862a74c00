"""What was on its way to Discord while a member was being erased."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.outbox.entry import EntryState, Missing, Sent, Unclear
from bot.core.outbox.kinds import Kind
from bot.core.outbox.trouble import Trouble, TroubleCode
from bot.core.privacy.erasure import SETTLING
from bot.core.weeks.week import Answer
from tests.support.erasing import (
    ADA,
    WORDS,
    changes,
    deliver_all,
    erase,
    settle,
    under_way,
    words_of_ada,
)
from tests.support.logs import review_by, write
from tests.support.reading_clubs import FIRST_POST
from tests.support.traces import rows_with

if TYPE_CHECKING:
    from bot.core.outbox.entry import Entry
    from tests.support.reading_clubs import App

POST = "00000001-260111-post"


async def reading(app: App) -> None:
    """A week that is being read."""
    await app.club("lora", "mamba")
    await app.at(FIRST_POST)
    await deliver_all(app)


async def only(app: App, kind: Kind) -> Entry:
    (found,) = [entry for entry in await app.entries() if entry.kind is kind]
    return found


async def sent(app: App, kind: Kind) -> Entry:
    """Its request has left, and no answer has come."""
    marked = await app.outbox.mark_sending(await only(app, kind))
    assert marked is not None
    return marked


async def test_a_log_whose_answer_was_lost_is_deleted_once_it_is_found(app: App) -> None:
    await reading(app)
    await write(app, ADA, words_of_ada())
    lost = await app.outbox.record(await sent(app, Kind.LOG), Unclear(Trouble(TroubleCode.NO_ANSWER)))
    assert lost
    await erase(app, ADA)
    app.now += SETTLING
    await app.erasures.go_on()
    # The post may name her too.
    assert [[entry.kind for entry in one] for one in await under_way(app, ADA)] == [[Kind.LOG, Kind.POST_EDIT]]
    await app.outbox.record(lost, Sent(4711))
    await app.erasures.go_on()
    (change,) = [change for change in await changes(app) if change.kind is not Kind.POST_EDIT]
    assert (change.kind, change.details["message_id"]) == (Kind.DELETE, 4711)
    await app.deliver()
    # A copy may still show up: until then it is looked for.
    await app.erasures.go_on()
    found = await only(app, Kind.LOG)
    assert await under_way(app, ADA) != []
    await app.outbox.record_sweep(found, Missing())
    app.now += timedelta(minutes=15)
    await app.outbox.record_sweep(await only(app, Kind.LOG), Missing())
    await app.erasures.go_on()
    assert await rows_with(app.database, ADA, *WORDS) == []


async def test_a_log_that_never_arrived_is_not_sent_again(app: App) -> None:
    await reading(app)
    await write(app, ADA, words_of_ada())
    lost = await app.outbox.record(await sent(app, Kind.LOG), Unclear(Trouble(TroubleCode.NO_ANSWER)))
    assert lost
    await erase(app, ADA)
    await app.outbox.record(lost, Missing())
    assert await app.logs.to_send(1) is None


async def test_a_log_in_flight_is_deleted_when_its_answer_comes(app: App) -> None:
    await reading(app)
    await write(app, ADA, words_of_ada())
    marked = await sent(app, Kind.LOG)
    await erase(app, ADA)
    await app.outbox.record(marked, Sent(4711))
    await app.erasures.go_on()
    (change,) = [change for change in await changes(app) if change.kind is Kind.DELETE]
    assert change.details["message_id"] == 4711
    await settle(app)
    assert await under_way(app, ADA) == []


@pytest.mark.usefixtures("four_in_review")
async def test_what_was_composed_before_is_not_sent_after(app: App) -> None:
    """The worker has fetched the entry and composed its message, but not stored yet that it sends it."""
    await app.at((await app.week_rows())[0].next_step_at)
    in_hand = [entry for entry in await app.entries() if entry.kind is Kind.REVIEW_REMINDER]
    assert any(str(ADA) in str(entry.details) for entry in in_hand)
    await erase(app, ADA)
    for entry in in_hand:
        assert await app.outbox.mark_sending(entry) is None
        again = await app.outbox.mark_sending(await app.outbox.entry(entry.key) or entry)
        assert again is not None
        # The copy that the worker has is of before: it does not bring the member back.
        await app.outbox.record(replace(again, details=entry.details), Sent(4711))
    assert not [one for one in await rows_with(app.database, ADA) if one.startswith("outbox")]


@pytest.mark.usefixtures("four_in_review")
async def test_a_reminder_in_flight_loses_the_name_when_it_is_there(app: App) -> None:
    await app.at((await app.week_rows())[0].next_step_at)
    marked = await sent(app, Kind.REVIEW_REMINDER)
    await erase(app, ADA)
    await app.outbox.record(marked, Sent(4711))
    await app.erasures.go_on()
    assert (Kind.UNMENTION, 4711) in [(one.kind, one.details["message_id"]) for one in await changes(app)]
    assert not [one for one in await rows_with(app.database, ADA) if one.startswith("outbox")]
    await settle(app)
    assert await under_way(app, ADA) == []


@pytest.mark.usefixtures("four_in_review")
async def test_a_review_in_flight_is_reworded_when_it_is_there(app: App) -> None:
    week = await app.reviews.of_week(1)
    theirs = next(one for one in week.reviews if one.author_id == ADA)
    log = next(log for log in week.logs if log.author_id == ADA)
    await app.reviews.submit(review_by(theirs.reviewer_id, log))
    marked = await sent(app, Kind.REVIEW)
    await erase(app, ADA)
    await app.outbox.record(marked, Sent(4711))
    await app.erasures.go_on()
    reworded = [one for one in await changes(app) if one.kind is Kind.REVIEW_EDIT]
    assert [one.details["review_id"] for one in reworded] == [theirs.id]
    shown = await app.reviews.to_send(theirs.id)
    assert shown
    assert shown.review.message_id == 4711


async def test_a_press_that_was_composed_before_names_nobody_for_long(app: App) -> None:
    """Its answer changes the post without the outbox, perhaps after the first edit. A second edit follows."""
    await reading(app)
    await app.answer(POST, ADA, Answer.IN)
    await deliver_all(app)
    await erase(app, ADA)
    await deliver_all(app)
    (later,) = [one for one in await changes(app) if one.kind is Kind.POST_EDIT]
    assert (later.state, later.not_before) == (EntryState.PENDING, app.now + SETTLING)
    app.now += SETTLING
    assert await app.deliver() == [later.key]
    await settle(app)
    assert await under_way(app, ADA) == []
