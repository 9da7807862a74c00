"""Where sentences end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.sentences import sentences


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It needs 3.5 GB (Fig. 2), e.g. in v1.2. Hu et al. (2022) fix it. Really?! Yes...", 4),
        ("it is slow. it is better vs. Adam, i.e. faster. like... really", 3),
        ("By Hu et al. They froze it.", 2),
        ("Code, data, etc. are there, etc. Then it ends.", 2),
        ("D. P. Kingma and J. Ba wrote it. Edward J. Hu did not.", 2),
        ("They had a plan B. It worked.", 2),
        ("It fits in the app. We like it. Is it? No. See Eq. (3) and No. 5.", 5),
        ("“Why?” asks the paper. It answers “because.” Then it stops!", 3),
        ("Well… it works… But it costs.", 2),
        ("See https://arxiv.org/abs/2106.09685v2. It holds at 1e-4. 3x faster.", 3),
        ("• One point\n• Another point\n1. A third\n2) and a fourth", 4),
        ("A line that was wrapped\nby an editor. And a second.", 2),
        ("One line\nAnother line", 2),
        ("A list:\nfirst\n- second", 3),
        ("结果很好。方法简单！", 2),
        ("No end mark", 1),
        ("", 0),
        (" \n…\n?! --- 🙂", 0),
    ],
)
def test_how_many_sentences_a_text_has(text: str, count: int) -> None:
    assert len(sentences(text)) == count, sentences(text)


WRITING = st.text(st.sampled_from("aB3 .!?…\n-“”)e.g vs\u0301\u200b。"), max_size=80)


@given(st.one_of(st.text(max_size=200), WRITING))
def test_nothing_that_can_be_read_is_lost(text: str) -> None:
    found = sentences(text)
    assert all(any(char.isalnum() for char in sentence) for sentence in found)
    letters = [char for char in "".join(found) if char.isalpha()]
    written = [char for char in text if char.isalpha()]
    assert len(letters) <= len(written) <= len(letters) + text.count(")")  # "a)" before an item is its number


@given(st.lists(st.sampled_from(["The rank is low", "It costs 3.5 GB", "Hu et al. agree", "Is it so"]), max_size=9))
def test_plain_sentences_are_counted(parts: list[str]) -> None:
    assert len(sentences(" ".join(f"{part}." for part in parts))) == len(parts)
