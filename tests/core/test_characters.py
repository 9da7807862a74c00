"""Which characters of what members type are refused, and where they stand."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.characters import MARKS_ON_A_LETTER, Refusal, is_blank, refusal_of, storable, tidied

ANY_CHARACTER = st.characters(exclude_categories=())
PLAIN = st.text(st.sampled_from("abc é中🙂\n"), max_size=40).map(lambda text: f"x{text}x")


def refused(text: str, limit: int = 100) -> Refusal:
    refusal = refusal_of("Problem", text, limit)
    assert refusal
    assert refusal.sentence.startswith("*Problem*")
    return refusal


@pytest.mark.parametrize(
    "text", ["", "  \n\t", "\u200b\u200d\ufeff", "\u3164\u2800", "\u0301", "\u2060 \u00ad", "\x00"]
)
def test_what_shows_nothing_is_blank(text: str) -> None:
    assert refused(text) == Refusal("Problem", "*Problem* shows nothing: write at least a sentence.")


@pytest.mark.parametrize("char", ["\udfff", "\x00", "\x1b", "\x85"])
@given(before=PLAIN, after=PLAIN)
def test_a_character_that_cannot_be_stored_is_named_with_its_place(char: str, before: str, after: str) -> None:
    refusal = refused(before + char + after)
    assert refusal.position == len(before) + 1
    assert f"character {len(before) + 1:,} is U+{ord(char):04X}" in refusal.sentence


@given(PLAIN, st.integers(0, 60))
def test_accents_are_taken_up_to_a_number_on_one_letter(before: str, marks: int) -> None:
    text = before + "\u0301\u200d" * marks + "x"
    if marks <= MARKS_ON_A_LETTER:
        assert refusal_of("Problem", text, 1000) is None
        return
    refusal = refused(text, 1000)
    assert refusal.position == len(before) + 2 * MARKS_ON_A_LETTER + 1
    assert "U+0301 (COMBINING ACUTE ACCENT)" in refusal.sentence


@given(st.integers(1, 50), st.integers(0, 50))
def test_what_is_too_long_says_from_which_character_on(limit: int, over: int) -> None:
    refusal = refusal_of("Problem", "x" * (limit + over), limit)
    assert (refusal and refusal.position) == (limit + 1 if over else None)
    assert over == 0 or (refusal and f"shorten it by {over}" in refusal.sentence)


def test_languages_emoji_and_mischief_that_is_shown_inert_are_taken() -> None:
    for text in (
        "Tiếng Việt, हिन्दी, עִבְרִית, ภาษาไทย, བོད་ཡིག",
        "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤️ 🫨",
        "@everyone @every\u202eone <@&1> [here](https://example.org) `'); DROP TABLE log;--",
        "a\ttab\r\nand a line",
    ):
        assert refusal_of("Problem", text, 200) is None, text


@given(st.text(ANY_CHARACTER, max_size=60), st.integers(1, 40))
def test_every_text_is_either_taken_or_refused_with_a_place_in_it(text: str, limit: int) -> None:
    refusal = refusal_of("Problem", text, limit)
    if refusal is None:
        assert not is_blank(text)
        text.encode()
        assert len(text) <= limit
        assert "\x00" not in text
    elif refusal.position:
        char = text[refusal.position - 1]
        assert refusal.position == limit + 1 or unicodedata.category(char)[0] in "CM"
        refusal.sentence.encode()


@given(st.text(ANY_CHARACTER, max_size=60))
def test_even_a_refused_text_can_be_kept(text: str) -> None:
    kept = storable(text)
    kept.encode()
    assert len(kept) == len(text)
    assert "\x00" not in kept
    assert storable(kept) == kept
    assert tidied(tidied(text)) == tidied(text)
