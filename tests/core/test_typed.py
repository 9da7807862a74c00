"""Pasted text becomes plain text before anything is parsed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text.typed import readable


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("2106.09685\u200b", "2106.09685"),
        ("\ufeffLoRA\u2060", "LoRA"),
        ("Lo\u00adRA", "LoRA"),
        ("a\u202eb", "ab"),
        ("a\u00a0b\u202fc\u3000d", "a b c d"),
        ("hep\u2010th\u2013x", "hep-th-x"),
        ("“LoRA” ‘x’", "\"LoRA\" 'x'"),
        ("ａｒＸｉｖ：（x）", "arXiv:(x)"),
        ("２１０６", "２１０６"),
        ("论文。好", "论文. 好"),
        ("《LoRA》", "(LoRA)"),
        ("e\u0301", "é"),
        ("one\ntwo\ttab", "one\ntwo tab"),
        ("I ❤️ it", "I ❤ it"),
    ],
)
def test_equivalent_spellings_become_one(typed: str, plain: str) -> None:
    assert readable(typed) == plain


@given(st.text(max_size=200))
def test_reading_twice_changes_nothing(text: str) -> None:
    assert readable(readable(text)) == readable(text)
