"""Editing a club's queue, on a real database."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.errors import ClubError
from bot.core.syllabus import track
from bot.services.syllabus import LONGEST_SYLLABUS, Place, Queued
from bot.storage import syllabus as syllabus_rows
from tests.support.study import SUNDAYS, open_study

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.core.clubs import Club
    from tests.support.study import Study

MUST_READ = ("attention", "gpt3", "lora", "ddpm", "mamba")


@pytest.fixture
async def study(tmp_path: Path) -> AsyncIterator[Study]:
    async with open_study(tmp_path) as opened:
        yield opened


@pytest.fixture
async def club(study: Study) -> Club:
    return await study.start_club()


async def test_a_track_goes_behind_what_is_there(study: Study, club: Club) -> None:
    await study.syllabus.add(club, "lora", None)
    assert await study.syllabus.use(club, "must-read") == Queued(
        ("attention", "gpt3", "ddpm", "mamba"), ("lora",), (), 5
    )
    assert await study.syllabus.queue(club) == ["lora", "attention", "gpt3", "ddpm", "mamba"]
    assert await study.syllabus.use(club, "must-read") == Queued((), MUST_READ, (), 5)


async def test_what_was_read_is_left_out(study: Study, club: Club) -> None:
    await study.weeks.post_now(club)
    queued = await study.syllabus.use(club, "must-read")
    assert (queued.added, queued.read) == (MUST_READ[1:], ("attention",))


async def test_every_track_fits(study: Study, club: Club) -> None:
    for slug in ("must-read", "diffusion", "everything"):
        await study.syllabus.use(club, slug)
    assert set(await study.syllabus.queue(club)) == set(track("everything", study.catalogue))


async def test_an_unknown_track_is_refused_with_the_known_ones(study: Study, club: Club) -> None:
    with pytest.raises(ClubError, match=r"no such track\. There are: `must-read`, `recommended`"):
        await study.syllabus.use(club, "gardening")


async def test_the_way_to_a_paper(study: Study, club: Club) -> None:
    path, queued = await study.syllabus.lead_to(club, "mamba", None)
    assert path.keys == queued.added == ("attention", "s4", "flashattention", "h3", "mamba")
    assert await study.syllabus.queue(club) == list(path.keys)


async def test_what_a_queued_goal_needs_is_put_before_it(study: Study, club: Club) -> None:
    for key in ("qlora", "mamba", "ddpm"):
        await study.syllabus.add(club, key, None)
    await study.syllabus.lead_to(club, "mamba", None)
    assert await study.syllabus.queue(club) == ["qlora", "attention", "s4", "flashattention", "h3", "mamba", "ddpm"]


async def test_the_way_leaves_out_what_was_read(study: Study, club: Club) -> None:
    await study.weeks.post_now(club)
    path, queued = await study.syllabus.lead_to(club, "mamba", None)
    assert "attention" not in path.keys
    assert queued.read == ()
    _, queued = await study.syllabus.lead_to(club, "attention", None)
    assert (queued.added, queued.read) == ((), ("attention",))


@pytest.mark.parametrize("weeks", [0, -1, 53, 10**9])
async def test_a_way_takes_1_to_52_weeks(study: Study, club: Club, weeks: int) -> None:
    with pytest.raises(ClubError, match="`weeks` can be 1 to 52"):
        await study.syllabus.lead_to(club, "mamba", weeks)


async def test_places(study: Study, club: Club) -> None:
    assert await study.syllabus.add(club, "lora", None) == Place(1, 1)
    assert await study.syllabus.add(club, "qlora", 1) == Place(1, 2)
    assert await study.syllabus.add(club, "mamba", 99) == Place(3, 3)
    assert await study.syllabus.move(club, "mamba", 2) == Place(2, 3)
    assert await study.syllabus.move(club, "qlora", 10**9) == Place(3, 3)
    assert await study.syllabus.queue(club) == ["mamba", "lora", "qlora"]
    assert await study.syllabus.remove(club, "lora") == 2
    assert await study.syllabus.queue(club) == ["mamba", "qlora"]


@pytest.mark.parametrize("position", [0, -1, -(10**9)])
async def test_places_before_the_first_are_refused(study: Study, club: Club, position: int) -> None:
    await study.syllabus.add(club, "lora", None)
    with pytest.raises(ClubError, match="counted from 1"):
        await study.syllabus.add(club, "qlora", position)
    with pytest.raises(ClubError, match="counted from 1"):
        await study.syllabus.move(club, "lora", position)
    assert await study.syllabus.queue(club) == ["lora"]


async def test_doubles_and_strangers_are_refused(study: Study, club: Club) -> None:
    await study.syllabus.add(club, "lora", None)
    with pytest.raises(ClubError, match="LoRA is queued already, in place 1"):
        await study.syllabus.add(club, "lora", 1)
    with pytest.raises(ClubError, match="QLoRA is not in the syllabus"):
        await study.syllabus.move(club, "qlora", 1)
    with pytest.raises(ClubError, match="QLoRA is not in the syllabus"):
        await study.syllabus.remove(club, "qlora")


async def test_a_paper_can_be_read_again_and_it_is_said(study: Study, club: Club) -> None:
    await study.weeks.post_now(club)
    assert await study.syllabus.add(club, "attention", None) == Place(1, 1, was_read=True)


async def test_a_syllabus_ends_somewhere(study: Study, club: Club) -> None:
    async with study.database.writing() as connection:
        await syllabus_rows.replace_queue(connection, club.id, [f"p{number}" for number in range(LONGEST_SYLLABUS)])
    with pytest.raises(ClubError, match=f"at most {LONGEST_SYLLABUS}"):
        await study.syllabus.add(club, "lora", None)
    assert len(await study.syllabus.queue(club)) == LONGEST_SYLLABUS


async def test_edits_at_once_all_count(study: Study, club: Club) -> None:
    keys = list(track("everything", study.catalogue))[:12]
    await asyncio.gather(*[study.syllabus.add(club, key, 1) for key in keys])
    assert sorted(await study.syllabus.queue(club)) == sorted(keys)


async def test_each_club_has_its_own(study: Study, club: Club) -> None:
    other = await study.start_club("Other")
    await study.syllabus.add(club, "lora", None)
    assert await study.syllabus.queue(other) == []


async def test_the_view_gives_each_paper_its_slot(study: Study, club: Club) -> None:
    await study.weeks.post_now(club)
    await study.syllabus.add(club, "qlora", None)
    await study.syllabus.add(club, "lora", None)
    view = await study.syllabus.view(await study.again(club))
    first = date(2026, 1, 11)
    assert (view.read, view.queue) == (("attention",), ("qlora", "lora"))
    assert view.dates == (SUNDAYS.instant_on(first), SUNDAYS.instant_on(first + timedelta(days=7)))
    assert (view.then, view.then_at) == ("gpt3", SUNDAYS.instant_on(first + timedelta(days=14)))


async def test_the_view_agrees_with_what_is_posted(study: Study, club: Club) -> None:
    await study.syllabus.use(club, "diffusion")
    view = await study.syllabus.view(club)
    for key, at in zip(view.queue, view.dates, strict=True):
        await study.advance(f"{at:%Y-%m-%d %H:%M}")
        current = await study.weeks.current(club)
        assert current is not None
        assert (current.week.paper_key, current.week.due_at) == (key, at)


async def test_the_view_of_a_paused_club_has_no_dates(study: Study, club: Club) -> None:
    await study.syllabus.add(club, "qlora", None)
    view = await study.syllabus.view(await study.clubs.pause(club))
    assert (view.queue, view.dates, view.then, view.then_at) == (("qlora",), (), "attention", None)


async def test_what_has_left_the_catalogue_is_passed_over_and_can_be_removed(study: Study, club: Club) -> None:
    async with study.database.writing() as connection:
        await syllabus_rows.replace_queue(connection, club.id, ["gone", "lora"])
    view = await study.syllabus.view(club)
    assert (view.queue, len(view.dates)) == (("lora",), 1)
    assert await study.syllabus.remove(club, "gone") == 1
