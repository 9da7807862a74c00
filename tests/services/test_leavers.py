"""Who has left the server is named for nothing, what they had goes to others, and asking costs little."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import ReviewKeptError
from bot.core.outbox import Kind
from bot.core.weeks import Answer
from bot.services import leavers as module
from bot.services.leavers import PRESS_TRUSTS, ROUND_EVERY, Leavers
from bot.services.log_writing import LogForm
from tests.support.logs import interactions, review_by, reviewing, text_by, write
from tests.support.reading_clubs import FIRST_POST
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.core.clubs import Club
    from tests.support.reading_clubs import House

MEMBERS = tuple(range(7, 15))
ADA, BO, CY, DEE = MEMBERS[:4]
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
REMINDER, CLOSING, RELEASE, END = (FIRST_POST + days * DAY for days in (3, 5, 6, 7))


class Gate:
    """Answers for Discord; `left` have gone, and `asked` are the members of each question."""

    def __init__(self, house: House, *left: int) -> None:
        self.left, self.asked = set(left), list[list[int]]()
        house.leavers.ask_with(self.present)

    async def present(self, _server_id: int, user_ids: Collection[int]) -> set[int]:
        self.asked.append(sorted(user_ids))
        return set(user_ids) - self.left


async def post_key(house: House) -> str:
    return (await house.entries())[0].key


async def owed(house: House, club: Club, member: int) -> int:
    return len(await house.reviews.owed_by(member, club))


async def given_on(house: House) -> list[int]:
    """Who was given a review after reviewers had been named."""
    return [reviewer for entry in await house.entries() for reviewer, _ in entry.details.get("given", ())]


async def test_who_has_left_is_given_nothing_when_somebody_drops_out(house: House) -> None:
    club = await reviewing(house, *MEMBERS)
    Gate(house, BO)
    assert await owed(house, club, BO) == 2
    await house.answer(await post_key(house), ADA, Answer.OUT)
    # What Bo had not begun is freed as well, and nothing new comes to either.
    assert [await owed(house, club, member) for member in (ADA, BO)] == [0, 0]
    assert await given_on(house)
    assert not {ADA, BO} & set(await given_on(house))


async def test_nobody_is_asked_for_by_a_press_that_gives_nothing_on(house: House) -> None:
    """A hundred who press *I'm in* would each ask Discord for everybody who wrote a log."""
    await reviewing(house, *MEMBERS)
    gate, key = Gate(house), await post_key(house)
    await house.answer(key, ADA, Answer.IN)
    await house.answer(key, 99, Answer.OUT)
    assert gate.asked == []
    await house.answer(key, BO, Answer.OUT)
    assert gate.asked == [sorted(MEMBERS)]


async def test_one_member_pressing_again_and_again_asks_nothing_more(house: House) -> None:
    await reviewing(house, *MEMBERS)
    gate, key = Gate(house), await post_key(house)
    for _ in range(50):
        house.now += timedelta(seconds=3)
        await house.answer(key, ADA, Answer.OUT)
        await house.answer(key, ADA, Answer.IN)
    assert gate.asked == [sorted(MEMBERS)]
    # Nor do others, for as long as the answers count.
    await house.answer(key, BO, Answer.OUT)
    assert len(gate.asked) == 1
    house.now += PRESS_TRUSTS
    await house.answer(key, CY, Answer.OUT)
    (again,) = gate.asked[1:]
    # It depends on chance whether Ada was given one of Bo's.
    assert set(MEMBERS) - {ADA, BO} <= set(again) <= set(MEMBERS) - {BO}


async def test_a_reviewer_who_leaves_is_relieved_within_half_an_hour(house: House) -> None:
    club = await reviewing(house, *MEMBERS)
    gate = Gate(house)
    await house.tick()
    gate.left.add(BO)
    await house.at(house.now + ROUND_EVERY - MINUTE)
    assert await owed(house, club, BO) == 2
    await house.at(house.now + MINUTE)
    assert await owed(house, club, BO) == 0
    assert len(await given_on(house)) == 2
    assert BO not in await given_on(house)
    week = await house.weeks.view(1)
    assert week
    assert BO not in week.members(Answer.IN)
    # Once is enough.
    entries = len(await house.entries())
    await house.at(house.now + ROUND_EVERY)
    assert len(await house.entries()) == entries


async def test_what_a_leaver_has_begun_goes_to_others_too(house: House) -> None:
    club = await reviewing(house, *MEMBERS)
    for turn in await house.reviews.owed_by(BO, club):
        with pytest.raises(ReviewKeptError):
            await house.reviews.submit(review_by(BO, turn.log, strongest="not in the log"))
    Gate(house, BO)
    await house.tick()
    assert await owed(house, club, BO) == 0
    assert len(await house.reviews.drafts(BO)) == 2


