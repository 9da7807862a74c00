"""Takeaways: one a member and week, until the digest; they count, and no log is asked of their authors."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.clubs.club import SettingsChange
from bot.core.errors import ClubError
from bot.core.next_step.next_step import StepKind
from bot.core.outbox.kinds import Kind
from bot.core.privacy.member_data import MemberScope
from bot.core.takeaways.takeaway import NOTHING, TakeawayText
from bot.core.text.characters import UnacceptableTextError
from bot.core.weeks.details import ReminderDetails
from bot.core.weeks.week import Answer
from bot.services.takeaways.service import TakeawayForm, TakeawayKeptError, TakeawaysOffError
from bot.services.weeks.refusals import NoSuchWeekError, WeekOverError
from tests.support.erasing import deliver_all, erase, settle
from tests.support.logs import interactions, write
from tests.support.reading_clubs import CHANNEL, FIRST_POST
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.services.takeaways.service import WeekTakeaway
    from bot.services.weeks.views import WeekView
    from tests.support.reading_clubs import App

ADA, BO, CY = (812_345_678_901_234_000 + number for number in range(3))
DAY = timedelta(days=1)
ONE, TWO = TakeawayText("Two thin matrices are enough.", "Why rank 8?"), TakeawayText("Freeze the rest.")


async def reading(app: App, **facts: Any) -> str:
    """The key of the first week's post, which is up."""
    await app.club("lora", "mamba", **facts)
    await app.at(FIRST_POST)
    await deliver_all(app)
    return (await week(app)).key


async def week(app: App) -> WeekView:
    (row, *_) = await app.week_rows()
    view = await app.weeks.view(row.id)
    assert view
    return view


async def send(app: App, user_id: int, key: str, text: TakeawayText = ONE) -> WeekTakeaway:
    return await app.takeaways.submit(TakeawayForm(viewer(user_id), next(interactions), key, text))


async def texts(app: App) -> dict[int, TakeawayText]:
    return {one.author_id: one.text for one in (await week(app)).takeaways}


async def step_of(app: App, user_id: int) -> StepKind:
    return (await app.next_steps.at(viewer(user_id), (CHANNEL,))).step.kind


async def test_a_member_has_one_takeaway_a_week(app: App) -> None:
    key = await reading(app)
    assert (await app.takeaways.opened(viewer(ADA), key)).own is None
    assert (await send(app, ADA, key)).before is None
    await send(app, BO, key, TWO)
    changed = await send(app, ADA, key, TWO)
    assert (changed.before, changed.text) == (ONE, TWO)
    assert await texts(app) == {BO: TWO, ADA: TWO}
    withdrawn = await send(app, ADA, key, NOTHING)
    assert (withdrawn.before, withdrawn.text) == (TWO, None)
    assert (await app.takeaways.withdraw(viewer(BO), key, next(interactions))).text is None
    assert (await app.takeaways.withdraw(viewer(CY), key, next(interactions))).own is None
    assert await texts(app) == {}


async def test_a_form_that_arrives_twice_counts_once(app: App) -> None:
    key = await reading(app)
    first, second = (TakeawayForm(viewer(ADA), next(interactions), key, text) for text in (ONE, TWO))
    for form in (first, second, first):
        await app.takeaways.submit(form)
    assert await texts(app) == {ADA: TWO}
    emptied = TakeawayForm(viewer(ADA), next(interactions), key, NOTHING)
    for _ in range(2):
        assert (await app.takeaways.submit(emptied)).text is None


async def test_a_refused_text_fills_the_form_again(app: App) -> None:
    key = await reading(app)
    await send(app, ADA, key)
    wrong = TakeawayText("", "Is rank 8 enough?")
    with pytest.raises(TakeawayKeptError) as kept:
        await send(app, ADA, key, wrong)
    assert isinstance(kept.value.reason, UnacceptableTextError)
    assert kept.value.key == key
    opened = await app.takeaways.opened(viewer(ADA), key)
    assert opened.own
    assert opened.own.newest == wrong
    assert await texts(app) == {ADA: ONE}
    with pytest.raises(UnacceptableTextError):
        await send(app, BO, key, NOTHING)


