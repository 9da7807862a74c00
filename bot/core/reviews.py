"""A review: the rubric's three ratings, the log's strongest sentence in its own words, and one question."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from bot.core.characters import refusals_of, tidied
from bot.core.errors import NotInLogError, UnacceptableTextError
from bot.core.own_words import is_short, words_of
from bot.core.paper_logs import PART_LIMIT
from bot.core.scripts import script_of
from bot.core.sentences import is_end_mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.own_words import Word
    from bot.core.paper_logs import LogText

STRONGEST, QUESTION = "Strongest sentence", "One question"
STRONGEST_LIMIT, QUESTION_LIMIT = PART_LIMIT, 500
# Three words or four Chinese characters, unless the log's sentence has fewer: "the" stands in every log.
LEAST_QUOTED = 8
LEAST_LIKENESS = 60  # of 100; below it the log's sentence is another one altogether
COMPARED = 100  # sentences; hardly a log has more
NOT_CLOSING, NOT_OPENING = ",;:-–—/·،؛、，；：၊([{“‘«„¿¡「『（", ",;:.!?…)]}”»、，。"


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


def asks_little(review: ReviewText) -> bool:
    """Whether the question asks hardly anything, such as "?". That is no reason to refuse: its writer decides."""
    return is_short(review.question)


def quoted(typed: str, log: LogText) -> str:
    """What was quoted, as the log writes it: case, spaces, accents, quotation and other marks may differ.

    Raises NotInLogError, with the log's nearest sentence, for what does not stand there, or is but a word or two.
    """
    wanted = words_of(typed)
    for _, part in log.parts:
        found = _found(typed, wanted, part)
        if found is not None:
            if sum(word.weight for word in wanted) >= LEAST_QUOTED or _is_whole_sentence(wanted, log):
                return found
            raise NotInLogError(f"*{STRONGEST}*: quote a whole sentence of the log.", _nearest(typed, log))
    raise NotInLogError(
        f"*{STRONGEST}*: that does not stand in the log. Copy one of its sentences, word for word.",
        _nearest(typed, log),
    )


def _found(typed: str, wanted: Sequence[Word], part: str) -> str | None:
    """The slice of the part that has these words, with the marks around it that were quoted or are its sentence's."""
    words = words_of(part)
    at = _place_of(wanted, words)
    if at is None:
        return None
    first, last = words[at], words[at + len(wanted) - 1]
    following = words[at + len(wanted)].start if at + len(wanted) < len(words) else len(part)
    before, after = part[words[at - 1].end if at else 0 : first.start], part[last.end : following]
    is_sentence = at == 0 or any(char == "\n" or is_end_mark(char) for char in before)
    opening = _opening(before) if is_sentence or _is_sign(typed[:1]) else ""
    is_greek = script_of(part[last.end - 1]) == "GREEK"
    closing = _closing(after, is_greek=is_greek) if is_sentence or _is_sign(typed[-1:]) else ""
    return opening + part[first.start : last.end] + closing


def _place_of(wanted: Sequence[Word], words: Sequence[Word]) -> int | None:
    """The place of the first of the wanted words among the words; the search takes time in proportion to both."""
    spelt = f" {' '.join(word.plain for word in words)} "
    at = spelt.find(f" {' '.join(word.plain for word in wanted)} ") if wanted else -1
    return None if at < 0 else spelt.count(" ", 0, at)


def _opening(before: str) -> str:
    """What stands directly before a word and belongs to it: an opening quotation mark, ¿, the sign of "-3"."""
    return "" if not before or before[-1].isspace() else before.rsplit(maxsplit=1)[-1].lstrip(NOT_OPENING)


def _closing(after: str, *, is_greek: bool) -> str:
    """What follows a word and belongs to it: "%.", a danda, a closing bracket; also an end mark behind a space."""
    space = after[: len(after) - len(after.lstrip())]
    signs = after[len(space) :].split(maxsplit=1)[:1]
    if not signs or (space and not is_end_mark(signs[0][0])):
        return ""
    if "\n" in space:
        return ""
    # A semicolon is the question mark of Greek.
    return space + signs[0].rstrip(NOT_CLOSING.replace(";", "") if is_greek else NOT_CLOSING)


def _is_sign(char: str) -> bool:
    return char != "" and unicodedata.category(char)[0] in "PS"


def _is_whole_sentence(wanted: Sequence[Word], log: LogText) -> bool:
    spelt = [word.plain for word in wanted]
    return any([word.plain for word in words_of(sentence)] == spelt for sentence in log.sentences)


def _nearest(typed: str, log: LogText) -> str | None:
    """The sentence of the log most like what was typed."""
    sentences = log.sentences[:COMPARED]
    plain = {sentence: " ".join(word.plain for word in words_of(sentence)) for sentence in sentences}
    wanted = " ".join(word.plain for word in words_of(typed[:STRONGEST_LIMIT]))
    best = process.extractOne(wanted, plain, scorer=fuzz.WRatio, score_cutoff=LEAST_LIKENESS) if wanted else None
    return best[2] if best else None
