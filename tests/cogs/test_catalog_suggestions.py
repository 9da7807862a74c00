"""Members suggest papers, with the command or under `/paper`; organizers add or decline them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.support.club_server import ClubServer
from tests.support.forging import press_forged
from tests.support.own_catalog import added, papers_in
from tests.support.providers import FOLDED
from tests.support.reading import answer_to, buttons, buttons_all, shown_text
from tests.support.reading_group import prefilled

if TYPE_CHECKING:
    from tests.support.providers import ToldProviders


async def suggest(server: ClubServer, member: Any, source: str) -> str:
    answer = await member.slash(server.channel, "catalog suggest", source=source)
    assert answer.ephemeral
    return str(answer_to(answer).content)


async def waiting(server: ClubServer) -> Any:
    answer = await server.dana.slash(server.channel, "catalog suggestions")
    assert answer.ephemeral
    return answer_to(answer)


async def test_a_member_suggests_and_an_organizer_adds(club_server: ClubServer, told: ToldProviders) -> None:
    told.know(FOLDED)
    said = await suggest(club_server, club_server.ada, "https://arxiv.org/abs/2401.00001")
    assert said.startswith("Thank you! I've noted `https://arxiv.org/abs/2401.00001` for the organizers.")
    again = await suggest(club_server, club_server.bo, "arXiv:2401.00001v2")
    assert "Somebody has already suggested" in again
    listed = await waiting(club_server)
    text = shown_text(listed)
    assert text.startswith("### 1 suggestion is waiting\n**`https://arxiv.org/abs/2401.00001`**\n-# Suggested by")
    assert club_server.ada.mention in text
    accepted = await club_server.dana.click(listed, label="Add")
    preview = answer_to(accepted)
    assert "## [Folded Adapters for Small Machines]" in shown_text(preview)
    await club_server.dana.click(preview, label="Add")
    assert shown_text(await waiting(club_server)) == "### No suggestions are waiting"
    assert club_server.said_in(club_server.channel) == []


async def test_a_declined_suggestion_is_gone_and_nobody_is_told(club_server: ClubServer, told: ToldProviders) -> None:
    for number in range(7):
        await suggest(club_server, (club_server.ada, club_server.bo)[number % 2], f"Paper number {number}")
    listed = await waiting(club_server)
    assert shown_text(listed).startswith("### 7 suggestions are waiting\n**`Paper number 0`**")
    assert len(buttons_all(listed, "Decline")) == 5
    identity = buttons_all(listed, "Decline")[2]
    declined = await club_server.dana.click(listed, custom_id=identity)
    assert "Paper number 2" not in shown_text(answer_to(declined))
    assert declined.followups[-1].content == "The suggestion is declined. Nobody is told."
    turned = answer_to(await club_server.dana.click(answer_to(declined), label="Next"))
    assert shown_text(turned).count("Suggested by") == 1
    assert "Paper number 6" in shown_text(turned)
    again = await press_forged(club_server.env, club_server.dana, turned, identity.replace("decline", "accept"))
    assert "Somebody has decided about this suggestion already: it was declined." in answer_to(again).content
    assert club_server.said_in(club_server.channel) == []


async def test_only_organizers_see_and_decide(club_server: ClubServer, told: ToldProviders) -> None:
    await suggest(club_server, club_server.ada, "Paper by Ada")
    refused = await club_server.ada.slash(club_server.channel, "catalog suggestions")
    assert "That's for organizers" in answer_to(refused).content
    (decline,) = buttons_all(await waiting(club_server), "Decline")
    offered = answer_to(await club_server.ada.slash(club_server.channel, "paper", query="2401.00001"))
    forged = await press_forged(club_server.env, club_server.ada, offered, decline)
    assert "That's for organizers" in answer_to(forged).content
    assert "### 1 suggestion" in shown_text(await waiting(club_server))


async def test_another_server_s_suggestion_cannot_be_decided(club_server: ClubServer, told: ToldProviders) -> None:
    await suggest(club_server, club_server.ada, "Paper by Ada")
    (decline,) = buttons_all(await waiting(club_server), "Decline")
    other = ClubServer(club_server.env)
    await suggest(other, other.ada, "Another paper")
    pressed = await press_forged(club_server.env, other.dana, await waiting(other), decline)
    assert "This suggestion is no longer here." in answer_to(pressed).content
    assert "### 1 suggestion" in shown_text(await waiting(club_server))


async def test_a_suggestion_without_facts_is_typed_in(club_server: ClubServer, told: ToldProviders) -> None:
    told.is_on = False
    await suggest(club_server, club_server.ada, "A Title That Nobody Knows")
    nothing = answer_to(await club_server.dana.click(await waiting(club_server), label="Add"))
    form = await club_server.dana.click(nothing, label="Type it in")
    assert prefilled(form)["Title"] == "A Title That Nobody Knows"
    typed = {"title": "A Title That Somebody Knows", "authors": "", "year": "", "link": "", "short_name": ""}
    preview = answer_to(await club_server.dana.submit_modal(form, typed))
    await club_server.dana.click(preview, label="Add")
    assert len(await papers_in(club_server)) == 1
    assert "No suggestions are waiting" in shown_text(await waiting(club_server))


async def test_a_known_paper_is_not_suggested(club_server: ClubServer, told: ToldProviders) -> None:
    assert "is in the catalog already, with the same arXiv id" in await suggest(
        club_server, club_server.ada, "1706.03762"
    )
    await added(club_server)
    assert "**A Paper by Hand**" not in await suggest(club_server, club_server.ada, "2401.1")
    assert "is in the catalog already, with the same title" in await suggest(
        club_server, club_server.ada, "a paper by hand"
    )


async def test_paper_offers_to_add_or_to_suggest_what_it_does_not_know(
    club_server: ClubServer, told: ToldProviders
) -> None:
    told.know(FOLDED)
    for query in ("2401.00001", "https://doi.org/10.1234/some.paper", "Folded Adapters for Small Machines"):
        offered = answer_to(await club_server.ada.slash(club_server.channel, "paper", query=query))
        assert next(iter(buttons(offered))) == "Suggest it"
        suggested = await club_server.ada.click(offered, label="Suggest it")
        assert "Thank you!" in answer_to(suggested).content or "already suggested" in answer_to(suggested).content
    offered = answer_to(await club_server.dana.slash(club_server.channel, "paper", query="arxiv.org/abs/2401.00001v2"))
    assert list(buttons(offered)) == ["Add it", "Open on arXiv"]
    preview = answer_to(await club_server.dana.click(offered, label="Add it"))
    await club_server.dana.click(preview, label="Add")
    card = await club_server.ada.slash(club_server.channel, "paper", query="2401.00001")
    assert "Folded Adapters for Small Machines" in shown_text(answer_to(card))


async def test_a_long_query_is_kept_in_whole_words_and_a_long_id_is_not_offered(
    club_server: ClubServer, told: ToldProviders
) -> None:
    words = "an unknown paper " * 20
    offered = answer_to(await club_server.ada.slash(club_server.channel, "paper", query=words))
    assert buttons(offered)["Suggest it"].endswith(":" + "an unknown paper " * 3 + "an unknown")
    long_doi = await club_server.ada.slash(club_server.channel, "paper", query="10.1234/" + "a" * 90)
    assert not buttons(answer_to(long_doi))


async def test_in_a_direct_message_nothing_is_offered(simcord_env: Any) -> None:
    answer = await simcord_env.create_user("ada").slash("paper", query="2401.00001")
    assert list(buttons(answer_to(answer))) == ["Open on arXiv"]
