"""A paper log: its four parts, what is refused, and what is only noticed."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, TypeAlias

from bot.core.characters import Refusal, refusals_of, tidied
from bot.core.errors import UnacceptableTextError
from bot.core.own_words import borrowed_runs, is_short
from bot.core.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.core.own_words import BorrowedRun, Shingles

PART_NAMES = ("Problem", "Approach", "Key result", "Limitation or open question")
# Four parts and their headings fit into one message of 4,000 characters.
PART_LIMIT = 900
SENTENCES = range(3, 6)


@dataclass(frozen=True, slots=True)
class LogText:
    """What a member wrote about a paper, part by part as in the form, not yet known to be acceptable."""

    problem: str
    approach: str
    key_result: str
    limitation: str

    @classmethod
    def typed(cls, problem: str, approach: str, key_result: str, limitation: str) -> LogText:
        """From a form, without space around the parts."""
        return cls(tidied(problem), tidied(approach), tidied(key_result), tidied(limitation))

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """Each part's name and text, in the form's order."""
        return tuple(zip(PART_NAMES, astuple(self), strict=True))

    @property
    def joined(self) -> str:
        """The parts, each on a line of its own."""
        return "\n".join(text for _, text in self.parts)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Those of all parts in order; none reaches over two parts."""
        return tuple(sentence for _, text in self.parts for sentence in sentences(text))


@dataclass(frozen=True, slots=True)
class SentenceCount:
    """A log that is shorter or longer than a paper log is meant to be."""

    count: int


@dataclass(frozen=True, slots=True)
class Borrowed:
    """Words of the part `name` that a source has too."""

    name: str
    run: BorrowedRun


@dataclass(frozen=True, slots=True)
class ShortParts:
    """Parts that hold a word, or a letter or two."""

    names: tuple[str, ...]


Notice: TypeAlias = SentenceCount | ShortParts | Borrowed


def refusals(text: LogText) -> tuple[Refusal, ...]:
    """What keeps a log from being taken: at most one thing a part, in the form's order."""
    return refusals_of((name, part, PART_LIMIT) for name, part in text.parts)


def check(text: LogText) -> None:
    """Raises UnacceptableTextError with a line for each part that cannot be taken."""
    found = refusals(text)
    if found:
        raise UnacceptableTextError(
            "\n".join(refusal.sentence for refusal in found), tuple(refusal.name for refusal in found)
        )


def notices(text: LogText, sources: Collection[Shingles], titles: Collection[str] = ()) -> tuple[Notice, ...]:
    """What the member should see before posting, none of it a reason to refuse: lengths first, then each run.

    `sources` are texts that others wrote, `titles` names of papers that anybody may write out.
    """
    count = len(text.sentences)
    lengths: list[Notice] = [] if count in SENTENCES else [SentenceCount(count)]
    if short := tuple(name for name, part in text.parts if part and is_short(part)):
        lengths.append(ShortParts(short))
    runs = [Borrowed(name, run) for name, part in text.parts for run in borrowed_runs(part, sources, titles)]
    return (*lengths, *runs)
