"""Members who left the server are not named, their reviews go to others, and finding out costs little."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import ReviewKeptError
from bot.core.outbox.kinds import Kind
from bot.core.privacy.member_data import MemberScope
from bot.core.weeks.week import Answer
from bot.services.members import leavers as module
from bot.services.members.leavers import PRESS_TRUSTS, ROUND_EVERY, Leavers
from bot.services.paper_logs.forms import LogForm
from tests.support.logs import interactions, review_by, reviewing, text_by, write
from tests.support.patience import HANG_S
from tests.support.reading_clubs import FIRST_POST
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.core.clubs.club import Club
    from tests.support.reading_clubs import App

MEMBERS = tuple(range(7, 15))
ADA, BO, CY, DEE = MEMBERS[:4]
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
REMINDER, CLOSING, RELEASE, END = (FIRST_POST + days * DAY for days in (3, 5, 6, 7))


class FakePresence:
    """Answers for Discord. `left` are the leavers, and `asked` are the members in each query."""

    def __init__(self, app: App, *left: int) -> None:
        self.left, self.asked = set(left), list[list[int]]()
        app.leavers.ask_with(self.present)

    async def present(self, _server_id: int, user_ids: Collection[int]) -> set[int]:
        self.asked.append(sorted(user_ids))
        return set(user_ids) - self.left


async def post_key(app: App) -> str:
    return (await app.entries())[0].key


async def owed(app: App, club: Club, member: int) -> int:
    return len(await app.owed_by(member, club))


async def given_on(app: App) -> list[int]:
    """The members who were given a review after reviewers had been named."""
    return [reviewer for entry in await app.entries() for reviewer, _ in entry.details.get("given", ())]


async def test_leavers_are_given_nothing_when_somebody_drops_out(app: App) -> None:
    club = await reviewing(app, *MEMBERS)
    FakePresence(app, BO)
    assert await owed(app, club, BO) == 2
    await app.answer(await post_key(app), ADA, Answer.OUT)
    # Reviews that Bo hadn't started are freed too, and neither gets a new one.
    assert [await owed(app, club, member) for member in (ADA, BO)] == [0, 0]
    assert await given_on(app)
    assert not {ADA, BO} & set(await given_on(app))


async def test_a_press_that_reassigns_nothing_looks_nobody_up(app: App) -> None:
    """Otherwise a hundred members who press *I'm in* would each query Discord for everybody who wrote a log."""
    await reviewing(app, *MEMBERS)
    presence, key = FakePresence(app), await post_key(app)
    await app.answer(key, ADA, Answer.IN)
    await app.answer(key, 99, Answer.OUT)
    assert presence.asked == []
    await app.answer(key, BO, Answer.OUT)
    assert presence.asked == [sorted(MEMBERS)]


async def test_one_member_pressing_repeatedly_causes_no_more_queries(app: App) -> None:
    await reviewing(app, *MEMBERS)
    presence, key = FakePresence(app), await post_key(app)
    for _ in range(50):
        app.now += timedelta(seconds=3)
        await app.answer(key, ADA, Answer.OUT)
        await app.answer(key, ADA, Answer.IN)
    assert presence.asked == [sorted(MEMBERS)]
    # Nor do others, while the answers are valid.
    await app.answer(key, BO, Answer.OUT)
    assert len(presence.asked) == 1
    app.now += PRESS_TRUSTS
    await app.answer(key, CY, Answer.OUT)
    (again,) = presence.asked[1:]
    # It depends on chance whether Ada was given one of Bo's.
    assert set(MEMBERS) - {ADA, BO} <= set(again) <= set(MEMBERS) - {BO}


