"""Collects every place where a paper mentions each of its references, with the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.fulltext.cues import PROPOSES, Cue, cues_around, is_about_own_work
from bot.core.fulltext.manuscript import PaperPart
from bot.core.fulltext.markers import MarkerFinder
from bot.core.fulltext.names import names_of_references, own_names
from bot.core.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.core.fulltext.manuscript import Manuscript, Passage
    from bot.core.fulltext.markers import Marker

GOES_ON = re.compile(
    r"(?:\bet al|\bcf|\be\.g|\bi\.e|\bw\.r\.t|\bFigs?|\bEqs?|\bSecs?|\bTab|\bAlg|\bvs|\bresp|\bApp)\.$"
)
PROPOSING = frozenset({PaperPart.ABSTRACT, PaperPart.INTRODUCTION, PaperPart.METHOD})
LONGEST_SENTENCE = 1500  # characters: more is a table


@dataclass(frozen=True, slots=True)
class Sentence:
    """`order` counts the sentences of the paper from 0 to 1."""

    text: str
    passage: Passage
    order: float
    is_about_own_work: bool
    is_near_proposal: bool


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of a reference in a sentence, from `start` to `end`: by a marker, or by its name alone."""

    sentence: Sentence
    start: int
    end: int
    cues: frozenset[Cue]
    is_textual: bool = False
    group: int = 1
    is_by_name: bool = False


@dataclass(frozen=True, slots=True)
class Citations:
    """All mentions, by the position of the reference in the list, and what each is called."""

    mentions: tuple[tuple[Mention, ...], ...]
    names: dict[str, int]
    own_names: frozenset[str]


def citations_in(manuscript: Manuscript) -> Citations:
    """Return every mention of every reference, in the order of the text."""
    finder = MarkerFinder(manuscript.references)
    finder.choose_style([passage.text for passage in manuscript.passages])
    own = own_names(manuscript)
    said = [(text, passage) for passage in manuscript.passages for text in _sentences(passage.text)]
    marked = [finder.markers_in(text) for text, _ in said]
    cited = [(text, markers) for (text, _), markers in zip(said, marked, strict=True)]
    names = names_of_references(manuscript.references, cited, own)
    pattern = _any_of(names)
    near = _near_proposals(said)
    found: list[list[Mention]] = [[] for _ in manuscript.references]
    for number, ((text, passage), markers) in enumerate(zip(said, marked, strict=True)):
        by_name = list(pattern.finditer(text)) if pattern else []
        if markers or by_name:
            sentence = Sentence(text, passage, number / len(said), is_about_own_work(text, own), number in near)
            already = _add_marked(found, sentence, markers)
            for name in by_name:
                if names[name[0]] not in already:
                    cues = cues_around(text, name.start(), name.end())
                    mention = Mention(sentence, name.start(), name.end(), cues, is_by_name=True)
                    found[names[name[0]]].append(mention)
    return Citations(tuple(map(tuple, found)), names, own)


def _near_proposals(said: Sequence[tuple[str, Passage]]) -> set[int]:
    """Return the numbers of the sentences that say what the paper proposes, and of their neighbors."""
    proposals = {
        number for number, (text, passage) in enumerate(said) if passage.part in PROPOSING and PROPOSES.search(text)
    }
    return {number + step for number in proposals for step in (-1, 0, 1)}


def _add_marked(found: list[list[Mention]], sentence: Sentence, markers: Sequence[Marker]) -> set[int]:
    cited: set[int] = set()
    for marker in markers:
        cues = cues_around(sentence.text, marker.start, marker.end)
        for at in marker.references:
            cited.add(at)
            found[at].append(Mention(sentence, marker.start, marker.end, cues, marker.is_textual, marker.group))
    return cited


def _any_of(names: dict[str, int]) -> re.Pattern[str] | None:
    if not names:
        return None
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])")


def _sentences(text: str) -> Iterator[str]:
    """Return the sentences as they are in the text. Abbreviations that papers use, such as "et al.", don't end one."""
    begin = end = 0
    for part in sentences(text):
        at = text.find(part, end)
        if at < 0:
            continue
        if end > begin and not GOES_ON.search(text[begin:end]):
            yield text[begin:end][:LONGEST_SENTENCE]
            begin = at
        elif end == begin:
            begin = at
        end = at + len(part)
    if end > begin:
        yield text[begin:end][:LONGEST_SENTENCE]
