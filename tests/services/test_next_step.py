"""A member who follows their next steps is never refused, and gets done; and sees nothing that they may not see."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.clubs.club import SettingsChange
from bot.core.errors import DraftKeptError, NoClubYetError, NoSuchClubError
from bot.core.next_step.next_step import StepKind
from bot.core.weeks.week import Answer
from bot.services.clubs.refusals import ClubClosedError
from bot.services.paper_logs.destinations import LogDestination, LogRequest
from bot.services.paper_logs.forms import LogForm
from bot.services.weeks.refusals import NoSuchWeekError
from bot.storage.members import leavers as leaver_rows
from tests.support.logs import interactions, review_by, reviewing, text_by, write
from tests.support.reading_clubs import CHANNEL, FIRST_POST, SERVER
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.next_step.next_step import NextStep
    from tests.support.reading_clubs import App

ADA, BO, CY, DEE, EVE = 7, 8, 9, 10, 11
FIVE = (ADA, BO, CY, DEE, EVE)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


async def step_of(app: App, user_id: int, **where: Any) -> NextStep:
    return (await app.next_steps.at(viewer(user_id, **where), (CHANNEL,))).step


async def post_key(app: App) -> str:
    """The key of the first week's post."""
    (row, *_) = await app.week_rows()
    view = await app.weeks.view(row.id)
    assert view
    return view.key


async def send_log(app: App, user_id: int, key: str, twist: str = "") -> None:
    """The form that a press on *Write my log* opens, sent."""
    destination = await app.logs.destination(LogRequest(viewer(user_id), week_key=key))
    assert isinstance(destination, LogDestination)
    assert destination.club
    assert destination.week
    club_id, week_id = destination.club.id, destination.week.id
    draft = (await app.logs.earlier_texts(destination, viewer(user_id))).draft
    ids = (club_id, week_id, draft.log_id, draft.id, draft.revision) if draft else (club_id, week_id)
    form = LogForm(viewer(user_id), next(interactions), destination.paper_key, text_by(user_id, twist), *ids)
    await app.logs.submit(form)


async def follow(app: App, user_id: int, step: NextStep) -> None:
    """Do what the step says. Raises ClubError if it is refused."""
    week = step.week
    match step.kind:
        case StepKind.JOIN | StepKind.REST:
            assert week
            await app.answer(week.key, user_id, Answer.IN)
        case StepKind.WRITE | StepKind.LATE:
            assert week
            await send_log(app, user_id, week.key)
        case StepKind.EDIT:
            assert week
            assert week.log_id
            log = (await app.logs.own(week.log_id, viewer(user_id))).log
            text = text_by(user_id, f" Said at {app.now:%d %H %M}.")
            await app.logs.submit(LogForm(viewer(user_id), next(interactions), log.paper_key, text, log_id=log.id))
        case StepKind.REVIEW | StepKind.HELP:
            assert week
            assert week.review
            task = await app.reviews.claim(week.review.log_id, viewer(user_id))
            assert task.log.author_id == week.review.author
            await app.reviews.submit(review_by(user_id, task.log))


async def test_a_member_is_led_through_a_week(app: App) -> None:
    club = await app.club("lora", "mamba")
    waiting = await step_of(app, ADA)
    assert (waiting.kind, waiting.week, waiting.then.at) == (StepKind.JOIN, None, FIRST_POST)
    await app.at(FIRST_POST)
    assert (await step_of(app, ADA)).then.is_on_its_way
    await app.deliver()
    kinds = []
    for _ in range(3):
        step = await step_of(app, ADA)
        kinds.append(step.kind)
        assert step.week
        assert step.due == step.week.logs_due == FIRST_POST + 5 * DAY
        await follow(app, ADA, step)
    assert kinds == [StepKind.JOIN, StepKind.WRITE, StepKind.EDIT]
    await write(app, BO)
    await app.at(FIRST_POST + 5 * DAY)
    step = await step_of(app, ADA)
    assert step.kind is StepKind.REVIEW
    assert step.week
    assert step.week.review
    assert step.week.review.author == BO
    await follow(app, ADA, step)
    done = await step_of(app, ADA)
    assert done.kind is StepKind.DONE
    assert done.week
    assert done.week.reviews_due == FIRST_POST + 7 * DAY
    assert done.then.at == (await app.club_now(club)).next_due


async def test_a_draft_is_to_be_finished_and_a_late_log_is_possible(app: App) -> None:
    await app.club("lora", "mamba")
    await app.at(FIRST_POST)
    await app.deliver()
    key = await post_key(app)
    with pytest.raises(DraftKeptError):
        await write(app, ADA, replace(text_by(ADA), problem=""))
    step = await step_of(app, ADA)
    assert step.kind is StepKind.WRITE
    assert step.week
    assert step.week.has_draft
    await write(app, BO)
    await app.answer(key, CY, Answer.OUT)
    await app.at(FIRST_POST + 5 * DAY)
    late = await step_of(app, ADA)
    assert late.kind is StepKind.LATE
    await follow(app, ADA, late)
    assert (await step_of(app, ADA)).kind is StepKind.REVIEW
    assert (await step_of(app, CY)).kind is StepKind.DONE


