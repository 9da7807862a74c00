"""What an operator may set, read once from the environment and `.env`, then passed in and never changed."""

from __future__ import annotations

import re
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
CACHE_SIZE = "prepared_statement_cache_size"
POSTGRESQL_OPTIONS = {"host", "port", "ssl", CACHE_SIZE, "passfile", "target_session_attrs"}
SET_BY_ITSELF = {"timeout", "command_timeout", "server_settings", "application_name", "options"}
FOR_POOLERS = {"pgbouncer", "prepared_statement_name_func", "pool_mode"}
OTHER_NAMES = {"sslmode": "ssl", "statement_cache_size": CACHE_SIZE}
SSL_MODES = {"disable", "allow", "prefer", "require", "verify-ca", "verify-full"}
MOST_SHARDS = 10_000
LONGEST_HOURS = 8760
WANTED = {
    "discord_token": (
        "must be the token of a Discord bot: three parts joined by dots, without quotes or anything else around them"
    ),
    "database_url": (
        f"must be {SQLITE_SCHEME} followed by a file name, or {POSTGRESQL_SCHEME}user:password@host/database, "
        "after which ?ssl=require may follow"
    ),
    "shard_count": f"must be a whole number of shards from 1 to {MOST_SHARDS}",
    "shard_ids": "must be numbers of shards and ranges of them, such as 0,2 or 0-3",
    "log_level": "must be one of DEBUG, INFO, WARNING, ERROR",
    "health_port": "must be a whole number from 0 to 65535, where 0 means off",
    "backup_folder": "must be the name of a folder for backups",
    "backup_every_hours": f"must be a whole number of hours from 1 to {LONGEST_HOURS}",
    "backup_keep": "must be a whole number of backups to keep, 1 or more",
    "health_host": "must be an address to listen on, such as 127.0.0.1 or 0.0.0.0",
}
ENV_FILE = ".env"
NO_UTF8 = f"{ENV_FILE} is not written in UTF-8: save it anew as UTF-8 in your editor."
UNREADABLE = f"{ENV_FILE} cannot be read ({{reason}}): give it to the account that runs the bot."
# Their values are never repeated back: a terminal's scroll-back and a log are read by others.
SECRET = {"discord_token", "database_url"}
TOKEN = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
SHARDS = re.compile(r"\s*(\d+)\s*(?:-\s*(\d+)\s*)?", re.ASCII)


class SettingsError(Exception):
    """A setting that cannot be used; `str(error)` is one sentence that names the variable."""


class UnusableError(ValueError):
    """What is wrong with a value, in words that follow the variable's name. They never repeat a secret."""


def _token(value: SecretStr | None) -> SecretStr | None:
    text = value.get_secret_value().strip() if value else ""
    if not text:
        return None
    if not TOKEN.fullmatch(text):
        raise ValueError
    return SecretStr(text)


def _database_url(value: str) -> str:
    value = value.strip()
    if value.startswith(POSTGRESQL_SCHEME):
        _require_postgresql(value)
    elif value.startswith(SQLITE_SCHEME):
        _require_file(value.removeprefix(SQLITE_SCHEME))
    elif value.startswith("postgres"):
        raise UnusableError(f"must begin with {POSTGRESQL_SCHEME}, which names the driver")
    elif value.startswith("sqlite"):
        raise UnusableError(f"must begin with {SQLITE_SCHEME}, which names the driver, followed by a file name")
    else:
        raise ValueError
    return value


def _require_file(name: str) -> None:
    # A database in memory is one per connection: readers would never see what the writer wrote.
    if name.strip("/") in {"", ":memory:"}:
        raise ValueError
    if name.endswith("/"):
        raise UnusableError("names a folder: add the name of a file in it, such as paperclub.db")
    if "?" in name:
        raise UnusableError("must end with the file name; a question mark in it is written %3F")


