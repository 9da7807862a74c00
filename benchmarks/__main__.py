"""`make bench`: run every benchmark in a separate process, so that none warms up or slows down the next.

`--quick` runs each for a few seconds, to check that it still works and its results are right. A busy machine may then
miss performance goals.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from time import monotonic

from benchmarks.aims import Result

BENCHMARKS = ("search", "million", "lineage", "commands", "pictures", "reviews", "submissions", "storm", "servers")
# Half an hour: for overnight runs, and before a release.
LONG = ("soak", "year")


def played(name: str, *words: str) -> Result | None:
    """The result; None if the benchmark failed."""
    module = f"benchmarks.{name}"
    print(f"== python -m {module} {' '.join(words)}", flush=True)
    began = monotonic()
    code = subprocess.run([sys.executable, "-m", module, *words], check=False).returncode
    print(f"== {name} took {monotonic() - began:.0f} s", flush=True)
    return Result(code) if code in set(Result) else None


def main() -> int:
    options = argparse.ArgumentParser(description="Every benchmark.")
    options.add_argument("--quick", action="store_true", help="seconds of each")
    is_quick = options.parse_args().quick
    names, words = (BENCHMARKS + LONG, ["--quick"]) if is_quick else (BENCHMARKS, [])
    results = {name: played(name, *words) for name in names}
    if not is_quick:
        print(f"not run, since they take long: {', '.join(f'python -m benchmarks.{name}' for name in LONG)}")
    for name, result in results.items():
        print(f"{name:<12} {'broke' if result is None else result.name.lower()}")
    good = {Result.MET, Result.MISSED} if is_quick else {Result.MET}
    return 0 if set(results.values()) <= good else 1


if __name__ == "__main__":
    sys.exit(main())
