"""What a log is compared with on a real database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.services import own_words
from bot.services.log_writing import Noticed
from tests.support.logs import form_by, text_by, write
from tests.support.reading_clubs import FIRST_POST

if TYPE_CHECKING:
    from tests.support.reading_clubs import House

ADA, BO, CY = 7, 8, 9


@pytest.mark.parametrize("kept", [1, 4096])
async def test_a_log_is_compared_with_what_others_logs_say_now(
    house: House, kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_words, "KEPT_TEXTS", kept)
    await house.club("lora", "mamba")
    await house.at(FIRST_POST)
    await house.deliver()
    for writer in (ADA, BO):
        await write(house, writer)
    await write(house, ADA, text_by(70))
    for taken in (70, BO):
        assert isinstance(await house.logs.submit(await form_by(house, CY, text_by(taken))), Noticed)
    await write(house, CY, text_by(ADA))
