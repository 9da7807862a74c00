"""`make bench`: run every benchmark in a separate process, so that none warms up or slows down the next.

`--quick` runs each for a few seconds, to check that it still works and its results are right. It runs two at a time,
since some wait for the next full minute, so the figures say little: performance goals may be missed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

from benchmarks.aims import Result

BENCHMARKS = ("search", "million", "lineage", "commands", "pictures", "reviews", "submissions", "storm", "servers")
# Half an hour: for overnight runs, and before a release.
LONG = ("soak", "year")
AT_A_TIME = 2


def played(name: str, *words: str, is_alone: bool = True) -> Result | None:
    """The result; None if the benchmark failed. What one prints beside others is shown once it has ended."""
    module = f"benchmarks.{name}"
    command = f"== python -m {module} {' '.join(words)}\n"
    if is_alone:
        sys.stdout.write(command)
        sys.stdout.flush()
    began = monotonic()
    ended = subprocess.run(
        [sys.executable, "-m", module, *words],
        stdout=None if is_alone else subprocess.PIPE,
        stderr=None if is_alone else subprocess.STDOUT,
        text=True,
        check=False,
    )
    took = f"== {name} took {monotonic() - began:.0f} s\n"
    sys.stdout.write(took if is_alone else f"{command}{ended.stdout}{took}")
    sys.stdout.flush()
    return Result(ended.returncode) if ended.returncode in set(Result) else None


def played_quickly() -> dict[str, Result | None]:
    """The long ones come first, so that none is left to run alone."""
    names = LONG + BENCHMARKS[::-1]
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        return dict(zip(names, pool.map(lambda name: played(name, "--quick", is_alone=False), names), strict=True))


def main() -> int:
    options = argparse.ArgumentParser(description="Every benchmark.")
    options.add_argument("--quick", action="store_true", help="seconds of each")
    is_quick = options.parse_args().quick
    results = played_quickly() if is_quick else {name: played(name) for name in BENCHMARKS}
    if not is_quick:
        print(f"not run, since they take long: {', '.join(f'python -m benchmarks.{name}' for name in LONG)}")
    for name, result in results.items():
        print(f"{name:<12} {'broke' if result is None else result.name.lower()}")
    good = {Result.MET, Result.MISSED} if is_quick else {Result.MET}
    return 0 if set(results.values()) <= good else 1


if __name__ == "__main__":
    sys.exit(main())
