"""Unexpected input to `/paper`: each gets an answer, nobody is pinged, and there is no traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.discord_api import assert_requests_valid
from tests.support.reading import answer_to, shown_text
from tests.support.server import study_server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.support.server import Server

ARXIV = ["9999.99999", "2401.1", "hep-th/abc", "2401.00001v0", "２４０１．００００１ｖ０", "arXiv:2401.1"]
DOI = ["10.1/", "doi:", "10.1145/" + "9" * 300, "10.1145/3600006\n.3613165"]
LINKS = [
    "http://169.254.169.254/",
    "http://0xA9FEA9FE/",
    "http://[::ffff:127.0.0.1]",
    "file:///etc/passwd",
    "https://arxiv.org@evil.example",
    "https://arxiv.org@evil.example/abs/2106.09685",
    "https://arxiv.org.evil.example/abs/2106.09685",
    "https://аrxiv.org/abs/2106.09685",
]
TEXTS = [
    "   ",
    "\u200b\u200d\ufeff",
    "x" * 4001,
    "a" + "\u0301" * 50,
    "\ud800",
    "@everyone",
    "@every\u202eone",
    "<@&123456789012345678>",
    "[LoRA](https://evil.example)",
    "`; echo lora` ``` **bold** ~~no~~ ||spoiler||",
    "'); DROP TABLE log;--",
    "🦙" * 500,
    "{" * 1000,
    "\x00\x01\x02",
    "%s %n {0} ${HOME}",
]


@pytest.fixture
async def server(simcord_env: Any) -> AsyncIterator[Server]:
    yield study_server(simcord_env)
    assert_requests_valid(simcord_env)


async def ask(server: Server, query: str) -> str:
    answer = await server.ada.slash(server.channel, "paper", query=query)
    assert answer.acknowledged
    assert answer_to(answer) is not None
    assert answer_to(answer).message.mentions == []
    assert answer_to(answer).message.role_mentions == []
    assert not answer_to(answer).message.mention_everyone
    text = answer_to(answer).content or shown_text(answer_to(answer))
    assert "Traceback" not in text
    assert "PC-" not in text
    assert len(text) > 20
    return text


@pytest.mark.parametrize("query", ARXIV)
async def test_invalid_arxiv_ids(server: Server, query: str) -> None:
    assert "arXiv id" in await ask(server, query)


@pytest.mark.parametrize("query", DOI)
async def test_invalid_dois(server: Server, query: str) -> None:
    assert "DOI" in await ask(server, query)


@pytest.mark.parametrize("query", LINKS)
async def test_links_to_other_sites(server: Server, query: str) -> None:
    text = await ask(server, query)
    assert "I understand arXiv and DOI links" in text


@pytest.mark.parametrize("query", TEXTS, ids=range(len(TEXTS)))
async def test_texts_of_every_kind(server: Server, query: str) -> None:
    text = await ask(server, query)
    for raw in ("[LoRA](https://evil.example)", "<@&123456789012345678>", "@everyone"):
        assert raw not in text.replace(f"`{raw}`", "")  # only inside a code span


@pytest.mark.parametrize("typed", [*ARXIV, *DOI, *LINKS, *TEXTS], ids=range(len(ARXIV + DOI + LINKS + TEXTS)))
async def test_autocomplete_survives_any_input(server: Server, typed: str) -> None:
    choices = await server.ada.autocomplete(server.channel, "lineage", "paper", typed)
    assert len(choices) <= 25


@pytest.mark.parametrize("command", ["lineage", "cluster"])
@pytest.mark.parametrize("typed", [ARXIV[0], DOI[0], LINKS[0], "@everyone", "\u200b", "x" * 4001], ids=range(6))
async def test_every_command_with_a_paper_option_refuses_in_words(server: Server, command: str, typed: str) -> None:
    answer = await server.ada.slash(server.channel, command, paper=typed)
    assert answer.ephemeral
    assert len(answer_to(answer).content) > 20


async def test_a_message_of_bad_links_mentions_no_paper(server: Server) -> None:
    message = await server.bo.send(server.channel, "\n".join([*LINKS, *ARXIV, "@everyone <@&1> `x`"]))
    answer = await server.ada.context_menu(server.channel, "Find papers", message)
    assert answer.ephemeral
    assert "I found no paper I know" in answer_to(answer).content


async def test_a_forged_button_is_refused_in_words(server: Server) -> None:
    card = await server.ada.slash(server.channel, "paper", query="lora")
    stored = server.env.backend.get_message(server.channel.id, answer_to(card).id)
    stored.components[0]["components"][-1]["components"][0]["custom_id"] = "pc:papers:card:v1:no-such-paper"
    answer = await server.bo.click(answer_to(card), custom_id="pc:papers:card:v1:no-such-paper")
    assert answer.ephemeral
    assert "no longer in the catalog" in answer_to(answer).content
