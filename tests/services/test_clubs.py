"""Steering clubs, on a real database."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.calendar import WeeklySlot
from bot.core.clubs import ClubSettings, ClubState
from bot.core.errors import ClubError, NoSuchClubError, NotNowError
from bot.core.outbox import EntryState, Kind, Refused
from bot.core.weeks import WeekState
from bot.services.clubs import MOST_CLUBS, POSTS_SHOWN
from bot.storage import outbox as outbox_rows
from bot.storage import weeks as week_rows
from tests.support.study import CHANNEL, SERVER, SUNDAYS, open_study

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from bot.core.clubs import Club
    from tests.support.study import Study

ELSEWHERE, THREAD = 99, 333


@pytest.fixture
async def study(tmp_path: Path) -> AsyncIterator[Study]:
    async with open_study(tmp_path) as opened:
        yield opened


def moved(**slot: object) -> Callable[[ClubSettings], ClubSettings]:
    """A change of the slot only."""
    return lambda settings: replace(settings, slot=replace(settings.slot, **slot))  # type: ignore[arg-type]


def renamed(name: str) -> Callable[[ClubSettings], ClubSettings]:
    return lambda settings: replace(settings, name=name)


async def post_week(study: Study, club: Club, at: str = "2026-01-04 17:00") -> None:
    await study.advance(at)
    async with study.database.writing() as connection:
        week = await week_rows.latest_week(connection, club.id)
        assert week is not None
        await week_rows.change_week(connection, week.id, thread_id=THREAD, state=WeekState.READING)


async def block(study: Study, reason: str = "No.") -> None:
    """Have everything that is on its way refused."""
    for entry in await study.outbox.due(50):
        sending = await study.outbox.mark_sending(entry)
        assert sending is not None
        await study.outbox.record(sending, Refused(reason))


@asynccontextmanager
async def untouched_schedule(study: Study, club: Club) -> AsyncIterator[None]:
    before = await study.again(club)
    yield
    after = await study.again(club)
    assert (after.next_slot, after.next_due) == (before.next_slot, before.next_due)


# Creating and finding


async def test_a_club_is_stored_as_it_was_set_up(study: Study) -> None:
    club = await study.start_club(role_id=5, organiser_role_id=6, log_days=3, reviewers=1, anonymous=True, tag_id=7)
    assert await study.again(club) == club
    assert (club.next_slot, club.next_due) == (date(2026, 1, 4), SUNDAYS.instant_on(date(2026, 1, 4)))


@pytest.mark.parametrize("other", ["Sunday papers", "SUNDAY PAPERS", "sunday Papers"])
async def test_a_name_is_taken_in_any_case(study: Study, other: str) -> None:
    await study.start_club()
    with pytest.raises(ClubError, match="already has a club called"):
        await study.start_club(other)
    assert len(await study.clubs.of_server(SERVER)) == 1
    await study.start_club(other, ELSEWHERE)


async def test_a_closed_clubs_name_is_free_again(study: Study) -> None:
    await study.clubs.close(await study.start_club())
    again = await study.start_club()
    await study.clubs.close(again)
    await study.start_club("sunday PAPERS")


async def test_two_of_one_name_at_once_are_one(study: Study) -> None:
    results = await asyncio.gather(*[study.start_club() for _ in range(5)], return_exceptions=True)
    assert sum(isinstance(result, ClubError) for result in results) == 4


async def test_no_server_has_more_clubs_than_may_be(study: Study) -> None:
    clubs = [await study.start_club(f"club {number}") for number in range(MOST_CLUBS)]
    with pytest.raises(ClubError, match=f"{MOST_CLUBS} clubs, which is the most"):
        await study.start_club("one more")
    await study.start_club("elsewhere", ELSEWHERE)
    await study.clubs.close(clubs[0])
    await study.start_club("one more")


async def test_a_club_by_its_name_or_id(study: Study) -> None:
    club, other = await study.start_club(), await study.start_club("Two")
    assert await study.clubs.named(SERVER, " sunday  PAPERS ") == club
    assert await study.clubs.named(SERVER, str(other.id)) == other


async def test_a_club_called_like_anothers_id_stays_in_reach(study: Study) -> None:
    first = await study.start_club("2")
    second = await study.start_club("two")
    assert second.id == 2
    assert await study.clubs.named(SERVER, "2") == second
    assert await study.clubs.named(SERVER, str(first.id)) == first


async def test_another_servers_club_is_not_here(study: Study) -> None:
    theirs = await study.start_club(server_id=ELSEWHERE)
    await study.start_club("Ours")
    for wanted in (str(theirs.id), "Sunday papers"):
        with pytest.raises(NoSuchClubError, match=r"There is no such club here\. Here are: `Ours`"):
            await study.clubs.named(SERVER, wanted)
    with pytest.raises(NoSuchClubError):
        await study.clubs.by_id(SERVER, theirs.id)
    with pytest.raises(NoSuchClubError):
        await study.clubs.by_id(SERVER, 10**17)


async def test_the_club_that_is_meant(study: Study) -> None:
    with pytest.raises(NoSuchClubError, match="no reading club yet"):
        await study.clubs.meant_at(SERVER, [CHANNEL])
    only = await study.start_club()
    assert await study.clubs.meant_at(SERVER, [ELSEWHERE]) == only
    there = await study.start_club("There", channel_id=ELSEWHERE)
    assert await study.clubs.meant_at(SERVER, [ELSEWHERE]) == there
    assert await study.clubs.meant_at(SERVER, [CHANNEL]) == only
    with pytest.raises(
        NoSuchClubError, match="Which club\\? Name one with the `club` option: `Sunday papers`, `There`"
    ):
        await study.clubs.meant_at(SERVER, [12345])


async def test_in_a_weeks_thread_its_club_is_meant_though_another_shares_the_channel(study: Study) -> None:
    club = await study.start_club()
    await post_week(study, club)
    await study.start_club("Same channel")
    assert (await study.clubs.meant_at(SERVER, [THREAD, CHANNEL])).id == club.id
    with pytest.raises(NoSuchClubError, match="Which club"):
        await study.clubs.meant_at(SERVER, [12345, CHANNEL])


# Editing


async def test_an_edit_that_moves_nothing_leaves_the_next_post_alone(study: Study) -> None:
    club = await study.start_club()
    async with untouched_schedule(study, club):
        await study.clubs.edit(club, renamed("Renamed"))
    await study.weeks.skip(club)
    async with untouched_schedule(study, club):
        edited = await study.clubs.edit(club, renamed("Again"))
    assert edited.club.next_slot == date(2026, 1, 11)
    assert edited.gap is None


async def test_an_edit_loses_no_post_that_has_just_become_due(study: Study) -> None:
    club = await study.start_club()
    study.clock.go_to("2026-01-04 17:00:05")
    async with untouched_schedule(study, club):
        await study.clubs.edit(club, renamed("Renamed"))
        with pytest.raises(NotNowError, match="Try again in a minute"):
            await study.clubs.edit(club, moved(weekday=5))
    await study.advance("2026-01-04 17:00:15")
    assert (await study.clubs.edit(club, moved(weekday=5))).club.next_slot == date(2026, 1, 10)


async def test_an_edit_that_names_the_same_slot_moves_nothing(study: Study) -> None:
    club = await study.start_club()
    await study.weeks.skip(club)
    async with untouched_schedule(study, club):
        await study.clubs.edit(club, moved(weekday=6, at=time(18), zone="Europe/Berlin"))


@pytest.mark.parametrize(
    ("now", "slot", "next_slot", "gap"),
    [
        ("2026-01-06 12:00", {"weekday": 0}, date(2026, 1, 12), 8),
        ("2026-01-04 18:00", {"weekday": 0}, date(2026, 1, 12), 8),
        ("2026-01-07 12:00", {"weekday": 3}, date(2026, 1, 8), 4),
        ("2026-01-05 12:00", {"weekday": 1}, date(2026, 1, 13), 9),
        ("2026-01-10 12:00", {"weekday": 4}, date(2026, 1, 16), 12),
        ("2026-01-11 12:00", {"at": time(10)}, date(2026, 1, 18), 14),
        ("2026-01-11 12:00", {"zone": "America/Los_Angeles"}, date(2026, 1, 11), 7),
    ],
)
async def test_a_moved_slot_never_gives_two_posts_in_a_week(
    study: Study, now: str, slot: dict[str, object], next_slot: date, gap: int
) -> None:
    club = await study.start_club()
    await study.advance("2026-01-04 17:00")
    study.clock.go_to(now)
    edited = await study.clubs.edit(club, moved(**slot))
    assert edited.club.next_slot == next_slot
    assert edited.club.next_due == edited.club.settings.slot.instant_on(next_slot)
    assert edited.gap is not None
    assert round(edited.gap / timedelta(days=1)) == gap
    assert edited.gap >= timedelta(days=4)


async def test_a_skipped_week_stays_skipped_when_the_slot_is_moved(study: Study) -> None:
    club = await study.start_club()
    await study.weeks.skip(club)
    assert (await study.clubs.edit(club, moved(weekday=5))).club.next_slot == date(2026, 1, 10)


async def test_a_week_posted_early_stays_in_place_of_its_slot_when_the_slot_is_moved(study: Study) -> None:
    club = await study.start_club()
    await study.weeks.post_now(club)
    assert (await study.clubs.edit(club, moved(weekday=5))).club.next_slot == date(2026, 1, 10)


async def test_a_paused_club_is_edited_without_a_schedule(study: Study) -> None:
    club = await study.start_club()
    await study.clubs.pause(club)
    edited = await study.clubs.edit(club, moved(weekday=2))
    assert (edited.club.next_slot, edited.gap, edited.club.state) == (None, None, ClubState.PAUSED)
    assert (await study.clubs.resume(club)).next_slot == date(2026, 1, 7)


async def test_edits_at_once_all_count(study: Study) -> None:
    club = await study.start_club()
    await asyncio.gather(
        study.clubs.edit(club, renamed("Renamed")),
        study.clubs.edit(club, lambda settings: replace(settings, reviewers=3)),
        study.clubs.edit(club, lambda settings: replace(settings, role_id=8)),
    )
    settings = (await study.again(club)).settings
    assert (settings.name, settings.reviewers, settings.role_id) == ("Renamed", 3, 8)


async def test_a_taken_name_changes_nothing(study: Study) -> None:
    await study.start_club("Taken")
    club = await study.start_club()
    with pytest.raises(ClubError, match="already has a club called `TAKEN`"):
        await study.clubs.edit(club, lambda settings: replace(settings, name="TAKEN", reviewers=1))
    assert await study.again(club) == club
    await study.clubs.edit(club, renamed("SUNDAY papers"))


async def test_what_is_out_of_range_changes_nothing(study: Study) -> None:
    club = await study.start_club()
    with pytest.raises(ClubError, match="1 to 3"):
        await study.clubs.edit(club, lambda settings: replace(settings, reviewers=10**9))
    assert await study.again(club) == club


# Pausing and closing


async def test_a_pause_posts_nothing_and_makes_up_for_nothing(study: Study) -> None:
    club = await study.start_club()
    await study.clubs.pause(club)
    await study.advance("2026-01-20 12:00")
    assert await study.weeks.current(club) is None
    with pytest.raises(NotNowError, match="paused already"):
        await study.clubs.pause(club)
    assert (await study.clubs.resume(club)).next_slot == date(2026, 1, 25)
    with pytest.raises(NotNowError, match="running"):
        await study.clubs.resume(club)


async def test_a_pause_does_not_undo_a_skip_or_double_a_post(study: Study) -> None:
    club = await study.start_club()
    await study.weeks.skip(club)
    await study.clubs.pause(club)
    assert (await study.clubs.resume(club)).next_slot == date(2026, 1, 11)
    await study.weeks.post_now(club)
    await study.clubs.pause(club)
    assert (await study.clubs.resume(club)).next_slot == date(2026, 1, 18)


async def test_closing_ends_weeks_polls_and_messages(study: Study) -> None:
    club = await study.start_club()
    await post_week(study, club)
    await block(study)
    await study.polls.start(club)
    await study.clubs.close(club)
    async with study.database.reading() as connection:
        assert await week_rows.open_weeks(connection, club.id) == []
        assert await outbox_rows.blocked_entries(connection, club.id) == []
        assert await outbox_rows.unsettled_entries(connection, club.id) == []
    study.clock.go_on(days=30)
    assert await study.polls.due() == []
    assert await study.clubs.of_server(SERVER) == []
    assert (await study.weeks.advance()).done == 0


async def test_nothing_can_be_done_with_a_closed_club(study: Study) -> None:
    club = await study.start_club()
    await study.clubs.close(club)
    for deed in (
        study.clubs.close(club),
        study.clubs.pause(club),
        study.clubs.resume(club),
        study.clubs.retry(club),
        study.clubs.edit(club, renamed("x")),
        study.clubs.by_id(SERVER, club.id),
        study.clubs.named(SERVER, str(club.id)),
    ):
        with pytest.raises(NoSuchClubError):
            await deed


async def test_leaving_a_server_closes_its_clubs_and_no_others(study: Study) -> None:
    await study.start_club("one")
    await study.start_club("two")
    theirs = await study.start_club("three", ELSEWHERE)
    await study.clubs.close_all_of(SERVER)
    await study.clubs.close_all_of(SERVER)
    assert await study.clubs.of_server(SERVER) == []
    assert await study.clubs.of_server(ELSEWHERE) == [theirs]


# What `/club show` tells


async def test_the_next_posts_come_from_the_syllabus_and_then_from_the_list(study: Study) -> None:
    club = await study.start_club()
    await study.syllabus.add(club, "qlora", None)
    overview = await study.clubs.overview(club)
    assert [(post.paper_key, post.is_queued) for post in overview.posts] == [
        ("qlora", True), ("attention", False), ("gpt3", False), ("lora", False), ("ddpm", False)
    ]  # fmt: skip
    assert [post.at for post in overview.posts] == [
        SUNDAYS.instant_on(date(2026, 1, 4) + timedelta(weeks=week)) for week in range(POSTS_SHOWN)
    ]
    assert (overview.held_up, overview.mishaps) == ((), ())


async def test_a_paused_club_has_no_next_posts(study: Study) -> None:
    club = await study.start_club()
    paused = await study.clubs.pause(club)
    assert (await study.clubs.overview(paused)).posts == ()


async def test_where_all_is_read_one_date_is_shown_without_a_paper(study: Study) -> None:
    club = await study.start_club()
    await study.syllabus.use(club, "everything")
    for _ in range(27):
        await study.weeks.post_now(await study.again(club))
    club = await study.again(club)
    (post,) = (await study.clubs.overview(club)).posts
    assert (post.paper_key, post.is_queued, post.at) == (None, False, club.next_due)


async def test_what_is_held_up_is_told_once_with_its_reason(study: Study) -> None:
    club = await study.start_club()
    await study.advance("2026-01-04 17:00")
    await block(study, "I lack **Send Messages**.")
    overview = await study.clubs.overview(club)
    assert [(entry.kind, entry.reason) for entry in overview.held_up] == [(Kind.POST, "I lack **Send Messages**.")]
    assert overview.mishaps == ()


async def test_a_notice_that_cannot_be_sent_is_no_trouble_of_its_own(study: Study) -> None:
    club = await study.start_club()
    await study.advance("2026-01-04 17:00")
    await block(study)
    (notice,) = await study.outbox.due(50)
    assert notice.kind is Kind.NOTICE
    await block(study)
    assert [entry.kind for entry in (await study.clubs.overview(club)).held_up] == [Kind.POST]


async def test_weeks_that_were_left_out_are_told(study: Study) -> None:
    club = await study.start_club()
    await study.weeks.skip(club)
    (week,) = (await study.clubs.overview(club)).mishaps
    assert week.note == "skipped by an organiser"


async def test_trying_again_goes_to_where_the_club_meets_now(study: Study) -> None:
    club = await study.start_club()
    await study.advance("2026-01-04 17:00")
    await block(study)
    assert await study.clubs.retry(club) >= 1
    (post,) = [entry for entry in await study.outbox.due(50) if entry.kind is Kind.POST]
    # It may have left, as far as the outbox knows, and is looked for where it went.
    assert (post.state, post.channel_id, post.reason) == (EntryState.UNKNOWN, CHANNEL, "")
    assert await study.clubs.retry(club) == 0


async def test_an_edit_tries_again_too(study: Study) -> None:
    club = await study.start_club()
    await study.advance("2026-01-04 17:00")
    await block(study)
    await study.clubs.edit(club, lambda settings: replace(settings, channel_id=77))
    async with study.database.reading() as connection:
        assert await outbox_rows.blocked_entries(connection, club.id) == []


async def test_a_slot_of_any_zone_is_kept(study: Study) -> None:
    slot = WeeklySlot(2, time(0, 30), "Pacific/Apia")
    club = await study.start_club(slot=slot)
    assert (await study.again(club)).settings.slot == slot
