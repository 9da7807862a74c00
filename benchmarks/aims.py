"""What a benchmark wanted and what it found. Its exit code tells a missed aim from a wrong result."""

from __future__ import annotations

from enum import IntEnum


class Result(IntEnum):
    """The worst of several is their maximum. An exception ends Python with 1, so these are others."""

    MET = 0
    # Slower or larger than wished, which a busy machine may explain.
    MISSED = 3
    # Something was lost, doubled or mixed up, which nothing explains.
    WRONG = 4


def aim(name: str, found: str, wanted: str, *, met: bool) -> Result:
    """Print a figure that is wished for."""
    print(f"  {name:<32}{found:<44}aim {wanted:<22}{'met' if met else 'MISSED'}")
    return Result.MET if met else Result.MISSED


def must(name: str, found: str, wanted: str, *, met: bool) -> Result:
    """Print a figure that has to be right on any machine."""
    print(f"  {name:<32}{found:<44}must be {wanted:<18}{'right' if met else 'WRONG'}")
    return Result.MET if met else Result.WRONG
