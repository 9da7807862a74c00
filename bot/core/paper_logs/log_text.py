"""A paper log's parts, why a text is refused, and what is only pointed out."""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields
from typing import TYPE_CHECKING, TypeAlias

from bot.core.text.characters import require_acceptable, tidied
from bot.core.text.own_words import borrowed_runs, is_short
from bot.core.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.core.text.own_words import BorrowedRun, Shingles

# All parts and their headings fit into one message of 4,000 characters.
PART_LIMIT = 900
SENTENCES = range(3, 6)


@dataclass(frozen=True, slots=True)
class LogText:
    """What a member wrote about a paper, part by part as in the form, not yet known to be acceptable.

    This is the one table of a log's parts: the form, the pages and the columns follow from its fields. The messages
    `ui-field` and `paper-logs-hint` have their labels and the form's hints.
    """

    problem: str
    approach: str
    key_result: str
    limitation: str

    @classmethod
    def typed(cls, *texts: str) -> LogText:
        """Create one from a form's fields, without the space around them."""
        return cls(*map(tidied, texts))

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """The field and text of each part, in the form's order."""
        return tuple(zip(PARTS, astuple(self), strict=True))

    @property
    def joined(self) -> str:
        """The parts, one per line."""
        return "\n".join(text for _, text in self.parts)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences of all parts in order. No sentence spans two parts."""
        return tuple(sentence for _, text in self.parts for sentence in sentences(text))


PARTS = tuple(part.name for part in fields(LogText))


@dataclass(frozen=True, slots=True)
class SentenceCount:
    """A log that is shorter or longer than a paper log should be."""

    count: int


@dataclass(frozen=True, slots=True)
class Borrowed:
    """Words in a part that also occur in a source."""

    part: str
    run: BorrowedRun


@dataclass(frozen=True, slots=True)
class ShortParts:
    """Parts that contain only a word, or a letter or two."""

    parts: tuple[str, ...]


Notice: TypeAlias = SentenceCount | ShortParts | Borrowed


def check(text: LogText) -> None:
    """Raise UnacceptableTextError, with a reason for each part that cannot be accepted."""
    require_acceptable((name, part, PART_LIMIT) for name, part in text.parts)


def notices(text: LogText, sources: Collection[Shingles], titles: Collection[str] = ()) -> tuple[Notice, ...]:
    """Return what to show the member before posting: lengths first, then each run. None of it is a reason to refuse.

    `sources` are texts by others. `titles` are names of papers that anybody may write out.
    """
    count = len(text.sentences)
    lengths: list[Notice] = [] if count in SENTENCES else [SentenceCount(count)]
    if short := tuple(name for name, part in text.parts if part and is_short(part)):
        lengths.append(ShortParts(short))
    runs = [Borrowed(name, run) for name, part in text.parts for run in borrowed_runs(part, sources, titles)]
    return (*lengths, *runs)
