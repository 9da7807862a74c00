"""`python -m bot doctor`: what it finds out about a running bot, about its settings, and about the token."""

from __future__ import annotations

import asyncio
import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from discord.http import Route
from sqlalchemy import make_url

from tests.support.loopback import Loopback, Target, faults
from tests.test_settings import TOKEN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from tests.operations.conftest import Operate
    from tests.support.postgresql import PostgresqlServer


@pytest.fixture(autouse=True)
def _no_discord(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Route, "BASE", "http://127.0.0.1:1/api")


def line_about(words: str, printed: str) -> str:
    return next((line for line in printed.splitlines() if words in line), "")


async def test_the_doctor_asks_discord_about_the_token(operate: Operate, monkeypatch: pytest.MonkeyPatch) -> None:
    loopback = Loopback(checks=False)
    monkeypatch.setattr(Route, "BASE", await loopback.start())
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    question = ("GET", "/gateway/bot")

    async def told() -> str:
        _, printed = await asyncio.to_thread(operate, "doctor")
        assert TOKEN not in printed
        return printed.partition("Discord can be reached.")[2]

    assert "ok     Discord accepts the token, advises 1 shard(s), and allows 999 more logins today." in await told()
    loopback.gateway.starts |= {"remaining": 0, "reset_after": 2 * 3_600_000}
    assert "allows 0 more logins today. The bot waits until more are allowed, in 2 hours" in await told()
    loopback.faults.plan(Target(*question), faults.refused(401, 0, "401: Unauthorized"))
    assert "wrong  Discord does not accept DISCORD_TOKEN. Copy it again" in await told()
    loopback.faults.plan(Target(*question), faults.failed(502, applies=False))
    assert "wrong  Discord answers with status 502" in await told()
    await loopback.close()


@pytest.fixture
def healthy() -> Iterator[int]:
    """The port of a bot that is already running."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(503)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps({"ready": False}).encode())

        def log_message(self, *_args: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Page)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_the_doctor_recognizes_a_running_bot_by_its_health_page(
    operate: Operate, monkeypatch: pytest.MonkeyPatch, healthy: int
) -> None:
    monkeypatch.setenv("HEALTH_PORT", str(healthy))
    _, printed = operate("doctor")
    assert line_about(str(healthy), printed) == f"ok     A Paper Club is already running and answers on port {healthy}."


def test_the_doctor_says_where_settings_come_from_and_what_it_checked(
    operate: Operate, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert f"{tmp_path / '.env'} does not exist" in operate("doctor")[1]
    (tmp_path / "notes").touch()
    (tmp_path / ".env").write_text("BACKUP_FOLDER=notes\n")
    _, printed = operate("doctor")
    assert f"from {tmp_path / '.env'}." in printed
    assert line_about("BACKUP_FOLDER", printed).startswith("wrong  BACKUP_FOLDER is notes, but ")
    monkeypatch.setenv("BACKUP_FOLDER", "kept/here")
    assert f"The parent of the backup folder {tmp_path} is writable" in operate("doctor")[1]


@pytest.fixture
async def guest(postgresql: PostgresqlServer, revision: str) -> AsyncIterator[str]:
    """The URL with which a role that owns nothing uses a database with tables of the revision."""
    url = await postgresql.new_database(is_migrated=bool(revision))
    async with postgresql.connected(str(make_url(url).database)) as connection:
        await connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        if revision:
            await connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO guest")
        if revision.isdecimal():
            await connection.execute("UPDATE alembic_version SET version_num = $1", revision)
    yield make_url(url).set(username="guest").render_as_string()
    await postgresql.drop(url)


@pytest.mark.parametrize(
    ("revision", "told"),
    [
        ("", "the user in DATABASE_URL may not create tables."),
        ("newest", "the user in DATABASE_URL may not read and change the table attendances."),
        ("0001", "the user in DATABASE_URL may not create tables."),
    ],
)
async def test_a_role_without_permissions_is_reported_before_the_start(
    operate: Operate, monkeypatch: pytest.MonkeyPatch, guest: str, told: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", guest)
    code, printed = await asyncio.to_thread(operate, "doctor")
    assert code == 1
    line = line_about("PostgreSQL", printed)
    assert line.startswith("wrong"), printed
    assert told in line
    assert "Make that user the owner" in line


async def test_the_owner_of_a_database_has_all_permissions(
    operate: Operate, monkeypatch: pytest.MonkeyPatch, postgresql: PostgresqlServer
) -> None:
    for is_migrated, told in ((False, "will be created at the first start"), (True, "answers; table version")):
        url = await postgresql.new_database(is_migrated=is_migrated)
        monkeypatch.setenv("DATABASE_URL", url)
        _, printed = await asyncio.to_thread(operate, "doctor")
        assert line_about("PostgreSQL", printed).startswith("ok")
        assert told in line_about("PostgreSQL", printed)
        await postgresql.drop(url)
