"""Which characters in members' texts are refused, and how their positions are reported."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text.characters import (
    MARKS_ON_A_LETTER,
    BadCharacterError,
    BadFieldError,
    NothingShownError,
    TooLongTextError,
    TooManyMarksError,
    is_blank,
    refusal_of,
    storable,
    tidied,
)
from cogs.ui.refusals import sentence

ANY_CHARACTER = st.characters(exclude_categories=())
PLAIN = st.text(st.sampled_from("abc é中🙂\n"), max_size=40).map(lambda text: f"x{text}x")


def refused(text: str, limit: int = 100) -> BadFieldError:
    refusal = refusal_of("problem", text, limit)
    assert refusal
    assert refusal.field == "problem"
    return refusal


@pytest.mark.parametrize(
    "text", ["", "  \n\t", "\u200b\u200d\ufeff", "\u3164\u2800", "\u0301", "\u2060 \u00ad", "\x00"]
)
def test_text_without_visible_characters_is_blank(text: str) -> None:
    refusal = refused(text)
    assert isinstance(refusal, NothingShownError)
    assert sentence(refusal) == "*Problem* is empty. One sentence is enough."


@pytest.mark.parametrize("char", ["\udfff", "\x00", "\x1b", "\x85"])
@given(before=PLAIN, after=PLAIN)
def test_a_character_that_cannot_be_stored_is_reported_with_its_position(char: str, before: str, after: str) -> None:
    refusal = refused(before + char + after)
    assert isinstance(refusal, BadCharacterError)
    assert refusal.position == len(before) + 1
    assert refusal.code_point == f"U+{ord(char):04X}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x" * 1000 + "\x00", "character 1,001 is U+0000 (control character), which can't be stored or shown."),
        ("x\ud83d", "character 2 is U+D83D (half of a character), which can't be stored or shown."),
        ("e" + "\u0301" * 9, "is one accent too many on a letter: U+0301 (COMBINING ACUTE ACCENT). A letter"),
        ("x" * 2345, "(yours has 2,345). Shorten it by 345: everything from character 2,001 on"),
    ],
)
def test_a_member_reads_what_is_wrong_and_where(text: str, said: str) -> None:
    assert said in sentence(refused(text, 2000))


@given(PLAIN, st.integers(0, 60))
def test_accents_are_accepted_up_to_a_limit_per_letter(before: str, marks: int) -> None:
    text = before + "\u0301\u200d" * marks + "x"
    if marks <= MARKS_ON_A_LETTER:
        assert refusal_of("problem", text, 1000) is None
        return
    refusal = refused(text, 1000)
    assert isinstance(refusal, TooManyMarksError)
    assert refusal.position == len(before) + 2 * MARKS_ON_A_LETTER + 1
    assert (refusal.code_point, refusal.character) == ("U+0301", "COMBINING ACUTE ACCENT")


@given(st.integers(1, 50), st.integers(0, 50))
def test_a_text_that_is_too_long_says_where_the_limit_is(limit: int, over: int) -> None:
    refusal = refusal_of("problem", "x" * (limit + over), limit)
    if not over:
        assert refusal is None
        return
    assert isinstance(refusal, TooLongTextError)
    assert refusal.position == limit + 1
    assert (refusal.length, refusal.over) == (limit + over, over)


def test_languages_emoji_and_harmless_oddities_are_accepted() -> None:
    for text in (
        "Tiếng Việt, हिन्दी, עִבְרִית, ภาษาไทย, བོད་ཡིག",
        "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤️ 🫨",
        "@everyone @every\u202eone <@&1> [here](https://example.org) `'); DROP TABLE log;--",
        "a\ttab\r\nand a line",
    ):
        assert refusal_of("problem", text, 200) is None, text


@given(st.text(ANY_CHARACTER, max_size=60), st.integers(1, 40))
def test_every_text_is_accepted_or_refused_at_a_position(text: str, limit: int) -> None:
    refusal = refusal_of("problem", text, limit)
    if refusal is None:
        assert not is_blank(text)
        text.encode()
        assert len(text) <= limit
        assert "\x00" not in text
    elif isinstance(refusal, BadCharacterError | TooManyMarksError | TooLongTextError):
        char = text[refusal.position - 1]
        assert refusal.position == limit + 1 or unicodedata.category(char)[0] in "CM"
        repr(refusal).encode()


@given(st.text(ANY_CHARACTER, max_size=60))
def test_even_a_refused_text_can_be_kept(text: str) -> None:
    kept = storable(text)
    kept.encode()
    assert len(kept) == len(text)
    assert "\x00" not in kept
    assert storable(kept) == kept
    assert tidied(tidied(text)) == tidied(text)
