"""What an operator may set, read once from the environment and `.env`, then passed in and never changed."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - pydantic reads it when the program runs
from typing import Annotated, Any, Literal
from urllib.parse import parse_qs, urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    StringConstraints,
    ValidationError,
    ValidationInfo,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.core.sharding import Shards

SQLITE_SCHEME = "sqlite+aiosqlite:///"
POSTGRESQL_SCHEME = "postgresql+asyncpg://"
# What may follow a PostgreSQL address after a question mark; `host` is for a socket's folder.
POSTGRESQL_OPTIONS = {"host", "port", "ssl"}
WANTED = {
    "discord_token": "must be the token of a Discord bot, three parts joined by dots",
    "database_url": (
        f"must be {SQLITE_SCHEME} followed by a file name, or {POSTGRESQL_SCHEME}user:password@host/database, "
        "after which ?ssl=require may follow"
    ),
    "shard_count": "must be a whole number of shards, 1 or more",
    "shard_ids": (
        "must name some of the shards from 0 up to below SHARD_COUNT, such as 0,2 or 0-3; a process that has only some "
        "needs PostgreSQL in DATABASE_URL"
    ),
    "log_level": "must be one of DEBUG, INFO, WARNING, ERROR",
    "health_port": "must be a whole number from 0 to 65535, where 0 means off",
    "backup_folder": "must be the name of a folder for backups",
    "backup_every_hours": "must be a whole number of hours, 1 or more",
    "backup_keep": "must be a whole number of backups to keep, 1 or more",
    "health_host": "must be an address to listen on, such as 127.0.0.1 or 0.0.0.0",
}
# Their values are never repeated back: a terminal's scroll-back and a log are read by others.
SECRET = {"discord_token", "database_url"}
TOKEN_PARTS = 3


class SettingsError(Exception):
    """A setting that cannot be used; `str(error)` is one sentence that names the variable."""


def _token(value: SecretStr | None) -> SecretStr | None:
    text = value.get_secret_value().strip() if value else ""
    if not text:
        return None
    if len(text.split(".")) != TOKEN_PARTS or not text.isascii() or any(map(str.isspace, text)):
        raise ValueError
    return SecretStr(text)


def _database_url(value: str) -> str:
    is_usable = _is_postgresql(value) if value.startswith(POSTGRESQL_SCHEME) else _is_sqlite(value)
    if not is_usable:
        raise ValueError
    return value


def _is_sqlite(value: str) -> bool:
    file = value.removeprefix(SQLITE_SCHEME).strip("/")
    # A database in memory is one per connection: readers would never see what the writer wrote.
    return value.startswith(SQLITE_SCHEME) and file not in {"", ":memory:"}


def _is_postgresql(value: str) -> bool:
    """Raises ValueError for a port that is no number."""
    address = urlsplit(value)
    options = parse_qs(address.query, keep_blank_values=True)
    has_host = bool(address.hostname or options.get("host"))
    has_port = address.port is None or address.port > 0
    has_database = bool(address.path.strip("/"))
    return has_host and has_port and has_database and not address.fragment and set(options) <= POSTGRESQL_OPTIONS


def _shard_ids(value: Any) -> Any:
    """`0,2-4` as numbers."""
    if not isinstance(value, str):
        return value
    found: set[int] = set()
    for part in value.split(","):
        first, dash, last = part.partition("-")
        found.update(range(int(first), int(last) + 1) if dash else [int(first)])
    return tuple(sorted(found))


def _known_shards(ids: tuple[int, ...], info: ValidationInfo) -> tuple[int, ...]:
    count = info.data.get("shard_count")
    if not ids:
        return ids
    if count is None or not 0 <= min(ids) <= max(ids) < count:
        raise ValueError
    if len(ids) < count and not str(info.data.get("database_url")).startswith(POSTGRESQL_SCHEME):
        raise ValueError
    return ids


def _upper(value: Any) -> Any:
    return value.upper() if isinstance(value, str) else value


class Settings(BaseSettings):
    """Every setting, under the name of its environment variable in lower case."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    discord_token: Annotated[SecretStr | None, AfterValidator(_token)] = Field(
        default=None, description="The bot's token. Needed by `make run`, not by `make demo`."
    )
    database_url: Annotated[str, AfterValidator(_database_url)] = Field(
        default=f"{SQLITE_SCHEME}paperclub.db",
        description="Where the bot keeps what it must remember: a file, or `postgresql+asyncpg://user:password@host/database`.",
        repr=False,
    )
    shard_count: int | None = Field(
        default=None,
        ge=1,
        description="How many shards the bot has in all its processes; without it, as many as Discord advises.",
    )
    shard_ids: Annotated[tuple[int, ...], NoDecode, BeforeValidator(_shard_ids), AfterValidator(_known_shards)] = Field(
        default=(), description="Which of them are this process's, such as `0,2` or `0-3`; without it, all."
    )
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)] = Field(
        default="INFO", description="How much is logged: `DEBUG`, `INFO`, `WARNING` or `ERROR`."
    )
    health_port: int = Field(
        default=0,
        ge=0,
        le=65535,
        description="Port that serves `/healthz` and `/metrics`; 0 switches both off.",
    )
    health_host: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)] = Field(
        default="127.0.0.1",
        description="Address that port listens on; in a container `0.0.0.0`.",
    )
    backup_folder: Path | None = Field(
        default=None, description="Folder for backups of an SQLite file; without one, none are made."
    )
    backup_every_hours: int = Field(default=24, ge=1, description="Hours from one backup to the next.")
    backup_keep: int = Field(default=14, ge=1, description="How many backups are kept; older ones are deleted.")

    @property
    def shards(self) -> Shards:
        return Shards(self.shard_count, self.shard_ids)

    @property
    def is_one_of_several(self) -> bool:
        """Whether other processes may work on the same database, now or as a stand-by."""
        return self.database_url.startswith(POSTGRESQL_SCHEME)


def load_settings(**overrides: Any) -> Settings:
    """Read the settings; `overrides` win over the environment.

    Raises SettingsError for the first value that cannot be used.
    """
    try:
        return Settings(**overrides)
    except ValidationError as error:
        fault = error.errors()[0]
        name = str(fault["loc"][0])
        given = "" if name in SECRET else f", not {str(fault['input'])[:60]!r}"
        raise SettingsError(f"{name.upper()} {WANTED[name]}{given}.") from None
