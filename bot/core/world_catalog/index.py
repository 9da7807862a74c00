"""What the search over the world's papers asks of the file that holds them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is compared with a query. `title` is as it is shown; `authors` are in the order of the title page."""

    number: int
    title: str
    authors: tuple[str, ...]
    year: int


class WordIndex(Protocol):
    """Papers by their words. They are numbered from the best known on, so the lowest numbers of any list come first.

    Words are as `normalise` makes them, names as `squash` does. Every answer is bounded by the caller.
    """

    @property
    def papers(self) -> int:
        """How many papers there are."""

    def counts(self, words: Collection[str]) -> dict[str, int]:
        """Return how many papers have each of the words; a word that none has is left out."""

    def completions(self, beginning: str, most: int) -> list[tuple[str, int]]:
        """Return the commonest words that begin like this, each with the number of papers that have it."""

    def with_stem(self, root: str, most: int) -> list[tuple[str, int]]:
        """Return the commonest words that have this stem."""

    def near(self, word: str, most: int) -> list[tuple[str, int]]:
        """Return the commonest words that equal this one if each of the two may leave out one letter."""

    def holding(self, groups: Sequence[Sequence[str]], most: int, among: int | None = None) -> list[int]:
        """Return the papers that have a word of every group; with `among`, only of that many best known ones."""

    def called(self, squashed: str, most: int) -> list[int]:
        """Return the papers whose title, or a side of its colon, is exactly this."""

    def beginning(self, squashed: str, most: int) -> list[int]:
        """Return the papers whose title begins like this."""

    def abbreviated(self, initials: str, most: int) -> list[int]:
        """Return the papers whose title has these initials."""

    def candidates(self, numbers: Iterable[int]) -> list[Candidate]:
        """Return these papers, in any order."""
