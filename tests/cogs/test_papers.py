"""Looking up papers, as a member does it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.discord_api import assert_requests_valid
from tests.support.reading import answer_to, buttons, pictures, selects, shown_text
from tests.support.server import study_server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from tests.support.server import Server

    Restart = Callable[[], Awaitable[None]]

LINK = re.compile(r"\]\((.*?)\)")


@pytest.fixture
async def server(simcord_env: Any) -> AsyncIterator[Server]:
    yield study_server(simcord_env)
    assert_requests_valid(simcord_env)


async def test_the_card(server: Server) -> None:
    answer = await server.ada.slash(server.channel, "paper", query="lora")
    assert not answer.ephemeral
    text = shown_text(answer_to(answer))
    assert "[LoRA: Low-Rank Adaptation of Large Language Models](https://" in text
    assert "Edward J. Hu, Yelong Shen, Phillip Wallis and 5 more" in text
    assert "2021 · ICLR 2022" in text
    for part in ("What it contributed", "Why it matters", "In the curriculum", "Builds on", "Led to", "QLoRA"):
        assert part in text
    assert "[2106.09685](https://arxiv.org/abs/2106.09685)" in text
    assert list(buttons(answer_to(answer))) == ["Lineage", "Cluster", "Write my log", "Cite"]


@pytest.mark.parametrize(
    "query",
    [
        "LoRA",
        "low rank adaptation",
        "hu 2022",
        "hu 2021",
        "https://arxiv.org/abs/2106.09685v2",
        "arXiv:2106.09685",
        "loar",
    ],
)
async def test_ways_to_say_lora(server: Server, query: str) -> None:
    answer = await server.ada.slash(server.channel, "paper", query=query)
    assert "Low-Rank Adaptation of Large Language Models" in shown_text(answer_to(answer))


async def test_private_shows_the_card_to_nobody_else(server: Server) -> None:
    answer = await server.ada.slash(server.channel, "paper", query="lora", private=True)
    assert answer.ephemeral


@pytest.mark.parametrize(("private", "seen_by_all"), [(False, True), (True, False)])
async def test_did_you_mean_opens_the_chosen_paper(server: Server, private: bool, seen_by_all: bool) -> None:
    asked = await server.ada.slash(server.channel, "paper", query="dettmers", private=private)
    assert asked.ephemeral
    assert "Did you mean" in shown_text(answer_to(asked))
    (choice,) = selects(answer_to(asked))
    assert {"qlora", "llm-int8", "8bit-optim"} <= {option["value"] for option in choice["options"]}
    chosen = await server.ada.select(answer_to(asked), ["qlora"])
    assert "QLoRA: Efficient Finetuning of Quantized LLMs" in shown_text(answer_to(chosen))
    assert chosen.ephemeral is not seen_by_all


async def test_a_single_guess_is_not_presented_as_several(server: Server) -> None:
    asked = await server.ada.slash(server.channel, "paper", query="adaround qualcomm")
    text = shown_text(answer_to(asked))
    assert "`adaround qualcomm`. This one comes closest" in text
    assert "**AdaRound** · Up or Down? Adaptive Rounding" in text
    chosen = await server.ada.select(answer_to(asked), ["adaround"])
    assert "Adaptive Rounding for Post-Training Quantization" in shown_text(answer_to(chosen))


async def test_nothing_found_says_what_to_do(server: Server) -> None:
    answer = await server.ada.slash(server.channel, "paper", query="how to bake sourdough bread")
    assert answer.ephemeral
    assert "I don't know a paper called `how to bake sourdough bread`" in answer_to(answer).content
    assert "/papers" in answer_to(answer).content


async def test_an_unknown_arxiv_id_is_offered_on_arxiv(server: Server) -> None:
    answer = await server.ada.slash(server.channel, "paper", query="https://arxiv.org/pdf/2401.04088v1")
    assert "2401.04088" in answer_to(answer).content
    assert buttons(answer_to(answer)) == {
        "Suggest it": "pc:catalog:suggest-it:v1:2401.04088",
        "Open on arXiv": "https://arxiv.org/abs/2401.04088",
    }


async def test_lineage_is_shown_as_picture_and_text(server: Server) -> None:
    answer = await server.ada.slash(server.channel, "lineage", paper="qlora")
    ((name, alt),) = pictures(answer_to(answer))
    assert name == "lineage-qlora.png"
    assert "LoRA" in alt
    assert "**Builds on 3 papers**\n- [LoRA](https://arxiv.org/abs/2106.09685) (2021):" in shown_text(answer_to(answer))


async def test_every_why_is_about_the_newer_paper(server: Server) -> None:
    card = shown_text(answer_to(await server.ada.slash(server.channel, "paper", query="lora")))
    assert "[Adapters](https://arxiv.org/abs/1902.00751) (2019): LoRA keeps the idea of small" in card
    lineage = shown_text(answer_to(await server.ada.slash(server.channel, "lineage", paper="lora")))
    assert "(2019): LoRA keeps the idea of small trainable parts" in lineage
    assert "[QLoRA](https://arxiv.org/abs/2305.14314) (2023): Trains LoRA adapters" in lineage


async def test_picture_and_text_of_a_lineage_show_the_same_counts(server: Server) -> None:
    answer = answer_to(await server.ada.slash(server.channel, "lineage", paper="attention"))
    ((_, alt),) = pictures(answer)
    led_to = shown_text(answer).partition("**Led to 9 papers**")[2]
    (more,) = re.findall(r"and (\d+) more", alt.partition("It led to")[2])
    (told,) = re.findall(r"-# and (\d+) more: (.*)", led_to)
    assert told[0] == more
    assert told[1].count("](") == int(more)


@pytest.mark.parametrize(
    ("query", "candidates"),
    [
        ("2106.09685 2005.14165", ["lora", "gpt3"]),
        ("1810.04805 and 1706.03762", ["bert", "attention"]),
        ("Attention Is Not All You Need", ["attention"]),
    ],
)
async def test_an_ambiguous_query_is_asked_about(server: Server, query: str, candidates: list[str]) -> None:
    asked = await server.ada.slash(server.channel, "paper", query=query)
    assert asked.ephemeral
    (choice,) = selects(answer_to(asked))
    assert [option["value"] for option in choice["options"]] == candidates


async def test_a_technical_term_leads_to_its_topic(server: Server) -> None:
    answer = await server.ada.slash(server.channel, "paper", query="peft")
    assert answer.ephemeral
    text = shown_text(answer_to(answer))
    assert text.startswith("### Parameter-efficient fine-tuning\n-# ")
    assert "LoRA" in text
    # Commands that need one paper offer the topic's papers, and the choice continues the command.
    asked = await server.ada.slash(server.channel, "lineage", paper="papers about alignment")
    (choice,) = selects(answer_to(asked))
    assert {"dpo", "instructgpt"} <= {option["value"] for option in choice["options"]}
    drawn = await server.ada.select(answer_to(asked), ["dpo"])
    assert "Lineage of DPO" in shown_text(answer_to(drawn))


async def test_suggestions_for_a_topic_are_its_papers(server: Server) -> None:
    choices = await server.ada.autocomplete(server.channel, "paper", "query", "peft")
    assert {"lora", "qlora", "adapters", "prefix-tuning"} <= {choice["value"] for choice in choices[:6]}


async def test_a_page_of_an_unknown_paper_says_that_it_is_unknown(server: Server) -> None:
    answer = await server.ada.slash(server.channel, "paper", query="https://openreview.net/pdf?id=H4DqfPSibmx")
    assert "I don't know the paper at `https://openreview.net/pdf?id=H4DqfPSibmx` yet" in answer_to(answer).content


async def test_a_link_to_a_papers_pdf_finds_the_paper(server: Server) -> None:
    answer = await server.ada.slash(server.channel, "paper", query="https://proceedings.mlr.press/v162/clark22a.html")
    assert "Unified Scaling Laws for Routed Language Models" in shown_text(answer_to(answer))


async def test_cluster_ends_with_the_paper_itself(server: Server) -> None:
    answer = await server.ada.slash(server.channel, "cluster", paper="mamba")
    text = shown_text(answer_to(answer))
    assert text.index("Efficiently Modeling Long Sequences") < text.index("Linear-Time Sequence Modeling")
    assert "20–40 min" in text
    # Under another paper's title, the page must say whose sentence it is.
    assert "\nMamba starts from the S4 layer" in text


async def test_every_button_of_a_card_answers_only_the_presser(server: Server) -> None:
    card = await server.ada.slash(server.channel, "paper", query="ddpm")
    expected = {
        "Lineage": "Lineage of DDPM",
        "Cluster": "Denoising Diffusion Probabilistic Models",
        "Cite": "@inproceedings{ho2020denoising",
    }
    for label, text in expected.items():
        answer = await server.bo.click(answer_to(card), label=label)
        assert answer.ephemeral
        assert text in shown_text(answer_to(answer))


async def test_buttons_answer_after_a_restart(server: Server, restart: Restart) -> None:
    card = await server.ada.slash(server.channel, "paper", query="ddpm")
    asked = await server.ada.slash(server.channel, "paper", query="dettmers")
    await restart()
    answer = await server.bo.click(answer_to(card), label="Cite")
    assert "ho2020denoising" in shown_text(answer_to(answer))
    chosen = await server.ada.select(answer_to(asked), ["qlora"])
    assert "QLoRA" in shown_text(answer_to(chosen))


async def test_commands_are_synced_once(server: Server, restart: Restart) -> None:
    def syncs() -> int:
        return sum(
            request.method == "PUT" and request.path.endswith("/commands") for request in server.env.http_requests
        )

    assert syncs() == 1
    await restart()
    assert syncs() == 1


async def test_browsing_turns_pages_in_place(server: Server) -> None:
    shelf = await server.ada.slash(server.channel, "papers")
    first = shown_text(answer_to(shelf))
    assert "76 papers" in first
    await server.ada.click(answer_to(shelf), label="Next")
    assert "2 of 11" in buttons(answer_to(shelf))
    assert not set(LINK.findall(first)) & set(LINK.findall(shown_text(answer_to(shelf))))
    await server.ada.click(answer_to(shelf), label="Back")
    assert shown_text(answer_to(shelf)) == first


async def test_browsing_by_tier_and_topic(server: Server) -> None:
    shelf = await server.ada.slash(server.channel, "papers", tier="must-read")
    assert "5 papers" in shown_text(answer_to(shelf))
    tier, topic = selects(answer_to(shelf))
    await server.ada.select(answer_to(shelf), ["diffusion"], custom_id=topic["custom_id"])
    assert "1 paper\n" in shown_text(answer_to(shelf))
    assert "DDPM" in shown_text(answer_to(shelf))
    tier, topic = selects(answer_to(shelf))
    await server.ada.select(answer_to(shelf), ["any"], custom_id=tier["custom_id"])
    assert shown_text(answer_to(shelf)).startswith("### Diffusion models\n-# 8 papers\n")


async def test_an_unknown_topic_is_refused_with_the_known_ones(server: Server) -> None:
    answer = await server.ada.slash(server.channel, "papers", topic="gardening")
    assert answer.ephemeral
    assert "`gardening`" in answer_to(answer).content
    assert "Diffusion" in answer_to(answer).content


async def test_howto_explains_reading_logging_and_reviewing(server: Server) -> None:
    answer = await server.ada.slash(server.channel, "howto")
    text = shown_text(answer_to(answer))
    for part in (
        "First pass",
        "Second pass",
        "Third pass",
        "Limitation or open question",
        "Strongest sentence".lower(),
        "`/privacy show`",
    ):
        assert part in text
    samples = await server.ada.click(answer_to(answer), label="Sample logs")
    assert samples.ephemeral
    assert "A weak log" in shown_text(answer_to(samples))


@pytest.mark.parametrize(("typed", "first"), [("lor", "lora"), ("flash att", "flashattention"), ("", "attention")])
async def test_autocomplete(server: Server, typed: str, first: str) -> None:
    choices = await server.ada.autocomplete(server.channel, "paper", "query", typed)
    assert choices[0]["value"] == first
    assert 1 <= len(choices) <= 25
    assert all(len(choice["name"]) <= 100 for choice in choices)


async def test_a_choice_of_autocomplete_leads_to_its_paper(server: Server) -> None:
    choices = await server.ada.autocomplete(server.channel, "paper", "query", "selective state")
    answer = await server.ada.slash(server.channel, "paper", query=choices[0]["value"])
    assert "Mamba: Linear-Time Sequence Modeling" in shown_text(answer_to(answer))