async def test_a_leaver_is_neither_reminded_nor_asked_nor_thanked(house: House) -> None:
    """Bo leaves before the reminder. Dee leaves after logging and owes nothing: that is not having done something."""
    await house.club("lora", "mamba", reviewers=1)
    await house.at(FIRST_POST)
    await house.deliver()
    key = await post_key(house)
    for member in (ADA, BO, CY, DEE):
        await house.answer(key, member, Answer.IN)
    gate = Gate(house, BO)
    await house.at(REMINDER)
    (reminder,) = [entry for entry in await house.entries() if entry.kind is Kind.REMINDER]
    assert reminder.details["members"] == [ADA, CY, DEE]
    assert (await house.weeks.marked(viewer(), key)).members(Answer.IN) == [ADA, CY, DEE]
    for member in (ADA, CY, DEE, 99):
        await write(house, member)
    gate.left.add(DEE)
    await house.deliver()
    await house.at(CLOSING)
    (named,) = [entry for entry in await house.entries() if entry.kind is Kind.ASSIGNMENTS]
    assert named.details["reviewers"] == [ADA, CY, 99]
    await house.deliver()
    await house.at(RELEASE)
    (asking,) = [entry for entry in await house.entries() if entry.kind is Kind.REVIEW_REMINDER]
    assert asking.details["members"] == [ADA, CY, 99]
    assert asking.details["asked"] == []


async def test_who_comes_back_counts_again(house: House) -> None:
    await house.club("lora", "mamba")
    await house.at(FIRST_POST)
    await house.deliver()
    key = await post_key(house)
    for member in (ADA, BO):
        await house.answer(key, member, Answer.IN)
    gate = Gate(house, BO)
    await house.at(REMINDER)
    assert (await house.weeks.marked(viewer(), key)).count(Answer.IN) == 1
    # The page that Bo finds does not name them, so that a press puts them on it.
    assert (await house.answer(key, BO, Answer.IN)).members(Answer.IN) == [ADA, BO]
    # Or they say nothing, and are found before the next message.
    gate.left = {ADA}
    await house.at(CLOSING)
    assert (await house.weeks.marked(viewer(), key)).members(Answer.IN) == [BO]
    gate.left = set()
    await house.at(END)
    assert (await house.weeks.marked(viewer(), key)).members(Answer.IN) == [ADA, BO]


async def test_a_log_of_somebody_who_comes_back_is_theirs(house: House) -> None:
    await reviewing(house, *MEMBERS)
    Gate(house, BO)
    await house.tick()
    assert BO not in (await house.weeks.view(1)).members(Answer.IN)  # type: ignore[union-attr]
    (log,) = [log for log in (await house.reviews.of_week(1)).logs if log.author_id == BO]
    await write(house, BO, text_by(BO, " Still."), log_id=log.id)
    assert BO in (await house.weeks.view(1)).members(Answer.IN)  # type: ignore[union-attr]


async def test_an_answer_that_everybody_has_left_is_not_believed(house: House) -> None:
    club = await reviewing(house, *MEMBERS)
    Gate(house, *MEMBERS)
    await house.tick()
    await house.answer(await post_key(house), ADA, Answer.OUT)
    assert [await owed(house, club, member) > 0 for member in MEMBERS] == [False, *[True] * 7]


async def test_who_is_known_to_have_left_stays_so_while_discord_fails(house: House) -> None:
    """Whoever cannot be asked about counts as being there; that is no sign of anybody having come back."""
    await reviewing(house, *MEMBERS)
    Gate(house, BO)
    await house.tick()

    async def all_of_them(_server_id: int, user_ids: Collection[int]) -> set[int]:
        return set(user_ids)

    async def nobody(_server_id: int, _user_ids: Collection[int]) -> set[int]:
        return set()

    house.leavers.ask_with(all_of_them, nobody)
    await house.at(RELEASE)
    assert BO not in (await house.weeks.view(1)).members(Answer.IN)  # type: ignore[union-attr]


async def test_nobody_waits_for_an_answer_that_does_not_come(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE_S", 0.01)

    async def never(_server_id: int, _user_ids: Collection[int]) -> set[int]:
        await asyncio.Event().wait()
        return set()

    club = await reviewing(house, *MEMBERS, closed=False)
    house.leavers.ask_with(never)
    async with asyncio.timeout(20):
        await house.at(CLOSING)
        await house.answer(await post_key(house), ADA, Answer.OUT)
    assert await owed(house, club, BO) >= 2


async def test_what_is_remembered_of_members_is_bounded(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REMEMBERED", 20)
    leavers = Leavers(house.database, house.clock)
    gate = Gate(house)
    leavers.ask_with(gate.present)
    for server in range(30):
        house.now += MINUTE
        await leavers._known_after_asking(server, MEMBERS, PRESS_TRUSTS)
        assert len(leavers._asked) <= 20
    assert len(gate.asked) == 30


async def test_many_weeks_are_looked_at_a_few_at_a_time(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WEEKS_A_ROUND", 2)
    for number in range(5):
        await house.club("lora", "mamba", name=f"Club {number}", channel_id=100 + number)
    await house.at(FIRST_POST)
    await house.deliver()
    for entry in await house.entries():
        for member in (ADA, BO):
            text = text_by(entry.club_id * 100 + member)
            form = LogForm(viewer(member), next(interactions), "lora", text, entry.club_id, entry.week_id)
            await house.logs.submit(form)
    await house.at(CLOSING)
    gate = Gate(house)
    rounds = []
    for _ in range(4):
        before = len(house.leavers._looked_at)
        await house.leavers.go_round()
        rounds.append(len(house.leavers._looked_at) - before)
    assert rounds == [2, 2, 1, 0]
    # Members of one server are asked about once, however many of its clubs they are in.
    assert gate.asked == [[ADA, BO]]
