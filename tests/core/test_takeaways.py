"""What a takeaway accepts, and what becomes of it form by form."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.takeaways.takeaway import (
    NOTHING,
    QUESTION,
    QUESTION_LIMIT,
    SENTENCE,
    SENTENCE_LIMIT,
    OwnTakeaway,
    TakeawayText,
    accepted,
    check,
    refused,
)
from bot.core.text.characters import UnacceptableTextError, is_blank

NOON = datetime(2026, 1, 11, 12, tzinfo=UTC)
ONE, TWO = TakeawayText("Two thin matrices are enough.", "Why rank 8?"), TakeawayText("Freeze the rest.")
FORMS = st.lists(st.tuples(st.integers(1, 9), st.sampled_from([ONE, TWO, NOTHING]), st.booleans()), max_size=12)


def fields_refused(text: TakeawayText) -> list[str]:
    with pytest.raises(UnacceptableTextError) as refusal:
        check(text)
    return [reason.field for reason in refusal.value.reasons]


def test_one_sentence_is_enough() -> None:
    check(TakeawayText("Two thin matrices are enough."))
    check(TakeawayText("字" * SENTENCE_LIMIT, "?" * QUESTION_LIMIT))


def test_what_nobody_can_see_is_refused() -> None:
    assert fields_refused(TakeawayText("\u200b", "Why?")) == [SENTENCE]
    assert fields_refused(TakeawayText("x" * (SENTENCE_LIMIT + 1), "y" * (QUESTION_LIMIT + 1))) == [SENTENCE, QUESTION]
    assert fields_refused(TakeawayText("Fine.", "a\x00b")) == [QUESTION]


@given(st.text(max_size=400), st.text(max_size=400))
def test_what_was_typed_is_read_once(sentence: str, question: str) -> None:
    text = TakeawayText.typed(sentence, question)
    assert text == TakeawayText.typed(text.sentence, text.question)
    assert text.is_empty is not bool(text.question or not is_blank(sentence))
    assert [typed for _, typed in text.fields] == [text.sentence, text.question]


@given(st.text("a \u200b字\n.!?", max_size=320), st.text("a \u200b字\n.!?", max_size=320))
def test_only_length_and_blanks_matter_in_plain_text(sentence: str, question: str) -> None:
    text = TakeawayText.typed(sentence, question)
    wrong = [SENTENCE] if is_blank(text.sentence) or len(text.sentence) > SENTENCE_LIMIT else []
    wrong += [QUESTION] if len(text.question) > QUESTION_LIMIT else []
    if wrong:
        assert fields_refused(text) == wrong
    else:
        check(text)


def after(forms: list[tuple[int, TakeawayText, bool]]) -> OwnTakeaway | None:
    own = None
    for interaction_id, text, is_accepted in forms:
        if is_accepted:
            own = accepted(own, text, interaction_id, NOON + timedelta(minutes=interaction_id))
        elif not text.is_empty:
            own = refused(own, text, interaction_id, NOON + timedelta(minutes=interaction_id))
    return own


@given(FORMS)
def test_forms_that_arrive_again_or_late_change_nothing(forms: list[tuple[int, TakeawayText, bool]]) -> None:
    own = after(forms)
    assert after([*forms, *forms[-1:]]) == own
    if own:
        assert own.interaction_id == max(number for number, text, is_taken in forms if is_taken or not text.is_empty)
        assert accepted(own, ONE, own.interaction_id - 1, NOON) == own


@given(FORMS)
def test_a_refused_text_is_kept_and_what_counts_stays(forms: list[tuple[int, TakeawayText, bool]]) -> None:
    own = after(forms)
    kept = refused(own, TWO, 10, NOON)
    assert kept.newest == TWO
    assert kept.text == (own.text if own else None)
    done = accepted(kept, ONE, 11, NOON)
    assert (done.text, done.kept, done.newest) == (ONE, None, ONE)
    withdrawn = accepted(done, NOTHING, 12, NOON)
    assert (withdrawn.text, withdrawn.newest) == (None, None)
