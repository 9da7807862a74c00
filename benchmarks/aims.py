"""A benchmark's aims and results. The exit code distinguishes a missed aim from a wrong result."""

from __future__ import annotations

from enum import IntEnum


class Result(IntEnum):
    """The worst of several is their maximum. Python exits with 1 after an exception, so these are other numbers."""

    MET = 0
    # Slower or larger than the aim, perhaps because the machine is busy.
    MISSED = 3
    # Something was lost, doubled or mixed up, which is never acceptable.
    WRONG = 4


def aim(name: str, found: str, wanted: str, *, met: bool) -> Result:
    """Print a figure that has an aim."""
    print(f"  {name:<32}{found:<44}aim {wanted:<22}{'met' if met else 'MISSED'}")
    return Result.MET if met else Result.MISSED


def must(name: str, found: str, wanted: str, *, met: bool) -> Result:
    """Print a figure that must be right on any machine."""
    print(f"  {name:<32}{found:<44}must be {wanted:<18}{'right' if met else 'WRONG'}")
    return Result.MET if met else Result.WRONG
