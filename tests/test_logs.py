"""No secret may appear in a log line, whoever wrote it."""

from __future__ import annotations

import json
import logging
import sys
from typing import TYPE_CHECKING

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.logs import REDACTED, passwords_of, set_up_logs
from bot.storage.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.postgresql import PostgresqlServer

BOT_TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.abcdefghijklmnopqrstuvwxyz0123456789ab"
INTERACTION_TOKEN = "aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDpzZWNyZXRzZWNyZXQ"


@pytest.fixture(autouse=True)
def own_root_logger() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()


@pytest.mark.parametrize(
    "line",
    [
        f"POST https://discord.com/api/v10/interactions/99/{INTERACTION_TOKEN}/callback has returned 200",
        "PATCH https://discord.com/api/v10/webhooks/99/short-but-secret/messages/@original",
        f"For Shard ID 0: WebSocket Event: {{'t': 'INTERACTION_CREATE', 'd': {{'token': '{INTERACTION_TOKEN}'}}}}",
        "Dispatching {'token': 'short-but-secret'}",
        f"Authorization: Bot {BOT_TOKEN}",
        "the word swordfish by itself",
        "cannot connect to postgresql+asyncpg://club:short-but-secret@db.example:5432/club",
        "disk full\n[SQL: INSERT …]\n[parameters: (1, 'short-but-secret]\n')]\n(Background on this error at: …)",
    ],
)
def test_secrets_are_redacted(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("DEBUG", secrets=["swordfish"])
    logging.getLogger("discord.gateway").debug(line)
    structlog.stdlib.get_logger("bot").info("said", line=line)
    logging.getLogger("bot").error("failed", exc_info=ValueError(line))
    written = capsys.readouterr().err
    assert written.count(REDACTED) >= 3
    for secret in (BOT_TOKEN, INTERACTION_TOKEN, "short-but-secret", "swordfish"):
        assert secret not in written


@pytest.mark.parametrize("is_watched", [False, True])
async def test_a_row_that_postgresql_refuses_is_not_logged(
    postgresql: PostgresqlServer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, is_watched: bool
) -> None:
    url, row = await postgresql.new_database(), "in two\nlines: swordfish"
    database = Database(url)

    async def store_what_is_refused() -> None:
        async with database.write_transaction() as connection:
            await connection.execute(text("ALTER TABLE turns ADD CHECK (name = '')"))
            await connection.execute(text("INSERT INTO turns VALUES (:name, now())"), {"name": row})

    with pytest.raises(IntegrityError) as refused:
        await store_what_is_refused()
    await database.close()
    await postgresql.drop(url)
    assert refused.value.orig
    cause = refused.value.orig.__cause__
    assert "swordfish" in str(cause)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_watched)
    set_up_logs("INFO")
    structlog.stdlib.get_logger("bot").error("fault", exc_info=refused.value, reason=str(cause))
    logging.getLogger("asyncio").error("never retrieved: %s", cause)
    written = capsys.readouterr().err
    assert "swordfish" not in written
    assert written.count("violates check constraint") >= 4
    assert written.count("DETAIL:  [redacted]") == 3
    assert "INSERT INTO turns" in written
    assert is_watched or [json.loads(line)["level"] for line in written.splitlines()] == ["error", "error"]


def test_a_password_is_redacted_encoded_and_decoded() -> None:
    assert passwords_of("postgresql+asyncpg://club:p%40ss@db/club") == {"p%40ss", "p@ss"}
    assert passwords_of("sqlite+aiosqlite:///club.db") == set()


def test_a_password_is_found_in_any_notation(capsys: pytest.CaptureFixture[str]) -> None:
    password = 'pä"ss\\wörd'
    set_up_logs("INFO", secrets=[password])
    structlog.stdlib.get_logger("bot").info("said", password=password, shown=[password], error=ValueError(password))
    written = capsys.readouterr().err
    assert written.count(REDACTED) == 3
    assert "rd" not in written.replace("redacted", "").replace("password", "")
    assert json.loads(written)["password"] == REDACTED


def test_lines_are_json_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("INFO")
    structlog.stdlib.get_logger("bot").info("ready", servers=3)
    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["servers"], line["level"]) == ("ready", 3, "info")
    assert line["timestamp"].endswith("Z")


def test_the_log_level_is_respected(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("WARNING")
    logging.getLogger("discord").info("chatter")
    assert capsys.readouterr().err == ""


def test_frequent_events_of_libraries_are_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("INFO")
    logging.getLogger("apscheduler.executors.default").info("Running job")
    logging.getLogger("apscheduler.executors.default").warning("Run time of job was missed")
    set_up_logs("DEBUG")
    logging.getLogger("apscheduler.executors.default").info("Looking for jobs")
    written = capsys.readouterr().err
    assert "Running job" not in written
    assert "missed" in written
    assert "Looking for jobs" in written
