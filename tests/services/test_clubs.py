"""Setting clubs up, finding, pausing and closing them, on a real database."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.clubs import ClubState
from bot.core.errors import ClubError, NoSuchClubError, NotNowError
from bot.core.outbox import Refused
from bot.core.weeks import WeekState
from bot.services.clubs import MOST_CLUBS
from bot.storage import outbox as outbox_rows
from bot.storage import weeks as week_rows
from tests.support.reading_clubs import CHANNEL, SERVER, SUNDAY
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.core.clubs import Club, ClubSettings
    from tests.support.reading_clubs import House

ELSEWHERE, THREAD = 99, 333


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def renamed(name: str) -> Callable[[ClubSettings], ClubSettings]:
    return lambda settings: replace(settings, name=name)


async def post_week(house: House, club: Club, at: str = "2026-01-11 17:00") -> None:
    await house.at(utc(at))
    async with house.database.writing() as connection:
        week = await week_rows.latest_week(connection, club.id)
        assert week is not None
        await week_rows.change_week(connection, week.id, thread_id=THREAD, state=WeekState.READING)


async def block(house: House, reason: str = "No.") -> None:
    """Have everything that is on its way refused."""
    for entry in await house.outbox.due(50):
        sending = await house.outbox.mark_sending(entry)
        assert sending is not None
        await house.outbox.record(sending, Refused(reason))


async def test_a_club_is_stored_as_it_was_set_up(house: House) -> None:
    club = await house.club(role_id=5, organiser_role_id=6, log_days=3, reviewers=1, anonymous=True, tag_id=7)
    assert await house.club_now(club) == club
    assert (club.next_slot, club.next_due) == (date(2026, 1, 11), SUNDAY.instant_on(date(2026, 1, 11)))


@pytest.mark.parametrize("other", ["Sunday papers", "SUNDAY PAPERS", "sunday Papers"])
async def test_a_name_is_taken_in_any_case(house: House, other: str) -> None:
    await house.club()
    with pytest.raises(ClubError, match="already has a club called"):
        await house.club(name=other)
    assert len(await house.clubs.all_of(SERVER)) == 1
    await house.club(name=other, server_id=ELSEWHERE)


async def test_a_closed_clubs_name_is_free_again(house: House) -> None:
    await house.clubs.close(await house.club())
    again = await house.club()
    await house.clubs.close(again)
    await house.club(name="sunday PAPERS")


async def test_two_of_one_name_at_once_are_one(house: House) -> None:
    results = await asyncio.gather(*[house.club() for _ in range(5)], return_exceptions=True)
    assert sum(isinstance(result, ClubError) for result in results) == 4


async def test_no_server_has_more_clubs_than_may_be(house: House) -> None:
    clubs = [await house.club(name=f"club {number}") for number in range(MOST_CLUBS)]
    with pytest.raises(ClubError, match=f"{MOST_CLUBS} clubs, which is the most"):
        await house.club(name="one more")
    await house.club(name="elsewhere", server_id=ELSEWHERE)
    await house.clubs.close(clubs[0])
    await house.club(name="one more")


async def test_a_club_by_its_name_or_id(house: House) -> None:
    club, other = await house.club(), await house.club(name="Two")
    assert await house.clubs.named(viewer(), " sunday  PAPERS ") == club
    assert await house.clubs.named(viewer(), str(other.id)) == other


async def test_a_club_called_like_anothers_id_stays_in_reach(house: House) -> None:
    first = await house.club(name="2")
    second = await house.club(name="two")
    assert second.id == 2
    assert await house.clubs.named(viewer(), "2") == second
    assert await house.clubs.named(viewer(), str(first.id)) == first


async def test_another_servers_club_is_not_here(house: House) -> None:
    theirs = await house.club(server_id=ELSEWHERE)
    await house.club(name="Ours")
    for wanted in (str(theirs.id), "Sunday papers"):
        with pytest.raises(NoSuchClubError, match=r"There is no such club here\. Clubs here: `Ours`"):
            await house.clubs.named(viewer(), wanted)
    with pytest.raises(NoSuchClubError):
        await house.clubs.by_id(viewer(), theirs.id)
    with pytest.raises(NoSuchClubError):
        await house.clubs.by_id(viewer(), 10**17)


async def test_the_club_that_is_meant(house: House) -> None:
    with pytest.raises(NoSuchClubError, match="no reading club yet"):
        await house.clubs.meant_at(viewer(), [CHANNEL])
    only = await house.club()
    assert await house.clubs.meant_at(viewer(), [ELSEWHERE]) == only
    there = await house.club(name="There", channel_id=ELSEWHERE)
    assert await house.clubs.meant_at(viewer(), [ELSEWHERE]) == there
    assert await house.clubs.meant_at(viewer(), [CHANNEL]) == only
    with pytest.raises(
        NoSuchClubError, match="Which club\\? Name one with the `club` option: `Sunday papers`, `There`"
    ):
        await house.clubs.meant_at(viewer(), [12345])


async def test_in_a_weeks_thread_its_club_is_meant_though_another_shares_the_channel(house: House) -> None:
    club = await house.club()
    await post_week(house, club)
    await house.club(name="Same channel")
    assert (await house.clubs.meant_at(viewer(), [THREAD, CHANNEL])).id == club.id
    with pytest.raises(NoSuchClubError, match="Which club"):
        await house.clubs.meant_at(viewer(), [12345, CHANNEL])


async def test_a_pause_posts_nothing_and_makes_up_for_nothing(house: House) -> None:
    club = await house.club()
    await house.clubs.pause(club)
    await house.at(utc("2026-01-27 12:00"))
    assert await house.weeks.current(club) is None
    with pytest.raises(NotNowError, match="paused already"):
        await house.clubs.pause(club)
    assert (await house.clubs.resume(club)).next_slot == date(2026, 2, 1)
    with pytest.raises(NotNowError, match="running"):
        await house.clubs.resume(club)


async def test_a_pause_does_not_undo_a_skip_or_double_a_post(house: House) -> None:
    club = await house.club()
    await house.weeks.skip(club)
    await house.clubs.pause(club)
    assert (await house.clubs.resume(club)).next_slot == date(2026, 1, 18)
    # It takes the place of the slot that was left out, and the one that was promised comes.
    await house.weeks.post_now(club)
    await house.clubs.pause(club)
    assert (await house.clubs.resume(club)).next_slot == date(2026, 1, 18)


async def test_closing_ends_weeks_polls_and_messages(house: House) -> None:
    club = await house.club()
    await post_week(house, club)
    await block(house)
    await house.polls.start(club)
    await house.clubs.close(club)
    async with house.database.reading() as connection:
        assert await week_rows.open_weeks(connection, club.id) == []
        assert await outbox_rows.blocked_entries(connection, club.id) == []
        assert await outbox_rows.unsettled_entries(connection, club.id) == []
    house.now += timedelta(days=30)
    assert await house.polls.due() == []
    assert await house.clubs.all_of(SERVER) == []
    assert (await house.ticks.advance()).done == 0


async def test_nothing_can_be_done_with_a_closed_club(house: House) -> None:
    club = await house.club()
    await house.clubs.close(club)
    for deed in (
        house.clubs.close(club),
        house.clubs.pause(club),
        house.clubs.resume(club),
        house.clubs.retry(club),
        house.clubs.edit(club, renamed("x"), viewer()),
        house.clubs.by_id(viewer(), club.id),
        house.clubs.named(viewer(), str(club.id)),
    ):
        with pytest.raises(NoSuchClubError):
            await deed


async def test_leaving_a_server_pauses_its_clubs_and_no_others(house: House) -> None:
    await house.club(name="one")
    await house.club(name="two")
    theirs = await house.club(name="three", server_id=ELSEWHERE)
    await house.clubs.pause_all_of(SERVER)
    await house.clubs.pause_all_of(SERVER)
    assert {club.state for club in await house.clubs.all_of(SERVER)} == {ClubState.PAUSED}
    assert await house.clubs.all_of(ELSEWHERE) == [theirs]
