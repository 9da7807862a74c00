"""What `check` reads while a bot runs, on both kinds of database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.storage.backups.file_checks import known_revisions
from bot.storage.copying.contents import contents_of
from tests.support.reading_clubs import FIRST_POST

if TYPE_CHECKING:
    from tests.support.reading_clubs import App


async def test_a_database_is_counted_while_a_bot_has_it_open(app: App) -> None:
    await app.club("lora", "mamba")
    await app.at(FIRST_POST)
    contents = await contents_of(app.url, FIRST_POST)
    assert contents.revision == known_revisions()[-1]
    assert (contents.rows["clubs"], contents.rows["weeks"], contents.rows["paper_logs"]) == (1, 1, 0)
    assert contents.outbox
    assert contents.outbox.states["pending"] == contents.outbox.figures.due == 1
    assert contents.outbox.states["done"] == contents.outbox.figures.late == 0