async def test_reviews_of_a_leaver_are_reassigned_within_half_an_hour(app: App) -> None:
    club = await reviewing(app, *MEMBERS)
    presence = FakePresence(app)
    await app.tick()
    presence.left.add(BO)
    await app.at(app.now + ROUND_EVERY - MINUTE)
    assert await owed(app, club, BO) == 2
    await app.at(app.now + MINUTE)
    assert await owed(app, club, BO) == 0
    assert len(await given_on(app)) == 2
    assert BO not in await given_on(app)
    week = await app.weeks.view(1)
    assert week
    assert BO not in week.members(Answer.IN)
    # Once is enough.
    entries = len(await app.entries())
    await app.at(app.now + ROUND_EVERY)
    assert len(await app.entries()) == entries


async def test_reviews_that_a_leaver_started_go_to_others_too(app: App) -> None:
    club = await reviewing(app, *MEMBERS)
    for task in await app.owed_by(BO, club):
        with pytest.raises(ReviewKeptError):
            await app.reviews.submit(review_by(BO, task.log, strongest="not in the log"))
    FakePresence(app, BO)
    await app.tick()
    assert await owed(app, club, BO) == 0
    assert len(await app.reviews.drafts(BO)) == 2


async def test_a_leaver_is_neither_reminded_nor_asked_nor_thanked(app: App) -> None:
    """Bo leaves before the reminder. Dee leaves after logging and has no review to write, which doesn't
    count as done.
    """
    await app.club("lora", "mamba", reviewers=1)
    await app.at(FIRST_POST)
    await app.deliver()
    key = await post_key(app)
    for member in (ADA, BO, CY, DEE):
        await app.answer(key, member, Answer.IN)
    presence = FakePresence(app, BO)
    await app.at(REMINDER)
    (reminder,) = [entry for entry in await app.entries() if entry.kind is Kind.REMINDER]
    assert reminder.details["members"] == [ADA, CY, DEE]
    assert (await app.weeks.marked(viewer(), key)).members(Answer.IN) == [ADA, CY, DEE]
    for member in (ADA, CY, DEE, 99):
        await write(app, member)
    presence.left.add(DEE)
    await app.deliver()
    await app.at(CLOSING)
    (named,) = [entry for entry in await app.entries() if entry.kind is Kind.ASSIGNMENTS]
    assert named.details["reviewers"] == [ADA, CY, 99]
    await app.deliver()
    await app.at(RELEASE)
    (asking,) = [entry for entry in await app.entries() if entry.kind is Kind.REVIEW_REMINDER]
    assert asking.details["members"] == [ADA, CY, 99]
    assert asking.details["asked"] == []


async def test_members_who_come_back_count_again(app: App) -> None:
    await app.club("lora", "mamba")
    await app.at(FIRST_POST)
    await app.deliver()
    key = await post_key(app)
    for member in (ADA, BO):
        await app.answer(key, member, Answer.IN)
    presence = FakePresence(app, BO)
    await app.at(REMINDER)
    assert (await app.weeks.marked(viewer(), key)).count(Answer.IN) == 1
    # The page that Bo loads doesn't name them, so a press puts them on it.
    assert (await app.answer(key, BO, Answer.IN)).members(Answer.IN) == [ADA, BO]
    # If they don't press anything, they are noticed before the next message.
    presence.left = {ADA}
    await app.at(CLOSING)
    assert (await app.weeks.marked(viewer(), key)).members(Answer.IN) == [BO]
    presence.left = set()
    await app.at(END)
    assert (await app.weeks.marked(viewer(), key)).members(Answer.IN) == [ADA, BO]


async def test_the_log_of_a_member_who_comes_back_is_theirs(app: App) -> None:
    await reviewing(app, *MEMBERS)
    FakePresence(app, BO)
    await app.tick()
    assert BO not in (await app.weeks.view(1)).members(Answer.IN)  # type: ignore[union-attr]
    (log,) = [log for log in (await app.reviews.of_week(1)).logs if log.author_id == BO]
    await write(app, BO, text_by(BO, " Still."), log_id=log.id)
    assert BO in (await app.weeks.view(1)).members(Answer.IN)  # type: ignore[union-attr]