async def test_its_author_is_in_and_is_not_reminded(app: App) -> None:
    key = await reading(app)
    for member in (ADA, BO):
        await app.answer(key, member, Answer.IN)
    await app.answer(key, CY, Answer.OUT)
    await send(app, ADA, key)
    await send(app, CY, key, TWO)
    view = await week(app)
    assert view.members(Answer.IN) == [ADA, BO, CY]
    assert (view.members(Answer.OUT), view.waited_for) == ([], [BO])
    assert [await step_of(app, member) for member in (ADA, BO, CY)] == [StepKind.DONE, StepKind.WRITE, StepKind.DONE]
    await app.at(FIRST_POST + 3 * DAY)
    (reminder,) = [entry for entry in await app.entries() if entry.kind is Kind.REMINDER]
    assert ReminderDetails.of(reminder).members == [BO]
    await write(app, BO)
    await app.at(FIRST_POST + 5 * DAY)
    assert [await step_of(app, member) for member in (ADA, CY)] == [StepKind.HELP, StepKind.DONE]
    assert list((await app.reviews.of_week(view.week.id)).reviews) == []


async def test_the_post_is_edited_when_the_count_changes(app: App) -> None:
    key = await reading(app)
    edits = []
    for text in (ONE, TWO, NOTHING):
        await send(app, ADA, key, text)
        app.now += DAY / 24
        edits.append([entry.kind for entry in await app.entries()].count(Kind.POST_EDIT))
        await deliver_all(app)
    assert edits == [1, 1, 2]


async def test_it_is_refused_after_the_digest_and_out_of_sight(app: App) -> None:
    key = await reading(app)
    await send(app, ADA, key)
    hidden = viewer(BO, hidden=(CHANNEL,))
    calls = [
        lambda: app.takeaways.opened(hidden, key),
        lambda: app.takeaways.submit(TakeawayForm(hidden, next(interactions), key, ONE)),
        lambda: app.takeaways.withdraw(hidden, key, next(interactions)),
        lambda: app.takeaways.opened(viewer(BO, 2), key),
    ]
    for call in calls:
        with pytest.raises(NoSuchWeekError):
            await call()
    for days in (5, 7):
        await app.at(FIRST_POST + days * DAY)
        await deliver_all(app)
    for text in (TWO, NOTHING):
        with pytest.raises(WeekOverError):
            await send(app, ADA, key, text)
    assert await texts(app) == {ADA: ONE}


async def test_a_club_can_switch_it_off(app: App) -> None:
    key = await reading(app)
    await send(app, ADA, key)
    await deliver_all(app)
    (club,) = await app.clubs.all_of(1)
    before = len(await app.entries())
    await app.clubs.edit(club, SettingsChange({"takeaways": False}), viewer())
    assert [entry.kind for entry in (await app.entries())[before:]] == [Kind.POST_EDIT]
    for refused in (lambda: app.takeaways.opened(viewer(ADA), key), lambda: send(app, ADA, key, TWO)):
        with pytest.raises(TakeawaysOffError):
            await refused()
    assert await texts(app) == {ADA: ONE}
    await app.takeaways.withdraw(viewer(ADA), key, next(interactions))
    assert await texts(app) == {}


async def test_an_erasure_takes_it_out_of_the_digest(app: App) -> None:
    key = await reading(app)
    await send(app, ADA, key)
    await send(app, BO, key, TWO)
    for days in (5, 7):
        await app.at(FIRST_POST + days * DAY)
        await deliver_all(app)
    assert (await app.erasures.counts(MemberScope(ADA))).takeaways == 1
    await erase(app, ADA)
    assert await texts(app) == {BO: TWO}
    (edit,) = [entry for entry in await app.entries() if entry.kind is Kind.DIGEST_EDIT]
    assert edit.week_id == (await week(app)).week.id
    await settle(app)
    assert (await app.erasures.counts(MemberScope(ADA))).are_all_zero


async def test_nobody_else_s_week_is_meant(app: App) -> None:
    await reading(app)
    with pytest.raises(ClubError):
        await send(app, ADA, "00000000-260111-post")
