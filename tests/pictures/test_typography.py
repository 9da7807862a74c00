"""Text in pictures: what fits on a line, and every alphabet."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pictures import typography
from bot.pictures.lineage import draw_lineage
from bot.pictures.typography import BOLD, MEDIUM, Style, drawable, east_asian_font, fit, font, parts, width, wrap
from tests.pictures.lineage_views import VIEW

if TYPE_CHECKING:
    from collections.abc import Iterator

NOTE, LONG_NAME, HERO_TITLE = Style(28), Style(32, BOLD), Style(32, MEDIUM)
# SimCord's preview has this typeface. On a member's machine, it would be one of the system's.
NOTO = str(files("simcord") / "preview" / "static" / "fonts" / "noto-sans-sc-v2.004.ttf")


@pytest.fixture(params=[(), (NOTO,)], ids=["no East Asian typeface", "with one"])
def fonts(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, ...]]:
    """The East Asian typefaces of the machine."""
    monkeypatch.setattr(typography, "EAST_ASIAN_FONTS", request.param)
    forget()
    yield request.param
    forget()


def forget() -> None:
    for cache in (east_asian_font, width, typography._drawable):
        cache.cache_clear()


@given(st.text(max_size=60), st.integers(60, 400), st.integers(1, 5))
def test_wrapped_lines_fit(text: str, room: int, most: int) -> None:
    lines = wrap(text, NOTE, room, most)
    assert len(lines) <= most
    assert all(width(line, NOTE) <= room for line in lines)


def test_wrapping_loses_nothing_if_there_is_room() -> None:
    title = "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding"
    lines = wrap(title, NOTE, 348, 9)
    assert len(lines) > 2
    assert "".join(lines).replace(" ", "") == title.replace(" ", "")


def test_wrapped_lines_have_similar_lengths() -> None:
    assert wrap("Attention Is All You Need", NOTE, 284, 2) == ["Attention Is", "All You Need"]
    assert wrap("Jonathan Ho and 12 others", NOTE, 284, 2) == ["Jonathan Ho", "and 12 others"]


def test_a_text_is_shortened_between_words_unless_that_removes_half() -> None:
    assert fit("Neural Machine Translation by Learning", NOTE, 284) == "Neural Machine…"
    assert fit("Electroencephalography", NOTE, 200).startswith("Electroenc")


def test_a_text_can_be_shortened_at_a_hyphen() -> None:
    assert fit("Fast and Memory-Efficient Exact Attention", NOTE, 308) == "Fast and Memory…"


def test_a_word_is_split_at_its_hyphen_only_if_that_saves_a_line() -> None:
    assert wrap("Classifier-free guidance", LONG_NAME, 308, 2) == ["Classifier-free", "guidance"]
    assert wrap("Language Models are Few-Shot Learners", HERO_TITLE, 308, 8)[1] == "are Few-Shot"
    assert wrap("Score-Based Generative Modeling", NOTE, 308, 2)[0] == "Score-Based"
    assert wrap("Active Preference-learning based", NOTE, 280, 2) == ["Active Preference-", "learning based"]


def test_accents_and_other_alphabets_are_drawn_as_they_are() -> None:
    for text in ("Łukasz Ré Björn n² α", "Обучение с подкреплением", "Ελληνικά", "Nguyễn Phương"):
        assert drawable(text) == text
        assert parts(text, NOTE) == [(text, font(NOTE))]


def test_chinese_japanese_and_korean(fonts: tuple[str, ...]) -> None:
    text = "深度学习 for カタカナ 한국"
    if not fonts:
        assert drawable(text) == "ShenDuXueXi for katakana HanGug"
        return
    # This typeface has no Korean.
    assert drawable("한국") == "HanGug"
    text = "深度学习 for カタカナ"
    assert drawable(text) == text
    drawn = parts(text, NOTE)
    assert "".join(part for part, _ in drawn) == text
    assert {face.path for part, face in drawn if "深" in part} == {NOTO}
    assert [part for part, face in drawn if face is font(NOTE)] == [" for "]


def test_chinese_wraps_between_any_two_characters(fonts: tuple[str, ...]) -> None:
    title = "基于深度学习的自然语言处理方法综述，以及未来的研究方向"
    lines = wrap(title, NOTE, 300, 9)
    assert all(width(line, NOTE) <= 300 for line in lines)
    if fonts:
        assert len(lines) > 2
        assert "".join(lines) == title
        assert not any(line.startswith("，") for line in lines)


def test_a_picture_with_chinese_is_drawn(fonts: tuple[str, ...]) -> None:
    plain, chinese = (draw_lineage(replace(VIEW, title=title)) for title in ("", "深度学习"))
    assert len(chinese) > len(plain)


def test_what_no_typeface_has() -> None:
    assert drawable("a\u202eb\u200b\U0001f680") == "ab·"
    assert drawable("\U0001d4dc\u2124") == "MZ"
    assert fit("abc", NOTE, 1000) == "abc"
