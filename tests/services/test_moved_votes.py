"""Votes whose post moves: ranked ballots still decide on it, and Discord's own polls stay as they are."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.ballots.outcome import Method
from bot.core.calendar.rhythm import Rhythm
from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.clubs.club import SettingsChange
from bot.core.outbox.entry import Cancelled, EntryState, Sent, Unclear
from bot.core.outbox.kinds import Kind
from bot.services.breaks.service import BreakService
from bot.services.polls.ballots import Choice
from tests.support.hosts import DAY, FIRST, WEEK
from tests.support.long_papers import long_paper, posted
from tests.support.reading_clubs import FIRST_POST
from tests.support.troubles import NO_ANSWER, NOTHING_TO_SAY
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from bot.core.polls.poll import Poll
    from tests.support.reading_clubs import App

HOUR = timedelta(hours=1)
PAPERS = ["bert", "mamba"]
MONDAY = WeeklySlot(0, time(18), "Europe/Berlin")


async def voting(app: App, method: Method | None = Method.SCHULZE) -> tuple[Club, Poll]:
    """A club on the day after its first post, and its vote, in which three members put the first paper first."""
    club = await app.club("lora", "qlora")
    await app.at(FIRST_POST)
    await app.deliver()
    app.now += DAY
    poll = (await app.polls.start_vote(club, PAPERS, method)).poll
    await app.deliver()
    if method:
        for member in (1, 2, 3):
            await app.ballots.choose(viewer(member), f"{club.token}-poll-{poll.id}", Choice(1, 0))
    return await app.club_now(club), poll


async def now_of(app: App, poll: Poll) -> Poll:
    found = await app.polls.poll(poll.id)
    assert found
    return found


@pytest.mark.parametrize("days", [-4, -1])
async def test_ranked_ballots_decide_on_a_post_that_comes_earlier(app: App, days: int) -> None:
    club, poll = await voting(app)
    assert club.next_slot
    move = await app.moving.look(club, club.next_slot + days * DAY)
    assert move.vote
    assert move.vote.id == poll.id
    moved = (await app.moving.move(club, club.next_slot, club.next_slot + days * DAY)).club
    assert moved.next_due
    assert (await now_of(app, poll)).closes_at == moved.next_due - HOUR
    edits = [entry.key for entry in await app.entries() if entry.kind is Kind.POLL_EDIT]
    assert edits == [f"{club.token}-poll-{poll.id}-moved"]
    await app.at(moved.next_due)
    assert [row.paper_key for row in await app.week_rows()] == ["lora", "bert"]
    assert not (await now_of(app, poll)).is_open


async def test_a_vote_goes_on_until_a_post_that_comes_later_again(app: App) -> None:
    club, poll = await voting(app)
    assert club.next_slot
    await app.moving.move(club, club.next_slot, club.next_slot - 3 * DAY)
    await app.moving.move(await app.club_now(club), club.next_slot - 3 * DAY, club.next_slot - DAY)
    assert (await now_of(app, poll)).closes_at == FIRST_POST + 6 * DAY - HOUR


async def test_whatever_moves_the_post_moves_the_end_of_the_vote(app: App) -> None:
    club, poll = await voting(app)
    await app.clubs.edit(club, SettingsChange(slot={"at": (FIRST_POST - 5 * HOUR).time()}), viewer())
    edited = await app.club_now(club)
    assert edited.next_due
    assert (await now_of(app, poll)).closes_at == edited.next_due - HOUR
    breaks = BreakService(app.database, app.clock)
    await breaks.add(edited, FIRST + WEEK, FIRST + WEEK, "")
    assert (await now_of(app, poll)).closes_at == edited.next_due + WEEK - HOUR
    await breaks.remove(await app.club_now(club), FIRST + WEEK)
    assert (await now_of(app, poll)).closes_at == edited.next_due - HOUR


async def test_a_vote_ends_before_a_post_that_comes_earlier_after_a_pause(app: App) -> None:
    club = await app.club("lora", "qlora", slot=MONDAY)
    assert club.next_slot
    await app.moving.move(club, club.next_slot, club.next_slot + 4 * DAY)
    poll = (await app.polls.start_vote(await app.club_now(club), PAPERS, Method.SCHULZE)).poll
    await app.clubs.pause(club)
    await app.clubs.edit(club, SettingsChange(slot={"weekday": 1}), viewer())
    resumed = await app.clubs.resume(club)
    assert resumed.next_slot == club.next_slot + DAY
    assert resumed.next_due
    assert (await now_of(app, poll)).closes_at == resumed.next_due - HOUR
    # A vote that ends before the post in any case keeps its end.
    await app.clubs.edit(resumed, SettingsChange(slot={"weekday": 6}), viewer())
    ends = (await now_of(app, poll)).closes_at
    await app.clubs.pause(club)
    await app.clubs.resume(club)
    assert (await now_of(app, poll)).closes_at == ends


async def test_a_vote_goes_on_until_a_post_that_makes_room_for_a_stretched_paper(app: App) -> None:
    club = (await long_paper(app)).club
    await posted(app)
    app.now = FIRST_POST + HOUR
    poll = (await app.polls.start_vote(await app.club_now(club), PAPERS, Method.SCHULZE)).poll
    breaks = BreakService(app.database, app.clock)
    await breaks.add(await app.club_now(club), FIRST + WEEK, FIRST + WEEK + 5 * DAY, "")
    before = (await app.club_now(club)).next_due
    stretched = (await breaks.stretch(await app.club_now(club), FIRST + WEEK)).club
    assert before
    assert stretched.next_due
    assert stretched.next_due > before
    assert (await now_of(app, poll)).closes_at == stretched.next_due - HOUR


@pytest.mark.parametrize("is_moved", [True, False])
async def test_a_vote_whose_message_is_not_known_yet_shows_its_new_end_later(app: App, *, is_moved: bool) -> None:
    club = await app.club("lora", "qlora")
    assert club.next_slot
    await app.polls.start_vote(club, PAPERS, Method.SCHULZE)
    (entry,) = await app.outbox.due(10)
    marked = await app.outbox.mark_sending(entry)
    assert marked
    unclear = await app.outbox.record(marked, Unclear(NO_ANSWER))
    assert unclear
    if is_moved:
        await app.moving.move(club, club.next_slot, club.next_slot - DAY)
        await app.refuse(Cancelled(NOTHING_TO_SAY))
    await app.outbox.record(unclear, Sent(77))
    edits = [entry.state for entry in await app.entries() if entry.kind is Kind.POLL_EDIT]
    assert edits == ([EntryState.CANCELLED, EntryState.PENDING] if is_moved else [])


async def test_a_vote_after_a_skip_ends_before_the_post_that_is_back(app: App) -> None:
    club = await app.club("lora", "qlora")
    await app.weeks.skip(club)
    later = await app.club_now(club)
    poll = (await app.polls.start_vote(later, PAPERS, Method.SCHULZE)).poll
    await app.weeks.unskip(later)
    assert (await now_of(app, poll)).closes_at == FIRST_POST - HOUR


async def test_discords_own_poll_stays_as_it_is(app: App) -> None:
    club, poll = await voting(app, None)
    assert club.next_slot
    move = await app.moving.move(club, club.next_slot, club.next_slot - 3 * DAY)
    assert move.vote
    assert move.vote.id == poll.id
    assert (await now_of(app, poll)).closes_at == poll.closes_at
    assert not [entry for entry in await app.entries() if entry.kind is Kind.POLL_EDIT]


@pytest.mark.parametrize("rhythm", Rhythm)
async def test_a_vote_ends_an_hour_before_the_post_in_any_rhythm(app: App, rhythm: Rhythm) -> None:
    club = await app.club("lora", "qlora", rhythm=rhythm)
    assert club.next_due
    await app.at(club.next_due)
    club = await app.club_now(club)
    assert club.next_due
    poll = (await app.polls.start_vote(club, PAPERS, Method.SCHULZE)).poll
    assert timedelta(0) <= club.next_due - HOUR - poll.closes_at < HOUR


async def test_a_vote_over_a_long_time_keeps_its_end(app: App) -> None:
    """From the first Sunday of a month to that of the next can be 35 days."""
    club = await app.club("lora", "qlora", rhythm=Rhythm.FIRST)
    while (due := (await app.club_now(club)).next_due) and due < datetime(2026, 4, 1, tzinfo=UTC):
        await app.at(due)
        club = await app.club_now(club)
    poll = (await app.polls.start_vote(club, PAPERS, Method.SCHULZE)).poll
    assert poll.closes_at > app.now + 33 * DAY
    await app.tick()
    await app.clubs.edit(club, SettingsChange({"name": "Other papers"}), viewer())
    assert (await now_of(app, poll)).closes_at == poll.closes_at
