"""The real bot on a virtual Discord, with its real database in a folder of the test's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.settings import load_settings
from bot.wiring import build_bot

if TYPE_CHECKING:
    from pathlib import Path

    from bot.client import PaperClub


def new_bot(folder: Path) -> PaperClub:
    """A bot that ignores the developer's own `.env` and keeps its file in `folder`."""
    settings = load_settings(
        _env_file=None, database_url=f"sqlite+aiosqlite:///{folder / 'paperclub.db'}", health_port=0
    )
    return build_bot(settings, shard_count=1)


@pytest.fixture
def simcord_bot(tmp_path: Path) -> PaperClub:
    return new_bot(tmp_path)
