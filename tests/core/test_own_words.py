"""Finding runs of words that also occur in another text."""

from __future__ import annotations

from itertools import pairwise
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text import own_words
from bot.core.text.own_words import RUN, Shingles, _any_words, _grams, _plain_words, borrowed_runs, is_short, words_of

WORDS = [f"word{number}" for number in range(40)]
FILLER = st.lists(st.text(st.sampled_from("qxyz"), min_size=1, max_size=5), max_size=20)
DRESSED = st.sampled_from(["{}", "{},", "“{}”", "({})", "*{}*", "{}:", "\u200b{}"])
SPACES = st.sampled_from([" ", "\n", "  ", " … ", " – "])


@given(st.data(), FILLER, FILLER, st.integers(1, 20))
def test_a_copied_run_of_eight_words_is_found_despite_changes_in_form(
    data: st.DataObject, before: list[str], after: list[str], length: int
) -> None:
    first = data.draw(st.integers(0, len(WORDS) - length))
    planted = WORDS[first : first + length]
    dressed = [data.draw(DRESSED).format(data.draw(st.sampled_from([word, word.upper()]))) for word in planted]
    run = "".join(word + data.draw(SPACES) for word in dressed).strip()
    text = " ".join([*before, run, *after])
    found = borrowed_runs(text, [Shingles.of("the source", " ".join(WORDS))])
    if length < RUN:
        assert found == ()
        return
    (only,) = found
    assert only.words == length
    assert only.source == "the source"
    assert only.text == text[only.start : only.end]
    assert [word.plain for word in words_of(only.text)] == planted


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_can_be_compared_with_any_other(text: str, other: str) -> None:
    for run in borrowed_runs(text, [Shingles.of("a", other), Shingles.of("b", text)], [other]):
        assert text[run.start : run.end] == run.text


@given(st.text(max_size=200))
def test_words_are_at_their_reported_positions(text: str) -> None:
    words = words_of(text)
    assert all(left.end <= right.start for left, right in pairwise(words))
    assert all(
        words_of(text[word.start : word.end]) == [type(word)(word.plain, 0, word.end - word.start)] for word in words
    )


@given(st.text(st.sampled_from("aZ09-'`.,: \n_"), max_size=30) | st.text(st.characters(max_codepoint=127), max_size=80))
def test_the_fast_path_for_plain_text_finds_the_same_words(text: str) -> None:
    assert _plain_words(text) == _any_words(text)


def test_how_words_are_compared() -> None:
    assert [word.plain for word in words_of("Low‑rank LoRA's na\u0131\u0308ve ﬁne—tuning, 10,000× at 3.5%/w")] == [
        *("lowrank", "loras", "naıve", "fine", "tuning", "10000", "at", "35", "w")
    ]


def test_a_title_does_not_count_but_the_words_around_it_do() -> None:
    title = "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding for All of Us"
    source = Shingles.of("the card", f"We read {title} and found seven more words to copy here")
    named = f"We read {title} and stopped"
    assert borrowed_runs(named, [source])
    assert borrowed_runs(named, [source], [title]) == ()
    assert borrowed_runs(named.replace("BERT: ", ""), [source], [title]) == ()
    (run,) = borrowed_runs(f"We read {title} and found seven more words to copy, yes", [source], [title])
    assert run.words == 9


def test_of_overlapping_runs_the_longest_is_reported_and_fields_are_separate() -> None:
    text = " ".join(WORDS[:20])
    sources = [Shingles.of("short", " ".join(WORDS[:9])), Shingles.of("long", " ".join(WORDS[2:16]))]
    assert [(run.source, run.words) for run in borrowed_runs(text, sources)] == [("long", 14)]
    apart = Shingles.of("two fields", " ".join(WORDS[:7]), " ".join(WORDS[7:14]))
    assert borrowed_runs(text, [apart]) == ()


