"""Every trouble has words for members, and none of them asks for what only organizers can do."""

from __future__ import annotations

import pytest

from bot.core.troubles import Trouble
from cogs.ui.troubles import for_member


@pytest.mark.parametrize("trouble", [*Trouble, "", "a word of a newer version"])
def test_members_read_no_steps_that_they_cannot_take(trouble: str) -> None:
    said = for_member(trouble)
    assert said.endswith(".")
    for theirs in ("Try again", "/club", "*", "`", "\\", "Unlock", "Allow"):
        assert theirs not in said
