"""What is refused in a paper log, and what is only noticed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import UnacceptableTextError
from bot.core.own_words import Shingles
from bot.core.paper_logs import (
    PART_LIMIT,
    PART_NAMES,
    Borrowed,
    LogText,
    SentenceCount,
    ShortParts,
    check,
    notices,
    refusals,
)

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
GOOD = LogText("It was dear.", "They froze it.", "It scored 3.5 points more.", "Only one size was tried.")
CARD = "Freezes the weights and learns an update that is the product of two thin matrices."


def test_four_parts_with_headings_fit_into_a_message() -> None:
    whole = "\n".join(f"**{name}**\n{'x' * PART_LIMIT}" for name in PART_NAMES)
    assert len(whole) <= 4000 - 250  # and there is room for who wrote it, about what


def test_a_good_log_is_taken_without_a_word() -> None:
    check(GOOD)
    assert notices(GOOD, [Shingles.of("the card", CARD)]) == ()
    assert GOOD.joined.count("\n") == 3


def test_each_part_that_cannot_be_taken_is_named() -> None:
    text = LogText("\u200b", "They froze it.", "x" * 4001, "It is \ud83d odd.")
    with pytest.raises(UnacceptableTextError) as raised:
        check(text)
    assert raised.value.names == ("Problem", "Key result", "Limitation or open question")
    first, second, third = str(raised.value).splitlines()
    assert "write at least a sentence" in first
    assert "4,001 characters; the most is 900" in second
    assert "character 7 is U+D83D" in third


@given(st.builds(LogText.typed, ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT))
def test_any_text_is_either_refused_or_can_be_stored(text: LogText) -> None:
    found = refusals(text)
    assert len({refusal.name for refusal in found}) == len(found)
    notices(text, [Shingles.of("the card", CARD)])
    if not found:
        text.joined.encode()
        assert all(part.strip() == part for _, part in text.parts)


@given(st.integers(1, 9))
def test_a_log_outside_three_to_five_sentences_is_noticed(count: int) -> None:
    text = LogText("it was dear. " * (count - 1), "they froze it", "", "")
    assert notices(text, []) == (() if 3 <= count <= 5 else (SentenceCount(count),))


def test_borrowed_words_are_noticed_with_part_and_source() -> None:
    text = LogText(GOOD.problem, f"It says “{CARD.upper()}”", GOOD.key_result, GOOD.limitation)
    (notice,) = notices(text, [Shingles.of("LoRA's card", CARD)])
    assert isinstance(notice, Borrowed)
    assert (notice.name, notice.run.source, notice.run.words) == ("Approach", "LoRA's card", 15)
    assert notice.run.text == CARD.upper().rstrip(".")


@pytest.mark.parametrize(
    "sentence", ["प्रशिक्षण महँगा है। ", "ফলাফল ভালো ছিল। ", "训练非常昂贵。", "លទ្ធផលល្អណាស់។ ", "تربیت مہنگی ہے۔ "]
)
def test_twelve_sentences_are_noticed_in_every_script(sentence: str) -> None:
    part = (sentence * 3).strip()
    assert notices(LogText(part, part, part, part), []) == (SentenceCount(12),)


def test_parts_that_say_nothing_are_noticed_together() -> None:
    assert notices(LogText("a", "b", "c", "d"), []) == (ShortParts(PART_NAMES),)
    assert notices(replace(GOOD, key_result="Good!"), []) == (ShortParts(("Key result",)),)
