"""The message command *Find papers*, for every kind of message."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import discord
import pytest

from bot.storage.papers.catalog import load_catalog
from tests.support.discord_api import assert_requests_valid
from tests.support.reading import answer_to, parts, selects, shown_text
from tests.support.server import study_server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.support.club_server import ClubServer
    from tests.support.server import Server

CATALOG = Path(__file__).parents[2] / "data" / "papers.json"
ARXIV = "https://arxiv.org/abs/"
TWELVE = (
    *("2106.09685", "2005.14165", "1706.03762", "2006.11239", "2312.00752", "2203.02155"),
    *("2305.18290", "2205.14135", "2305.14314", "1810.04805", "1910.10683", "2104.09864"),
)


@pytest.fixture
async def server(simcord_env: Any) -> AsyncIterator[Server]:
    yield study_server(simcord_env)
    assert_requests_valid(simcord_env)


async def test_find_papers_in_a_message(server: Server) -> None:
    message = await server.bo.send(
        server.channel, "Reading https://arxiv.org/abs/2312.00752 tonight, then QLoRA. Is 1706.03762 needed first?"
    )
    answer = await server.ada.context_menu(server.channel, "Find papers", message)
    assert answer.ephemeral
    text = shown_text(answer_to(answer))
    assert text.index("Mamba") < text.index("QLoRA") < text.index("Transformer")
    opened = await server.ada.click(answer_to(answer), custom_id="pc:papers:card:v1:mamba")
    assert "Selective State Spaces" in shown_text(answer_to(opened))


async def test_find_papers_in_a_message_without_papers(server: Server) -> None:
    message = await server.bo.send(server.channel, "Who brings cake on Sunday?")
    answer = await server.ada.context_menu(server.channel, "Find papers", message)
    assert answer.ephemeral
    assert "I found no paper I know in that message" in answer_to(answer).content


async def found_in(server: Server, message: Any) -> str:
    answer = await server.ada.context_menu(server.channel, "Find papers", message)
    assert answer.ephemeral
    return answer_to(answer).content or shown_text(answer_to(answer))


async def test_twelve_links_are_all_shown(server: Server) -> None:
    message = await server.bo.send(server.channel, "\n".join(ARXIV + paper for paper in TWELVE))
    answer = answer_to(await server.ada.context_menu(server.channel, "Find papers", message))
    text = shown_text(answer)
    assert text.startswith("### I found 12 papers in that message")
    (others,) = selects(answer)
    shown = {
        custom_id.rpartition(":")[2]
        for custom_id in (part.get("custom_id", "") for part in parts(answer))
        if custom_id.startswith("pc:papers:card:")
    }
    chosen = [option["value"] for option in others["options"]]
    assert len(shown) + len(chosen) == len(shown | set(chosen)) == 12
    assert "Also mentioned: " in text
    assert "more" not in text.rpartition("Also mentioned: ")[2]
    opened = await server.ada.select(answer, [chosen[-1]])
    assert opened.ephemeral
    assert "RoFormer: Enhanced Transformer" in shown_text(answer_to(opened))


async def test_papers_beyond_the_limit_are_counted(server: Server) -> None:
    ids = [paper.arxiv_id for paper in load_catalog(CATALOG) if paper.arxiv_id]
    message = await server.bo.send(server.channel, " ".join(ids))
    text = await found_in(server, message)
    assert text.startswith(f"### I found {len(ids)} papers in that message")
    assert f" and {len(ids) - 32} more." in text


async def test_the_bots_own_answers_are_read(server: Server) -> None:
    card = await server.ada.slash(server.channel, "paper", query="qlora")
    text = await found_in(server, answer_to(card))
    assert "papers in that message" in text
    assert "**[QLoRA]" in text
    assert "**[LoRA]" in text


async def test_a_forwarded_message_is_read(server: Server) -> None:
    message = await server.bo.send(server.channel, "have you read LoRA?")
    channel = server.env.bot.get_channel(server.channel.id)
    assert isinstance(channel, discord.TextChannel)
    forwarded = await (await channel.fetch_message(message.id)).forward(channel)
    # A member forwards the message, not the bot, so this request doesn't count as the bot's.
    server.env.http_requests.clear()
    assert forwarded.content == ""
    assert "Low-Rank Adaptation of Large Language Models" in await found_in(server, forwarded)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("读了LoRA，很好", "Low-Rank Adaptation"),
        ("论文在这里：https://arxiv.org/abs/2106.09685，很好", "Low-Rank Adaptation"),
        ("`https://arxiv.org/abs/2106.09685`", "Low-Rank Adaptation"),
        ("https://arxiv.org/abs/2106.09685\u200b", "Low-Rank Adaptation"),
    ],
)
async def test_papers_are_found_next_to_any_characters(server: Server, written: str, title: str) -> None:
    assert title in await found_in(server, await server.bo.send(server.channel, written))


async def test_the_weekly_post_is_read(club_server: ClubServer) -> None:
    club = await club_server.club("lora")
    await club_server.go_to(club.next_due)
    (post,) = club_server.posts()
    answer = await club_server.ada.context_menu(club_server.channel, "Find papers", post)
    text = shown_text(answer_to(answer))
    rows = [line for line in text.splitlines() if line.startswith("**[")]
    assert rows[0].startswith("**[LoRA]")
    assert all(any(row.startswith(f"**[{name}]") for row in rows) for name in ("Adapters", "Intrinsic dimension"))
