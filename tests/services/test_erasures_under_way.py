"""What members and Discord do while an erasure is under way: press twice, come back, send late, refuse."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import discord.utils
import pytest
from sqlalchemy import select

from bot.core.errors import ClubError, DatabaseAwayError
from bot.core.outbox.entry import EntryState, Refused
from bot.core.outbox.kinds import Kind
from bot.core.outbox.trouble import Trouble, TroubleCode
from bot.core.privacy.erasure import LATER, SETTLING, SOON
from bot.core.privacy.member_data import MemberScope
from bot.core.weeks.week import Answer
from bot.services.privacy import progress
from bot.storage.privacy.erasures import add_erasure
from bot.storage.privacy.left_servers import erase_some_of
from bot.storage.privacy.record import members_due_again, note_erased
from bot.storage.privacy.tables import erased_members, erasures
from tests.support.erasing import (
    ADA,
    BO,
    CLEO,
    DREW,
    WORDS,
    changes,
    deliver_all,
    erase,
    in_review,
    settle,
    under_way,
    words_of_ada,
    write_reviews,
)
from tests.support.logs import form_by, review_by, text_by, write
from tests.support.reading_clubs import SERVER
from tests.support.traces import rows_with
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from tests.support.reading_clubs import App

POST = "00000001-260111-post"


@pytest.mark.usefixtures("four_in_review")
async def test_pressed_twice_it_is_done_once(app: App) -> None:
    shown_at = app.now
    scope = MemberScope(ADA)
    assert await app.erasures.erase(scope, keeps_reviews=True, asked_at=app.now, shown_at=shown_at)
    found = [entry.key for entry in await changes(app)]
    assert not await app.erasures.erase(scope, keeps_reviews=True, asked_at=app.now, shown_at=shown_at)
    assert [entry.key for entry in await changes(app)] == found
    assert len(await under_way(app, ADA)) == 1


@pytest.mark.usefixtures("four_in_review")
async def test_reviews_that_were_left_can_be_deleted_while_it_is_under_way(app: App) -> None:
    await write_reviews(app, ADA, BO, CLEO, DREW)
    mine = {one.id: one for one in (await app.reviews.of_week(1)).written if one.reviewer_id == ADA}
    messages = {one.message_id for one in mine.values()}
    await erase(app, ADA)
    assert (await app.erasures.counts(MemberScope(ADA, SERVER))).reviews == len(mine) > 0
    assert (await app.erasures.counts(MemberScope(BO))).reviews == len(mine)
    await deliver_all(app)
    app.now += timedelta(seconds=1)
    assert await erase(app, ADA, keeps_reviews=False)
    week = await app.reviews.of_week(1)
    assert mine.keys() & {one.id for one in week.written} == set()
    # Others get what is missing now.
    assert {one.log_id for one in mine.values()} <= {one.log_id for one in week.reviews if not one.is_written}
    assert messages <= {one.details["message_id"] for one in await changes(app) if one.kind is Kind.DELETE}
    await settle(app)
    assert await under_way(app, ADA) == []
    assert await rows_with(app.database, ADA, *WORDS) == []


@pytest.mark.usefixtures("four_in_review")
async def test_reviews_that_were_left_are_nobody_s_once_it_is_over(app: App) -> None:
    await write_reviews(app, ADA)
    mine = {one.id for one in (await app.reviews.of_week(1)).written if one.reviewer_id == ADA}
    await erase(app, ADA)
    await settle(app)
    assert (await app.erasures.counts(MemberScope(ADA))).reviews == 0
    app.now += timedelta(seconds=1)
    await erase(app, ADA, keeps_reviews=False)
    await settle(app)
    assert mine <= {one.id for one in (await app.reviews.of_week(1)).written}


async def test_a_press_that_arrives_late_moves_no_erasure_back(app: App) -> None:
    async with app.database.write_transaction() as connection:
        for asked_at in (app.now, app.now - timedelta(minutes=1)):
            erasure = await add_erasure(connection, MemberScope(ADA), keeps_reviews=True, asked_at=asked_at)
            assert erasure.asked_at == app.now


@pytest.mark.usefixtures("four_in_review")
async def test_a_press_on_an_old_page_spares_what_was_written_since(app: App) -> None:
    shown_at = app.now
    await erase(app, ADA)
    await settle(app)
    await write(app, ADA, text_by(98))
    assert not await app.erasures.erase(
        MemberScope(ADA, SERVER), keeps_reviews=True, asked_at=app.now, shown_at=shown_at
    )
    assert len((await app.logs.mine(viewer(ADA))).logs) == 1


@pytest.mark.usefixtures("four_in_review")
async def test_whoever_comes_back_is_not_erased_again(app: App) -> None:
    await erase(app, ADA)
    app.now += timedelta(seconds=5)
    late = discord.utils.time_snowflake(app.now)
    fresh = await write(app, ADA, text_by(98), interaction_id=late)
    await app.answer(POST, ADA, Answer.IN)
    await settle(app)
    assert await under_way(app, ADA) == []
    assert await app.erasures.erase_due_again() == 0
    assert [view.log.id for view in (await app.logs.mine(viewer(ADA))).logs] == [fresh.log.id]
    view = await app.weeks.view(1)
    assert view is not None
    assert ADA in view.answers


@pytest.mark.usefixtures("four_in_review")
async def test_a_form_that_was_sent_before_and_stored_after_goes_too(app: App) -> None:
    before = discord.utils.time_snowflake(app.now - timedelta(seconds=2))
    form = await form_by(app, ADA, words_of_ada(7), interaction_id=before)
    pressed_at = app.now - timedelta(seconds=1)
    await erase(app, ADA)
    await app.logs.submit(form)
    await app.weeks.answer(viewer(ADA), POST, Answer.IN, pressed_at)
    await settle(app)
    await settle(app)
    assert await rows_with(app.database, ADA, *WORDS) == []


@pytest.mark.usefixtures("four_in_review")
async def test_a_late_version_of_a_fresh_log_goes_alone(app: App) -> None:
    before = discord.utils.time_snowflake(app.now - timedelta(seconds=2))
    late_form = await form_by(app, ADA, words_of_ada(7), interaction_id=before)
    await erase(app, ADA)
    await app.logs.submit(late_form)
    app.now += timedelta(seconds=1)
    fresh = await write(app, ADA, text_by(98), interaction_id=discord.utils.time_snowflake(app.now))
    await settle(app)
    assert await rows_with(app.database, ADA, *WORDS) != [], "the fresh log is theirs"
    assert not [one for one in await rows_with(app.database, 0, *WORDS) if "log_versions" in one and WORDS[0] in one]
    assert (await app.logs.own(fresh.log.id, viewer(ADA))).log.text == text_by(98)


@pytest.mark.usefixtures("four_in_review")
async def test_a_quotation_that_comes_late_is_not_kept(app: App) -> None:
    """Somebody has the form of a review open, filled with a sentence of the log."""
    await write_reviews(app, BO, CLEO, DREW)
    week = await app.reviews.of_week(1)
    log = next(log for log in week.logs if log.author_id == ADA)
    await erase(app, ADA)
    with pytest.raises(ClubError):
        await app.reviews.submit(review_by(BO, log))
    await settle(app)
    assert await rows_with(app.database, ADA, *WORDS) == []


async def test_what_discord_refuses_is_tried_again_hourly_then_daily(app: App) -> None:
    await in_review(app, BO, CLEO)
    await erase(app, ADA)
    app.now += SETTLING
    locked = Refused(Trouble(TroubleCode.LOCKED))
    await app.refuse(locked)
    (waited_for,) = await under_way(app, ADA)
    assert {one.trouble.code for one in waited_for if one.trouble} == {TroubleCode.LOCKED}
    for wait in (SOON, SOON):
        await app.erasures.go_on()
        assert {one.state for one in await changes(app)} == {EntryState.BLOCKED}
        app.now += wait
        await app.erasures.go_on()
        assert {one.state for one in await changes(app)} == {EntryState.PENDING}
        await app.refuse(locked)
    app.now += timedelta(days=1)
    await app.erasures.go_on()
    app.now += LATER
    await app.erasures.go_on()
    await settle(app)
    assert await under_way(app, ADA) == []


async def test_a_closed_club_does_not_stop_it(app: App) -> None:
    club = await in_review(app, BO, CLEO)
    await erase(app, ADA)
    await app.clubs.close(club)
    assert all(entry.state is EntryState.CANCELLED for entry in await changes(app))
    await app.erasures.go_on()
    assert all(entry.state is EntryState.PENDING for entry in await changes(app))
    await settle(app)
    assert await under_way(app, ADA) == []


@pytest.mark.usefixtures("four_in_review")
async def test_a_lost_commit_does_not_do_it_twice(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """The member reads that it is not known, and presses again."""
    shown_at = app.now
    commit = app.database.write_transaction

    @asynccontextmanager
    async def answer_lost():
        async with commit() as connection:
            yield connection
        raise DatabaseAwayError("gone after the commit")

    monkeypatch.setattr(app.database, "write_transaction", answer_lost)
    with pytest.raises(DatabaseAwayError):
        await app.erasures.erase(MemberScope(ADA), keeps_reviews=True, asked_at=shown_at, shown_at=shown_at)
    monkeypatch.setattr(app.database, "write_transaction", commit)
    keys = [entry.key for entry in await app.entries()]
    assert not await app.erasures.erase(MemberScope(ADA), keeps_reviews=True, asked_at=shown_at, shown_at=shown_at)
    assert [entry.key for entry in await app.entries()] == keys
    await settle(app)
    assert await rows_with(app.database, ADA, *WORDS) == []


@pytest.mark.usefixtures("four_in_review")
async def test_after_a_restore_it_is_done_again(app: App) -> None:
    async with app.database.write_transaction() as connection:
        await note_erased(connection, MemberScope(ADA), keeps_reviews=True, now=app.now)
        await connection.execute(erased_members.update().values(is_due_again=True))
        assert [one.scope for one in await members_due_again(connection)] == [MemberScope(ADA)]
    assert await app.erasures.erase_due_again() == 1
    await settle(app)
    assert await rows_with(app.database, ADA, *WORDS) == []
    assert await app.erasures.erase_due_again() == 0


async def test_an_error_in_one_erasure_delays_no_other(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    await in_review(app, BO, CLEO)
    await erase(app, ADA)
    await erase(app, BO)
    await deliver_all(app)
    app.now += SETTLING
    await deliver_all(app)
    advance = progress.advance

    async def faulty(connection, erasure, now):
        if erasure.scope.user_id == ADA:
            raise RuntimeError("a fault of ours")
        return await advance(connection, erasure, now)

    monkeypatch.setattr("bot.services.privacy.erasures.advance", faulty)
    with pytest.raises(RuntimeError):
        await app.erasures.go_on()
    async with app.database.read_transaction() as connection:
        left = list(await connection.scalars(select(erasures.c.user_id)))
    assert ADA in left
    assert BO not in left


async def test_an_erasure_in_a_server_whose_data_is_erased_is_over(app: App) -> None:
    """The server removed the bot, which cannot delete its messages there any more."""
    await in_review(app, BO, CLEO)
    await erase(app, ADA, server_id=SERVER)
    await app.refuse(Refused(Trouble(TroubleCode.LOCKED)))
    over = app.erasures.over(MemberScope(ADA, SERVER))
    await app.erasures.go_on()
    assert not over.done()
    async with app.database.write_transaction() as connection:
        while await erase_some_of(connection, SERVER):
            pass
    await app.erasures.go_on()
    assert over.done()
    assert await rows_with(app.database, ADA, *WORDS) == []
