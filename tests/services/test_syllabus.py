"""Editing a club's queue, on a real database."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import ClubError
from bot.core.syllabus import track
from bot.services.syllabus import LONGEST_SYLLABUS, Place, Queued
from bot.storage import syllabus as syllabus_rows
from tests.support.reading_clubs import SUNDAY

if TYPE_CHECKING:
    from bot.core.clubs import Club
    from tests.support.reading_clubs import House

MUST_READ = ("attention", "gpt3", "lora", "ddpm", "mamba")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
async def club(house: House) -> Club:
    return await house.club()


async def test_a_track_goes_behind_what_is_there(house: House, club: Club) -> None:
    await house.syllabus.add(club, "lora", None)
    assert await house.syllabus.use(club, "must-read") == Queued(
        ("attention", "gpt3", "ddpm", "mamba"), ("lora",), (), 5
    )
    assert await house.syllabus.queue(club) == ["lora", "attention", "gpt3", "ddpm", "mamba"]
    assert await house.syllabus.use(club, "must-read") == Queued((), MUST_READ, (), 5)


async def test_what_was_read_is_left_out(house: House, club: Club) -> None:
    await house.weeks.post_now(club)
    queued = await house.syllabus.use(club, "must-read")
    assert (queued.added, queued.read) == (MUST_READ[1:], ("attention",))


async def test_every_track_fits(house: House, club: Club) -> None:
    for slug in ("must-read", "diffusion", "everything"):
        await house.syllabus.use(club, slug)
    assert set(await house.syllabus.queue(club)) == set(track("everything", house.catalogue))


async def test_an_unknown_track_is_refused_with_the_known_ones(house: House, club: Club) -> None:
    with pytest.raises(ClubError, match=r"no such track\. There are: `must-read`, `recommended`"):
        await house.syllabus.use(club, "gardening")


async def test_the_way_to_a_paper(house: House, club: Club) -> None:
    path, queued = await house.syllabus.lead_to(club, "mamba", None)
    assert path.keys == queued.added == ("attention", "s4", "flashattention", "h3", "mamba")
    assert await house.syllabus.queue(club) == list(path.keys)


async def test_what_a_queued_goal_needs_is_put_before_it(house: House, club: Club) -> None:
    for key in ("qlora", "mamba", "ddpm"):
        await house.syllabus.add(club, key, None)
    await house.syllabus.lead_to(club, "mamba", None)
    assert await house.syllabus.queue(club) == ["qlora", "attention", "s4", "flashattention", "h3", "mamba", "ddpm"]


async def test_what_waits_already_is_not_taken_as_known_and_comes_before_what_needs_it(
    house: House, club: Club
) -> None:
    for key in ("mamba", "h3", "flashattention"):
        await house.syllabus.add(club, key, None)
    path, queued = await house.syllabus.lead_to(club, "mamba", 2)
    assert path.keys == ("s4", "mamba")
    assert path.known == ("attention",)
    assert (queued.added, queued.queued) == (("s4",), ("flashattention", "h3", "mamba"))
    assert await house.syllabus.queue(club) == ["s4", "flashattention", "h3", "mamba"]


async def test_the_way_leaves_out_what_was_read(house: House, club: Club) -> None:
    await house.weeks.post_now(club)
    path, queued = await house.syllabus.lead_to(club, "mamba", None)
    assert "attention" not in path.keys
    assert queued.read == ()
    _, queued = await house.syllabus.lead_to(club, "attention", None)
    assert (queued.added, queued.read) == ((), ("attention",))


@pytest.mark.parametrize("weeks", [0, -1, 53, 10**9])
async def test_a_way_takes_1_to_52_weeks(house: House, club: Club, weeks: int) -> None:
    with pytest.raises(ClubError, match="`weeks` can be 1 to 52"):
        await house.syllabus.lead_to(club, "mamba", weeks)


async def test_places(house: House, club: Club) -> None:
    assert await house.syllabus.add(club, "lora", None) == Place(1, 1)
    assert await house.syllabus.add(club, "qlora", 1) == Place(1, 2)
    assert await house.syllabus.add(club, "mamba", 99) == Place(3, 3)
    assert await house.syllabus.move(club, "mamba", 2) == Place(2, 3)
    assert await house.syllabus.move(club, "qlora", 10**9) == Place(3, 3)
    assert await house.syllabus.queue(club) == ["mamba", "lora", "qlora"]
    assert await house.syllabus.remove(club, "lora") == 2
    assert await house.syllabus.queue(club) == ["mamba", "qlora"]


@pytest.mark.parametrize("position", [0, -1, -(10**9)])
async def test_places_before_the_first_are_refused(house: House, club: Club, position: int) -> None:
    await house.syllabus.add(club, "lora", None)
    with pytest.raises(ClubError, match="counted from 1"):
        await house.syllabus.add(club, "qlora", position)
    with pytest.raises(ClubError, match="counted from 1"):
        await house.syllabus.move(club, "lora", position)
    assert await house.syllabus.queue(club) == ["lora"]


async def test_doubles_and_strangers_are_refused(house: House, club: Club) -> None:
    await house.syllabus.add(club, "lora", None)
    with pytest.raises(ClubError, match="LoRA is queued already, in place 1"):
        await house.syllabus.add(club, "lora", 1)
    with pytest.raises(ClubError, match="QLoRA is not in the syllabus"):
        await house.syllabus.move(club, "qlora", 1)
    with pytest.raises(ClubError, match="QLoRA is not in the syllabus"):
        await house.syllabus.remove(club, "qlora")


async def test_a_paper_can_be_read_again_and_it_is_said(house: House, club: Club) -> None:
    await house.weeks.post_now(club)
    assert await house.syllabus.add(club, "attention", None) == Place(1, 1, was_read=True)


async def test_a_syllabus_ends_somewhere(house: House, club: Club) -> None:
    async with house.database.writing() as connection:
        await syllabus_rows.replace_queue(connection, club.id, [f"p{number}" for number in range(LONGEST_SYLLABUS)])
    with pytest.raises(ClubError, match=f"at most {LONGEST_SYLLABUS}"):
        await house.syllabus.add(club, "lora", None)
    assert len(await house.syllabus.queue(club)) == LONGEST_SYLLABUS


async def test_edits_at_once_all_count(house: House, club: Club) -> None:
    keys = list(track("everything", house.catalogue))[:12]
    await asyncio.gather(*[house.syllabus.add(club, key, 1) for key in keys])
    assert sorted(await house.syllabus.queue(club)) == sorted(keys)


async def test_each_club_has_its_own(house: House, club: Club) -> None:
    other = await house.club(name="Other")
    await house.syllabus.add(club, "lora", None)
    assert await house.syllabus.queue(other) == []


async def test_the_view_gives_each_paper_its_slot(house: House, club: Club) -> None:
    await house.weeks.post_now(club)
    await house.syllabus.add(club, "qlora", None)
    await house.syllabus.add(club, "lora", None)
    view = await house.syllabus.view(await house.club_now(club))
    first = date(2026, 1, 18)
    assert (view.read, view.queue) == (("attention",), ("qlora", "lora"))
    assert view.dates == (SUNDAY.instant_on(first), SUNDAY.instant_on(first + timedelta(days=7)))
    assert (view.then, view.then_at) == ("gpt3", SUNDAY.instant_on(first + timedelta(days=14)))


async def test_the_view_agrees_with_what_is_posted(house: House, club: Club) -> None:
    await house.syllabus.use(club, "diffusion")
    view = await house.syllabus.view(club)
    for key, at in zip(view.queue, view.dates, strict=True):
        await house.at(utc(f"{at:%Y-%m-%d %H:%M}"))
        await house.deliver()
        current = await house.weeks.current(club)
        assert current is not None
        assert (current.week.paper_key, current.week.due_at) == (key, at)


async def test_the_view_of_a_paused_club_has_no_dates(house: House, club: Club) -> None:
    await house.syllabus.add(club, "qlora", None)
    view = await house.syllabus.view(await house.clubs.pause(club))
    assert (view.queue, view.dates, view.then, view.then_at) == (("qlora",), (), "attention", None)


async def test_what_has_left_the_catalogue_is_passed_over_and_can_be_removed(house: House, club: Club) -> None:
    async with house.database.writing() as connection:
        await syllabus_rows.replace_queue(connection, club.id, ["gone", "lora"])
    view = await house.syllabus.view(club)
    assert (view.queue, len(view.dates)) == (("lora",), 1)
    assert await house.syllabus.remove(club, "gone") == 1
