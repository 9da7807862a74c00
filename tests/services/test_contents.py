"""What `check` reads beside a running bot, on both kinds of database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.storage.contents import contents_of
from bot.storage.file_checks import known_revisions
from tests.support.reading_clubs import FIRST_POST

if TYPE_CHECKING:
    from tests.support.reading_clubs import House


async def test_a_database_in_numbers_while_a_bot_has_it_open(house: House) -> None:
    await house.club("lora", "mamba")
    await house.at(FIRST_POST)
    contents = await contents_of(house.url, FIRST_POST)
    assert contents.revision == known_revisions()[-1]
    assert (contents.rows["clubs"], contents.rows["weeks"], contents.rows["paper_logs"]) == (1, 1, 0)
    assert contents.outbox
    assert contents.outbox.states["pending"] == contents.outbox.figures.due == 1
    assert contents.outbox.states["done"] == contents.outbox.figures.late == 0
