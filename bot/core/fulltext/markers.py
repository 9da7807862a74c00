"""Finds where running text cites a reference, in whichever style."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.fulltext.surnames import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.core.fulltext.manuscript import Reference

BRACKETS = re.compile(r"\[([^\[\]]{1,300})\]")
SPAN = re.compile(r"(\d{1,3})\s*[–—-]\s*(\d{1,3})")
SUPERSCRIPT = re.compile(r"(?<=[a-z)\].,;”])(?<!\d[.,])(\d{1,3}(?:\s?[,–-]\s?\d{1,3})*)(?=[\s.,;:)]|$)")
YEAR = r"(?:19|20)\d\d[a-z]?"
NAME = (
    r"(?:(?:van|von|de|der|den|del|di|la|le|Van|Von|De|Del|La|Le)\s){0,3}[^\W\d_a-zß-öø-ÿ](?:[\w'’´`¨-]|\s?[´`¨]){0,40}"
)
CITED_BY_NAME = re.compile(
    rf"({NAME}(?:\s*,\s*{NAME}){{0,4}})((?:,?\s+et\s+al\b\.?|,?\s+(?:and|&)\s+(?:others|({NAME})))?)(?:['’]s)?\s*,?\s*"
    rf"([(\[]?)\s*({YEAR}(?:\s*[,;]\s*{YEAR}){{0,9}})"
)
AMOUNT = re.compile(r"[-+]?\d+(?:\.\d+)?")
WIDEST_SPAN = 30
GROUP_GAP = re.compile(r"[\s;,]{0,4}(?:and|e\.g\.,?|see|also|i\.e\.,?)?\s*")
FEWEST_NUMBERED = 3
ENOUGH = 0.4  # of the references, cited in one style, show that it is the paper's own


@dataclass(frozen=True, slots=True)
class Marker:
    """A place in a text that cites references, by their position in the list.

    `is_textual` where the marker is a part of the sentence: "Vaswani et al. (2017) propose", "as in [3]". `group`
    counts the references that are cited together.
    """

    start: int
    end: int
    references: tuple[int, ...]
    is_textual: bool
    group: int


class MarkerFinder:
    """Knows the labels, authors and years of one paper's references."""

    def __init__(self, references: Sequence[Reference]) -> None:
        self._by_label: dict[str, int] = {}
        self._by_name: dict[tuple[str, int], list[int]] = {}
        self._references = references
        for at, reference in enumerate(references):
            if reference.label:
                self._by_label.setdefault(_label(reference.label), at)
            if reference.surnames and reference.year:
                self._by_name.setdefault((reference.surnames[0], reference.year), []).append(at)
        self._surnames = {name for name, _ in self._by_name}
        self._reads_superscripts = False

    def choose_style(self, texts: Sequence[str]) -> None:
        """Read superscripts only where a numbered list is hardly cited in any other way."""
        numbered = [label for label in self._by_label if label.isdigit()]
        if len(numbered) < FEWEST_NUMBERED:
            return
        cited = {at for text in texts for marker in self.markers_in(text) for at in marker.references}
        self._reads_superscripts = len(cited) < ENOUGH * len(self._references)

    def markers_in(self, text: str) -> list[Marker]:
        """Return the markers in order. If two styles find one at the same place, the longer one counts."""
        found = sorted([*self._bracketed(text), *self._named(text)], key=lambda each: (each.start, -each.end))
        if self._reads_superscripts:
            found = sorted([*found, *self._superscripts(text)], key=lambda each: (each.start, -each.end))
        kept: list[Marker] = []
        for marker in found:
            if not kept or marker.start >= kept[-1].end:
                kept.append(marker)
        return _grouped(kept, text)

    def _bracketed(self, text: str) -> Iterator[Marker]:
        for found in BRACKETS.finditer(text):
            if cited := self._labeled(found[1]):
                is_textual = bool(
                    re.search(r"\b(?:of|in|by|from|with|to|and|following|see)\s*$", text[: found.start()][-12:])
                )
                yield Marker(found.start(), found.end(), cited, is_textual or found.start() == 0, len(cited))

    def _labeled(self, inside: str) -> tuple[int, ...]:
        cited: list[int] = []
        for part in re.split(r"[,;]", inside):
            span = SPAN.fullmatch(part.strip())
            first, last = (int(span[1]), int(span[2])) if span else (0, -1)
            if span and 0 <= last - first <= WIDEST_SPAN:
                labels = [str(number) for number in range(first, last + 1)]
            else:
                # "[12, Sec. 3]" cites 12.
                labels = [_label(part)]
            known = [self._by_label[label] for label in labels if label in self._by_label]
            if not known and AMOUNT.fullmatch(part.strip()):
                # "[0.5, 5]" is an interval.
                return ()
            cited += known
        return tuple(dict.fromkeys(cited))

    def _superscripts(self, text: str) -> Iterator[Marker]:
        for found in SUPERSCRIPT.finditer(text):
            if cited := self._labeled(found[1]):
                yield Marker(found.start(), found.end(), cited, False, len(cited))

    def _named(self, text: str) -> Iterator[Marker]:
        for found in CITED_BY_NAME.finditer(text):
            cited = self._of_name(found[1], found[3], found[2], re.findall(YEAR, found[5]))
            if cited:
                yield Marker(found.start(), found.end(), cited, bool(found[4]), len(cited))

    def _of_name(self, listed: str, last: str | None, others: str, years: Sequence[str]) -> tuple[int, ...]:
        cited: list[int] = []
        names = [name.strip() for name in listed.split(",")]
        for written in years:
            # Words before the citation may look like names: "In Transformers, Vaswani et al." starts at the second.
            for start in range(len(names)):
                if known := self._by_name.get((self._first_known(names[start]), int(written[:4]))):
                    seconds = [folded(name) for name in (*names[start + 1 :], last or "") if name]
                    cited.append(self._likeliest(known, written[4:], seconds, has_others=bool(others and not last)))
                    break
        return tuple(dict.fromkeys(cited))

    def _first_known(self, name: str) -> str:
        """The surname as the list has it: whole, or its last word."""
        spellings = [folded(name), *(folded(word) for word in reversed(name.split()))]
        return next((spelling for spelling in spellings if spelling in self._surnames), "")

    def _likeliest(self, known: Sequence[int], letter: str, seconds: Sequence[str], *, has_others: bool) -> int:
        """Return which reference by this author of this year is meant, by its letter and its other authors."""

        def fit(at: int) -> tuple[bool, int, bool]:
            reference = self._references[at]
            further = reference.surnames[1 : 1 + len(seconds)]
            matches = sum(one == other for one, other in zip(seconds, further, strict=False))
            count = len(reference.surnames)
            # Two authors are both named: "et al." means three at least.
            fits_count = count > max(2, len(seconds) + 1) if has_others else count == len(seconds) + 1
            return bool(letter) and reference.year_suffix == letter, matches, fits_count

        return max(known, key=fit)


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()


def _grouped(markers: Sequence[Marker], text: str) -> list[Marker]:
    """Count together what is cited side by side: "[1], [2]" and "(A, 2019; B, 2020)"."""
    grouped: list[Marker] = []
    at = 0
    while at < len(markers):
        end = at + 1
        while end < len(markers) and GROUP_GAP.fullmatch(text, markers[end - 1].end, markers[end].start):
            end += 1
        size = sum(len(marker.references) for marker in markers[at:end])
        grouped += [
            Marker(marker.start, marker.end, marker.references, marker.is_textual, size) for marker in markers[at:end]
        ]
        at = end
    return grouped
