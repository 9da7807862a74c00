from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pytest

from cogs.ui import command_mentions, text_budget, wording
from cogs.ui.escaping import passage
from tests.test_docs import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_ID = 2**64 - 1


@pytest.fixture(scope="session", autouse=True)
def _escaped_once() -> Iterator[None]:
    """The longest texts are the same in every example, and on every line of a list."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_budget, "passage", lru_cache(maxsize=4096)(passage))
        yield


@pytest.fixture(autouse=True)
def _clickable_commands(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every command is clickable here, because a mention is longer than a name."""
    monkeypatch.setattr(command_mentions, "_mentions", {name: f"</{name}:{LONGEST_ID}>" for name in COMMANDS})
    wording._wording().forget()
    yield
    wording._wording().forget()