def _require_postgresql(value: str) -> None:
    """Raises ValueError, also for a port that is no number."""
    address = urlsplit(value)
    if value.count("@") > 1 or ("@" in value and "@" not in address.netloc):
        # Part of the password would be taken for the host, and told to everybody.
        raise UnusableError("has special characters in its user or password, which have to be written like %40 for @")
    options = parse_qs(address.query, keep_blank_values=True)
    has_host = bool(address.hostname or options.get("host"))
    has_port = address.port is None or address.port > 0
    has_database = bool(address.path.strip("/"))
    if not (has_host and has_port and has_database and not address.fragment):
        raise ValueError
    for name in sorted(set(options) - POSTGRESQL_OPTIONS):
        raise UnusableError(_why_not(name))
    if not all(value.isdecimal() for value in options.get(CACHE_SIZE, ())):
        raise UnusableError(f"may have {CACHE_SIZE}= and a whole number, where 0 keeps no statement prepared")
    if not set(options.get("ssl", ())) <= SSL_MODES:
        raise UnusableError(f"may end with ?ssl= and one of {', '.join(sorted(SSL_MODES))}")


def _why_not(option: str) -> str:
    """What to do about an option of an address that is not taken."""
    if option in OTHER_NAMES:
        return f"must have {OTHER_NAMES[option]}= in place of {option}="
    if option in SET_BY_ITSELF:
        return f"must be without {option}=, which Paper Club sets by itself"
    if option in FOR_POOLERS:
        return f"must be without {option}=, and name PostgreSQL itself: through a connection pooler it will not do"
    shown = re.sub(r"\W", "", option)[:40]
    return f"has an option {shown!r} that is not known; {', '.join(sorted(POSTGRESQL_OPTIONS))} are"


def _shard_ids(value: Any) -> Any:
    """`0,2-4` as numbers."""
    if not isinstance(value, str):
        return value
    found: set[int] = set()
    for part in value.split(","):
        written = SHARDS.fullmatch(part)
        if written is None:
            raise ValueError
        first, last = int(written[1]), int(written[2] or written[1])
        # An empty range would leave none, and none stands for all.
        if not first <= last < MOST_SHARDS:
            raise ValueError
        found.update(range(first, last + 1))
    return tuple(sorted(found))


def _known_shards(ids: tuple[int, ...], info: ValidationInfo) -> tuple[int, ...]:
    count = info.data.get("shard_count")
    if not ids:
        return ids
    if count is None:
        raise UnusableError("needs SHARD_COUNT beside it, the number of shards that all processes have together")
    if max(ids) >= count:
        raise UnusableError(f"names shard {max(ids)}, and with a SHARD_COUNT of {count} they go from 0 to {count - 1}")
    if len(ids) < count and not str(info.data.get("database_url")).startswith(POSTGRESQL_SCHEME):
        raise UnusableError("leaves shards to other processes, which needs PostgreSQL in DATABASE_URL")
    return ids


def _folder(path: Path | None) -> Path | None:
    if path is None:
        return None
    if not str(path).strip():
        raise ValueError
    try:
        # Nobody expands a ~ that stands in .env.
        return path.expanduser()
    except RuntimeError:
        raise UnusableError("begins with ~, and this account has no home: write the folder's whole name") from None


def _upper(value: Any) -> Any:
    return value.strip().upper() if isinstance(value, str) else value


class Settings(BaseSettings):
    """Every setting, under the name of its environment variable in lower case."""

    model_config = SettingsConfigDict(env_file=ENV_FILE, env_ignore_empty=True, extra="ignore", frozen=True)

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
        le=MOST_SHARDS,
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
    backup_folder: Annotated[Path | None, AfterValidator(_folder)] = Field(
        default=None, description="Folder for backups of an SQLite file; without one, none are made."
    )
    backup_every_hours: int = Field(
        default=24, ge=1, le=LONGEST_HOURS, description="Hours from one backup to the next."
    )
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

    Raises SettingsError for the first value that cannot be used, and where `.env` cannot be read.
    """
    try:
        return Settings(**overrides)
    except ValidationError as error:
        raise SettingsError(_explained(error)) from None
    except UnicodeDecodeError:
        raise SettingsError(NO_UTF8) from None
    except OSError as error:
        raise SettingsError(UNREADABLE.format(reason=error.strerror)) from None


def _explained(error: ValidationError) -> str:
    fault = error.errors()[0]
    name = str(fault["loc"][0])
    reason = fault.get("ctx", {}).get("error")
    if isinstance(reason, UnusableError):
        return f"{name.upper()} {reason}."
    given = "" if name in SECRET else f", not {str(fault['input'])[:60]!r}"
    return f"{name.upper()} {WANTED[name]}{given}."
