"""The operator's contract: names, defaults, and one sentence for each wrong value."""

from __future__ import annotations

import asyncio
import errno
import os
import re
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.settings import Settings, SettingsError, load_settings
from bot.storage.database import Database
from tests.support.forked import program

if TYPE_CHECKING:
    import subprocess

ROOT = Path(__file__).parents[1]
TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.abcdefghijklmnopqrstuvwxyz0123456789ab"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def test_defaults() -> None:
    settings = load_settings()
    assert settings.discord_token is None
    assert settings.database_url == "sqlite+aiosqlite:///paperclub.db"
    assert (settings.log_level, settings.health_port) == ("INFO", 0)


def test_environment_wins_over_the_env_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text(f"DISCORD_TOKEN={TOKEN}\nHEALTH_PORT=8080\nLOG_LEVEL=debug\n", encoding="utf-8")
    monkeypatch.setenv("HEALTH_PORT", "9090")
    settings = load_settings()
    assert settings.discord_token
    assert settings.discord_token.get_secret_value() == TOKEN
    assert (settings.health_port, settings.log_level) == (9090, "DEBUG")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HEALTH_PORT", "abc"),
        ("HEALTH_PORT", "-1"),
        ("HEALTH_PORT", "65536"),
        ("KEEP_OUTBOX_DAYS", "29"),
        ("KEEP_DRAFTS_DAYS", "never"),
        ("ERASED_MEMBERS_FILE", " "),
        ("HEALTH_HOST", " "),
        ("PUBLIC_URL", "club.example.org"),
        ("PUBLIC_URL", "https://name:word@club.example.org"),
        ("LOG_LEVEL", "LOUD"),
        ("DATABASE_URL", "mysql://root:hunter2@db/club"),
        ("DATABASE_URL", "sqlite+aiosqlite:///"),
        ("DATABASE_URL", "sqlite+aiosqlite:///:memory:"),
        ("DATABASE_URL", "postgresql://club:pw@host/club"),
        ("DATABASE_URL", "postgresql+asyncpg://club:pw@host"),
        ("DATABASE_URL", "postgresql+asyncpg://club:pw@/club"),
        ("DATABASE_URL", "postgresql+asyncpg://club:pw@host:many/club"),
        ("DATABASE_URL", "postgresql+asyncpg://club:pw@host/club?sslmode=require"),
        ("DATABASE_URL", "postgresql+asyncpg://club:pw@host/club?ssl=maybe"),
        ("DATABASE_URL", "postgresql+asyncpg://club:pw@host/club?prepared_statement_cache_size=few"),
        ("DATABASE_URL", "postgresql+asyncpg://club:pw@host/club?command_timeout=5"),
        ("DATABASE_URL", "postgresql+asyncpg://club:pw@host/club?pgbouncer=true"),
        ("DATABASE_URL", "sqlite:///club.db"),
        ("DATABASE_URL", "sqlite+aiosqlite:///club.db?mode=ro"),
        ("DATABASE_URL", "sqlite+aiosqlite:////data/"),
        ("SHARD_COUNT", "0"),
        ("SHARD_COUNT", "99999999999999999999"),
        ("SHARD_IDS", "0-"),
        ("SHARD_IDS", "-1"),
        ("SHARD_IDS", "3-1"),
        ("SHARD_IDS", "0-99999999999"),
        ("SHARD_IDS", "3"),
        ("SHARD_IDS", "all"),
        ("BACKUP_EVERY_HOURS", "1000000000000"),
        ("BACKUP_FOLDER", " "),
        ("BACKUP_FOLDER", "~nobody-of-this-name/backups"),
        ("DISCORD_TOKEN", "not-a-token"),
        ("DISCORD_TOKEN", "a.b c.d"),
        ("DISCORD_TOKEN", f'"{TOKEN}"'),
        ("DISCORD_TOKEN", f"DISCORD_TOKEN={TOKEN}"),
    ],
)
def test_a_wrong_value_is_one_sentence_that_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    sentence = str(refused.value)
    assert sentence.startswith(name)
    assert sentence.count("\n") == 0
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://root:hunter2@db/club"),
        ("DATABASE_URL", "postgresql+asyncpg://club:hunter2@db"),
        ("DATABASE_URL", "postgresql://club:hunter2@db/club"),
        ("DATABASE_URL", "postgresql+asyncpg://club:p@hunter2@db/club"),
        ("DATABASE_URL", "postgresql+asyncpg://club:p@s/hunter2@db/club"),
        ("DATABASE_URL", "postgresql+asyncpg://club:p#hunter2@db/club"),
        ("DISCORD_TOKEN", "hunter2"),
    ],
)
def test_secrets_are_not_repeated(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+asyncpg://club:hunter2@db.example:5433/club",
        "postgresql+asyncpg://club:hunter2@db/club?ssl=require",
        "postgresql+asyncpg://club@/club?host=/run/postgresql",
    ],
)
def test_postgresql_is_accepted_and_its_password_is_hidden(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    settings = load_settings()
    assert settings.database_url == url
    assert "hunter2" not in repr(settings)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"DATABASE_URL": "postgresql://club@db/club"},
            "must start with postgresql+asyncpg://, which names the driver",
        ),
        ({"DATABASE_URL": "sqlite:///club.db"}, "must start with sqlite+aiosqlite:///, which names the driver"),
        ({"DATABASE_URL": "postgresql+asyncpg://club:p@ss@db/club"}, "escape them, such as %40 for @"),
        ({"DATABASE_URL": "postgresql+asyncpg://club:p/s@db/club"}, "escape them, such as %40 for @"),
        ({"SHARD_IDS": "0"}, "SHARD_IDS needs SHARD_COUNT too"),
        ({"SHARD_IDS": "4", "SHARD_COUNT": "4"}, "names shard 4, but with SHARD_COUNT=4 shards go from 0 to 3"),
        ({"SHARD_IDS": "0", "SHARD_COUNT": "2"}, "leaves shards to other processes, which requires PostgreSQL"),
        ({"SHARD_IDS": "2-1", "SHARD_COUNT": "2"}, "such as 0,2 or 0-3, not '2-1'"),
    ],
)
def test_a_likely_mistake_is_named(monkeypatch: pytest.MonkeyPatch, given: dict[str, str], said: str) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=re.escape(said)):
        load_settings()


