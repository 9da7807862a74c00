"""Short inputs are normalized however they were typed, and shown back safely."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text.short_inputs import MARKS_SHOWN, clipped, read_alike, shown_back

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=120)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  18:00 ", "18:00"),
        ("１８：００", "18:00"),
        ("7:00\u202fPM", "7:00 PM"),
        ("UTC\u22125", "UTC-5"),
        ("UTC\u20135", "UTC-5"),
        ("Europe\u2215Berlin", "Europe/Berlin"),
        ("“Berlin”", '"Berlin"'),
        ("d’Ivoire", "d'Ivoire"),
        ("a\u200bb\u2060c\u00add", "abcd"),
        ("\u202eabc", "abc"),
        ("tab\tand\nline", "tab and line"),
        ("ﬁve", "five"),
        ("\u3164", ""),
    ],
)
def test_odd_typing_is_normalized(typed: str, read: str) -> None:
    assert read_alike(typed) == read


@given(ANY_TEXT)
def test_reading_twice_changes_nothing(typed: str) -> None:
    once = read_alike(typed)
    assert read_alike(once) == once
    assert once.isprintable()


@given(ANY_TEXT, st.integers(5, 60))
def test_input_is_shown_back_short_and_clean(typed: str, longest: int) -> None:
    shown = shown_back(typed, longest)
    if not shown:
        return
    inside = shown[1:-1]
    assert shown[0] == shown[-1] == "`"
    assert "`" not in inside
    assert inside.isprintable()
    assert 0 < len(inside) <= longest
    runs = "".join("m" if unicodedata.category(char)[0] == "M" else " " for char in inside).split()
    assert max(map(len, runs), default=0) <= MARKS_SHOWN


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Z" + "\u0335\u0300\u0301" * 30 + "algo", "`Z\u0335\u0335\u0335algo`"),
        ("a`b`\n```c", "`aʼbʼ ʼʼʼc`"),
        ("\u202e\u200b", ""),
        ("\u0301\u0301", ""),
        ("हैं ड़ौं", "`हैं ड़ौं`"),
        ("x" * 6000, f"`{'x' * 39}…`"),
    ],
)
def test_examples(typed: str, shown: str) -> None:
    assert unicodedata.normalize("NFC", shown_back(typed)) == unicodedata.normalize("NFC", shown)


def test_a_letter_is_not_separated_from_its_accents() -> None:
    assert clipped("कि" * 10, 4) == "कि…"
