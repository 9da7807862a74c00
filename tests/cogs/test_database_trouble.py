"""The database file can't be written: another program, such as a shell, holds its write lock, or it can't grow."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.core.paper_logs.log_text import LogText
from bot.delivery import outbox_worker
from bot.delivery.sender import Sender
from tests.support.databases import database_of
from tests.support.log_forms import LORA, fields, send, week_begins
from tests.support.reading import answer_to, shown_text
from tests.support.viewers import viewer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.core.outbox.entry import Entry, Outcome
    from bot.delivery.outgoing import OutgoingMessage
    from tests.support.club_server import ClubServer

BUSY_TIMEOUT_MS = 1000
BRIEFLY_S = 0.3
MINUTE = timedelta(minutes=1)


@pytest.fixture
def bot_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("bot.storage.sqlite.BUSY_TIMEOUT_MS", BUSY_TIMEOUT_MS)
    return f"sqlite+aiosqlite:///{tmp_path / 'paperclub.db'}"


@contextmanager
def locked(folder: Path) -> Iterator[sqlite3.Connection]:
    """The bot's file, locked for writing by another program."""
    other = sqlite3.connect(folder / "paperclub.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield other
    finally:
        other.close()


async def test_the_bot_waits_for_a_short_lock(club_server: ClubServer, tmp_path: Path) -> None:
    await week_begins(club_server)
    shown = await club_server.ada.slash(club_server.lobby, "log write")
    with locked(tmp_path) as other:
        letting_go = threading.Timer(BRIEFLY_S, lambda: other.execute("ROLLBACK"))
        letting_go.start()
        saved = await send(club_server.ada, shown, LORA)
        letting_go.join()
    assert "Saved as version 1" in shown_text(answer_to(saved))
    await club_server.delivered()
    assert len(club_server.said_in(club_server.threads[0])) == 1


async def test_a_long_lock_gives_the_text_back_and_later_everything_works(
    club_server: ClubServer, tmp_path: Path
) -> None:
    await week_begins(club_server)
    ada = club_server.ada
    shown, again = [await ada.slash(club_server.lobby, "log write") for _ in range(2)]
    with locked(tmp_path), capture_logs() as logged:
        refused = await send(ada, shown, LORA)
    assert [line["event"] for line in logged if line["log_level"] == "error"] == ["fault"]
    assert refused.ephemeral
    said = shown_text(answer_to(refused))
    assert "### Not saved" in said
    assert "PC-" in said
    for part in (LORA.problem, LORA.approach, LORA.key_result, LORA.limitation):
        assert part in said
    mine = await club_server.bot.services.logs.mine(viewer(ada.id, club_server.guild.id))
    assert (mine.logs, mine.drafts) == ((), ())
    saved = await send(ada, again, LORA)
    assert "Saved as version 1" in shown_text(answer_to(saved))


async def test_a_post_during_a_lock_is_made_once(
    club_server: ClubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    club = await club_server.club("lora")
    monkeypatch.setattr(outbox_worker, "AWAY_PAUSE_S", 0.01)
    send_message = Sender.send
    with ExitStack() as until_noticed:

        async def lock_and_send(sender: Sender, entry: Entry, outgoing: OutgoingMessage) -> Outcome:
            """Lock the database just as the post leaves, so that its delivery can't be stored."""
            until_noticed.enter_context(locked(tmp_path))
            return await send_message(sender, entry, outgoing)

        monkeypatch.setattr(Sender, "send", lock_and_send)
        with capture_logs() as logged:
            await club_server.go_to(club.next_due)
        monkeypatch.setattr(Sender, "send", send_message)
        assert "fault" in [line["event"] for line in logged]
        assert [entry.state for entry in await club_server.entry_rows()] == ["sending"]
    # It is retried, then looked for. How soon depends on when the bot noticed that the lock was gone.
    for _ in range(6):
        await club_server.pass_by(MINUTE)
    assert [entry.state for entry in await club_server.entry_rows()] == ["done"]
    assert len(club_server.posts()) == len(club_server.threads) == 1


async def test_a_file_that_cannot_grow_gives_the_text_back(club_server: ClubServer) -> None:
    await week_begins(club_server)
    ada = club_server.ada
    shown = [await ada.slash(club_server.lobby, "log write") for _ in range(2)]
    long = LogText(*(f"{name} {'🦙' * 850}" for name in ("One.", "Two.", "Three.", "Four.")))
    await limit_pages(club_server, "(SELECT page_count FROM pragma_page_count)")
    with capture_logs() as logged:
        refused = await send(ada, shown[0], long)
    assert any("database or disk is full" in str(line.get("exc_info")) for line in logged)
    assert "### Not saved" in shown_text(answer_to(refused))
    assert all(part in shown_text(answer_to(refused)) for part in fields(long).values())
    await limit_pages(club_server, str(2**30))
    await send(ada, shown[1], LORA)
    mine = await club_server.bot.services.logs.mine(viewer(ada.id, club_server.guild.id))
    assert [view.log.text for view in mine.logs] == [LORA]


async def limit_pages(server: ClubServer, most: str) -> None:
    """Limit the pages on the bot's only writing connection."""
    async with database_of(server.bot).write_transaction() as connection:
        pages = (await connection.execute(text(f"SELECT {most}"))).scalar_one()
        await connection.execute(text(f"PRAGMA max_page_count={pages}"))