@pytest.mark.parametrize("seed", range(4))
async def test_whoever_follows_the_steps_is_never_refused_and_gets_done(app: App, seed: int) -> None:
    """Members follow their steps, or do something else: drop out, return, withdraw a log, take a break."""
    luck = random.Random(seed)
    await app.club("lora", "mamba", "qlora", anonymous=seed % 2 == 1, log_days=luck.choice((5, 8)), reviewers=2)
    await app.at(FIRST_POST)
    await app.deliver()
    for _ in range(36):
        await app.at(app.now + luck.choice((HOUR, 6 * HOUR, DAY)))
        await app.deliver()
        member = luck.choice(FIVE)
        step = await step_of(app, member)
        if step.week and step.kind is not StepKind.DONE and luck.random() < 0.1:
            if step.week.log_id and luck.random() < 0.5:
                await app.logs.withdraw(step.week.log_id, viewer(member))
            else:
                await app.answer(step.week.key, member, Answer.OUT)
        else:
            await follow(app, member, step)
    for member in FIVE:
        for _ in range(8):
            step = await step_of(app, member)
            if step.kind in {StepKind.EDIT, StepKind.DONE}:
                break
            await follow(app, member, step)
        assert step.kind in {StepKind.EDIT, StepKind.DONE}, member


async def test_a_volunteer_is_asked_only_for_a_log_that_has_nobody(app: App) -> None:
    await reviewing(app, *FIVE, reviewers=1)
    for member in FIVE:
        step = await step_of(app, member)
        assert step.kind is StepKind.REVIEW
        if member != EVE:
            await follow(app, member, step)
    assert {(await step_of(app, member)).kind for member in FIVE if member != EVE} == {StepKind.DONE}
    assert (await step_of(app, 99)).kind is StepKind.LATE
    await write(app, 99)
    assert (await step_of(app, 99)).kind is StepKind.REVIEW
    asked = [member for member in FIVE if (await step_of(app, member)).kind is StepKind.HELP]
    assert asked
    for member in asked:
        step = await step_of(app, member)
        assert step.week
        assert step.week.review
        assert step.week.review.author == 99


async def test_where_reviewers_are_secret_volunteers_learn_nothing_from_being_asked(app: App) -> None:
    """Before reviews are free for all, a log that lost its reviewer looks like any other."""
    await reviewing(app, *FIVE, reviewers=1, anonymous=True)
    await follow(app, ADA, await step_of(app, ADA))
    before = (await step_of(app, ADA)).kind
    key = await post_key(app)
    for member in (BO, CY, DEE, EVE):
        await app.answer(key, member, Answer.OUT)
    assert (await step_of(app, ADA)).kind in {before, StepKind.REVIEW}


async def test_the_most_urgent_club_comes_first(app: App) -> None:
    first = await app.club("lora", name="One")
    second = await app.club("mamba", name="Two", channel_id=20)
    await app.at(FIRST_POST)
    await app.deliver()
    found = await app.next_steps.at(viewer(ADA), (99,))
    assert found.step.kind is StepKind.JOIN
    await follow(app, ADA, (await app.next_steps.in_club(viewer(ADA), second.id)).step)
    urgent = await app.next_steps.at(viewer(ADA), (99,))
    assert (urgent.club.id, urgent.step.kind) == (second.id, StepKind.WRITE)
    assert (await app.next_steps.at(viewer(ADA), (CHANNEL,))).club.id == first.id


async def test_who_may_not_see_a_club_learns_nothing_of_it(app: App) -> None:
    club = await app.club("lora")
    await app.at(FIRST_POST)
    await app.deliver()
    key = await post_key(app)
    for stranger in (viewer(ADA, hidden=[CHANNEL]), viewer(ADA, SERVER + 1), viewer(ADA, None)):
        with pytest.raises(NoClubYetError):
            await app.next_steps.at(stranger, (CHANNEL,))
        with pytest.raises(NoSuchClubError):
            await app.next_steps.in_club(stranger, club.id)
        with pytest.raises(NoSuchWeekError):
            await app.next_steps.marked(stranger, key)
    assert (await app.next_steps.marked(viewer(ADA), key)).club.id == club.id
    await app.clubs.close(club)
    with pytest.raises(ClubClosedError):
        await app.next_steps.marked(viewer(ADA), key)


async def test_a_week_in_a_channel_that_is_hidden_now_is_left_out(app: App) -> None:
    club = await app.club("lora", channel_id=20)
    await app.at(FIRST_POST)
    await app.deliver()
    await app.clubs.edit(club, SettingsChange({"channel_id": CHANNEL}), viewer())
    step = await step_of(app, ADA, hidden=[20])
    # They can join the next one.
    assert (step.kind, step.week) == (StepKind.JOIN, None)
    seen = await step_of(app, ADA)
    assert seen.week
    assert seen.kind is StepKind.JOIN


async def test_a_member_who_left_and_came_back_is_asked_again(app: App) -> None:
    club = await app.club("lora")
    await app.at(FIRST_POST)
    await app.deliver()
    key = await post_key(app)
    await app.answer(key, ADA, Answer.OUT)
    assert (await step_of(app, ADA)).kind is StepKind.REST
    async with app.database.write_transaction() as connection:
        await leaver_rows.note_leavers(connection, club.server_id, [ADA], app.now)
    step = await step_of(app, ADA)
    assert step.kind is StepKind.JOIN
    await follow(app, ADA, step)
    assert (await step_of(app, ADA)).kind is StepKind.WRITE
