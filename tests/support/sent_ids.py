"""Custom ids that messages in Discord have, by the class that handles them: `sent_ids.txt`, one a line."""

from __future__ import annotations

from pathlib import Path

LIST = Path(__file__).with_suffix(".txt")


def sent_ids() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            ids = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            ids.append(line)
    return found


SENT = sent_ids()
