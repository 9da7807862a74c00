"""A vote that runs when its club closes: it is ended in Discord, exactly once, and decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.ballots.outcome import Method
from bot.core.outbox.entry import Cancelled, EntryState, Missing, Refused, Sent, Unclear
from bot.core.outbox.kinds import Kind
from bot.core.outbox.restores import restored
from bot.core.outbox.trouble import Trouble, TroubleCode
from bot.services.polls.ballots import Choice, VoteOverError
from tests.support.reading_clubs import FIRST_POST, START
from tests.support.troubles import DELETED
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from bot.core.clubs.club import Club
    from bot.core.outbox.entry import Entry
    from tests.support.reading_clubs import App

METHODS = [None, Method.SCHULZE]
NO_ANSWER = Unclear(Trouble(TroubleCode.NO_ANSWER))


async def voting(app: App, method: Method | None = None) -> Club:
    club = await app.club("lora", "qlora")
    await app.polls.start_vote(club, ["lora", "mamba"], method)
    return club


async def ends(app: App) -> list[Entry]:
    return [entry for entry in await app.entries() if entry.kind is Kind.POLL_END]


async def sending_poll(app: App) -> Entry:
    (entry,) = [entry for entry in await app.outbox.due(10) if entry.kind is Kind.POLL]
    marked = await app.outbox.mark_sending(entry)
    assert marked
    return marked


@pytest.mark.parametrize("method", METHODS)
async def test_closing_a_club_ends_its_vote_once(app: App, method: Method | None) -> None:
    club = await voting(app, method)
    await app.deliver()
    await app.clubs.close(club)
    (end,) = await ends(app)
    assert (end.channel_id, end.state, end.details["poll_id"]) == (10, EntryState.PENDING, 1)
    await app.deliver()
    await app.at(FIRST_POST)
    (end,) = await ends(app)
    assert end.state is EntryState.DONE
    assert [entry.kind for entry in await app.entries()].count(Kind.POLL_RESULT) == 0


async def test_an_end_without_a_clear_answer_is_repeated(app: App) -> None:
    """That is safe: a poll that is over stays over."""
    club = await voting(app)
    await app.deliver()
    await app.clubs.close(club)
    await app.refuse(NO_ANSWER)
    (end,) = await ends(app)
    assert end.state is EntryState.UNKNOWN
    await app.outbox.record(end, Missing())
    await app.deliver()
    assert [entry.state for entry in await ends(app)] == [EntryState.DONE]


@pytest.mark.parametrize("outcome", [Cancelled(DELETED), Refused(Trouble(TroubleCode.LOCKED))])
async def test_a_poll_that_cannot_be_ended_bothers_nobody(app: App, outcome: Cancelled | Refused) -> None:
    club = await voting(app)
    await app.deliver()
    await app.clubs.close(club)
    await app.refuse(outcome)
    assert [entry.state for entry in await ends(app)] == [EntryState.CANCELLED]
    assert Kind.NOTICE not in [entry.kind for entry in await app.entries()]


async def test_a_poll_that_was_never_sent_is_not_ended(app: App) -> None:
    club = await voting(app)
    await app.clubs.close(club)
    assert await ends(app) == []
    assert [entry.state for entry in await app.entries() if entry.kind is Kind.POLL] == [EntryState.CANCELLED]


async def test_a_poll_that_was_being_sent_is_ended_once_it_is_known(app: App) -> None:
    club = await voting(app)
    marked = await sending_poll(app)
    await app.clubs.close(club)
    assert await ends(app) == []
    await app.outbox.record(marked, Sent(77))
    (end,) = await ends(app)
    assert end.state is EntryState.PENDING
    poll = await app.polls.poll(1)
    assert poll
    assert (poll.is_open, poll.message_id) == (False, 77)


async def test_a_poll_without_an_answer_is_looked_for_and_ended(app: App) -> None:
    club = await voting(app)
    unclear = await app.outbox.record(await sending_poll(app), NO_ANSWER)
    await app.clubs.close(club)
    assert unclear
    await app.outbox.record(unclear, Sent(77))
    assert len(await ends(app)) == 1


async def test_pausing_and_skipping_leave_the_vote_alone(app: App) -> None:
    club = await voting(app)
    await app.deliver()
    await app.weeks.skip(club)
    await app.clubs.pause(club)
    poll = await app.polls.poll(1)
    assert poll
    assert poll.is_open
    app.now = poll.closes_at
    await app.polls.count(poll.id, [0, 2])
    assert await app.syllabus.queue(club) == ["mamba", "lora", "qlora"]
    await app.clubs.close(club)
    assert await ends(app) == []


async def test_a_restored_end_is_still_sent(app: App) -> None:
    club = await voting(app)
    await app.deliver()
    await app.clubs.close(club)
    (end,) = await ends(app)
    assert restored(end, START, ()) == end


async def test_a_late_press_on_a_ballot_is_told_that_there_is_no_result(app: App) -> None:
    club = await voting(app, Method.SCHULZE)
    await app.deliver()
    await app.clubs.close(club)
    with pytest.raises(VoteOverError) as refused:
        await app.ballots.choose(viewer(1), f"{club.token}-poll-1", Choice(1, 0))
    assert not refused.value.has_result
