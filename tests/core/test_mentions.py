from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.papers.mentions import mentioned_papers
from bot.core.search import SearchIndex
from bot.storage.papers.catalog import load_catalog

CATALOG = load_catalog(Path(__file__).parents[2] / "data" / "papers.json")
INDEX = SearchIndex.build(CATALOG)


@pytest.mark.parametrize(
    ("message", "keys"),
    [
        ("have you read LoRA and then QLoRA?", ["lora", "qlora"]),
        ("lora or qlora, and lora again", ["lora", "qlora"]),
        ("https://arxiv.org/abs/2205.14135v2 beats 1706.03762", ["flashattention", "attention"]),
        ("see <https://openreview.net/forum?id=nZeVKeeFYf9>.", ["lora"]),
        ("doi:10.48550/arXiv.1706.03762.", ["attention"]),
        ("(2106.09685)", ["lora"]),
        ("**Attention Is All You Need**, that's it", ["attention"]),
        ("low-rank adaptation of large language models is neat", ["lora"]),
        ("flash attention and FlashAttention and flash-attention", ["flashattention"]),
        ("gpt-3 came after GPT-2", ["gpt3", "gpt2"]),
        ("T5-3B, LoRA+QLoRA, Mamba-2.8B", ["t5", "lora", "qlora", "mamba"]),
        ("dpo needs no ppo, says DPO", ["dpo", "ppo"]),
        ("Kaplan et al. (2020) vs. Hoffmann et al., 2022", ["kaplan", "chinchilla"]),
        ("Hu et al., 2022", ["lora"]),
        ("We use Adam with ZeRO", ["adam", "zero"]),
        ("mixed precision training saved us", ["mixed-precision"]),
        ("读了LoRA和BERT", ["lora", "bert"]),
        ("LoRAを読んだ", ["lora"]),
        ("LoRA를 읽었다, อ่านBERTแล้ว", ["lora", "bert"]),
        ("看《Attention Is All You Need》这篇", ["attention"]),
        ("读Hu et al., 2022吧", ["lora"]),
        ("论文在这里：https://arxiv.org/abs/2106.09685，很好", ["lora"]),
        ("（https://arxiv.org/abs/2106.09685）", ["lora"]),
        ("`https://arxiv.org/abs/2106.09685`", ["lora"]),
        ("https://arxiv.org/abs/2106.09685,https://arxiv.org/abs/2005.14165", ["lora", "gpt3"]),
        ("https://arxiv.org/abs/2106.09685\u200b", ["lora"]),
        ("Lo\u200bRA", ["lora"]),
        (
            "[this](https://arxiv.org/abs/2106.09685)[that](https://proceedings.mlr.press/v162/clark22a.html)",
            ["lora", "clark"],
        ),
        ("LLM\\.int8\\(\\)", ["llm-int8"]),
    ],
)
def test_papers_in_a_message(message, keys):
    assert mentioned_papers(message, INDEX) == keys


@pytest.mark.parametrize(
    "message",
    [
        *("", "hello all", "zero chance, base case", "adam said no", "Adam said no", "prices go up or down"),
        *(
            "please pay attention",
            "Attention please!",
            "we saw a hippo at the zoo",
            "an orca swam by",
            "flip the switch",
        ),
        *("in april 2012", "kaplan called", "Clark Kent", "that was unified and zero-sum", "no hash, no base"),
        *("12106.096855", "1.2.3", "9999.99999", "https://arxiv.org@evil.example/2106.09685", "florally explorable"),
        *("https://\u0430rxiv.org/abs/2106.09685", "evil.example/abs/2106.09685", "2106.096855"),
        *("LoRA+ is better", "Mamba-2 and FlashAttention v2", "unet++"),
        *("https://evil.example/lora", "Smith et al. (2020)", "In (2020) we met", "a b c d e f", "```\n\n```"),
    ],
)
def test_ordinary_messages_mention_no_paper(message):
    assert mentioned_papers(message, INDEX) == []


def test_papers_come_in_the_order_of_the_message_up_to_the_limit():
    message = ", ".join(paper.title for paper in reversed(list(CATALOG)))
    expected = [paper.key for paper in reversed(list(CATALOG))]
    assert mentioned_papers(message, INDEX) == expected
    assert mentioned_papers(message, INDEX, limit=3) == expected[:3]


@pytest.mark.parametrize("key", [paper.key for paper in CATALOG])
def test_every_title_is_recognized(key):
    assert mentioned_papers(f"I liked “{CATALOG[key].title}” a lot", INDEX) == [key]
    assert mentioned_papers(CATALOG[key].title.lower(), INDEX) == [key]


@given(
    st.text(max_size=300) | st.lists(st.sampled_from(["LoRA", "zero", "et al.", "(2020)", "10.1/", "https://", "is"]))
)
@example("https://" * 1500)
@example(" " * 10_000 + "Adam")
@example("attention is all you " * 500)
@example("\ud800\u202e@everyone")
def test_any_message_can_be_read(message):
    text = message if isinstance(message, str) else " ".join(message)
    found = mentioned_papers(text, INDEX, limit=5)
    assert len(found) == len(set(found)) <= 5
    assert all(key in CATALOG for key in found)
