"""An operator's terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import pytest

import bot.__main__
from bot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Operate: TypeAlias = Callable[..., tuple[int, str]]


@pytest.fixture
def operate(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Operate:
    """Runs a command in the test's folder; returns the exit code and everything printed."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'club.db'}")
    monkeypatch.chdir(tmp_path)

    def typed(*words: str) -> tuple[int, str]:
        code = bot.__main__.main(words)
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return typed
