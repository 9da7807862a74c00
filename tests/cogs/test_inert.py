"""How the bot repeats text that members typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.ui.custom_ids import LIMIT, custom_id
from cogs.ui.escaping import LONGEST_NAME, clip, in_code, link, passage, plain, written

if TYPE_CHECKING:
    from collections.abc import Callable


@given(st.text(), st.integers(2, 200))
def test_text_cannot_break_out_of_a_code_span(text: str, limit: int) -> None:
    shown = in_code(text, limit)
    if shown == "an empty text":
        return
    assert shown[0] == shown[-1] == "`"
    assert "`" not in shown[1:-1]
    assert "\n" not in shown
    assert len(shown) <= limit + 2


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("@everyone", "`@everyone`"),
        ("@every\u202eone", "`@everyone`"),
        ("a `b` c", "`a ʼbʼ c`"),
        ("two\nlines", "`two lines`"),
        ("\u200b\u200d", "an empty text"),
        ("   ", "an empty text"),
    ],
)
def test_what_is_shown(typed: str, shown: str) -> None:
    assert in_code(typed) == shown


@given(st.text(), st.integers(1, 50))
def test_clipping(text: str, limit: int) -> None:
    assert len(clip(text, limit)) <= limit
    if len(text) <= limit:
        assert clip(text, limit) == text


def test_a_link_shows_its_text_as_written() -> None:
    assert link("O(n^2) *fast* [new](http://evil.example)", "https://arxiv.org") == (
        "[O(n^2) \\*fast\\* ⁅new⁆(http\\://evil.example)](https://arxiv.org)"
    )


LIVE = re.compile(r"(?<!\\)(?:\\\\)*(?:<[@#t/:a]|\[|\]|`|\*|~|\||https?://)")


@pytest.mark.parametrize(
    "name",
    [
        "x](https://evil.example) [y",
        "https://e.io~~\\<t:1:R>",
        "\\\\<@&1>",
        "`<#1>` https://e.io/<:a:1>",
        "http://a.b](http://c.d)",
        "**https://e.io** || [a](<https://b.c>)",
    ],
)
def test_a_name_cannot_contain_a_link_a_mention_or_a_timestamp(name: str) -> None:
    assert LIVE.search(plain(name)) is None
    assert LIVE.search(written(name)) is None
    label, _, address = link(name, "https://discord.com/1")[1:].rpartition("](")
    assert address == "https://discord.com/1)"
    assert LIVE.search(label) is None


@given(st.text(st.sampled_from("\\<>[]()`*_~|t:1R@&#/ htps.")))
def test_nothing_in_a_name_is_rendered(name: str) -> None:
    assert LIVE.search(plain(name)) is None


def test_custom_ids() -> None:
    assert custom_id("papers", "card", "lora") == "pc:papers:card:v1:lora"
    with pytest.raises(ValueError, match="colon"):
        custom_id("papers", "card", "a:b")
    with pytest.raises(ValueError, match="too long"):
        custom_id("papers", "card", "x" * LIMIT)


@pytest.mark.parametrize("shown", [plain, written, lambda text: link(text, "")])
def test_text_too_long_for_a_name_is_cut_before_escaping(shown: Callable[[str], str]) -> None:
    """Escaping takes quadratic time, and turns one character into four at most."""
    assert len(shown("<" * 50_000)) <= 4 * LONGEST_NAME


@pytest.mark.parametrize("text", ["<", "[", "*", "> ", "1. ", "https://a", "\n", "`"])
def test_quoting_a_passage_takes_linear_time(text: str) -> None:
    assert len(passage(text * 2000)) <= 2 * len(passage(text * 1000)) + 10


def test_stacks_of_accents_are_not_repeated() -> None:
    assert len(in_code("a" + "\u0301" * 79)) <= 6
