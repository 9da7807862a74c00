"""Ranked ballots: one for each member, changed until the end, counted once, and forgotten."""

from __future__ import annotations

import asyncio
import random
from datetime import timedelta
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, update

from bot.core.ballots.ballot import NotOnBallotError
from bot.core.ballots.counting import outcome_of
from bot.core.ballots.outcome import Method
from bot.core.outbox.entry import Cancelled
from bot.core.outbox.kinds import Kind
from bot.services.polls.ballots import Choice, NoSuchPollError, VoteOverError
from bot.services.polls.starting import PollRunningError
from bot.storage.ballots.tables import ballots
from bot.storage.members import leavers as leaver_rows
from bot.storage.polls import rows as poll_rows
from tests.support.reading_clubs import CHANNEL, FIRST_POST, SERVER, WEEK
from tests.support.troubles import DELETED
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from bot.core.polls.poll import Poll
    from tests.support.reading_clubs import App

PAPERS = ["lora", "mamba", "bert"]


async def vote_of(app: App, *papers: str, method: Method = Method.SCHULZE, **facts: Any) -> tuple[Club, Poll, str]:
    """A club with a ranked poll whose message is sent."""
    club = await app.club("qlora", **facts)
    poll = (await app.polls.start_vote(club, papers or PAPERS, method)).poll
    await app.deliver()
    return club, poll, f"{club.token}-poll-{poll.id}"


async def vote(app: App, member: int, key: str, *numbers: int) -> None:
    """The member ranks the candidates with these numbers."""
    for place, number in enumerate(numbers, start=1):
        await app.ballots.choose(viewer(member), key, Choice(place, number))


async def stored(app: App) -> dict[int, list[str]]:
    async with app.database.read_transaction() as connection:
        return {row.member_id: row.ranking for row in await connection.execute(select(ballots))}


async def poll_now(app: App, poll: Poll) -> Poll:
    found = await app.polls.poll(poll.id)
    assert found
    return found


async def test_a_ballot_is_changed_until_the_end_and_each_member_has_one(app: App) -> None:
    _, poll, key = await vote_of(app)
    assert (await app.ballots.own(viewer(1), key)).ballot == ()
    await vote(app, 1, key, 0, 2)
    await vote(app, 1, key, 0, 2)  # every press arrives twice
    await vote(app, 2, key, 1)
    assert await stored(app) == {1: ["lora", "bert"], 2: ["mamba"]}
    assert (await app.ballots.choose(viewer(1), key, Choice(1, 2))).ballot == ("bert", "lora")
    await app.ballots.clear(viewer(2), key)
    assert await stored(app) == {1: ["bert", "lora"]}
    with pytest.raises(NotOnBallotError):
        await app.ballots.choose(viewer(1), key, Choice(1, 3))
    app.now = poll.closes_at
    for attempt in (app.ballots.own(viewer(1), key), app.ballots.choose(viewer(3), key, Choice(1, 0))):
        with pytest.raises(VoteOverError):
            await attempt
    assert await stored(app) == {1: ["bert", "lora"]}


async def test_out_of_sight_there_is_no_vote(app: App) -> None:
    _, _, key = await vote_of(app)
    native = await app.polls.start(await app.club("lora", name="Others"))
    assert native.id
    for stranger, wrong in (
        (viewer(1, hidden=[CHANNEL]), key),
        (viewer(1, SERVER + 1), key),
        (viewer(1), "x"),
        (viewer(1), key.replace("-poll-1", "-poll-9")),
    ):
        with pytest.raises(NoSuchPollError):
            await app.ballots.own(stranger, wrong)


@pytest.mark.parametrize("method", list(Method))
async def test_the_count_is_that_of_the_rules_and_nobody_is_named_afterwards(app: App, method: Method) -> None:
    club, poll, key = await vote_of(app, method=method)
    chance, orders = random.Random(11), list(permutations(range(3)))
    cast = [chance.choice(orders)[: chance.randint(1, 3)] for _ in range(12)]
    for member, numbers in enumerate(cast, start=1):
        await vote(app, member, key, *numbers)
    app.now = poll.closes_at
    await app.tick()
    counted = await poll_now(app, poll)
    expected = outcome_of(method, PAPERS, [tuple(PAPERS[number] for number in numbers) for numbers in cast])
    assert (counted.is_open, counted.winner, counted.outcome) == (False, expected.winner, expected)
    assert await stored(app) == {}
    assert (await app.syllabus.queue(club))[0] == expected.winner
    assert sum(entry.kind is Kind.POLL_RESULT for entry in await app.entries()) == 1
    await app.tick()
    assert await poll_now(app, poll) == counted


async def test_it_is_counted_before_the_slot_that_reads_the_winner_even_after_an_outage(app: App) -> None:
    club, _, key = await vote_of(app)
    await vote(app, 1, key, 1)
    await app.at(FIRST_POST + WEEK + timedelta(hours=3))
    posted = [row for row in await app.week_rows() if row.paper_key]
    assert [row.paper_key for row in posted] == ["mamba"]
    assert await app.syllabus.queue(club) == ["qlora"]


async def test_a_post_by_hand_counts_it_first(app: App) -> None:
    club, poll, key = await vote_of(app)
    await vote(app, 1, key, 2)
    app.now = poll.closes_at
    week = await app.weeks.post_now(club)
    assert week.paper_key == "bert"
    assert not (await poll_now(app, poll)).is_open


