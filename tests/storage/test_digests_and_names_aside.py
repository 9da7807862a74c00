"""How two copies are compared, and how former databases are named."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.storage.backups.exchange import exchange, prepare
from bot.storage.copying.copying import digest_of
from bot.storage.paper_logs import drafts as draft_rows
from bot.storage.tables import log_drafts
from tests.operations.test_copying import draft_by
from tests.storage.test_exchange import backup

if TYPE_CHECKING:
    from pathlib import Path

    from bot.storage.database import Database


NOW = datetime(2026, 3, 1, 18, tzinfo=UTC)


def set_aside(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("club.db.before-*")}


async def test_a_digest_counts_rows_and_distinguishes_contents(database: Database) -> None:
    digests = []
    async with database.write_transaction() as connection:
        digests.append(await digest_of(connection, log_drafts))
        for author in (7, 8):
            added = await draft_rows.add_draft(connection, draft_by(author, author))
            digests.append(await digest_of(connection, log_drafts))
        await draft_rows.delete_draft(connection, added.id)
        again = await digest_of(connection, log_drafts)
    assert [digest.rows for digest in digests] == [0, 1, 2]
    assert len({digest.checksum for digest in digests}) == 3
    assert again == digests[1]


async def test_databases_moved_aside_in_the_same_second_have_different_names(tmp_path: Path) -> None:
    file = tmp_path / "club.db"
    file.write_bytes(b"0")
    for number in range(1, 4):
        exchange(await prepare(backup(tmp_path), file, NOW), file, NOW)
        file.write_bytes(str(number).encode())
    first = "club.db.before-20260301T180000Z"
    assert set_aside(tmp_path) == {first: b"0", f"{first}-2": b"1", f"{first}-3": b"2"}
