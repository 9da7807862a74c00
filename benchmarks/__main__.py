"""`make bench`: every benchmark, each in a process of its own, so that none warms or burdens the next.

`--quick` plays each for seconds, to see that it still runs and that its results are right; a busy machine may miss
aims of speed then.
"""

from __future__ import annotations

import argparse
import subprocess
import sys

from benchmarks.aims import Result

BENCHMARKS = ("search", "commands", "pictures", "reviews", "submissions", "storm", "servers")
# Half an hour: for a night, and before a release.
LONG = ("soak", "year")


def played(name: str, *words: str) -> Result | None:
    """None where it broke."""
    module = f"benchmarks.{name}"
    print(f"== python -m {module} {' '.join(words)}", flush=True)
    code = subprocess.run([sys.executable, "-m", module, *words], check=False).returncode
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
