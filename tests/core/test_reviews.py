"""What a review must contain, and what counts as a quotation from the log."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import ClubError
from bot.core.paper_logs.log_text import LogText
from bot.core.reviews import review_text as reviews
from bot.core.reviews.review_text import (
    NotInLogError,
    NotWholeSentenceError,
    Rating,
    ReviewText,
    asks_little,
    checked,
    quoted,
)
from bot.core.text.characters import UnacceptableTextError
from bot.core.text.own_words import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.text.own_words import Word

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
def test_a_quotation_is_stored_as_the_log_spells_it(typed: str, kept: str) -> None:
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
def test_a_wrong_quotation_is_refused_with_the_nearest_sentence(typed: str, nearest: str | None) -> None:
    with pytest.raises(NotInLogError) as raised:
        quoted(typed, LOG)
    assert raised.value.nearest == nearest


def test_one_or_two_words_are_not_a_sentence() -> None:
    with pytest.raises(NotWholeSentenceError):
        quoted("is dear", LOG)
    with pytest.raises(NotInLogError):
        quoted("dear They learn two", LOG)


def test_every_invalid_field_is_reported() -> None:
    with pytest.raises(UnacceptableTextError) as raised:
        checked(review("\u200b", "x" * 501), LOG)
    assert [refusal.field for refusal in raised.value.reasons] == ["strongest", "question"]


@given(st.text(st.characters(exclude_categories=()), max_size=40), st.data())
def test_any_text_is_a_quotation_or_refused(typed: str, data: st.DataObject) -> None:
    part = data.draw(st.sampled_from([text for _, text in LOG.parts]))
    start = data.draw(st.integers(0, len(part)))
    typed = data.draw(st.sampled_from([typed, part[start : start + len(typed)]]))
    try:
        strongest = checked(review(typed), LOG).strongest
    except ClubError:
        return
    assert any(strongest in text for _, text in LOG.parts)


# A log, and a sentence of it that a reviewer copies completely.
IN_ALL_SCRIPTS = [
    ("यह महँगा था। परिणाम पूर्ण प्रशिक्षण जैसे अच्छे हैं।", "परिणाम पूर्ण प्रशिक्षण जैसे अच्छे हैं।"),
    ("এটি ব্যয়বহুল। ফলাফল পূর্ণ প্রশিক্ষণের মতোই ভালো।", "ফলাফল পূর্ণ প্রশিক্ষণের মতোই ভালো।"),
    ("விலை உயர்ந்தது. முடிவுகள் நன்றாக உள்ளன.", "முடிவுகள் நன்றாக உள்ளன."),
    ("They tested it in a cafe\u0301. Once.", "They tested it in a cafe\u0301."),
    ("គេបង្កកទម្ងន់។ លទ្ធផលល្អ។", "លទ្ធផលល្អ។"),
    ("การฝึกแพง พวกเขาแช่แข็งน้ำหนักไว้ทั้งหมด ผลลัพธ์ดี", "พวกเขาแช่แข็งน้ำหนักไว้ทั้งหมด"),
    ("ผลดีไหม? ดีมากจริงๆ!", "ดีมากจริงๆ!"),
    ("ဈေးကြီးသည်။ ရလဒ်ကောင်းသည်။", "ရလဒ်ကောင်းသည်။"),
    ("ຜົນໄດ້ຮັບດີຫຼາຍ. ດີ.", "ຜົນໄດ້ຮັບດີຫຼາຍ."),
    ("རིན་གོང་ཆེ། གྲུབ་འབྲས་ཡག་པོ་འདུག།", "གྲུབ་འབྲས་ཡག་པོ་འདུག།"),
    ("ስልጠናው ውድ ነው። ውጤቶቹ ጥሩ ናቸው።", "ውጤቶቹ ጥሩ ናቸው።"),
    ("Ուսուցումը թանկ է։ Արդյունքները լավն են։", "Արդյունքները լավն են։"),
    ("Είναι ακριβή. Γιατί λειτουργεί; Ναι.", "Γιατί λειτουργεί;"),
    ("האימון יקר. האם זה עובד? כן!", "האם זה עובד?"),
    ("تربیت مہنگی ہے۔ کیا یہ کام کرتا ہے؟", "کیا یہ کام کرتا ہے؟"),
    ("결과는 좋다. 한 가지 크기만 시험했다.", "한 가지 크기만 시험했다."),
    ("他说：“结果很好。”然后停了。没有代码。", "他说：“结果很好。”然后停了。"),
    ("「なぜ？」と論文は問う。答えはない。", "「なぜ？」と論文は問う。"),
    ("C'est cher. Est-ce utile ? Oui.", "Est-ce utile ?"),
    ("¿Funciona? ¡Sí, funciona muy bien! Vale.", "¡Sí, funciona muy bien!"),
    ("It gets 91.7%. That is “good enough.” Yes.", "It gets 91.7%."),
    ("It gets 91.7%. That is “good enough.” Yes.", "That is “good enough.”"),
    ("They use C++. It costs $3 per run.", "They use C++."),
    ("They use C++. It costs $3 per run.", "It costs $3 per run."),
    ("It is **really** good (in all tests). Fine.", "It is **really** good (in all tests)."),
]


@pytest.mark.parametrize(("part", "sentence"), IN_ALL_SCRIPTS)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_sentence_is_quoted_completely_in_every_script(part: str, sentence: str, form: Literal["NFC", "NFD"]) -> None:
    log = LogText("One thing.", part, "Two things.", "Three things.")
    assert quoted(unicodedata.normalize(form, sentence), log) == sentence


@pytest.mark.parametrize(
    ("part", "typed", "kept"),
    [
        ("We like the cafe\u0301 on the corner.", "like the café", "like the cafe\u0301"),
        ("They learn “two thin matrices”, not one.", '"two thin matrices"', "“two thin matrices”"),
        ("They learn “two thin matrices”, not one.", "learn “two thin", "learn “two thin"),
        ("परिणाम अच्छे हैं, बहुत अच्छे।", "परिणाम अच्छे हैं", "परिणाम अच्छे हैं"),
        ("只试了一种规模。", "一种规模。", "一种规模。"),
    ],
)
def test_a_partial_quotation_is_extended_to_its_phrase(part: str, typed: str, kept: str) -> None:
    assert quoted(typed, LogText("One thing.", part, "Two things.", "Three things.")) == kept


@pytest.mark.parametrize(("part", "typed"), [("लेकिन दिन अच्छा था।", "दीन अच्छा था।"), ("他们冻结了权重。", "冻结")])
def test_a_different_vowel_sign_is_a_different_word_and_two_characters_are_no_sentence(part: str, typed: str) -> None:
    with pytest.raises(NotInLogError):
        quoted(typed, LogText("One thing.", part, "Two things.", "Three things."))


@pytest.mark.parametrize("question", ["?", "Why?", "ok", "a", "为什么？", "…?!", "🙂"])
def test_a_vague_question_is_noticed(question: str) -> None:
    assert asks_little(review("It works.", question))


@pytest.mark.parametrize("question", ["Why rank 4?", "为什么只试一种规模？", "क्यों केवल एक आकार?", "ทำไมแค่ขนาดเดียว"])
def test_a_specific_question_is_not_noticed(question: str) -> None:
    assert not asks_little(review("It works.", question))


def test_finding_a_quotation_compares_no_word_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The log repeats one word, and the quotation of it fails at its end."""
    asked: list[int] = []

    def counted(text: str) -> Sequence[Word]:
        asked.append(len(text))
        return words_of(text)

    monkeypatch.setattr(reviews, "words_of", counted)
    monkeypatch.setattr(reviews, "_nearest", lambda *_: None)
    work = []
    for times in (200, 400):
        asked.clear()
        with pytest.raises(NotInLogError):
            quoted("a " * (times // 2) + "b", LogText("a " * times, "a " * times, "x", "y"))
        work.append(sum(asked))
    assert work[1] <= 2 * work[0]
