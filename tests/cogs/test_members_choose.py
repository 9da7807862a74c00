"""How plgroup chooses: a vote between three proposals each week, runners-up carry over, and volunteers may go first.

Nobody organizes anything after the club's settings: votes start, end and decide by themselves.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tests.cogs.test_ballots import rank
from tests.cogs.test_nominations import nominate, said
from tests.support.club_server import WEEK
from tests.support.reading import answer_to, buttons, buttons_all, shown_text

if TYPE_CHECKING:
    import discord

    from bot.core.clubs.club import Club
    from tests.support.club_server import ClubServer


START = date(2026, 1, 4)


def newest_vote(server: ClubServer) -> discord.Message:
    return [post for post in server.posts() if "What should Sunday papers read next?" in shown_text(post)][-1]


def candidates(message: discord.Message) -> list[str]:
    return [
        line.split("**")[1].split("]")[0].strip("[") for line in shown_text(message).splitlines() if line[:2] == "- "
    ]


async def read_in(server: ClubServer) -> list[str]:
    return [row.paper_key for row in await server.week_rows()]


async def support(server: ClubServer, member: Any, place: int) -> None:
    """The member supports the nomination at this place of the list that they may support."""
    page = answer_to(await member.slash(server.lobby, "nominations"))
    await member.click(page, custom_id=buttons_all(page, "Support")[place])


async def test_a_month_of_votes_without_an_organizers_hand(club_server: ClubServer) -> None:
    club = await club_server.club("qlora", auto_vote=True, host_picks=True)
    ada, bo, dana = club_server.ada, club_server.bo, club_server.dana
    for member, paper in ((ada, "lora"), (bo, "mamba"), (dana, "bert")):
        await nominate(club_server, member, paper)
    await support(club_server, bo, 0)  # LoRA
    assert club.next_due

    # Week 1 was queued. Right after its post, members vote on the three proposals, the best supported first.
    await club_server.go_to(club.next_due)
    vote = newest_vote(club_server)
    assert candidates(vote) == ["LoRA", "Mamba", "BERT"]
    for member, numbers in ((ada, (0, 2)), (bo, (1, 2)), (dana, (1, 0))):
        await rank(club_server, member, vote, *numbers)

    # Week 2 reads the winner, whose member is thanked. Who came second carries over, with one new proposal.
    await nominate(club_server, ada, "t5")
    await club_server.go_to(club.next_due + WEEK)
    assert await read_in(club_server) == ["qlora", "mamba"]
    result = next(shown_text(post) for post in club_server.posts() if "The vote is over" in shown_text(post))
    assert "**Mamba** won with 3 ballots cast" in result
    assert f"Nominated by <@{bo.id}>. Thank you!" in result
    assert "Then came **LoRA** and **BERT**." in result
    vote = newest_vote(club_server)
    assert candidates(vote) == ["LoRA", "BERT", "T5"]
    assert "number 2 in the latest vote" in said(await bo.slash(club_server.lobby, "nominations"))

    # Nobody votes: the syllabus, which is empty, and then the list decide. All proposals stay.
    await club_server.go_to(club.next_due + 2 * WEEK)
    assert "Nobody voted" in "".join(shown_text(post) for post in club_server.posts())
    assert candidates(newest_vote(club_server)) == ["LoRA", "BERT", "T5"]

    # Ada volunteers for the session of week 5. The vote for week 4 decides first, then she puts her paper through.
    day = (club.next_slot or START) + timedelta(days=28)
    said(await ada.slash(club_server.lobby, "host volunteer", week=f"{day:%Y-%m-%d}"))
    await rank(club_server, bo, newest_vote(club_server), 1)
    await club_server.edit(await club_server.present(club), auto_vote=False)
    await club_server.go_to(club.next_due + 3 * WEEK)
    assert (await read_in(club_server))[3] == "bert"
    page = answer_to(await ada.slash(club_server.lobby, "nominations"))
    assert "Read it in my session" in buttons(page)
    chosen = await ada.click(page, custom_id=buttons_all(page, "Read it in my session")[-1])
    assert "1 paper." in said(chosen)
    others = answer_to(await bo.slash(club_server.lobby, "nominations"))
    assert "Read it in my session" not in buttons(others)
    await club_server.go_to(club.next_due + 4 * WEEK)
    assert (await read_in(club_server))[4] == "t5"


async def test_votes_start_by_themselves_only_where_a_club_wants_it_and_something_is_nominated(
    club_server: ClubServer,
) -> None:
    club = await club_server.club("qlora", "lora")
    for paper in ("mamba", "bert"):
        await nominate(club_server, club_server.ada, paper)
    await club_server.go_to(club.next_due)
    assert await club_server.bot.services.polls.under_way(club) is None
    quiet = await club_server.club("qlora", "lora", name="Quiet", auto_vote=True, channel_id=club_server.lobby.id)
    await club_server.go_to(quiet.next_due)
    assert await club_server.bot.services.polls.under_way(quiet) is None


async def test_the_vote_of_a_forum_is_in_the_thread_of_the_post_before_it(forum_server: ClubServer) -> None:
    club = await forum_server.club("qlora", "lora", auto_vote=True)
    assert club.next_due
    for paper in ("mamba", "bert"):
        await nominate(forum_server, forum_server.ada, paper)
    for week in range(2):
        await forum_server.go_to(club.next_due + week * WEEK)
        newest = (await forum_server.week_rows())[-1]
        poll = await forum_server.bot.services.polls.under_way(club)
        assert poll
        assert poll.channel_id == newest.thread_id


async def test_a_post_by_hand_starts_the_vote_too(club_server: ClubServer) -> None:
    await club_server.club("qlora", "lora", auto_vote=True)
    for paper in ("mamba", "bert"):
        await nominate(club_server, club_server.ada, paper)
    await club_server.dana.slash(club_server.lobby, "week post")
    await club_server.delivered()
    assert candidates(newest_vote(club_server)) == ["Mamba", "BERT", "LoRA"]


async def test_both_settings_are_off_until_set_and_shown_then(club_server: ClubServer) -> None:
    club: Club = await club_server.club()
    assert (club.settings.host_picks, club.settings.auto_vote) == (False, False)
    before = said(await club_server.dana.slash(club_server.lobby, "club show"))
    assert "start by themselves" not in before
    edited = await club_server.dana.slash(club_server.lobby, "club edit", host_picks=True, auto_vote=True)
    assert "**Hosts** may choose the paper of their session" in said(edited)
    assert "**Votes** start by themselves after each post" in said(edited)
