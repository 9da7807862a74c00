"""Creating, finding, pausing and closing clubs, on a real database."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.clubs.club import ClubState, SettingsChange
from bot.core.errors import ClubError, NoSuchClubError
from bot.core.outbox.entry import Refused
from bot.core.weeks.week import WeekState
from bot.services.clubs.refusals import (
    ClubNameTakenError,
    ClubPausedAlreadyError,
    ClubRunningError,
    NoClubToMeanError,
    TooManyClubsError,
    UnknownClubError,
    WhichClubError,
)
from bot.services.clubs.service import MOST_CLUBS
from bot.storage.outbox import rows as outbox_rows
from bot.storage.weeks import rows as week_rows
from cogs.ui.refusals import sentence
from tests.support.reading_clubs import CHANNEL, SERVER, SUNDAY
from tests.support.troubles import LOCKED
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from bot.core.outbox.trouble import Trouble
    from tests.support.reading_clubs import App

ELSEWHERE, THREAD = 99, 333


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def renamed(name: str) -> SettingsChange:
    return SettingsChange({"name": name})


async def post_week(app: App, club: Club, at: str = "2026-01-11 17:00") -> None:
    await app.at(utc(at))
    async with app.database.write_transaction() as connection:
        week = await week_rows.latest_week(connection, club.id)
        assert week is not None
        await week_rows.change_week(connection, week.id, thread_id=THREAD, state=WeekState.READING)


async def block(app: App, trouble: Trouble = LOCKED) -> None:
    """Let Discord refuse everything that is due."""
    for entry in await app.outbox.due(50):
        sending = await app.outbox.mark_sending(entry)
        assert sending is not None
        await app.outbox.record(sending, Refused(trouble))


async def test_a_club_is_stored_as_it_was_created(app: App) -> None:
    club = await app.club(role_id=5, organiser_role_id=6, log_days=3, reviewers=1, anonymous=True, tag_id=7)
    assert await app.club_now(club) == club
    assert (club.next_slot, club.next_due) == (date(2026, 1, 11), SUNDAY.instant_on(date(2026, 1, 11)))


@pytest.mark.parametrize("other", ["Sunday papers", "SUNDAY PAPERS", "sunday Papers"])
async def test_a_name_is_taken_regardless_of_case(app: App, other: str) -> None:
    await app.club()
    with pytest.raises(ClubNameTakenError):
        await app.club(name=other)
    assert len(await app.clubs.all_of(SERVER)) == 1
    await app.club(name=other, server_id=ELSEWHERE)


async def test_the_name_of_a_closed_club_is_free_again(app: App) -> None:
    await app.clubs.close(await app.club())
    again = await app.club()
    await app.clubs.close(again)
    await app.club(name="sunday PAPERS")


async def test_of_two_simultaneous_clubs_with_one_name_one_is_created(app: App) -> None:
    results = await asyncio.gather(*[app.club() for _ in range(5)], return_exceptions=True)
    assert sum(isinstance(result, ClubError) for result in results) == 4


async def test_a_server_has_at_most_the_allowed_number_of_clubs(app: App) -> None:
    clubs = [await app.club(name=f"club {number}") for number in range(MOST_CLUBS)]
    with pytest.raises(TooManyClubsError, match=str(MOST_CLUBS)):
        await app.club(name="one more")
    await app.club(name="elsewhere", server_id=ELSEWHERE)
    await app.clubs.close(clubs[0])
    await app.club(name="one more")


async def test_a_club_by_its_name_or_id(app: App) -> None:
    club, other = await app.club(), await app.club(name="Two")
    assert await app.clubs.named(viewer(), " sunday  PAPERS ") == club
    assert await app.clubs.named(viewer(), str(other.id)) == other


async def test_a_club_named_like_the_id_of_another_can_be_found(app: App) -> None:
    first = await app.club(name="2")
    second = await app.club(name="two")
    assert second.id == 2
    assert await app.clubs.named(viewer(), "2") == second
    assert await app.clubs.named(viewer(), str(first.id)) == first


async def test_a_club_of_another_server_is_not_found(app: App) -> None:
    theirs = await app.club(server_id=ELSEWHERE)
    await app.club(name="Ours")
    for wanted in (str(theirs.id), "Sunday papers"):
        with pytest.raises(UnknownClubError) as refusal:
            await app.clubs.named(viewer(), wanted)
        assert sentence(refusal.value) == "I can't find that club here. Clubs here: `Ours`."
    with pytest.raises(NoSuchClubError):
        await app.clubs.by_id(viewer(), theirs.id)
    with pytest.raises(NoSuchClubError):
        await app.clubs.by_id(viewer(), 10**17)


async def test_the_default_club(app: App) -> None:
    with pytest.raises(NoClubToMeanError):
        await app.clubs.meant_at(viewer(), [CHANNEL])
    only = await app.club()
    assert await app.clubs.meant_at(viewer(), [ELSEWHERE]) == only
    there = await app.club(name="There", channel_id=ELSEWHERE)
    assert await app.clubs.meant_at(viewer(), [ELSEWHERE]) == there
    assert await app.clubs.meant_at(viewer(), [CHANNEL]) == only
    with pytest.raises(WhichClubError) as refusal:
        await app.clubs.meant_at(viewer(), [12345])
    assert sentence(refusal.value) == "Which club? Name one with the `club` option: `Sunday papers`, `There`."


async def test_in_a_weeks_thread_its_club_is_the_default_even_if_another_shares_the_channel(app: App) -> None:
    club = await app.club()
    await post_week(app, club)
    await app.club(name="Same channel")
    assert (await app.clubs.meant_at(viewer(), [THREAD, CHANNEL])).id == club.id
    with pytest.raises(WhichClubError):
        await app.clubs.meant_at(viewer(), [12345, CHANNEL])


async def test_a_pause_posts_nothing_and_nothing_is_posted_later_for_it(app: App) -> None:
    club = await app.club()
    await app.clubs.pause(club)
    await app.at(utc("2026-01-27 12:00"))
    assert await app.weeks.current(club) is None
    with pytest.raises(ClubPausedAlreadyError):
        await app.clubs.pause(club)
    assert (await app.clubs.resume(club)).next_slot == date(2026, 2, 1)
    with pytest.raises(ClubRunningError):
        await app.clubs.resume(club)


async def test_a_pause_does_not_undo_a_skip_or_double_a_post(app: App) -> None:
    club = await app.club()
    await app.weeks.skip(club)
    await app.clubs.pause(club)
    assert (await app.clubs.resume(club)).next_slot == date(2026, 1, 18)
    # It replaces the skipped slot, and the promised one still comes.
    await app.weeks.post_now(club)
    await app.clubs.pause(club)
    assert (await app.clubs.resume(club)).next_slot == date(2026, 1, 18)


async def test_closing_ends_weeks_polls_and_messages(app: App) -> None:
    club = await app.club()
    await post_week(app, club)
    await block(app)
    await app.polls.start(club)
    await app.clubs.close(club)
    async with app.database.read_transaction() as connection:
        assert await week_rows.open_weeks(connection, club.id) == []
        assert await outbox_rows.blocked_entries(connection, club.id) == []
        assert await outbox_rows.unsettled_entries(connection, club.id) == []
    app.now += timedelta(days=30)
    assert await app.polls.due() == []
    assert await app.clubs.all_of(SERVER) == []
    assert (await app.ticks.advance()).done == 0


async def test_a_closed_club_refuses_everything(app: App) -> None:
    club = await app.club()
    await app.clubs.close(club)
    for action in (
        app.clubs.close(club),
        app.clubs.pause(club),
        app.clubs.resume(club),
        app.clubs.retry(club),
        app.clubs.edit(club, renamed("x"), viewer()),
        app.clubs.by_id(viewer(), club.id),
        app.clubs.named(viewer(), str(club.id)),
    ):
        with pytest.raises(NoSuchClubError):
            await action


async def test_leaving_a_server_pauses_its_clubs_and_no_others(app: App) -> None:
    await app.club(name="one")
    await app.club(name="two")
    theirs = await app.club(name="three", server_id=ELSEWHERE)
    await app.clubs.pause_all_of(SERVER)
    await app.clubs.pause_all_of(SERVER)
    assert {club.state for club in await app.clubs.all_of(SERVER)} == {ClubState.PAUSED}
    assert await app.clubs.all_of(ELSEWHERE) == [theirs]
