"""The figures that tell an ancestor from the other references."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from math import log, log1p, sqrt
from typing import TYPE_CHECKING

from bot.core.fulltext.cues import RESOURCE_TITLE, Cue
from bot.core.fulltext.manuscript import PaperPart
from bot.core.fulltext.surnames import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.core.fulltext.citing import Citations, Mention
    from bot.core.fulltext.manuscript import Manuscript

LATE = frozenset({PaperPart.EXPERIMENTS, PaperPart.APPENDIX, PaperPart.END_MATTER})
EARLY = frozenset({PaperPart.ABSTRACT, PaperPart.INTRODUCTION, PaperPart.RELATED_WORK, PaperPart.METHOD})
FEW = 2  # cited together
VERSION = re.compile(r"[-\d]")
SHORTEST_STEM = 3
WORD = re.compile(r"[a-z0-9]{3,}")
STEM = 6  # letters, so that "attention" and "attentive" are alike
FILLERS = frozenset({"the", "and", "for", "with", "via", "from", "using", "are", "can", "our"})
FIRST_AUTHORS = 6


@dataclass(frozen=True, slots=True)
class Features:
    """Figures about one reference; counts are logarithms, since the tenth mention says less than the second.

    `own_work`: cited in a sentence on what this paper itself does, with one other at most, before the experiments.
    `own_method`: mentioned in such a sentence of the method section. `named_near_proposal`: called by its name beside
    "we propose …". `alone`: 1 if it is ever cited alone. `position`: of the first mention, from 0 to 1. `late_only`:
    never before the experiments. `resource`: the share of mentions beside words such as "data set" or "optimizer".
    `in_own_name`: this paper's name holds its name, as DistilBERT holds BERT. `alike`: rare words in both titles.
    """

    mentions: float
    method: float
    related_work: float
    own_work: float
    own_method: float
    named_near_proposal: float
    alone: float
    position: float
    late_only: float
    resource: float
    resource_title: float
    in_abstract: float
    in_own_name: float
    alike: float


@dataclass(frozen=True, slots=True)
class SignCounts:
    """How often each sign that speaks for a reference was seen. A proposal says so in words."""

    own_work: int
    builds_on: int
    near_proposal: int
    in_abstract: bool
    introduction: int
    method: int
    is_alike: bool
    has_own_authors: bool
    by_name: int
    mentions: int


class Evidence:
    """What one paper says about its references."""

    def __init__(self, manuscript: Manuscript, citations: Citations) -> None:
        self._manuscript = manuscript
        self._citations = citations
        self._byline = {folded(word) for word in manuscript.byline.split()}
        self._abstract = " ".join(each.text for each in manuscript.passages if each.part is PaperPart.ABSTRACT)
        self._names: dict[int, list[str]] = {}
        for name, at in citations.names.items():
            self._names.setdefault(at, []).append(name)
        self._own_name = " ".join([*citations.own_names, manuscript.title]).casefold()
        self._alike = _likeness(manuscript.title, [reference.title for reference in manuscript.references])

    def features(self, at: int) -> Features:
        reference, mentions = self._manuscript.references[at], self._citations.mentions[at]
        marked = [mention for mention in mentions if not mention.is_by_name]
        parts = [mention.sentence.passage.part for mention in marked]
        own = [mention for mention in mentions if mention.sentence.is_about_own_work]
        return Features(
            mentions=log1p(len(marked)),
            method=_many(part is PaperPart.METHOD for part in parts),
            related_work=_many(part is PaperPart.RELATED_WORK for part in parts),
            own_work=_many(
                mention.sentence.is_about_own_work and mention.group <= FEW and mention.sentence.passage.part in EARLY
                for mention in marked
            ),
            own_method=_many(mention.sentence.passage.part is PaperPart.METHOD for mention in own),
            named_near_proposal=_many(each.is_by_name and each.sentence.is_near_proposal for each in mentions),
            alone=max((1 / mention.group for mention in marked), default=0),
            position=min((mention.sentence.order for mention in marked), default=1),
            late_only=float(bool(parts) and set(parts) <= LATE),
            resource=sum(Cue.RESOURCE in mention.cues for mention in marked) / max(1, len(marked)),
            resource_title=float(bool(RESOURCE_TITLE.search(reference.title or reference.text))),
            in_abstract=float(self._is_in_abstract(at, marked)),
            in_own_name=float(any(stem in self._own_name for stem in self._name_stems(at))),
            alike=self._alike[at],
        )

    def seen(self, at: int) -> SignCounts:
        mentions = self._citations.mentions[at]
        marked = [mention for mention in mentions if not mention.is_by_name]
        parts = [mention.sentence.passage.part for mention in marked]
        return SignCounts(
            own_work=sum(mention.sentence.is_about_own_work for mention in marked),
            builds_on=sum(Cue.BUILDS_ON in mention.cues and mention.group == 1 for mention in marked),
            near_proposal=sum(mention.sentence.is_near_proposal for mention in marked),
            in_abstract=self._is_in_abstract(at, marked),
            introduction=parts.count(PaperPart.INTRODUCTION),
            method=parts.count(PaperPart.METHOD),
            is_alike=self._alike[at] >= 1,
            has_own_authors=bool(self._byline & set(self._manuscript.references[at].surnames[:FIRST_AUTHORS])),
            by_name=len(mentions) - len(marked),
            mentions=len(marked),
        )

    def _name_stems(self, at: int) -> set[str]:
        """Its names without version: "vgg" of "VGG-16"."""
        stems = {VERSION.split(name, maxsplit=1)[0].casefold() for name in self._names.get(at, ())}
        return {stem for stem in stems if len(stem) >= SHORTEST_STEM}

    def _is_in_abstract(self, at: int, marked: Sequence[Mention]) -> bool:
        is_named = any(_has_word(self._abstract, name) for name in self._names.get(at, ()))
        return is_named or any(mention.sentence.passage.part is PaperPart.ABSTRACT for mention in marked)


def _many(flags: Iterable[bool]) -> float:
    return log1p(sum(flags))


def _has_word(text: str, word: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE))


def _stems(title: str) -> set[str]:
    return {word[:STEM] for word in WORD.findall(title.casefold())} - FILLERS


def _likeness(title: str, others: Sequence[str]) -> list[float]:
    """Return how much each other title has in common with this one. Words of many references count little."""
    own, stems = _stems(title), [_stems(other) for other in others]
    counts = Counter(stem for each in stems for stem in each)
    weights = {stem: log((len(stems) + 1) / count) for stem, count in counts.items()}
    norms = [sqrt(sum(weights[stem] ** 2 for stem in each)) or 1.0 for each in stems]
    return [sum(weights[stem] for stem in each & own) / norm for each, norm in zip(stems, norms, strict=True)]
