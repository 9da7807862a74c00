"""`/catalog show`, `edit`, `link`, `unlink` and `remove`: papers that are there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from demo.sample_paper import TITLE as PAPER_TITLE
from tests.support.club_server import ClubServer
from tests.support.forging import press_forged
from tests.support.own_catalog import PDF, added, links_in, papers_in, preview_of, seen
from tests.support.reading import answer_to, buttons, shown_text
from tests.support.reading_group import prefilled

if TYPE_CHECKING:
    from tests.support.providers import ToldProviders

KEY = "one-factor-for-all-layers"
ORGANIZERS = "That's for organizers"


@pytest.fixture
async def one_factor(club_server: ClubServer, told: ToldProviders) -> ToldProviders:
    """The demo's paper is in the server's catalog."""
    await club_server.dana.click(await preview_of(club_server, file=PDF), label="Add")
    return told


async def answered(server: ClubServer, command: str, member: Any = None, **options: Any) -> Any:
    answer = await (member or server.dana).slash(server.channel, f"catalog {command}", **options)
    assert answer.ephemeral
    return answer_to(answer)


async def test_a_paper_is_shown_with_its_links_and_where_it_is_used(
    club_server: ClubServer, one_factor: ToldProviders
) -> None:
    unused = seen(await answered(club_server, "show", club_server.ada, paper=KEY))
    assert "Added by <@" in unused
    assert "- [LoRA](https://arxiv.org/abs/2106.09685) (2021): Cites it in 3 sentences about its own work" in unused
    assert "> “In this paper we build on LoRA [1] and make it smaller still.” – 1 Introduction" in unused
    assert "No club here uses it yet." in unused
    await club_server.club("lora", KEY)
    used = seen(await answered(club_server, "show", club_server.ada, paper="one factor for all layers"))
    assert "**Used here**\n- queued in Sunday papers, position 2" in used
    await club_server.dana.slash(club_server.channel, "week poll")
    polled = seen(await answered(club_server, "show", club_server.ada, paper=KEY))
    assert "position 2\n- offered by the poll in Sunday papers" in polled
    stub = seen(await answered(club_server, "show", club_server.ada, paper="vera"))
    assert "Another paper here builds on it, so its title, year and link are here. Added by <@" in stub
    assert "**Led to** One Factor for All Layers (2024)" in stub
    shared = seen(await answered(club_server, "show", club_server.ada, paper="lora"))
    assert "From the catalog of all servers." in shared


async def test_a_paper_is_edited_in_a_filled_in_form(club_server: ClubServer, one_factor: ToldProviders) -> None:
    form = await club_server.dana.slash(club_server.channel, "catalog edit", paper=KEY)
    assert prefilled(form)["Short name"] == "One Factor for All Layers"
    facts = {"title": "One Factor", "authors": "Robin Aldane", "year": "2023", "link": "https://example.org/1"}
    edited = answer_to(await club_server.dana.submit_modal(form, facts | {"short_name": "OneFactor"}))
    assert "### Changed: OneFactor\n## [One Factor](https://example.org/1)\nRobin Aldane · 2023" in seen(edited)
    assert "One Factor" in shown_text(
        answer_to(await club_server.ada.slash(club_server.channel, "paper", query="onefactor"))
    )
    again = await club_server.dana.slash(club_server.channel, "catalog edit", paper=KEY)
    facts |= {"short_name": "LoRA"}
    taken = shown_text(answer_to(await club_server.dana.submit_modal(again, facts)))
    assert "### Not saved\nLoRA already means LoRA." in taken
    assert "```\nLoRA\n```" in taken


async def test_an_unchanged_form_changes_nothing(club_server: ClubServer, one_factor: ToldProviders) -> None:
    form = await club_server.dana.slash(club_server.channel, "catalog edit", paper=KEY)
    facts = dict(zip(("title", "authors", "year", "link", "short_name"), prefilled(form).values(), strict=True))
    refused = shown_text(answer_to(await club_server.dana.submit_modal(form, facts)))
    assert "Nothing to change." in refused


async def test_papers_are_linked_and_unlinked(club_server: ClubServer, one_factor: ToldProviders) -> None:
    await added(club_server, "A Later Paper")
    options = {"paper": "a later paper", "builds_on": KEY}
    linked = await answered(club_server, "link", **options, why="Uses the *same* factor")
    assert linked.content.startswith("**A Later Paper** now builds on **One Factor for All Layers**.")
    drawn = await club_server.ada.slash(club_server.channel, "lineage", paper="a later paper")
    assert "same" in shown_text(answer_to(drawn))
    again = await answered(club_server, "link", **options, why="Again")
    assert "already builds on" in again.content
    circle = await answered(club_server, "link", paper=KEY, builds_on="a later paper", why="No")
    assert "can't build on A Later Paper, because A Later Paper already builds on it" in circle.content
    offered = await club_server.dana.autocomplete(
        club_server.channel, "catalog unlink", "builds_on", "", paper="a-later-paper"
    )
    assert [choice["value"] for choice in offered] == [KEY]
    unlinked = await answered(club_server, "unlink", **options)
    assert unlinked.content == "**A Later Paper** is no longer linked to **One Factor for All Layers**."
    assert "isn't linked to" in (await answered(club_server, "unlink", **options)).content
    assert [row.builds_on for row in await links_in(club_server)] == ["lora", "qlora", "vera"]


async def test_a_shared_paper_can_build_on_an_own_one(club_server: ClubServer, one_factor: ToldProviders) -> None:
    linked = await answered(club_server, "link", paper="mamba", builds_on=KEY, why="Only an example")
    assert "now builds on" in linked.content
    refused = await answered(club_server, "unlink", paper="qlora", builds_on="lora")
    assert "comes from the catalog of all servers" in refused.content


async def test_a_paper_is_removed_after_a_question(club_server: ClubServer, one_factor: ToldProviders) -> None:
    asked = await answered(club_server, "remove", paper=KEY)
    assert "### Remove One Factor for All Layers?" in shown_text(asked)
    assert len(await papers_in(club_server)) == 2
    removed = answer_to(await club_server.dana.click(asked, label="Remove it"))
    assert "One Factor for All Layers is removed, together with VeRA." in shown_text(removed)
    assert await papers_in(club_server) == []
    gone = await club_server.ada.slash(club_server.channel, "paper", query="one factor for all layers")
    assert "One Factor" not in shown_text(answer_to(gone))


async def test_a_paper_in_use_stays_and_the_answer_says_where(
    club_server: ClubServer, one_factor: ToldProviders
) -> None:
    asked = await answered(club_server, "remove", paper=KEY)
    await club_server.club("lora", KEY)
    refused = await club_server.dana.click(asked, label="Remove it")
    said = "can't be removed while it is in use: queued in Sunday papers."
    assert said in answer_to(refused).content
    assert said in (await answered(club_server, "remove", paper=KEY)).content
    stub = await answered(club_server, "remove", paper="vera")
    assert "as what One Factor for All Layers builds on" in stub.content
    assert len(await papers_in(club_server)) == 2


async def test_shared_papers_are_neither_edited_nor_removed(club_server: ClubServer, one_factor: ToldProviders) -> None:
    for command in ("edit", "remove"):
        refused = await answered(club_server, command, paper="lora")
        assert "is in the catalog of all servers, so it can't be changed here" in refused.content


async def test_members_change_nothing(club_server: ClubServer, one_factor: ToldProviders) -> None:
    ada, options = club_server.ada, {"paper": KEY}
    for command, more in {
        "edit": {},
        "remove": {},
        "link": {"builds_on": "mamba", "why": "x"},
        "unlink": {"builds_on": "lora"},
    }.items():
        assert ORGANIZERS in (await answered(club_server, command, ada, **options, **more)).content, command
    shown = await answered(club_server, "show", ada, paper=KEY)
    forged = await press_forged(club_server.env, ada, shown, f"pc:catalog:remove:v1:{KEY}")
    assert ORGANIZERS in answer_to(forged).content
    assert len(await links_in(club_server)) == 3


async def test_own_papers_are_suggested_while_typing(club_server: ClubServer, one_factor: ToldProviders) -> None:
    await added(club_server, "LoRA of Our Own")
    dana, channel = club_server.dana, club_server.channel
    newest = await dana.autocomplete(channel, "catalog remove", "paper", "")
    assert [choice["value"] for choice in newest] == ["lora-of-our-own", KEY]
    typed = await dana.autocomplete(channel, "catalog edit", "paper", "lora")
    assert [choice["value"] for choice in typed] == ["lora-of-our-own"]
    every = await dana.autocomplete(channel, "catalog show", "paper", "lora")
    assert {"lora", "lora-of-our-own"} <= {choice["value"] for choice in every}


async def test_another_server_s_papers_are_unknown(club_server: ClubServer, one_factor: ToldProviders) -> None:
    other = ClubServer(club_server.env)
    for command in ("show", "edit", "remove"):
        unknown = await answered(other, command, paper=KEY)
        assert "I don't know a paper called" in unknown.content
    theirs = await preview_of(other, file=PDF)
    forged = await press_forged(club_server.env, other.dana, theirs, f"pc:catalog:remove:v1:{KEY}")
    assert "I don't know a paper with the key" in answer_to(forged).content
    assert buttons(theirs)
    assert len(await papers_in(club_server)) == 2


async def test_a_link_and_a_short_name_that_cannot_be_are_refused(
    club_server: ClubServer, one_factor: ToldProviders
) -> None:
    async def changed(**fields: str) -> str:
        form = await club_server.dana.slash(club_server.channel, "catalog edit", paper=KEY)
        facts = {"title": PAPER_TITLE, "authors": "", "year": "2024", "link": "", "short_name": "One Factor"} | fields
        return seen(answer_to(await club_server.dana.submit_modal(form, facts)))

    assert "A short name needs a letter or a digit." in await changed(short_name="…")
    taken = await changed(link="arxiv.org/abs/2106.09685v2")
    assert "### Not saved\nThis link leads to LoRA, which is in the catalog already, with the same arXiv id." in taken
    assert "arXiv [2401.00009]" not in taken
    assert "arXiv [2401.00009]" in await changed(link="arxiv.org/abs/2401.00009")
