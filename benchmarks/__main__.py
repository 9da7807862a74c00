"""`make bench`: every benchmark, each in a process of its own, so that none warms or burdens the next."""

from __future__ import annotations

import subprocess
import sys

BENCHMARKS = (
    "benchmarks.search",
    "benchmarks.commands",
    "benchmarks.pictures",
    "benchmarks.reviews",
    "benchmarks.submissions",
    "benchmarks.storm",
    "benchmarks.servers",
)
# Half an hour and more: for a night, and before a release.
LONG = ("benchmarks.soak",)


def main() -> int:
    missed = [name for name in BENCHMARKS if subprocess.run([sys.executable, "-m", name], check=False).returncode]
    print(f"not run, since they take long: {', '.join(f'python -m {name}' for name in LONG)}")
    print("every aim reached" if not missed else f"aims missed in: {', '.join(missed)}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
