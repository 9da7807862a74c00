"""Scores a reference by its features, and says what spoke for it.

The weights were fitted to papers whose ancestors are known (docs/LINEAGE.md). They are few on purpose.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.fulltext.features import Features, SignCounts

WEIGHTS: Mapping[str, float] = {
    "mentions": 0.92,
    "method": 0.55,
    "related_work": 0.41,
    "own_work": 0.4,
    "own_method": 0.23,
    "named_near_proposal": 0.41,
    "alone": 0.71,
    "position": -0.82,
    "late_only": -0.44,
    "resource": -0.26,
    "resource_title": -0.41,
    "in_abstract": 0.31,
    "in_own_name": 0.62,
    "alike": 0.34,
}
MOST_REASONS = 3


class Sign(StrEnum):
    """What can speak for a reference, as a reader would say it."""

    OWN_WORK = auto()
    BUILDS_ON = auto()
    NEAR_PROPOSAL = auto()
    ABSTRACT = auto()
    INTRODUCTION = auto()
    METHOD = auto()
    ALIKE = auto()
    OWN_AUTHORS = auto()
    BY_NAME = auto()
    OFTEN = auto()


@dataclass(frozen=True, slots=True)
class Reason:
    """A sign, and how often it was seen; 1 where counting makes no sense."""

    sign: Sign
    count: int


def score_of(features: Features, weights: Mapping[str, float] = WEIGHTS) -> float:
    return sum(weight * float(getattr(features, name)) for name, weight in weights.items())


def reasons_for(seen: SignCounts) -> tuple[Reason, ...]:
    """Return the signs that were seen, those that tell most first."""
    counts = {
        Sign.OWN_WORK: seen.own_work,
        Sign.BUILDS_ON: seen.builds_on,
        Sign.NEAR_PROPOSAL: seen.near_proposal,
        Sign.ABSTRACT: int(seen.in_abstract),
        Sign.INTRODUCTION: seen.introduction,
        Sign.METHOD: seen.method,
        Sign.ALIKE: int(seen.is_alike),
        Sign.OWN_AUTHORS: int(seen.has_own_authors),
        Sign.BY_NAME: seen.by_name,
        Sign.OFTEN: seen.mentions,
    }
    return tuple(Reason(sign, count) for sign, count in counts.items() if count)[:MOST_REASONS]
