"""Previews of `/catalog add`: pressed twice, by others, elsewhere, too late, and after a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.support.club_server import DAY, ORGANIZER_PERMISSIONS, ClubServer
from tests.support.forging import press_forged
from tests.support.own_catalog import PDF, added, links_in, papers_in, preview_of
from tests.support.providers import FOLDED, ToldProviders
from tests.support.reading import answer_to, buttons, selects, shown_text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

GONE = "This preview is no longer here"
NAME = "One Factor for All Layers"


def another_organizer(server: ClubServer) -> Any:
    role = server.guild.create_role("Deputies", permissions=ORGANIZER_PERMISSIONS)
    return server.guild.add_member(server.env.create_user("eve"), roles=[role])


async def test_it_survives_a_restart_with_what_was_chosen(
    club_server: ClubServer, told: ToldProviders, restart: Callable[..., Awaitable[None]]
) -> None:
    dana = club_server.dana
    shown = await preview_of(club_server, file=PDF)
    picked = answer_to(await dana.select(shown, ["0", "2"]))
    await restart()
    told.replace_in(club_server.bot)
    unpicked = answer_to(await dana.select(picked, ["2"]))
    assert f"Short name: {NAME}" in shown_text(unpicked)
    await restart()
    confirmed = answer_to(await dana.click(unpicked, label="Add"))
    assert f"### Added: {NAME}" in shown_text(confirmed)
    assert [row.builds_on for row in await links_in(club_server)] == ["vera"]


async def test_pressed_twice_it_adds_once_and_says_the_same(club_server: ClubServer, told: ToldProviders) -> None:
    dana = club_server.dana
    shown = await preview_of(club_server, file=PDF)
    token = buttons(shown)["Add"]
    first = answer_to(await dana.click(shown, label="Add"))
    again = await press_forged(club_server.env, dana, first, token)
    assert shown_text(answer_to(again)) == shown_text(first)
    assert len(await papers_in(club_server)) == 2


async def test_two_organizers_add_one_paper(club_server: ClubServer, told: ToldProviders) -> None:
    eve = another_organizer(club_server)
    shown, hers = await preview_of(club_server, file=PDF), await preview_of(club_server, eve, file=PDF)
    assert buttons(shown) != buttons(hers)
    await club_server.dana.click(shown, label="Add")
    second = answer_to(await eve.click(hers, label="Add"))
    assert f"**{NAME}** is in the catalog already, with the same title. Nothing was changed." in shown_text(second)
    assert len(await papers_in(club_server)) == 2
    third = await preview_of(club_server, eve, file=PDF)
    assert f"**{NAME}** is in the catalog already. Nothing was changed." in shown_text(third)


async def test_a_paper_of_the_shared_catalog_is_not_added_again(club_server: ClubServer, told: ToldProviders) -> None:
    for source in ("1706.03762", "https://arxiv.org/abs/1706.03762v5"):
        known = await preview_of(club_server, source=source)
        assert "is in the catalog already. Nothing was changed." in shown_text(known)
    assert told.asked == []
    assert list(buttons(known)) == ["Lineage", "Cluster", "Card"]


async def test_another_member_s_and_another_server_s_preview_are_gone(
    club_server: ClubServer, told: ToldProviders
) -> None:
    eve = another_organizer(club_server)
    shown, hers = await preview_of(club_server, file=PDF), await preview_of(club_server, eve, file=PDF)
    for label in ("Add", "Edit facts", "Cancel"):
        pressed = await press_forged(club_server.env, eve, hers, buttons(shown)[label])
        if label == "Cancel":
            assert "Canceled. Nothing was added." in shown_text(answer_to(pressed))
        else:
            assert GONE in answer_to(pressed).content
    other = ClubServer(club_server.env)
    theirs = await preview_of(other, file=PDF)
    pressed = await press_forged(club_server.env, other.dana, theirs, buttons(shown)["Add"])
    assert GONE in answer_to(pressed).content
    assert await papers_in(club_server) == []
    assert NAME in shown_text(answer_to(await club_server.dana.click(shown, label="Add")))


async def test_after_a_day_it_is_gone(club_server: ClubServer, told: ToldProviders) -> None:
    shown = await preview_of(club_server, file=PDF)
    await club_server.pass_by(DAY)
    for label in ("Add", "Edit facts"):
        assert GONE in answer_to(await club_server.dana.click(shown, label=label)).content
    picked = await club_server.dana.select(shown, ["0"])
    assert GONE in answer_to(picked).content
    assert await papers_in(club_server) == []


async def test_canceled_it_adds_nothing(club_server: ClubServer, told: ToldProviders) -> None:
    shown = await preview_of(club_server, file=PDF)
    identity = buttons(shown)["Add"]
    canceled = answer_to(await club_server.dana.click(shown, label="Cancel"))
    assert shown_text(canceled) == "Canceled. Nothing was added."
    assert not buttons(canceled)
    elsewhere = await preview_of(club_server, file=PDF)
    pressed = await press_forged(club_server.env, club_server.dana, elsewhere, identity)
    assert GONE in answer_to(pressed).content


async def test_only_organizers_add(club_server: ClubServer, told: ToldProviders) -> None:
    for options in ({}, {"source": "2401.00001"}, {"file": PDF}):
        refused = await club_server.ada.slash(club_server.channel, "catalog add", **options)
        assert "That's for organizers" in answer_to(refused).content
    role = club_server.guild.create_role("Owls")
    await club_server.club(organiser_role_id=role.id)
    owl = club_server.guild.add_member(club_server.env.create_user("owl"), roles=[role])
    assert selects(await preview_of(club_server, owl, file=PDF))
    assert told.asked == []


async def test_somebody_who_organizes_no_longer_cannot_confirm(club_server: ClubServer, told: ToldProviders) -> None:
    role = club_server.guild.create_role("Owls")
    club = await club_server.club(organiser_role_id=role.id)
    owl = club_server.guild.add_member(club_server.env.create_user("owl"), roles=[role])
    shown = await preview_of(club_server, owl, file=PDF)
    await club_server.edit(club, organiser_role_id=None)
    refused = await owl.click(shown, label="Add")
    assert "That's for organizers" in answer_to(refused).content
    assert await papers_in(club_server) == []


async def test_a_stub_gets_its_facts_when_its_paper_is_added(club_server: ClubServer, told: ToldProviders) -> None:
    await club_server.dana.click(await preview_of(club_server, file=PDF), label="Add")
    vera = FOLDED.__class__(
        "arxiv", "VeRA: Vector-based Random Matrix Adaptation", "https://arxiv.org/abs/2310.11454", year=2023,
        arxiv_id="2310.11454",
    )  # fmt: skip
    told.know(vera)
    shown = await preview_of(club_server, source="2310.11454")
    completed = shown_text(answer_to(await club_server.dana.click(shown, label="Add")))
    assert "### Added: VeRA. Another paper here builds on it" in completed
    assert [(row.key, row.is_stub) for row in await papers_in(club_server)][1] == ("vera", False)


async def test_hostile_text_is_shown_as_it_is_written(club_server: ClubServer, told: ToldProviders) -> None:
    title = "# @everyone **bold** [click](https://evil.example) `code`"
    shown = await added(club_server, title, authors="<@123>\n||spoiler||", link="https://example.org/)[x](https://evil")
    text = shown_text(shown)
    assert "**bold**" not in text
    assert "||spoiler||" not in text
    assert "](https://evil" not in text.replace("\\", "").replace("](https://example.org/", "")
