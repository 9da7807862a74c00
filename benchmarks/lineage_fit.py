"""Fits the scorer's weights: a softmax over each paper's references, with a ridge, by Newton's method."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

RIDGE = 30.0
STEPS, STEPS_WITHOUT_ONE = 25, 2
LONGEST_STEP = 0.2
Matrix = list[list[float]]


@dataclass(frozen=True, slots=True)
class Sample:
    """One paper: the features of each reference, and how many readers chose it."""

    features: Matrix
    chosen: list[int]


def scales(samples: Sequence[Sample]) -> list[float]:
    """The standard deviation of each feature."""
    rows = [row for sample in samples for row in sample.features]
    means = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
    spread = [
        sqrt(sum((value - mean) ** 2 for value in column) / len(rows))
        for column, mean in zip(zip(*rows, strict=True), means, strict=True)
    ]
    return [value or 1.0 for value in spread]


def fitted(samples: Sequence[Sample], start: Sequence[float] | None = None, steps: int = STEPS) -> list[float]:
    """The weights of features that are scaled already; `start` saves steps if it is close."""
    size = len(samples[0].features[0])
    weights = list(start or [0.0] * size)
    for _ in range(steps):
        gradient = [RIDGE * weight for weight in weights]
        hessian = [[RIDGE if row == column else 0.0 for column in range(size)] for row in range(size)]
        for sample in samples:
            _add(sample, weights, gradient, hessian)
        step = _solved(hessian, gradient)
        # A whole step overshoots far from the minimum.
        damping = min(1.0, LONGEST_STEP / max(map(abs, step)))
        weights = [weight - damping * change for weight, change in zip(weights, step, strict=True)]
    return weights


def _add(sample: Sample, weights: Sequence[float], gradient: list[float], hessian: Matrix) -> None:
    scores = [sum(weight * value for weight, value in zip(weights, row, strict=True)) for row in sample.features]
    highest, total = max(scores), sum(sample.chosen)
    shares = [exp(score - highest) for score in scores]
    norm = sum(shares)
    size = len(weights)
    mean = [0.0] * size
    for share, chosen, row in zip(shares, sample.chosen, sample.features, strict=True):
        for at, value in enumerate(row):
            mean[at] += share / norm * value
            gradient[at] += (share / norm - chosen / total) * value
    for share, row in zip(shares, sample.features, strict=True):
        weight = share / norm
        if weight < 1e-6:
            continue
        apart = [value - average for value, average in zip(row, mean, strict=True)]
        for at in range(size):
            scaled, line = weight * apart[at], hessian[at]
            for other in range(size):
                line[other] += scaled * apart[other]


def _solved(matrix: Matrix, right: Sequence[float]) -> list[float]:
    """Gauss-Jordan elimination; the ridge keeps the matrix far from singular."""
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for at in range(len(rows)):
        best = max(range(at, len(rows)), key=lambda row: abs(rows[row][at]))
        rows[at], rows[best] = rows[best], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for row in range(len(rows)):
            if row != at and (factor := rows[row][at]):
                rows[row] = [value - factor * above for value, above in zip(rows[row], rows[at], strict=True)]
    return [line[-1] for line in rows]


def scaled(samples: Sequence[Sample], by: Sequence[float]) -> list[Sample]:
    return [
        Sample(
            [[value / scale for value, scale in zip(row, by, strict=True)] for row in sample.features], sample.chosen
        )
        for sample in samples
    ]


def without_each(samples: Sequence[Sample]) -> tuple[list[float], list[list[float]]]:
    """The weights fitted to all papers, and for each paper those fitted to the others."""
    by = scales(samples)
    ready = scaled(samples, by)
    whole = fitted(ready)
    others = [fitted(ready[:at] + ready[at + 1 :], whole, STEPS_WITHOUT_ONE) for at in range(len(ready))]
    unscaled = [[weight / scale for weight, scale in zip(weights, by, strict=True)] for weights in [whole, *others]]
    return unscaled[0], unscaled[1:]
