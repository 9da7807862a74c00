"""The strongest sentence, picked by its place in one version of a log."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import ClubError
from bot.core.paper_logs.log_text import PART_LIMIT, LogText, check
from bot.core.paper_logs.paper_log import LogVersion
from bot.core.reviews.picked_sentence import MOST_OFFERED, PickedSentence, offered, place_of
from bot.core.reviews.review_text import Rating, ReviewText, checked
from tests.support.logs import text_by

NOW = datetime(2026, 1, 11, 17, tzinfo=UTC)
REVIEW = ReviewText(Rating.MET, Rating.MET, Rating.MET, "", "What of larger models?")
# Prose with whatever ends, opens or breaks sentences in several scripts.
PIECES = (
    *("We cut cost by 3.5%.", "It works!", "(See Fig. 3.)", "“So?”", "Ja", "-3 %", "\n", "e.g. LoRA", "?", "«Oui.»"),
    *("效果很好。", "यह चलता है।"),
)
PARTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map(" ".join)


def versions(*texts: LogText) -> list[LogVersion]:
    return [LogVersion(1, number, text, NOW) for number, text in enumerate(texts, start=1)]


@given(st.builds(LogText.typed, PARTS, PARTS, PARTS, PARTS))
def test_every_sentence_that_is_offered_is_accepted_and_kept_whole(log: LogText) -> None:
    try:
        check(log)
    except ClubError:
        return
    for index, sentence in enumerate(offered(log)):
        picked = PickedSentence(1, index).found_in(versions(log))
        assert picked == sentence
        assert checked(replace(REVIEW, strongest=picked), log).strongest == sentence.strip()
        assert place_of(picked, log) == log.sentences.index(sentence)


def test_the_sentence_comes_from_the_version_that_was_shown() -> None:
    old, new = text_by(1), text_by(2)
    assert PickedSentence(1, 2).found_in(versions(old, new)) == old.key_result
    assert PickedSentence(2, 2).found_in(versions(old, new)) == new.key_result


@pytest.mark.parametrize("picked", [PickedSentence(9, 0), PickedSentence(1, 99), PickedSentence(1, None)])
def test_what_was_not_offered_is_no_sentence(picked: PickedSentence) -> None:
    assert picked.found_in(versions(text_by(1))) == ""


def test_a_menu_has_room_for_the_first_sentences() -> None:
    log = LogText(*("It is so. " * (PART_LIMIT // 10) for _ in range(4)))
    assert len(log.sentences) > MOST_OFFERED
    assert len(offered(log)) == MOST_OFFERED
    assert place_of("It is not so.", log) is None
