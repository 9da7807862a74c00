"""Runs of words that stand in another text too."""

from __future__ import annotations

from itertools import pairwise
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from bot.core.own_words import RUN, Shingles, _any_words, _plain_words, borrowed_runs, words_of

WORDS = [f"word{number}" for number in range(40)]
FILLER = st.lists(st.text(st.sampled_from("qxyz"), min_size=1, max_size=5), max_size=20)
DRESSED = st.sampled_from(["{}", "{},", "“{}”", "({})", "*{}*", "{}:", "\u200b{}"])
SPACES = st.sampled_from([" ", "\n", "  ", " … ", " – "])


@given(st.data(), FILLER, FILLER, st.integers(1, 20))
def test_a_planted_run_is_found_from_eight_words_on_however_it_is_dressed(
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
def test_words_stand_where_they_say(text: str) -> None:
    words = words_of(text)
    assert all(left.end <= right.start for left, right in pairwise(words))
    assert all(
        words_of(text[word.start : word.end]) == [type(word)(word.plain, 0, word.end - word.start)] for word in words
    )


@given(st.text(st.sampled_from("aZ09-'`.,: \n_"), max_size=30) | st.text(st.characters(max_codepoint=127), max_size=80))
def test_the_fast_way_through_plain_text_finds_the_same_words(text: str) -> None:
    assert _plain_words(text) == _any_words(text)


def test_how_words_are_compared() -> None:
    assert [word.plain for word in words_of("Low‑rank LoRA's na\u0131\u0308ve ﬁne—tuning, 10,000× at 3.5%/w")] == [
        *("lowrank", "loras", "naıve", "fine", "tuning", "10000", "at", "35", "w")
    ]


def test_a_title_does_not_count_and_what_surrounds_it_does() -> None:
    title = "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding for All of Us"
    source = Shingles.of("the card", f"We read {title} and found seven more words to copy here")
    named = f"We read {title} and stopped"
    assert borrowed_runs(named, [source])
    assert borrowed_runs(named, [source], [title]) == ()
    assert borrowed_runs(named.replace("BERT: ", ""), [source], [title]) == ()
    (run,) = borrowed_runs(f"We read {title} and found seven more words to copy, yes", [source], [title])
    assert run.words == 9


def test_of_runs_that_overlap_the_longest_is_told_and_fields_are_apart() -> None:
    text = " ".join(WORDS[:20])
    sources = [Shingles.of("short", " ".join(WORDS[:9])), Shingles.of("long", " ".join(WORDS[2:16]))]
    assert [(run.source, run.words) for run in borrowed_runs(text, sources)] == [("long", 14)]
    apart = Shingles.of("two fields", " ".join(WORDS[:7]), " ".join(WORDS[7:14]))
    assert borrowed_runs(text, [apart]) == ()


def test_a_thousand_sources_are_quick() -> None:
    sources = [Shingles.of(str(number), " ".join(f"w{number}x{word}" for word in range(300))) for number in range(1000)]
    text = " ".join(f"w7x{word}" for word in range(300))
    started = process_time()
    assert len(borrowed_runs(text, sources)) == 1
    assert process_time() - started < 1
