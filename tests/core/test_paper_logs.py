"""What is refused in a paper log, and what only gets a hint."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.paper_logs.log_text import (
    PART_LIMIT,
    PARTS,
    Borrowed,
    LogText,
    SentenceCount,
    ShortParts,
    check,
    notices,
)
from bot.core.text.characters import BadFieldError, UnacceptableTextError
from bot.core.text.own_words import Shingles
from cogs.ui.refusals import sentence
from cogs.ui.wording import t

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
GOOD = LogText("It was dear.", "They froze it.", "It scored 3.5 points more.", "Only one size was tried.")
CARD = "Freezes the weights and learns an update that is the product of two thin matrices."


def test_four_parts_with_headings_fit_into_a_message() -> None:
    whole = "\n".join(f"**{t('ui-field', field=part)}**\n{'x' * PART_LIMIT}" for part in PARTS)
    assert len(whole) <= 4000 - 250  # and there is space for the heading with author and paper


def test_a_good_log_is_accepted_without_hints() -> None:
    check(GOOD)
    assert notices(GOOD, [Shingles.of("the card", CARD)]) == ()
    assert GOOD.joined.count("\n") == 3


def test_each_invalid_part_is_reported() -> None:
    text = LogText("\u200b", "They froze it.", "x" * 4001, "It is \ud83d odd.")
    with pytest.raises(UnacceptableTextError) as raised:
        check(text)
    assert [refusal.field for refusal in raised.value.reasons] == ["problem", "key_result", "limitation"]
    first, second, third = sentence(raised.value).splitlines()
    assert first == "*Problem* is empty. One sentence is enough."
    assert second.startswith("*Key result* can have up to 900 characters (yours has 4,001).")
    assert third.startswith("*Limitation or open question*: character 7 is U+D83D")


@given(st.builds(LogText.typed, ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT))
def test_any_text_is_refused_or_can_be_stored(text: LogText) -> None:
    notices(text, [Shingles.of("the card", CARD)])
    found: tuple[BadFieldError, ...] = ()
    try:
        check(text)
    except UnacceptableTextError as refused:
        found = refused.reasons
    assert len({refusal.field for refusal in found}) == len(found)
    if not found:
        text.joined.encode()
        assert all(part.strip() == part for _, part in text.parts)


@given(st.integers(1, 9))
def test_a_log_outside_three_to_five_sentences_is_noticed(count: int) -> None:
    text = LogText("it was dear. " * (count - 1), "they froze it", "", "")
    assert notices(text, []) == (() if 3 <= count <= 5 else (SentenceCount(count),))


def test_copied_words_are_noticed_with_part_and_source() -> None:
    text = LogText(GOOD.problem, f"It says “{CARD.upper()}”", GOOD.key_result, GOOD.limitation)
    (notice,) = notices(text, [Shingles.of("LoRA's card", CARD)])
    assert isinstance(notice, Borrowed)
    assert (notice.part, notice.run.source, notice.run.words) == ("approach", "LoRA's card", 15)
    assert notice.run.text == CARD.upper().rstrip(".")


@pytest.mark.parametrize(
    "sentence", ["प्रशिक्षण महँगा है। ", "ফলাফল ভালো ছিল। ", "训练非常昂贵。", "លទ្ធផលល្អណាស់។ ", "تربیت مہنگی ہے۔ "]
)
def test_twelve_sentences_are_noticed_in_every_script(sentence: str) -> None:
    part = (sentence * 3).strip()
    assert notices(LogText(part, part, part, part), []) == (SentenceCount(12),)


def test_parts_without_content_are_noticed_together() -> None:
    assert notices(LogText("a", "b", "c", "d"), []) == (ShortParts(PARTS),)
    assert notices(replace(GOOD, key_result="Good!"), []) == (ShortParts(("key_result",)),)