async def test_an_answer_that_everybody_left_is_not_believed(app: App) -> None:
    club = await reviewing(app, *MEMBERS)
    FakePresence(app, *MEMBERS)
    await app.tick()
    await app.answer(await post_key(app), ADA, Answer.OUT)
    assert [await owed(app, club, member) > 0 for member in MEMBERS] == [False, *[True] * 7]


async def test_known_leavers_stay_leavers_while_discord_fails(app: App) -> None:
    """A member who can't be looked up counts as present, but that is no sign that anybody came back."""
    await reviewing(app, *MEMBERS)
    FakePresence(app, BO)
    await app.tick()

    async def all_of_them(_server_id: int, user_ids: Collection[int]) -> set[int]:
        return set(user_ids)

    async def nobody(_server_id: int, _user_ids: Collection[int]) -> set[int]:
        return set()

    app.leavers.ask_with(all_of_them, nobody)
    await app.at(RELEASE)
    assert BO not in (await app.weeks.view(1)).members(Answer.IN)  # type: ignore[union-attr]


async def test_a_missing_answer_is_not_waited_for(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE_S", 0.01)

    async def never(_server_id: int, _user_ids: Collection[int]) -> set[int]:
        await asyncio.Event().wait()
        return set()

    club = await reviewing(app, *MEMBERS, closed=False)
    app.leavers.ask_with(never)
    async with asyncio.timeout(HANG_S):
        await app.at(CLOSING)
        await app.answer(await post_key(app), ADA, Answer.OUT)
    assert await owed(app, club, BO) >= 2


async def test_the_memory_of_members_is_bounded(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REMEMBERED", 20)
    leavers = Leavers(app.database, app.clock)
    presence = FakePresence(app)
    leavers.ask_with(presence.present)
    for server in range(30):
        app.now += MINUTE
        await leavers.among(server, frozenset(MEMBERS))
        assert len(leavers._asked) <= 20
    assert len(presence.asked) == 30


async def test_many_weeks_are_checked_a_few_at_a_time(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WEEKS_A_ROUND", 2)
    for number in range(5):
        await app.club("lora", "mamba", name=f"Club {number}", channel_id=100 + number)
    await app.at(FIRST_POST)
    await app.deliver()
    for entry in await app.entries():
        for member in (ADA, BO):
            text = text_by(entry.club_id * 100 + member)
            form = LogForm(viewer(member), next(interactions), "lora", text, entry.club_id, entry.week_id)
            await app.logs.submit(form)
    await app.at(CLOSING)
    presence = FakePresence(app)
    rounds = []
    for _ in range(4):
        before = len(app.leavers._weeks_asked_at)
        await app.leavers.go_round()
        rounds.append(len(app.leavers._weeks_asked_at) - before)
    assert rounds == [2, 2, 1, 0]
    # Members of one server are looked up once, however many of its clubs they are in.
    assert presence.asked == [[ADA, BO]]


async def test_what_an_erased_member_had_to_write_goes_to_whoever_is_in_that_server(app: App) -> None:
    """Bo has left one of two servers."""
    clubs = [await app.club("lora", "mamba", name="Papers", server_id=server, channel_id=server) for server in (1, 2)]
    await app.at(FIRST_POST)
    await app.deliver()
    week_ids = {row.club_id: row.id for row in await app.week_rows()}
    for club in clubs:
        for member in (ADA, BO, CY, DEE):
            who, text = viewer(member, club.server_id), text_by(club.id * 100 + member)
            await app.logs.submit(LogForm(who, next(interactions), "lora", text, club.id, week_ids[club.id]))
    await app.at(CLOSING)

    async def present(server_id: int, user_ids: Collection[int]) -> set[int]:
        return set(user_ids) - ({BO} if server_id == 1 else set())

    app.leavers.ask_with(present)
    scope = MemberScope(ADA, None)
    await app.erasures.erase(scope, keeps_reviews=True, asked_at=app.now, shown_at=app.now)
    reviewers = [
        {each.reviewer_id for each in (await app.reviews.of_week(week_ids[club.id])).reviews} for club in clubs
    ]
    assert reviewers == [{CY, DEE}, {BO, CY, DEE}]
