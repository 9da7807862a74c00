"""A review: the rubric's three ratings, the log's strongest sentence in its own words, and one question."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from bot.core.characters import refusals_of, tidied
from bot.core.errors import NotInLogError, UnacceptableTextError
from bot.core.own_words import words_of
from bot.core.paper_logs import PART_LIMIT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.own_words import Word
    from bot.core.paper_logs import LogText

STRONGEST, QUESTION = "Strongest sentence", "One question"
STRONGEST_LIMIT, QUESTION_LIMIT = PART_LIMIT, 500
LEAST_QUOTED = 3  # words, unless the log's sentence has fewer: "the" stands in every log
LEAST_LIKENESS = 60  # of 100; below it the log's sentence is another one altogether
CLOSING = ".!?…。！？\"'”’»)]"
# From here on scripts may write without spaces, where a quotation need not begin or end with a whole "word".
UNSPACED_FROM = "\u2e80"


class Rating(StrEnum):
    """How far a log does what the rubric asks of one of its parts."""

    MET = "met"
    PARTLY = "partly"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class ReviewText:
    """One member's answer to another's log."""

    problem_and_approach: Rating
    key_result: Rating
    limitation: Rating
    strongest: str
    question: str


def checked(review: ReviewText, log: LogText) -> ReviewText:
    """The review with its quotation as the log has it.

    Raises UnacceptableTextError for text that cannot be taken, NotInLogError for a sentence that is not the log's.
    """
    typed = (
        (STRONGEST, tidied(review.strongest), STRONGEST_LIMIT),
        (QUESTION, tidied(review.question), QUESTION_LIMIT),
    )
    refused = refusals_of(typed)
    if refused:
        lines = "\n".join(refusal.sentence for refusal in refused)
        raise UnacceptableTextError(lines, tuple(refusal.name for refusal in refused))
    strongest, question = (text for _, text, _ in typed)
    return ReviewText(
        review.problem_and_approach, review.key_result, review.limitation, quoted(strongest, log), question
    )


def quoted(typed: str, log: LogText) -> str:
    """What was quoted, as the log writes it: case, spaces, accents, quotation and other marks may differ.

    Raises NotInLogError, with the log's nearest sentence, for what does not stand there, or is but a word or two.
    """
    wanted = words_of(typed)
    for _, part in log.parts:
        found = _found(wanted, part)
        if found is not None:
            if len(wanted) >= LEAST_QUOTED or _is_whole_sentence(found, log) or found >= UNSPACED_FROM:
                return found
            raise NotInLogError(f"*{STRONGEST}*: quote a whole sentence of the log.", _nearest(typed, log))
    raise NotInLogError(
        f"*{STRONGEST}*: that does not stand in the log. Copy one of its sentences, word for word.",
        _nearest(typed, log),
    )


def _found(wanted: Sequence[Word], part: str) -> str | None:
    """The slice of the part that has these words, with the marks that close it."""
    words = words_of(part)
    needle, spelt = [word.plain for word in wanted], [word.plain for word in words]
    for at in range(len(spelt) - len(needle) + 1 if needle else 0):
        if spelt[at : at + len(needle)] == needle:
            end = words[at + len(needle) - 1].end
            while part[end : end + 1] and part[end] in CLOSING:
                end += 1
            return part[words[at].start : end]
    return _found_unspaced("".join(needle), part)


def _found_unspaced(needle: str, part: str) -> str | None:
    """As `_found`, letter by letter, for scripts that put no spaces between words."""
    if not needle or min(needle) < UNSPACED_FROM:
        return None
    letters = [(char, word.start + at) for word in words_of(part) for at, char in enumerate(word.plain)]
    at = "".join(char for char, _ in letters).find(needle)
    return None if at < 0 else part[letters[at][1] : letters[at + len(needle) - 1][1] + 1]


def _is_whole_sentence(found: str, log: LogText) -> bool:
    spelt = [word.plain for word in words_of(found)]
    return any([word.plain for word in words_of(sentence)] == spelt for sentence in log.sentences)


def _nearest(typed: str, log: LogText) -> str | None:
    """The sentence of the log most like what was typed."""
    plain = {sentence: " ".join(word.plain for word in words_of(sentence)) for sentence in log.sentences}
    wanted = " ".join(word.plain for word in words_of(typed))
    best = process.extractOne(wanted, plain, scorer=fuzz.WRatio, score_cutoff=LEAST_LIKENESS) if wanted else None
    return best[2] if best else None