@pytest.mark.parametrize(
    ("written", "ids"), [("0", (0,)), (" 0 - 3 ", (0, 1, 2, 3)), ("0,0,1", (0, 1)), ("3, 1-2", (1, 2, 3))]
)
def test_shards_may_be_written_in_several_ways(
    monkeypatch: pytest.MonkeyPatch, written: str, ids: tuple[int, ...]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://club@db/club")
    monkeypatch.setenv("SHARD_COUNT", "4")
    monkeypatch.setenv("SHARD_IDS", written)
    assert load_settings().shard_ids == ids


def test_a_home_is_expanded_and_whitespace_at_the_end_is_ignored(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("BACKUP_FOLDER", "~/backups")
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://club@db/club\n")
    monkeypatch.setenv("LOG_LEVEL", " info ")
    settings = load_settings()
    assert settings.backup_folder == tmp_path / "backups"
    assert (settings.database_url, settings.log_level) == ("postgresql+asyncpg://club@db/club", "INFO")


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_an_env_file_from_another_system_is_explained(encoding: str) -> None:
    Path(".env").write_text(f"# café\nDISCORD_TOKEN={TOKEN}\n", encoding=encoding)
    with pytest.raises(SettingsError, match=r"\.env is not encoded in UTF-8"):
        load_settings()


def test_an_env_file_that_cannot_be_read_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text(f"DISCORD_TOKEN={TOKEN}\n", encoding="utf-8")

    def refuse(*_args: object, **_options: object) -> None:
        # As with another account; a test may run as root, who may read everything.
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("dotenv.main.open", refuse, raising=False)
    with pytest.raises(SettingsError, match=r"\.env cannot be read \(Permission denied\)"):
        load_settings()


def start_bot(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
    return program(folder, *words, environment={**kept, **environment})


def test_without_a_token_the_bot_says_how_to_get_one(tmp_path: Path) -> None:
    ended = start_bot(tmp_path)
    assert ended.returncode == 2
    assert "discord.com/developers/applications" in ended.stderr
    assert "make demo" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_wrong_setting_ends_the_process_with_code_2(tmp_path: Path) -> None:
    ended = start_bot(tmp_path, HEALTH_PORT="high")
    assert ended.returncode == 2
    assert ended.stderr.startswith("HEALTH_PORT must be")
    assert ended.stderr.count("\n") == 1


def test_a_missing_folder_for_the_database_ends_the_process_with_code_2(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere" / "club.db"
    ended = start_bot(tmp_path, DISCORD_TOKEN=TOKEN, DATABASE_URL=f"sqlite+aiosqlite:///{missing}")
    assert ended.returncode == 2
    assert "DATABASE_URL" in ended.stderr
    assert "Traceback" not in ended.stderr


async def test_a_second_bot_on_the_same_file_says_why_and_exits(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'club.db'}"
    first = Database(url)
    await first.open()
    second = await asyncio.to_thread(start_bot, tmp_path, DISCORD_TOKEN=TOKEN, DATABASE_URL=url)
    await first.close()
    assert second.returncode == 2
    assert "another running Paper Club is using" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_taken_health_port_ends_the_process_with_code_2(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ended = start_bot(tmp_path, DISCORD_TOKEN=TOKEN, HEALTH_PORT=str(taken.getsockname()[1]))
    assert ended.returncode == 2
    assert "HEALTH_PORT" in ended.stderr
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize("host", ["192.0.2.1", "nobody.invalid", "a..b"])
def test_a_health_host_of_another_machine_ends_the_process_with_code_2(tmp_path: Path, host: str) -> None:
    ended = start_bot(tmp_path, DISCORD_TOKEN=TOKEN, HEALTH_PORT="9191", HEALTH_HOST=host)
    assert ended.returncode == 2
    assert "HEALTH_HOST" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("sslmode=require", "must have ssl= instead of sslmode="),
        ("statement_cache_size=0", "must have prepared_statement_cache_size= instead of statement_cache_size="),
        ("prepared_statement_cache_size=-1", "needs a whole number after prepared_statement_cache_size="),
        ("timeout=3", "must not have timeout=, because Paper Club sets it"),
        ("pgbouncer=true", "connection poolers don't work"),
        ("prepared_statement_name_func=x", "connection poolers don't work"),
        ("pooling=on", "has an unknown option 'pooling'"),
    ],
)
def test_an_invalid_option_of_an_address_is_named_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, option: str, words: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql+asyncpg://club:hunter2@host:6432/club?{option}")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert words in str(refused.value)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    "options",
    [
        "prepared_statement_cache_size=0",
        "ssl=require&prepared_statement_cache_size=9",
        "target_session_attrs=primary",
    ],
)
async def test_options_of_the_driver_are_accepted(monkeypatch: pytest.MonkeyPatch, options: str) -> None:
    url = f"postgresql+asyncpg://club:pw@host/club?{options}"
    monkeypatch.setenv("DATABASE_URL", url)
    assert load_settings().database_url == url
    await Database(url).close()