async def test_a_next_vote_counts_the_last_one_first(app: App) -> None:
    club, poll, key = await vote_of(app)
    await vote(app, 1, key, 2)
    with pytest.raises(PollRunningError):
        await app.polls.start_vote(club, PAPERS, Method.SCHULZE)
    app.now = poll.closes_at
    await app.polls.start_vote(club, PAPERS, Method.SCHULZE)
    assert (await poll_now(app, poll)).winner == "bert"


async def test_a_paper_that_was_read_meanwhile_is_left_out(app: App) -> None:
    club, poll, key = await vote_of(app, "qlora", "mamba", "bert")
    for member, numbers in ((1, (0, 1)), (2, (0, 2)), (3, (2,))):
        await vote(app, member, key, *numbers)
    await app.weeks.post_now(club)
    await app.at(poll.closes_at)
    outcome = (await poll_now(app, poll)).outcome
    assert outcome
    assert (outcome.winner, outcome.left_out) == ("bert", ("qlora",))


async def test_nobody_voted(app: App) -> None:
    club, poll, _ = await vote_of(app)
    await app.at(poll.closes_at)
    counted = await poll_now(app, poll)
    assert (counted.is_open, counted.winner) == (False, None)
    assert await app.syllabus.queue(club) == ["qlora"]


async def test_a_vote_that_was_never_sent_decides_nothing(app: App) -> None:
    club = await app.club("qlora")
    poll = (await app.polls.start_vote(club, PAPERS, Method.SCHULZE)).poll
    await app.at(poll.closes_at)
    assert not (await poll_now(app, poll)).is_open
    assert await app.syllabus.queue(club) == ["qlora"]


async def test_votes_count_although_discord_never_said_that_the_vote_is_there(app: App) -> None:
    """Members press the buttons of a message whose number is not known."""
    club = await app.club("qlora")
    poll = (await app.polls.start_vote(club, PAPERS, Method.SCHULZE)).poll
    await vote(app, 1, f"{club.token}-poll-{poll.id}", 1)
    await app.at(poll.closes_at)
    assert (await poll_now(app, poll)).rankings == (("mamba",),)
    assert await app.syllabus.queue(club) == ["mamba", "qlora"]
    assert await stored(app) == {}
    assert [entry.kind for entry in await app.entries()].count(Kind.POLL_RESULT) == 1


async def test_a_vote_that_is_given_up_leaves_no_ballots(app: App) -> None:
    club = await app.club("qlora")
    poll = (await app.polls.start_vote(club, PAPERS, Method.SCHULZE)).poll
    await vote(app, 1, f"{club.token}-poll-{poll.id}", 1)
    (entry,) = [entry for entry in await app.outbox.due(9) if entry.kind is Kind.POLL]
    await app.outbox.record(entry, Cancelled(DELETED))
    assert not (await poll_now(app, poll)).is_open
    assert await stored(app) == {}


async def test_the_ballot_of_somebody_who_left_does_not_count(app: App) -> None:
    _, poll, key = await vote_of(app)
    for member, number in ((1, 0), (2, 1), (3, 1)):
        await vote(app, member, key, number)
    async with app.database.write_transaction() as connection:
        await leaver_rows.note_leavers(connection, SERVER, [2, 3], app.now)
    await vote(app, 3, key, 0)  # is back
    await app.at(poll.closes_at)
    assert (await poll_now(app, poll)).rankings == (("lora",), ("lora",))


async def test_a_ballot_that_somebody_edited_in_the_database_holds_up_nothing(app: App) -> None:
    _, poll, key = await vote_of(app)
    for member in (1, 2, 3):
        await vote(app, member, key, 1)
    async with app.database.write_transaction() as connection:
        for member, ranking in ((1, {"a": 1}), (2, ["gone", 7, "bert", "bert"])):
            await connection.execute(update(ballots).where(ballots.c.member_id == member).values(ranking=ranking))
    await app.at(poll.closes_at)
    assert (await poll_now(app, poll)).rankings == (("bert",), ("mamba",))


async def test_a_closed_club_keeps_no_ballots(app: App) -> None:
    club, _, key = await vote_of(app)
    await vote(app, 1, key, 0)
    await app.clubs.close(club)
    assert await stored(app) == {}
    with pytest.raises(VoteOverError):
        await app.ballots.own(viewer(1), key)


async def test_votes_and_the_count_at_the_same_moment(app: App) -> None:
    """Every ballot is either counted or refused, and whoever votes twice at once has one."""
    _, poll, key = await vote_of(app)
    voting = [app.ballots.choose(viewer(member), key, Choice(1, member % 3)) for member in range(1, 21)]
    voting += [app.ballots.choose(viewer(1), key, Choice(1, number)) for number in (0, 2, 0, 2)]

    async def end() -> None:
        async with app.database.write_transaction() as connection:
            await poll_rows.change_poll(connection, poll.id, closes_at=app.now)
        await app.ticks.plan()

    results = await asyncio.gather(*voting[:12], end(), *voting[12:], return_exceptions=True)
    refused = [result for result in results if isinstance(result, BaseException)]
    assert all(isinstance(result, VoteOverError) for result in refused)
    counted = await poll_now(app, poll)
    assert not counted.is_open
    assert await stored(app) == {}
    kept = {result.ballot for result in results if result is not None and not isinstance(result, BaseException)}
    assert set(counted.rankings or ()) <= kept
    assert len(counted.rankings or ()) <= 20
