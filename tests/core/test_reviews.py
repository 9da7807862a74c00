"""What a review must have, and what counts as quoted from the log."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import ClubError, NotInLogError, UnacceptableTextError
from bot.core.paper_logs import LogText
from bot.core.reviews import Rating, ReviewText, checked, quoted

LOG = LogText(
    "Fine-tuning a huge model is dear.",
    "They learn “two thin matrices” instead, e.g. of rank 4. It works.",
    "It scores 91.7% where full training has 89.5%!",
    "只试了一种规模。Only attention was adapted",
)


def review(strongest: str, question: str = "Why rank 4?") -> ReviewText:
    return ReviewText(Rating.MET, Rating.PARTLY, Rating.MISSING, strongest, question)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Fine-tuning a huge model is dear.", "Fine-tuning a huge model is dear."),
        ('"fine-tuning  a huge\nmodel is DEAR"', "Fine-tuning a huge model is dear."),
        ('They learn "two thin matrices" instead', "They learn “two thin matrices” instead"),
        ("scores 91.7 % where full training has", "scores 91.7% where full training has"),
        ("it works", "It works."),
        ("一种规模", "一种规模"),
        ("> **Only attention was adapted**…", "Only attention was adapted"),
    ],
)
def test_a_quotation_is_kept_as_the_log_writes_it(typed: str, kept: str) -> None:
    assert quoted(typed, LOG) == kept
    assert checked(review(f" {typed} "), LOG).strongest == kept


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("Fine-tuning a large model is costly.", "Fine-tuning a huge model is dear."),
        ("It scores 91.7% where ful training has 89.5", "It scores 91.7% where full training has 89.5%!"),
        ("zzz qqq", None),
        ("🙂", None),
    ],
)
def test_what_does_not_stand_in_the_log_is_refused_with_what_is_nearest(typed: str, nearest: str | None) -> None:
    with pytest.raises(NotInLogError, match="does not stand in the log") as raised:
        quoted(typed, LOG)
    assert raised.value.nearest == nearest


def test_a_word_or_two_are_no_sentence() -> None:
    with pytest.raises(NotInLogError, match="whole sentence"):
        quoted("is dear", LOG)
    with pytest.raises(NotInLogError, match="does not stand"):
        quoted("dear They learn two", LOG)


def test_every_field_that_cannot_be_taken_is_named() -> None:
    with pytest.raises(UnacceptableTextError) as raised:
        checked(review("\u200b", "x" * 501), LOG)
    assert raised.value.names == ("Strongest sentence", "One question")


@given(st.text(st.characters(exclude_categories=()), max_size=40), st.data())
def test_any_text_is_quoted_or_refused(typed: str, data: st.DataObject) -> None:
    part = data.draw(st.sampled_from([text for _, text in LOG.parts]))
    start = data.draw(st.integers(0, len(part)))
    typed = data.draw(st.sampled_from([typed, part[start : start + len(typed)]]))
    try:
        strongest = checked(review(typed), LOG).strongest
    except ClubError:
        return
    assert any(strongest in text for _, text in LOG.parts)
