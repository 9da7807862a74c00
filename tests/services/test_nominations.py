"""Nominations in a database: who may make them, support them and withdraw them, and what a vote does with them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from bot.core.nominations.host_choice import NotChoosingHostError, VoteDecidesError
from bot.core.nominations.nomination import (
    ChosenAlreadyError,
    NominatedAlreadyError,
    NominationOverError,
    NotYourNominationError,
    OwnNominationError,
    ReadByClubError,
    TooManyNominationsError,
)
from bot.core.outbox.kinds import Kind
from bot.core.polls.details import PollDetails
from bot.core.visibility import Access, Membership, Viewer
from bot.services.nominations.service import NominationService, NoSuchNominationError
from bot.services.polls.starting import UpNextError
from bot.storage.members import leavers as leaver_rows
from bot.storage.nominations.tables import nominations, supports
from tests.support.reading_clubs import CHANNEL, FIRST_POST, SERVER, WEEK
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from datetime import date
    from typing import Any

    from bot.core.clubs.club import Club
    from tests.support.reading_clubs import App

ADA, BO, CLEO = 1, 2, 3
ORGANIZER = Viewer(9, SERVER, {SERVER: Membership(lambda _channel: Access.OPEN, manages_server=True)})


async def nominate(app: App, club: Club, member: int, *papers: str) -> list[int]:
    return [(await app.nominations.nominate(viewer(member), club, paper, "")).nomination.id for paper in papers]


async def listed(app: App, club: Club, member: int = ADA) -> list[str]:
    return [one.paper for one in (await app.nominations.of_club(viewer(member), club)).open]


async def rows(app: App, table: Any) -> list[Any]:
    async with app.database.read_transaction() as connection:
        return list(await connection.execute(select(table).order_by(*table.primary_key)))


async def test_the_best_supported_are_listed_first_and_support_can_be_taken_back(app: App) -> None:
    club = await app.club()
    first, second = await nominate(app, club, ADA, "lora", "mamba")
    for _ in range(2):  # a press that arrives twice
        await app.nominations.support(viewer(BO), second, gives=True)
    assert await listed(app, club) == ["mamba", "lora"]
    assert [row.member_id for row in await rows(app, supports)] == [BO]
    await app.nominations.support(viewer(CLEO), first, gives=True)
    await app.nominations.support(viewer(BO), second, gives=False)
    await app.nominations.support(viewer(BO), second, gives=False)
    assert await listed(app, club) == ["lora", "mamba"]
    with pytest.raises(OwnNominationError) as own:
        await app.nominations.support(viewer(ADA), first, gives=True)
    assert own.value.paper == "LoRA"


async def test_three_are_open_for_each_member_of_a_club(app: App) -> None:
    club, other = await app.club(), await app.club(name="Others")
    await nominate(app, club, ADA, "lora", "mamba", "bert")
    with pytest.raises(TooManyNominationsError) as many:
        await nominate(app, club, ADA, "gpt-3")
    assert many.value.papers == ("LoRA", "Mamba", "BERT")
    await nominate(app, other, ADA, "gpt-3")
    await nominate(app, club, BO, "gpt-3")
    with pytest.raises(NominatedAlreadyError):
        await nominate(app, club, CLEO, "lora")


async def test_the_same_again_is_one_nomination_with_the_newest_reason(app: App) -> None:
    club = await app.club()
    made = await app.nominations.nominate(viewer(ADA), club, "lora", "Short.")
    again = await app.nominations.nominate(viewer(ADA), club, "lora", "Short and clear.")
    assert (made.is_new, again.is_new) == (True, False)
    assert made.nomination.id == again.nomination.id
    assert [row.why for row in await rows(app, nominations)] == ["Short and clear."]


async def test_two_members_nominate_the_same_paper_at_once(app: App) -> None:
    club = await app.club()
    tried = [nominate(app, club, member, "lora") for member in (ADA, BO)]
    results = await asyncio.gather(*tried, return_exceptions=True)
    assert sum(isinstance(result, NominatedAlreadyError) for result in results) == 1
    assert len(await rows(app, nominations)) == 1


async def test_who_nominated_it_withdraws_it_and_so_may_organizers(app: App) -> None:
    club = await app.club()
    first, second = await nominate(app, club, ADA, "lora", "mamba")
    with pytest.raises(NotYourNominationError):
        await app.nominations.withdraw(viewer(BO), first)
    for _ in range(2):
        await app.nominations.withdraw(viewer(ADA), first)
    await app.nominations.withdraw(ORGANIZER, second)
    assert await listed(app, club) == []
    with pytest.raises(NominationOverError):
        await app.nominations.support(viewer(BO), first, gives=True)
    await nominate(app, club, BO, "lora")


async def test_out_of_sight_there_are_no_nominations(app: App) -> None:
    club = await app.club()
    (lora,) = await nominate(app, club, ADA, "lora")
    for stranger in (viewer(BO, hidden=[CHANNEL]), viewer(BO, SERVER + 1)):
        for attempt in (
            app.nominations.support(stranger, lora, gives=True),
            app.nominations.withdraw(stranger, lora),
            app.nominations.choose_as_host(stranger, lora),
            app.nominations.nominate(stranger, club, "mamba", ""),
        ):
            with pytest.raises(NoSuchNominationError):
                await attempt
    with pytest.raises(NoSuchNominationError):
        await app.nominations.support(viewer(BO), lora + 1, gives=True)
    await app.clubs.close(club)
    with pytest.raises(NoSuchNominationError):
        await app.nominations.support(viewer(BO), lora, gives=True)


async def test_a_paper_that_the_club_has_read_falls_away(app: App) -> None:
    club = await app.club("lora")
    await nominate(app, club, ADA, "lora", "mamba")
    await app.at(FIRST_POST)
    assert await listed(app, club) == ["mamba"]
    with pytest.raises(ReadByClubError):
        await nominate(app, club, BO, "lora")


async def test_support_of_somebody_who_left_counts_again_once_they_are_back(app: App) -> None:
    club = await app.club()
    lora, mamba = await nominate(app, club, ADA, "lora", "mamba")
    await app.nominations.support(viewer(BO), mamba, gives=True)
    async with app.database.write_transaction() as connection:
        await leaver_rows.note_leavers(connection, SERVER, [BO], app.now)
    assert await listed(app, club) == ["lora", "mamba"]
    await app.nominations.support(viewer(BO), mamba, gives=True)
    assert await listed(app, club) == ["mamba", "lora"]
    assert lora


async def test_a_vote_offers_the_best_supported_and_its_runners_up_carry_over(app: App) -> None:
    club = await app.club("qlora")
    lora, mamba = await nominate(app, club, ADA, "lora", "mamba")
    (bert,) = await nominate(app, club, BO, "bert")
    for member, one in ((BO, mamba), (CLEO, mamba), (ADA, bert)):
        await app.nominations.support(viewer(member), one, gives=True)
    poll = await app.polls.start(club)
    assert poll.candidates == ("mamba", "bert", "lora")
    app.now = poll.closes_at
    await app.polls.count(poll.id, [1, 0, 3])
    assert await app.syllabus.queue(club) == ["lora", "qlora"]
    with pytest.raises(ChosenAlreadyError):
        await nominate(app, club, CLEO, "lora")
    stored = {row.paper_key: (row.state, row.place) for row in await rows(app, nominations)}
    assert stored == {"lora": ("chosen", None), "mamba": ("open", 2), "bert": ("open", None)}
    await app.nominations.support(viewer(CLEO), bert, gives=True)
    assert await listed(app, club) == ["mamba", "bert"]  # as well supported, and mamba was second
    await app.at(FIRST_POST)
    assert (await app.polls.start(await app.club_now(club))).candidates[:2] == ("mamba", "bert")
    assert lora


@pytest.mark.parametrize("is_anonymous", [True, False])
async def test_who_nominated_the_winner_is_thanked_but_not_in_an_anonymous_club(
    app: App, *, is_anonymous: bool
) -> None:
    club = await app.club("qlora", anonymous=is_anonymous)
    await nominate(app, club, ADA, "lora")
    await nominate(app, club, BO, "mamba")
    poll = await app.polls.start(club)
    app.now = poll.closes_at
    await app.polls.count(poll.id, [3, 0, 0])
    (result,) = [entry for entry in await app.entries() if entry.kind is Kind.POLL_RESULT]
    assert PollDetails.of(result).members == (None if is_anonymous else [ADA])


async def test_a_vote_without_votes_leaves_the_places(app: App) -> None:
    club = await app.club()
    await nominate(app, club, ADA, "lora", "mamba")
    for votes in ([2, 1, 0], [0, 0, 0]):
        poll = await app.polls.start(await app.club_now(club))
        app.now = poll.closes_at
        await app.polls.count(poll.id, votes)
    assert {row.paper_key: row.place for row in await rows(app, nominations)} == {"lora": None, "mamba": 2}


async def test_organizers_choose_the_papers_of_a_vote(app: App) -> None:
    club = await app.club("qlora")
    await nominate(app, club, ADA, "lora")
    started = await app.polls.start_vote(club, ["bert", "mamba"])
    assert started.poll.candidates == ("bert", "mamba")
    assert started.shortlist is None


async def test_a_paper_that_is_read_before_the_vote_ends_is_no_candidate(app: App) -> None:
    club = await app.club("qlora")
    app.now = FIRST_POST - WEEK / 1000
    with pytest.raises(UpNextError) as coming:
        await app.polls.start_vote(club, ["bert", "qlora"])
    assert coming.value.paper == "QLoRA"


def hosted_by(app: App, member: int) -> NominationService:
    async def host_of(_connection: Any, _club_id: int, _day: date) -> int:
        return member

    return NominationService(app.database, app.catalogs, app.clock, host_of)


async def test_a_host_puts_their_paper_through_where_the_club_allows_it(app: App) -> None:
    club, strict = await app.club("qlora", host_picks=True), await app.club("qlora", name="Strict")
    service = hosted_by(app, ADA)
    lora, mamba = await nominate(app, club, ADA, "lora", "mamba")
    (bert,) = await nominate(app, strict, ADA, "bert")
    assert (await service.of_club(viewer(ADA), club)).may_choose
    for member, home in ((BO, club), (ADA, strict)):
        assert not (await service.of_club(viewer(member), home)).may_choose
    with pytest.raises(NotChoosingHostError):
        await service.choose_as_host(viewer(ADA), bert)
    with pytest.raises(NotChoosingHostError):  # nobody hosts
        await app.nominations.choose_as_host(viewer(ADA), lora)
    poll = await app.polls.start(club)
    with pytest.raises(VoteDecidesError):
        await service.choose_as_host(viewer(ADA), mamba)
    await app.polls.count(poll.id, None)
    for _ in range(2):
        await service.choose_as_host(viewer(ADA), mamba)
    assert await app.syllabus.queue(club) == ["mamba", "qlora"]
    assert await listed(app, club) == ["lora"]
