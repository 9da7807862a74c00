"""Members who are in for a club's next week, before that week exists."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.core.next_step.next_step import StepKind
from bot.core.outbox.entry import Cancelled, Refused
from bot.core.outbox.kinds import Kind
from bot.core.outbox.trouble import Trouble, TroubleCode
from bot.core.weeks.details import ReminderDetails
from bot.core.weeks.week import Answer, WeekState
from bot.services.clubs.refusals import ClubClosedError, ClubGoneError
from bot.services.privacy.service import PrivacyService
from bot.services.weeks.sign_ups import SignedUp
from bot.services.weeks.views import WeekView
from bot.storage.weeks.tables import sign_ups
from tests.support.erasing import deliver_all, erase, settle
from tests.support.reading_clubs import CHANNEL, FIRST_POST, SERVER, WEEK
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from tests.support.reading_clubs import App

ADA, BO, CY = (812_345_678_901_234_000 + number for number in range(3))
DAY, MOMENT = timedelta(days=1), timedelta(seconds=3)


async def press(app: App, club: Club, user_id: int, hidden: tuple[int, ...] = ()) -> SignedUp | WeekView:
    """A press that is no double press of the one before."""
    app.now += MOMENT
    return await app.sign_ups.press(viewer(user_id, hidden=hidden), club.id, app.now)


async def sign_up(app: App, club: Club, *user_ids: int) -> None:
    for user_id in user_ids:
        assert isinstance(await press(app, club, user_id), SignedUp)


async def waiting(app: App, club: Club) -> tuple[int, ...]:
    return (await app.sign_ups.of_club(club)).members


async def newest(app: App) -> WeekView:
    row = (await app.week_rows())[-1]
    view = await app.weeks.view(row.id)
    assert view
    return view


async def rows(app: App) -> int:
    async with app.database.read_transaction() as connection:
        return len((await connection.execute(select(sign_ups))).all())


async def step_of(app: App, user_id: int) -> StepKind:
    return (await app.next_steps.at(viewer(user_id), (CHANNEL,))).step.kind


async def test_who_is_in_before_the_first_week_is_in_it(app: App) -> None:
    club = await app.club("lora")
    await sign_up(app, club, BO, ADA)
    assert await waiting(app, club) == (BO, ADA)
    await app.at(FIRST_POST)
    row = (await app.week_rows())[0]
    leaving = await app.weeks.to_send(row.id)
    assert leaving
    assert leaving.members(Answer.IN) == [BO, ADA]
    await deliver_all(app)
    assert await rows(app) == 0
    await app.at(FIRST_POST + 3 * DAY)
    (reminder,) = [entry for entry in await app.entries() if entry.kind is Kind.REMINDER]
    assert ReminderDetails.of(reminder).members == [BO, ADA]


async def test_a_second_press_takes_it_back_and_a_double_press_does_not(app: App) -> None:
    club = await app.club()
    first = await app.sign_ups.press(viewer(ADA), club.id, app.now)
    again = await app.sign_ups.press(viewer(ADA), club.id, app.now + timedelta(seconds=1))
    assert isinstance(first, SignedUp)
    assert isinstance(again, SignedUp)
    assert first.members == again.members == (ADA,)
    await sign_up(app, club, ADA)
    assert await waiting(app, club) == ()
    await app.at(FIRST_POST)
    assert (await newest(app)).answers == {}


async def test_the_next_step_is_to_join_and_then_to_wait(app: App) -> None:
    club = await app.club()
    assert await step_of(app, ADA) is StepKind.JOIN
    await sign_up(app, club, ADA)
    assert await step_of(app, ADA) is StepKind.WAIT
    assert await step_of(app, BO) is StepKind.JOIN
    await app.at(FIRST_POST)
    await deliver_all(app)
    assert [await step_of(app, who) for who in (ADA, BO)] == [StepKind.WRITE, StepKind.JOIN]


async def test_a_press_after_the_first_post_counts_for_its_week(app: App) -> None:
    club = await app.club("lora", "mamba")
    await sign_up(app, club, ADA)
    await app.at(FIRST_POST)
    taken = await press(app, club, BO)
    assert isinstance(taken, WeekView)
    assert taken.answers == {ADA: Answer.IN, BO: Answer.IN}
    # The same button takes back what was pressed before the week existed.
    undone = await press(app, club, ADA)
    assert isinstance(undone, WeekView)
    assert undone.answers == {BO: Answer.IN}


async def test_once_logs_are_closed_a_press_counts_for_the_next_week(app: App) -> None:
    club = await app.club("lora", "mamba")
    await app.at(FIRST_POST)
    await deliver_all(app)
    await app.at(FIRST_POST + 5 * DAY)
    await sign_up(app, club, ADA)
    assert (await newest(app)).answers == {}
    await app.at(FIRST_POST + WEEK)
    assert (await newest(app)).answers == {ADA: Answer.IN}


async def test_only_those_who_see_the_club_can_join_it(app: App) -> None:
    club = await app.club()
    with pytest.raises(ClubGoneError):
        await press(app, club, ADA, (CHANNEL,))
    with pytest.raises(ClubGoneError):
        await app.sign_ups.press(viewer(ADA, SERVER + 1), club.id, app.now)
    with pytest.raises(ClubGoneError):
        await app.sign_ups.press(viewer(ADA), club.id + 1, app.now)
    assert await rows(app) == 0


async def test_a_closed_club_forgets_who_wanted_to_join(app: App) -> None:
    club = await app.club()
    await sign_up(app, club, ADA)
    await app.clubs.close(club)
    assert await rows(app) == 0
    with pytest.raises(ClubClosedError):
        await press(app, club, BO)


async def test_in_a_paused_club_members_wait_for_it_to_go_on(app: App) -> None:
    club = await app.club()
    await app.clubs.pause(club)
    await sign_up(app, club, ADA)
    assert await step_of(app, BO) is StepKind.WAIT
    app.now += 3 * WEEK
    await app.clubs.resume(club)
    await app.at(app.now + WEEK)
    assert (await newest(app)).members(Answer.IN) == [ADA]


async def test_who_left_the_server_is_not_in(app: App) -> None:
    club = await app.club()
    await sign_up(app, club, ADA, BO)

    async def only_bo(_server: int, _users: object) -> set[int]:
        return {BO}

    app.leavers.ask_with(only_bo)
    await app.at(FIRST_POST - timedelta(minutes=10))
    assert await waiting(app, club) == (BO,)
    assert await step_of(app, ADA) is StepKind.JOIN
    await app.at(FIRST_POST)
    assert (await newest(app)).answers == {BO: Answer.IN}


async def test_who_comes_back_can_join_again(app: App) -> None:
    club = await app.club()
    await sign_up(app, club, ADA, BO)

    async def only_bo(_server: int, _users: object) -> set[int]:
        return {BO}

    app.leavers.ask_with(only_bo)
    await app.at(FIRST_POST - timedelta(minutes=10))
    await sign_up(app, club, ADA)
    assert await waiting(app, club) == (BO, ADA)


async def test_a_first_week_that_could_not_be_posted_gives_its_members_to_the_next(app: App) -> None:
    club = await app.club("lora", "mamba")
    await sign_up(app, club, ADA)
    await app.at(FIRST_POST)
    await app.refuse(Refused(Trouble(TroubleCode.PERMISSION, {"missing": ["View Channel"]})))
    await press(app, club, BO)
    await app.answer((await newest(app)).key, CY, Answer.OUT)
    await app.at(FIRST_POST + WEEK)
    skipped, week = await app.week_rows()
    assert (skipped.state, week.state) == (WeekState.SKIPPED, WeekState.PLANNED)
    assert (await newest(app)).answers == {ADA: Answer.IN, BO: Answer.IN}


async def test_after_a_post_that_was_given_up_members_are_in_for_the_next_week(app: App) -> None:
    club = await app.club("lora", "mamba")
    await sign_up(app, club, ADA)
    await app.at(FIRST_POST)
    await app.refuse(Cancelled(Trouble(TroubleCode.NOTHING_TO_SAY)))
    assert await waiting(app, club) == (ADA,)
    await app.at(FIRST_POST + WEEK)
    assert (await newest(app)).answers == {ADA: Answer.IN}


async def test_no_press_is_lost_between_the_announcement_and_the_first_post(app: App) -> None:
    """Members press while the week is planned."""
    club = await app.club("lora")
    members = [ADA + number for number in range(12)]
    app.now = FIRST_POST
    presses = [app.sign_ups.press(viewer(member), club.id, app.now) for member in members]
    await asyncio.gather(app.tick(), *presses)
    assert await rows(app) == 0
    assert sorted((await newest(app)).answers) == members


async def test_what_is_stored_can_be_exported_and_erased(app: App) -> None:
    club = await app.club()
    await sign_up(app, club, ADA, BO)
    privacy = PrivacyService(app.database, app.clock)
    exported = (await privacy.export(viewer(ADA), SERVER)).rows["sign-ups"]
    assert [(row["club_id"], row["user_id"], row["answer"]) for row in exported] == [(club.id, ADA, "in")]
    await erase(app, ADA)
    await settle(app)
    assert await waiting(app, club) == (BO,)
    assert await rows(app) == 1
