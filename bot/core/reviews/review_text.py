"""A review: the rubric's three ratings, a quotation of the log's strongest sentence, and one question."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from bot.core.errors import UNSAID, ClubError
from bot.core.paper_logs.log_text import PART_LIMIT
from bot.core.text.characters import require_acceptable, tidied
from bot.core.text.own_words import is_short, words_of
from bot.core.text.scripts import script_of
from bot.core.text.sentences import is_end_mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.paper_logs.log_text import LogText
    from bot.core.text.own_words import Word

STRONGEST_LIMIT, QUESTION_LIMIT = PART_LIMIT, 500
# Three words or four Chinese characters, unless the log's sentence has fewer: every log contains "the".
LEAST_QUOTED = 8
LEAST_LIKENESS = 60  # of 100; below this, the log's sentence is a different one
COMPARED = 100  # sentences; hardly any log has more
NOT_CLOSING, NOT_OPENING = ",;:-–—/·،؛、，；：၊([{“‘«„¿¡「『（", ",;:.!?…)]}”»、，。"


@dataclass(eq=False)
class NotInLogError(ClubError):
    """The quotation is not in the log. `nearest` is the most similar sentence of the log, if there is one."""

    nearest: str | None = field(metadata=UNSAID)


@dataclass(eq=False)
class NotWholeSentenceError(NotInLogError):
    """The quotation is only a word or two of the log."""


class Rating(StrEnum):
    """How well a log does what the rubric asks of one of its parts."""

    MET = "met"
    PARTLY = "partly"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class ReviewText:
    """One member's review of another's log."""

    problem_and_approach: Rating
    key_result: Rating
    limitation: Rating
    strongest: str
    question: str


def checked(review: ReviewText, log: LogText) -> ReviewText:
    """Return the review with its quotation spelled as in the log.

    Raises UnacceptableTextError for text that cannot be accepted, NotInLogError for a sentence that is not in the log.
    """
    typed = (
        ("strongest", tidied(review.strongest), STRONGEST_LIMIT),
        ("question", tidied(review.question), QUESTION_LIMIT),
    )
    require_acceptable(typed)
    strongest, question = (text for _, text, _ in typed)
    # A picked sentence is one of the log's as it is; it need not be searched.
    strongest = strongest if strongest in log.sentences else quoted(strongest, log)
    return ReviewText(review.problem_and_approach, review.key_result, review.limitation, strongest, question)


def asks_little(review: ReviewText) -> bool:
    """Return whether the question asks almost nothing, such as "?". Its writer decides; it is not refused."""
    return is_short(review.question)


def quoted(typed: str, log: LogText) -> str:
    """Return the quotation as the log writes it. Case, spaces, accents, quotation and other marks may differ.

    Raises NotInLogError, with the log's nearest sentence, if the log does not contain it or it is only a word or two.
    """
    wanted = words_of(typed)
    for _, part in log.parts:
        found = _found(typed, wanted, part)
        if found is not None:
            if sum(word.weight for word in wanted) >= LEAST_QUOTED or _is_whole_sentence(wanted, log):
                return found
            raise NotWholeSentenceError(_nearest(typed, log))
    raise NotInLogError(_nearest(typed, log))


def _found(typed: str, wanted: Sequence[Word], part: str) -> str | None:
    """Return the slice of the part with these words, and the marks around it that were quoted or end its sentence."""
    words = words_of(part)
    at = _position_of(wanted, words)
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


def _position_of(wanted: Sequence[Word], words: Sequence[Word]) -> int | None:
    """Return where the wanted words start among the words. The search takes time in proportion to both lengths."""
    spelt = f" {' '.join(word.plain for word in words)} "
    at = spelt.find(f" {' '.join(word.plain for word in wanted)} ") if wanted else -1
    return None if at < 0 else spelt.count(" ", 0, at)


def _opening(before: str) -> str:
    """Return what belongs to the word after it: an opening quotation mark, ¿, the minus of "-3"."""
    return "" if not before or before[-1].isspace() else before.rsplit(maxsplit=1)[-1].lstrip(NOT_OPENING)


def _closing(after: str, *, is_greek: bool) -> str:
    """Return what belongs to the word before it: "%.", a danda, a closing bracket, or an end mark after a space."""
    space = after[: len(after) - len(after.lstrip())]
    signs = after[len(space) :].split(maxsplit=1)[:1]
    if not signs or (space and not is_end_mark(signs[0][0])):
        return ""
    if "\n" in space:
        return ""
    # In Greek, a semicolon is the question mark.
    return space + signs[0].rstrip(NOT_CLOSING.replace(";", "") if is_greek else NOT_CLOSING)


def _is_sign(char: str) -> bool:
    return char != "" and unicodedata.category(char)[0] in "PS"


def _is_whole_sentence(wanted: Sequence[Word], log: LogText) -> bool:
    spelt = [word.plain for word in wanted]
    return any([word.plain for word in words_of(sentence)] == spelt for sentence in log.sentences)


def _nearest(typed: str, log: LogText) -> str | None:
    """Return the sentence of the log that is most like the typed text."""
    sentences = log.sentences[:COMPARED]
    plain = {sentence: " ".join(word.plain for word in words_of(sentence)) for sentence in sentences}
    wanted = " ".join(word.plain for word in words_of(typed[:STRONGEST_LIMIT]))
    best = process.extractOne(wanted, plain, scorer=fuzz.WRatio, score_cutoff=LEAST_LIKENESS) if wanted else None
    return best[2] if best else None