UNSPACED = [
    ("zh", "他们冻结全部权重并且只学习两个很小的矩阵。"),
    ("ja", "彼らは重みをすべて固定して、代わりに二つの小さな行列だけを学習する。"),
    ("th", "พวกเขาแช่แข็งน้ำหนักทั้งหมดและเรียนรู้เมทริกซ์ขนาดเล็กสองตัวเท่านั้น"),
    ("km", "ពួកគេបង្កកទម្ងន់ទាំងអស់ហើយរៀនតែម៉ាទ្រីសតូចពីរប៉ុណ្ណោះ។"),
    ("my", "သူတို့သည် အလေးချိန်အားလုံးကို အေးခဲစေပြီး သေးငယ်သော မက်ထရစ်နှစ်ခုကိုသာ သင်ယူသည်။"),
    ("lo", "ພວກເຂົາແຊ່ແຂງນ້ຳໜັກທັງໝົດແລະຮຽນຮູ້ພຽງແຕ່ມາຕຣິກຂະໜາດນ້ອຍສອງອັນ"),
]


@pytest.mark.parametrize(("language", "text"), UNSPACED)
def test_a_run_is_found_in_scripts_without_spaces(language: str, text: str) -> None:
    (run,) = borrowed_runs(f"LoRA：{text}", [Shingles.of("a log", text)])
    assert run.is_unspaced
    assert run.words >= 12
    assert borrowed_runs(text[: len(text) // 4], [Shingles.of("a log", text)]) == ()


@pytest.mark.parametrize(("language", "text"), [("hi", "उन्होंने सभी भार जमा दिए और केवल दो छोटे आव्यूह सीखे।")])
def test_a_run_is_found_in_other_scripts_with_spaces(language: str, text: str) -> None:
    (run,) = borrowed_runs(text, [Shingles.of("a log", text)])
    assert (run.is_unspaced, run.words) == (False, 11)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("实验结果表明该方法有效。", "实验结果表明速度更快。"),
        ("この論文では、大規模言語モデルを扱う。", "この論文では、大規模言語モデルの速度を測る。"),
        ("効果があると考えられる。", "遅いと考えられる。"),
        ("งานวิจัยนี้เสนอวิธีใหม่", "งานวิจัยนี้เสนอคลังข้อมูล"),
        ("GPT-3、BERT、T5を比べる。", "GPT-3、BERT、T5で試す。"),
    ],
)
def test_short_common_phrases_are_not_reported(one: str, other: str) -> None:
    assert borrowed_runs(one, [Shingles.of("a log", other)]) == ()


@pytest.mark.parametrize("text", ["", "?", "a", "1", "ok", "Pruning", "為什", "為什麼", "…", "а б в"])
def test_texts_that_are_short(text: str) -> None:
    assert is_short(text)


@pytest.mark.parametrize(
    "text",
    [
        "It works",
        "It was dear.",
        "Is it so?",
        "One. " + "🦙" * 30,
        "Eğitim pahalı.",
        "训练很贵",
        "비용이 크다",
        "การฝึกมีราคาแพง",
    ],
)
def test_texts_that_are_not_short(text: str) -> None:
    assert not is_short(text)


@pytest.mark.parametrize("unit", ["a-", "a ", "一", "ก", "a,", "é ", "1.", "\u200b", "e\u0301"])
def test_splitting_into_sentences_takes_linear_time(unit: str) -> None:
    """Each run of eight words is hashed only once."""
    lengths = []
    for times in (300, 600):
        words = words_of(unit * times)
        lengths.append(sum(last - first + 1 for first, (_, last) in enumerate(_grams(words))))
    assert lengths[1] <= 2.2 * lengths[0] + 100


def test_a_source_without_a_common_run_is_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[int] = []
    runs_of = own_words._runs

    def counted(grams: Any, known: Any) -> Any:
        searched.append(len(known))
        return runs_of(grams, known)

    monkeypatch.setattr(own_words, "_runs", counted)
    text = " ".join(f"w7x{word}" for word in range(300))
    sources = [Shingles.of(str(number), " ".join(f"w{number}x{word}" for word in range(300))) for number in range(50)]
    borrowed_runs(text, sources)
    assert len(searched) == 1


def test_a_thousand_sources_are_quick() -> None:
    sources = [Shingles.of(str(number), " ".join(f"w{number}x{word}" for word in range(300))) for number in range(1000)]
    text = " ".join(f"w7x{word}" for word in range(300))
    started = process_time()
    assert len(borrowed_runs(text, sources)) == 1
    assert process_time() - started < 1
