"""Choosing what a club reads, as an organizer; viewing it, as any member."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.core.syllabus.syllabus import track
from tests.support.club_server import WEEK
from tests.support.reading import answer_to, buttons, shown_text

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.support.club_server import ClubServer

    Restart = Callable[[], Awaitable[None]]


async def said(server: ClubServer, command: str, actor: Any = None, **options: Any) -> str:
    """The answer to `/syllabus …`; every answer is private."""
    answer = await (actor or server.dana).slash(server.channel, f"syllabus {command}", **options)
    assert answer.ephemeral
    return shown_text(answer_to(answer))


async def queue(server: ClubServer) -> list[str]:
    (club,) = await server.bot.services.clubs.all_of(server.guild.id)
    return await server.bot.services.syllabus.queue(club)


# Tracks


async def test_a_track_is_queued_and_listed(club_server: ClubServer) -> None:
    await club_server.club("lora")
    text = await said(club_server, "use", track="must-read")
    assert "Must read, in the list's order" in text
    assert "**Queued** 4 weeks\nTransformer, GPT-3, DDPM, Mamba" in text
    assert "**Already queued**: LoRA" in text
    assert "The syllabus has 5 papers now" in text
    assert await queue(club_server) == ["lora", "attention", "gpt3", "ddpm", "mamba"]
    assert "Nothing added" in await said(club_server, "use", track="must-read")


async def test_papers_that_were_read_are_left_out(club_server: ClubServer) -> None:
    club = await club_server.club("attention")
    await club_server.go_to(club.next_due)
    text = await said(club_server, "use", track="must-read")
    assert "**Already read**: Transformer" in text
    assert await queue(club_server) == ["gpt3", "lora", "ddpm", "mamba"]


async def test_every_track_is_offered_by_its_name(club_server: ClubServer) -> None:
    await club_server.club()
    offered = await club_server.dana.autocomplete(club_server.channel, "syllabus use", "track", "")
    values = [choice["value"] for choice in offered]
    assert values[:2] == ["must-read", "recommended"]
    assert values[-1] == "everything"
    found = await club_server.dana.autocomplete(club_server.channel, "syllabus use", "track", "DIFF")
    assert found == [{"name": "Topic: Diffusion models", "value": "diffusion"}]
    await said(club_server, "use", track="topic: diffusion models")
    assert await queue(club_server) == list(track("diffusion", club_server.bot.services.papers.shared.catalog))


async def test_an_unknown_track(club_server: ClubServer) -> None:
    await club_server.club()
    text = await said(club_server, "use", track="'); DROP TABLE")
    assert "I don't know that track. Choose one of these: `must-read`, `recommended`" in text


# The path to a paper


async def test_the_path_says_why_each_step_is_there(club_server: ClubServer) -> None:
    await club_server.club()
    text = await said(club_server, "path", to="mamba")
    for line in (
        "The path to [Mamba]",
        "2. **[S4](https://arxiv.org/abs/2111.00396) (2021)**\n   H3 combines state space layers like S4",
        "4. **[H3](https://arxiv.org/abs/2212.14052) (2022)**\n   Mamba merges the H3 block and the MLP",
        "5. **[Mamba](https://arxiv.org/abs/2312.00752) (2023)**\n   The goal.",
    ):
        assert line in text
    assert "Skipped" not in text
    assert await queue(club_server) == ["attention", "s4", "flashattention", "h3", "mamba"]


async def test_a_shorter_path_says_what_it_assumes_is_known(club_server: ClubServer) -> None:
    await club_server.club()
    text = await said(club_server, "path", to="mamba", weeks=3)
    assert "**Skipped**" in text
    assert "Transformer" in text
    assert len(await queue(club_server)) == 3


@pytest.mark.parametrize("weeks", [0, -5, 10**9])
async def test_weeks_out_of_range(club_server: ClubServer, weeks: int) -> None:
    await club_server.club()
    assert f"`weeks` can be 1 to 52, not {weeks:,}." in await said(club_server, "path", to="mamba", weeks=weeks)
    assert await queue(club_server) == []


async def test_an_ambiguous_query_lists_its_papers(club_server: ClubServer) -> None:
    await club_server.club()
    text = await said(club_server, "path", to="dettmers")
    assert text.startswith("Which one? `dettmers` could be ")
    assert "**QLoRA** (2023)" in text


async def test_a_query_close_to_one_paper_says_so(club_server: ClubServer) -> None:
    await club_server.club()
    text = await said(club_server, "add", paper="clip")
    assert text.startswith("I don't know a paper called `clip`. **PPO** (2017) comes closest.")


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("sourdough bread recipes", "I don't know a paper called `sourdough bread recipes`"),
        ("2401.1", "arXiv id"),
        ("https://evil.example/x", "I understand arXiv and DOI links"),
        ("@everyone", "`@everyone`"),
    ],
)
async def test_a_query_without_a_match(club_server: ClubServer, query: str, part: str) -> None:
    await club_server.club()
    assert part in await said(club_server, "path", to=query)
    assert part in await said(club_server, "add", paper=query)
    assert await queue(club_server) == []


# One by one


async def test_adding_moving_and_removing(club_server: ClubServer) -> None:
    await club_server.club()
    assert await said(club_server, "add", paper="hu 2022") == "**LoRA** is up next."
    assert await said(club_server, "add", paper="qlora") == "**QLoRA** is #2 of 2."
    assert await said(club_server, "add", paper="mamba", position=2) == "**Mamba** is #2 of 3."
    assert await said(club_server, "move", paper="qlora", position=1) == "**QLoRA** is up next."
    assert await said(club_server, "move", paper="qlora", position=10**9) == "**QLoRA** is #3 of 3."
    assert await queue(club_server) == ["lora", "mamba", "qlora"]
    assert "Removed **LoRA**. 2 papers are left" in await said(club_server, "remove", paper="lora")
    assert "1 paper is left" in await said(club_server, "remove", paper="mamba")
    assert "The queue is empty now" in await said(club_server, "remove", paper="qlora")


async def test_what_syllabus_commands_refuse(club_server: ClubServer) -> None:
    await club_server.club("lora")
    for command, given, part in (
        ("add", {"paper": "lora"}, "LoRA is already queued, as #1. `/syllabus move` changes that."),
        ("add", {"paper": "mamba", "position": 0}, "Positions start at 1"),
        ("move", {"paper": "lora", "position": -1}, "Positions start at 1"),
        ("move", {"paper": "mamba", "position": 1}, "Mamba isn't queued"),
        ("remove", {"paper": "mamba"}, "Mamba isn't queued"),
    ):
        assert part in await said(club_server, command, **given)
    assert await queue(club_server) == ["lora"]


async def test_a_paper_may_be_read_again_and_the_answer_says_so(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    await club_server.go_to(club.next_due)
    assert "The club has read it before" in await said(club_server, "add", paper="lora")


async def test_queued_papers_are_suggested_for_moving(club_server: ClubServer) -> None:
    await club_server.club("qlora", "mamba", "lora")
    offered = await club_server.dana.autocomplete(club_server.channel, "syllabus remove", "paper", "")
    assert [choice["value"] for choice in offered] == ["qlora", "mamba", "lora"]
    offered = await club_server.dana.autocomplete(club_server.channel, "syllabus move", "paper", "STATE SPACE")
    assert [choice["value"] for choice in offered] == ["mamba"]
    offered = await club_server.dana.autocomplete(club_server.channel, "syllabus add", "paper", "mamb")
    assert offered[0]["value"] == "mamba"


async def test_the_queue_of_the_named_club_is_suggested(club_server: ClubServer) -> None:
    await club_server.club("qlora", name="First")
    second = await club_server.club("mamba", name="Second")
    offered = await club_server.dana.autocomplete(
        club_server.channel, "syllabus move", "paper", "", club=str(second.id)
    )
    assert [choice["value"] for choice in offered] == ["mamba"]
    assert await club_server.dana.autocomplete(club_server.channel, "syllabus move", "paper", "") == []


# Looking


async def test_everybody_sees_what_was_read_and_what_comes_when(club_server: ClubServer) -> None:
    club = await club_server.club("lora", "qlora", "mamba")
    assert club.next_due is not None
    await club_server.go_to(club.next_due)
    text = await said(club_server, "show", club_server.ada)
    second = club.next_due + WEEK
    for part in (
        "2 papers to come · 1 read",
        "**Read**\nLoRA",
        f"1. <t:{int(second.timestamp())}:D> · [QLoRA](https://arxiv.org/abs/2305.14314) (2023)",
        f"2. <t:{int((second + WEEK).timestamp())}:D> · [Mamba]",
        f"After that, the reading list takes over on <t:{int((second + 2 * WEEK).timestamp())}:D>, starting with [",
    ):
        assert part in text


async def test_an_empty_syllabus_says_that_the_list_decides(club_server: ClubServer) -> None:
    await club_server.club()
    text = await said(club_server, "show")
    assert "Nothing is queued yet. Start with a ready track (`/syllabus use`)" in text
    assert "Until then, the reading list takes over on <t:" in text


async def test_a_paused_club_has_no_dates(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    await club_server.bot.services.clubs.pause(club)
    text = await said(club_server, "show")
    assert "1. [LoRA]" in text
    assert "<t:" not in text
    assert "`/club resume`" in text


async def test_a_long_syllabus_has_pages(club_server: ClubServer, restart: Restart) -> None:
    await club_server.club()
    await said(club_server, "use", track="everything")
    page = await club_server.ada.slash(club_server.channel, "syllabus show")
    assert list(buttons(answer_to(page))) == ["Back", "1 of 3", "Next"]
    assert "reading list takes over" not in shown_text(answer_to(page))
    await restart()
    await club_server.ada.click(answer_to(page), label="Next")
    assert "\n13. " in shown_text(answer_to(page))
    await club_server.ada.click(answer_to(page), label="Next")
    text = shown_text(answer_to(page))
    assert "\n27. " in text
    assert "After that, the club has read every paper on the list." in text
    await club_server.ada.click(answer_to(page), label="Back")
    assert "2 of 3" in buttons(answer_to(page))


async def test_the_dates_match_those_of_the_posts(club_server: ClubServer) -> None:
    club = await club_server.club("qlora", "lora")
    text = await said(club_server, "show")
    for _ in range(2):
        club = await club_server.present(club)
        assert club.next_due is not None
        assert f"<t:{int(club.next_due.timestamp())}:D>" in text
        await club_server.go_to(club.next_due + timedelta(minutes=1))
    assert len(club_server.posts()) == 2
