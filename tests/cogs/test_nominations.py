"""Proposing papers, and supporting what others propose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from bot.storage.nominations.tables import nominations, supports
from cogs.ui.wording import t
from tests.support.databases import database_of
from tests.support.private_channels import hide
from tests.support.reading import answer_to, buttons, buttons_all, shown_text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.support.club_server import ClubServer

    Restart = Callable[[], Awaitable[None]]


def said(answer: Any) -> str:
    page = answer_to(answer)
    return page.content or shown_text(page)


async def nominate(server: ClubServer, member: Any, paper: str, why: str = "") -> str:
    answer = await member.slash(server.lobby, "nominate", paper=paper, **({"why": why} if why else {}))
    assert answer.ephemeral
    return said(answer)


async def rows(server: ClubServer, table: Any) -> list[Any]:
    async with database_of(server.bot).read_transaction() as connection:
        return list(await connection.execute(select(table).order_by(*table.primary_key)))


async def test_members_nominate_support_and_take_it_back(club_server: ClubServer, restart: Restart) -> None:
    await club_server.club("qlora")
    told = await nominate(club_server, club_server.ada, "lora", "Short, and *we* use it.")
    assert "**[LoRA](https://arxiv.org/abs/2106.09685) (2021)** is nominated." in told
    await nominate(club_server, club_server.bo, "mamba")
    listed = await club_server.bo.slash(club_server.lobby, "nominations")
    assert listed.ephemeral
    text = said(listed)
    assert "2 papers, best supported first." in text
    assert f"Nobody supports it yet · nominated by <@{club_server.ada.id}>\n> Short, and \\*we\\* use it." in text
    assert "Nobody supports it yet · your nomination" in text
    await restart()
    pressed = await club_server.bo.click(answer_to(listed), label="Support")
    assert "1 member supports it" in said(pressed)
    assert set(buttons(answer_to(pressed))) == {"Take back", "Withdraw"}
    assert [row.member_id for row in await rows(club_server, supports)] == [club_server.bo.id]
    pressed = await club_server.bo.click(answer_to(pressed), label="Take back")
    assert "1 member supports it" not in said(pressed)
    assert await rows(club_server, supports) == []


async def test_the_list_says_how_many_support_a_paper_and_never_who(club_server: ClubServer) -> None:
    await club_server.club()
    await nominate(club_server, club_server.ada, "lora")
    for member in (club_server.bo, club_server.dana):
        await member.click(answer_to(await member.slash(club_server.lobby, "nominations")), label="Support")
    for reader in (club_server.ada, club_server.dana):
        page = answer_to(await reader.slash(club_server.lobby, "nominations"))
        assert "2 members support it" in shown_text(page)
        for member in (club_server.bo, club_server.dana):
            assert str(member.id) not in f"{shown_text(page)} {buttons(page)}"


async def test_an_anonymous_club_names_nobody(club_server: ClubServer) -> None:
    await club_server.club(anonymous=True)
    await nominate(club_server, club_server.ada, "lora")
    for reader in (club_server.bo, club_server.dana):
        text = said(await reader.slash(club_server.lobby, "nominations"))
        assert "LoRA" in text
        assert "nominated by" not in text
    assert "your nomination" in said(await club_server.ada.slash(club_server.lobby, "nominations"))


async def test_a_nomination_is_withdrawn_by_its_member_and_by_organizers(club_server: ClubServer) -> None:
    await club_server.club()
    await nominate(club_server, club_server.ada, "lora")
    await nominate(club_server, club_server.ada, "mamba")
    page = answer_to(await club_server.bo.slash(club_server.lobby, "nominations"))
    assert set(buttons(page)) == {"Support"}
    first, _ = buttons_all(page, "Support")
    own = answer_to(await club_server.ada.slash(club_server.lobby, "nominations"))
    assert set(buttons(own)) == {"Withdraw"}
    assert "1 paper." in said(await club_server.ada.click(own, custom_id=buttons_all(own, "Withdraw")[0]))
    organizers = answer_to(await club_server.dana.slash(club_server.lobby, "nominations"))
    assert "Nobody has nominated a paper yet." in said(await club_server.dana.click(organizers, label="Withdraw"))
    late = await club_server.bo.click(page, custom_id=first)
    assert "is over. Choose one that is open." in said(late)


async def test_what_cannot_be_nominated_and_why(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    for paper in ("mamba", "bert", "qlora"):
        await nominate(club_server, club_server.ada, paper)
    full = await nominate(club_server, club_server.ada, "lora")
    assert "You can have up to 3 nominations open: Mamba, BERT and QLoRA." in full
    assert "is nominated already. Support it in " in await nominate(club_server, club_server.bo, "mamba")
    assert "before, and it is still open." in await nominate(club_server, club_server.ada, "mamba", "Fast.")
    assert "Your reason can be up to 200 characters (yours has 201)." in await nominate(
        club_server, club_server.bo, "lora", "x" * 201
    )
    await club_server.go_to(club.next_due)
    assert "The club has read **LoRA** already." in await nominate(club_server, club_server.bo, "lora")


async def test_a_paper_that_nobody_added_can_be_suggested_or_added(club_server: ClubServer) -> None:
    await club_server.club()
    for member, label in ((club_server.ada, "Suggest it"), (club_server.dana, "Add it")):
        answer = await member.slash(club_server.lobby, "nominate", paper="2401.99999")
        assert "I don't know arXiv `2401.99999` yet." in said(answer)
        assert label in buttons(answer_to(answer))
    assert await rows(club_server, nominations) == []


async def test_papers_are_suggested_while_typing(club_server: ClubServer) -> None:
    await club_server.club()
    choices = await club_server.ada.autocomplete(club_server.lobby, "nominate", "paper", "mamb")
    assert choices[0]["value"] == "mamba"


async def test_who_may_not_see_the_club_sees_no_nominations(club_server: ClubServer) -> None:
    await club_server.club()
    await nominate(club_server, club_server.ada, "lora")
    page = answer_to(await club_server.bo.slash(club_server.lobby, "nominations"))
    await hide(club_server.env, club_server.channel, club_server.guild, seen_by=(club_server.ada,))
    for command, options in (("nominations", {}), ("nominate", {"paper": "mamba"})):
        assert "no reading club yet" in said(await club_server.bo.slash(club_server.lobby, command, **options))
    assert t("refusal-no-such-nomination").split(".")[0] in said(await club_server.bo.click(page, label="Support"))
    assert "LoRA" in said(await club_server.ada.slash(club_server.lobby, "nominations"))


async def test_a_long_list_has_pages(club_server: ClubServer) -> None:
    await club_server.club()
    papers = ["lora", "mamba", "bert", "qlora", "gpt-3", "adam"]
    for member, mine in ((club_server.ada, papers[:3]), (club_server.bo, papers[3:])):
        for paper in mine:
            await nominate(club_server, member, paper)
    page = answer_to(await club_server.dana.slash(club_server.lobby, "nominations"))
    assert "GPT-3" in shown_text(page)
    assert "Adam" not in shown_text(page)
    turned = await club_server.dana.click(page, label=t("ui-next"))
    assert "Adam" in said(turned)
    withdrawn = await club_server.dana.click(answer_to(turned), label="Withdraw")
    assert "5 papers" in said(withdrawn)


async def test_a_club_without_nominations_notices_nothing(club_server: ClubServer) -> None:
    await club_server.club("lora", "qlora")
    answer = said(await club_server.dana.slash(club_server.lobby, "week poll"))
    assert "nominat" not in answer
    await club_server.delivered()
    (message,) = [post for post in club_server.posts() if post.poll]
    assert message.poll
    assert message.poll.answers[0].text == "LoRA (2021)"
    assert len(message.poll.answers) == 3
