"""Editing a club's queue, on a real database."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.syllabus.syllabus import track
from bot.services.syllabus.refusals import (
    NotQueuedError,
    PathWeeksError,
    PositionBeforeFirstError,
    QueuedAlreadyError,
    SyllabusTooLongError,
    UnknownTrackError,
)
from bot.services.syllabus.service import LONGEST_SYLLABUS, QueuedPapers, QueuePosition
from bot.storage.syllabus import rows as syllabus_rows
from tests.support.reading_clubs import SUNDAY

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from tests.support.reading_clubs import App

MUST_READ = ("attention", "gpt3", "lora", "ddpm", "mamba")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
async def club(app: App) -> Club:
    return await app.club()


async def test_a_track_is_appended_to_the_queue(app: App, club: Club) -> None:
    await app.syllabus.add(club, "lora", None)
    assert await app.syllabus.use(club, "must-read") == QueuedPapers(
        ("attention", "gpt3", "ddpm", "mamba"), ("lora",), (), 5
    )
    assert await app.syllabus.queue(club) == ["lora", "attention", "gpt3", "ddpm", "mamba"]
    assert await app.syllabus.use(club, "must-read") == QueuedPapers((), MUST_READ, (), 5)


async def test_papers_that_were_read_are_left_out(app: App, club: Club) -> None:
    await app.weeks.post_now(club)
    queued = await app.syllabus.use(club, "must-read")
    assert (queued.added, queued.read) == (MUST_READ[1:], ("attention",))


async def test_every_track_fits_into_the_queue(app: App, club: Club) -> None:
    for slug in ("must-read", "diffusion", "everything"):
        await app.syllabus.use(club, slug)
    assert set(await app.syllabus.queue(club)) == set(track("everything", app.catalog))


async def test_an_unknown_track_is_refused_with_the_known_ones(app: App, club: Club) -> None:
    with pytest.raises(UnknownTrackError) as refusal:
        await app.syllabus.use(club, "gardening")
    assert refusal.value.tracks[:2] == ("must-read", "recommended")


async def test_the_path_to_a_paper(app: App, club: Club) -> None:
    path, queued = await app.syllabus.lead_to(club, "mamba", None)
    assert path.keys == queued.added == ("attention", "s4", "flashattention", "h3", "mamba")
    assert await app.syllabus.queue(club) == list(path.keys)


async def test_the_papers_a_queued_goal_builds_on_are_put_before_it(app: App, club: Club) -> None:
    for key in ("qlora", "mamba", "ddpm"):
        await app.syllabus.add(club, key, None)
    await app.syllabus.lead_to(club, "mamba", None)
    assert await app.syllabus.queue(club) == ["qlora", "attention", "s4", "flashattention", "h3", "mamba", "ddpm"]


async def test_queued_papers_do_not_count_as_known_and_come_before_what_builds_on_them(app: App, club: Club) -> None:
    for key in ("mamba", "h3", "flashattention"):
        await app.syllabus.add(club, key, None)
    path, queued = await app.syllabus.lead_to(club, "mamba", 2)
    assert path.keys == ("s4", "mamba")
    assert path.known == ("attention",)
    assert (queued.added, queued.queued) == (("s4",), ("flashattention", "h3", "mamba"))
    assert await app.syllabus.queue(club) == ["s4", "flashattention", "h3", "mamba"]


async def test_the_path_leaves_out_papers_that_were_read(app: App, club: Club) -> None:
    await app.weeks.post_now(club)
    path, queued = await app.syllabus.lead_to(club, "mamba", None)
    assert "attention" not in path.keys
    assert queued.read == ()
    _, queued = await app.syllabus.lead_to(club, "attention", None)
    assert (queued.added, queued.read) == ((), ("attention",))


@pytest.mark.parametrize("weeks", [0, -1, 53, 10**9])
async def test_a_path_takes_1_to_52_weeks(app: App, club: Club, weeks: int) -> None:
    with pytest.raises(PathWeeksError) as refusal:
        await app.syllabus.lead_to(club, "mamba", weeks)
    assert (refusal.value.least, refusal.value.most, refusal.value.given) == (1, 52, weeks)


async def test_positions_in_the_queue(app: App, club: Club) -> None:
    assert await app.syllabus.add(club, "lora", None) == QueuePosition(1, 1)
    assert await app.syllabus.add(club, "qlora", 1) == QueuePosition(1, 2)
    assert await app.syllabus.add(club, "mamba", 99) == QueuePosition(3, 3)
    assert await app.syllabus.move(club, "mamba", 2) == QueuePosition(2, 3)
    assert await app.syllabus.move(club, "qlora", 10**9) == QueuePosition(3, 3)
    assert await app.syllabus.queue(club) == ["mamba", "lora", "qlora"]
    assert await app.syllabus.remove(club, "lora") == 2
    assert await app.syllabus.queue(club) == ["mamba", "qlora"]


@pytest.mark.parametrize("position", [0, -1, -(10**9)])
async def test_positions_below_one_are_refused(app: App, club: Club, position: int) -> None:
    await app.syllabus.add(club, "lora", None)
    with pytest.raises(PositionBeforeFirstError):
        await app.syllabus.add(club, "qlora", position)
    with pytest.raises(PositionBeforeFirstError):
        await app.syllabus.move(club, "lora", position)
    assert await app.syllabus.queue(club) == ["lora"]


async def test_duplicates_and_unknown_papers_are_refused(app: App, club: Club) -> None:
    await app.syllabus.add(club, "lora", None)
    with pytest.raises(QueuedAlreadyError, match=r"paper='LoRA', position=1\b"):
        await app.syllabus.add(club, "lora", 1)
    with pytest.raises(NotQueuedError, match="QLoRA"):
        await app.syllabus.move(club, "qlora", 1)
    with pytest.raises(NotQueuedError, match="QLoRA"):
        await app.syllabus.remove(club, "qlora")


async def test_a_paper_can_be_read_again_and_the_answer_says_so(app: App, club: Club) -> None:
    await app.weeks.post_now(club)
    assert await app.syllabus.add(club, "attention", None) == QueuePosition(1, 1, was_read=True)


async def test_a_syllabus_has_a_maximum_length(app: App, club: Club) -> None:
    async with app.database.write_transaction() as connection:
        await syllabus_rows.replace_queue(connection, club.id, [f"p{number}" for number in range(LONGEST_SYLLABUS)])
    with pytest.raises(SyllabusTooLongError, match=f"most={LONGEST_SYLLABUS}"):
        await app.syllabus.add(club, "lora", None)
    assert len(await app.syllabus.queue(club)) == LONGEST_SYLLABUS


async def test_simultaneous_edits_are_all_kept(app: App, club: Club) -> None:
    keys = list(track("everything", app.catalog))[:12]
    await asyncio.gather(*[app.syllabus.add(club, key, 1) for key in keys])
    assert sorted(await app.syllabus.queue(club)) == sorted(keys)


async def test_each_club_has_its_own_queue(app: App, club: Club) -> None:
    other = await app.club(name="Other")
    await app.syllabus.add(club, "lora", None)
    assert await app.syllabus.queue(other) == []


async def test_the_view_gives_each_paper_a_date(app: App, club: Club) -> None:
    await app.weeks.post_now(club)
    await app.syllabus.add(club, "qlora", None)
    await app.syllabus.add(club, "lora", None)
    view = await app.syllabus.view(await app.club_now(club))
    first = date(2026, 1, 18)
    assert (view.read, view.queue) == (("attention",), ("qlora", "lora"))
    assert view.dates == (SUNDAY.instant_on(first), SUNDAY.instant_on(first + timedelta(days=7)))
    assert (view.then, view.then_at) == ("gpt3", SUNDAY.instant_on(first + timedelta(days=14)))


async def test_the_view_matches_what_is_posted(app: App, club: Club) -> None:
    await app.syllabus.use(club, "diffusion")
    view = await app.syllabus.view(club)
    for key, at in zip(view.queue, view.dates, strict=True):
        await app.at(utc(f"{at:%Y-%m-%d %H:%M}"))
        await app.deliver()
        current = await app.weeks.current(club)
        assert current is not None
        assert (current.week.paper_key, current.week.due_at) == (key, at)


async def test_the_view_of_a_paused_club_has_no_dates(app: App, club: Club) -> None:
    await app.syllabus.add(club, "qlora", None)
    view = await app.syllabus.view(await app.clubs.pause(club))
    assert (view.queue, view.dates, view.then, view.then_at) == (("qlora",), (), "attention", None)


async def test_papers_removed_from_the_catalog_are_skipped_and_can_be_removed(app: App, club: Club) -> None:
    async with app.database.write_transaction() as connection:
        await syllabus_rows.replace_queue(connection, club.id, ["gone", "lora"])
    view = await app.syllabus.view(club)
    assert (view.queue, len(view.dates)) == (("lora",), 1)
    assert await app.syllabus.remove(club, "gone") == 1
