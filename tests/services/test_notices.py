"""Of what organisers hear, and how often: once for everything that is wrong, whatever else is held up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.outbox import EntryState, Kind, Limited, Refused
from bot.delivery.refusals import THREADS_FULL, THREADS_PAUSE_S
from tests.support.logs import write
from tests.support.reading_clubs import FIRST_POST, WEEK

if TYPE_CHECKING:
    from tests.support.reading_clubs import House

REFUSED_BY_AUTOMOD = Refused("The server's AutoMod refused the message.")


async def told_of(house: House) -> list[str]:
    """The kinds of messages whose trouble organisers were told of."""
    entries = {entry.key: entry for entry in await house.entries()}
    return [entries[entry.details["about"]].kind for entry in entries.values() if entry.kind is Kind.NOTICE]


async def test_a_log_that_is_held_up_for_good_keeps_nobody_from_hearing_of_the_post(house: House) -> None:
    await house.club("lora", "mamba")
    await house.at(FIRST_POST)
    await house.deliver()
    await write(house, 7)
    await house.refuse(REFUSED_BY_AUTOMOD)
    await house.deliver()
    await house.at(FIRST_POST + WEEK)
    await house.refuse(REFUSED_BY_AUTOMOD)
    assert await told_of(house) == ["log", "post"]
    states = [entry.state for entry in await house.entries() if entry.kind in {Kind.LOG, Kind.POST}]
    assert states == [EntryState.DONE, EntryState.BLOCKED, EntryState.BLOCKED]


async def test_another_thing_that_is_wrong_in_the_same_week_is_told(house: House) -> None:
    await house.club("lora", "mamba")
    await house.at(FIRST_POST)
    await house.deliver()
    for member, refused in ((7, REFUSED_BY_AUTOMOD), (8, REFUSED_BY_AUTOMOD), (9, Refused("The thread is locked."))):
        await write(house, member)
        await house.refuse(refused)
        await house.deliver()
    assert await told_of(house) == ["log", "log"]


async def test_faults_of_the_bot_are_told_once(house: House) -> None:
    await house.club("lora", "mamba")
    await house.at(FIRST_POST)
    await house.deliver()
    for member in (7, 8, 9):
        await write(house, member)
        await house.refuse(Limited(300, f"A fault of mine; reference PC-{member}."))
        await house.deliver()
    assert await told_of(house) == ["log"]


async def test_a_forum_without_room_is_told_of_once_however_often_it_is_tried(house: House) -> None:
    await house.club("lora", is_forum=True)
    await house.at(FIRST_POST)
    for _ in range(4):
        await house.refuse(Limited(THREADS_PAUSE_S, THREADS_FULL))
        await house.deliver()
        house.now += timedelta(seconds=THREADS_PAUSE_S)
    assert await told_of(house) == ["post"]
    (post, *_) = await house.entries()
    assert (post.state, post.attempts) == (EntryState.PENDING, 4)


async def test_whoever_tries_again_in_vain_is_told_anew(house: House) -> None:
    club = await house.club("lora")
    await house.at(FIRST_POST)
    for _ in range(2):
        await house.refuse(Refused("I lack **Send Messages** in the channel."))
        await house.deliver()
        await house.clubs.retry(club)
    assert await told_of(house) == ["post", "post"]
