"""Who has left the server is named for nothing, and what they had goes to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.weeks import Answer
from tests.support.logs import reviewing

if TYPE_CHECKING:
    from collections.abc import Collection

    from tests.support.reading_clubs import House

MEMBERS = tuple(range(7, 15))
ADA, BO = MEMBERS[:2]


async def test_who_has_left_is_given_nothing_when_somebody_drops_out(house: House) -> None:
    club = await reviewing(house, *MEMBERS)
    left = {BO}

    async def present(_server_id: int, user_ids: Collection[int]) -> set[int]:
        return set(user_ids) - left

    house.leavers.ask_with(present)
    assert len(await house.reviews.owed_by(BO, club)) == 2
    key = (await house.entries())[0].key
    await house.answer(key, ADA, Answer.OUT)
    assert await house.reviews.owed_by(ADA, club) == []
    # What Bo had not begun is freed as well, and nothing new comes to either.
    assert await house.reviews.owed_by(BO, club) == []
    (given,) = [entry.details["given"] for entry in await house.entries() if "given" in entry.details]
    assert not {ADA, BO} & {reviewer for reviewer, _ in given}


async def test_nobody_is_asked_for_by_a_press_that_gives_nothing_on(house: House) -> None:
    """A hundred who press *I'm in* would each ask Discord for everybody who wrote a log."""
    await reviewing(house, *MEMBERS)
    asked = []

    async def present(_server_id: int, user_ids: Collection[int]) -> set[int]:
        asked.append(len(user_ids))
        return set(user_ids)

    house.leavers.ask_with(present)
    key = (await house.entries())[0].key
    await house.answer(key, ADA, Answer.IN)
    assert asked == []
    await house.answer(key, BO, Answer.OUT)
    assert asked == [len(MEMBERS)]
