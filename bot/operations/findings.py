"""What `doctor` and `check` find: ok, or wrong with how to fix it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check, as a line."""

    is_ok: bool
    text: str

    def __str__(self) -> str:
        return f"{'ok' if self.is_ok else 'wrong':<6} {self.text}"


def good(text: str) -> Finding:
    return Finding(is_ok=True, text=text)


def wrong(text: str, advice: str = "") -> Finding:
    return Finding(is_ok=False, text=f"{text} {advice}".rstrip())
