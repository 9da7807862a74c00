"""The operator's settings, read once from the environment and `.env`, then passed in and never changed."""

from __future__ import annotations

import re
from pathlib import Path  # noqa: TC003 - pydantic reads it when the program runs
from typing import Annotated, Any, Literal

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

from bot.core.providers.names import ProviderName
from bot.core.shards.sharding import Shards
from bot.database_url import POSTGRESQL_SCHEME, SQLITE_SCHEME, UnusableError, checked_database_url

MOST_SHARDS = 10_000
LONGEST_HOURS = 8760
# Weeks last a few at most, so nothing of one that is under way is ever pruned.
SHORTEST_DAYS, LONGEST_DAYS = 30, 36_500
ALL_PROVIDERS = ",".join(ProviderName)
NO_PROVIDERS = "none"
KEY_WANTED = "must be a key as the provider gave it to you: printable characters without spaces"
WANTED = {
    "discord_token": (
        "must be the token of a Discord bot: three parts joined by dots, without quotes or anything else around it"
    ),
    "database_url": (
        f"must be {SQLITE_SCHEME} followed by a file name, or {POSTGRESQL_SCHEME}user:password@host/database, "
        "optionally followed by ?ssl=require"
    ),
    "shard_count": f"must be a whole number of shards from 1 to {MOST_SHARDS}",
    "shard_ids": "must be shard numbers or ranges, such as 0,2 or 0-3",
    "log_level": "must be one of DEBUG, INFO, WARNING, ERROR",
    "health_port": "must be a whole number from 0 to 65535 (0 turns it off)",
    "backup_folder": "must name a folder for backups",
    "backup_every_hours": f"must be a whole number of hours from 1 to {LONGEST_HOURS}",
    "backup_keep": "must be a whole number of backups to keep, 1 or more",
    "erased_members_file": "must name a file",
    "catalogue_file": "must name a file",
    "keep_outbox_days": f"must be a whole number of days from {SHORTEST_DAYS} to {LONGEST_DAYS}",
    "keep_drafts_days": f"must be a whole number of days from {SHORTEST_DAYS} to {LONGEST_DAYS}",
    "public_url": "must be the address of the health server as others reach it, such as https://club.example.org",
    "health_host": "must be an address to listen on, such as 127.0.0.1 or 0.0.0.0",
    "providers": f"must be none, or names from {ALL_PROVIDERS} in the order of asking",
    "provider_contact": "must be an email address, such as you@example.org",
    "semantic_scholar_key": KEY_WANTED,
    "openalex_key": KEY_WANTED,
}
FILE_NAME = "erased-members.json"
ENV_FILE = ".env"
NO_UTF8 = f"{ENV_FILE} is not encoded in UTF-8. Save it as UTF-8 in your editor."
UNREADABLE = f"{ENV_FILE} cannot be read ({{reason}}). Make it readable for the user that runs the bot."
# Messages never repeat these values, because other people may read a terminal's history or a log.
SECRET = {"discord_token", "database_url", "semantic_scholar_key", "openalex_key"}
TOKEN = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+\.[\w.-]*\w", re.ASCII)
PUBLIC_URL = re.compile(r"https?://[\w.-]+(:\d{1,5})?(/[\w.~/-]*)?", re.ASCII)
KEY = re.compile(r"[!-~]{1,200}")
SHARDS = re.compile(r"\s*(\d+)\s*(?:-\s*(\d+)\s*)?", re.ASCII)


class SettingsError(Exception):
    """An invalid setting; `str(error)` is one sentence that names the variable."""


def _token(value: SecretStr | None) -> SecretStr | None:
    text = value.get_secret_value().strip() if value else ""
    if not text:
        return None
    if not TOKEN.fullmatch(text):
        raise ValueError
    return SecretStr(text)


def _providers(value: str) -> str:
    names = [name for name in re.split(r"[\s,]+", value.strip().lower()) if name]
    if names != [NO_PROVIDERS] and not (names and set(names) <= set(ProviderName)):
        raise ValueError
    return ",".join(dict.fromkeys(names))


def _contact(value: str | None) -> str | None:
    if value and not EMAIL.fullmatch(value):
        raise ValueError
    return value


def _key(value: SecretStr | None) -> SecretStr | None:
    text = value.get_secret_value().strip() if value else ""
    if text and not KEY.fullmatch(text):
        raise ValueError
    return SecretStr(text) if text else None


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
        # An empty range would leave no shards, and no shards means all of them.
        if not first <= last < MOST_SHARDS:
            raise ValueError
        found.update(range(first, last + 1))
    return tuple(sorted(found))


def _known_shards(ids: tuple[int, ...], info: ValidationInfo) -> tuple[int, ...]:
    count = info.data.get("shard_count")
    if not ids:
        return ids
    if count is None:
        raise UnusableError("needs SHARD_COUNT too, the number of shards in all processes together")
    if max(ids) >= count:
        raise UnusableError(f"names shard {max(ids)}, but with SHARD_COUNT={count} shards go from 0 to {count - 1}")
    if len(ids) < count and not str(info.data.get("database_url")).startswith(POSTGRESQL_SCHEME):
        raise UnusableError("leaves shards to other processes, which requires PostgreSQL in DATABASE_URL")
    return ids


def _folder(path: Path | None) -> Path | None:
    if path is None:
        return None
    if not str(path).strip():
        raise ValueError
    try:
        # No shell expands a ~ in .env.
        return path.expanduser()
    except RuntimeError:
        raise UnusableError("starts with ~, but this user has no home folder: write the full path") from None


def _public_url(value: str | None) -> str | None:
    text = (value or "").strip()
    if text and not PUBLIC_URL.fullmatch(text):
        raise ValueError
    return text.rstrip("/") or None


def _upper(value: Any) -> Any:
    return value.strip().upper() if isinstance(value, str) else value


class Settings(BaseSettings):
    """Every setting, named like its environment variable but in lower case."""

    model_config = SettingsConfigDict(env_file=ENV_FILE, env_ignore_empty=True, extra="ignore", frozen=True)

    discord_token: Annotated[SecretStr | None, AfterValidator(_token)] = Field(
        default=None, description="The bot's token. Needed by `make run`, not by `make demo`."
    )
    database_url: Annotated[str, AfterValidator(checked_database_url)] = Field(
        default=f"{SQLITE_SCHEME}paperclub.db",
        description="The database: an SQLite file, or `postgresql+asyncpg://user:password@host/database`.",
        repr=False,
    )
    shard_count: int | None = Field(
        default=None,
        ge=1,
        le=MOST_SHARDS,
        description="The number of shards in all processes together. If unset, as many as Discord advises.",
    )
    shard_ids: Annotated[tuple[int, ...], NoDecode, BeforeValidator(_shard_ids), AfterValidator(_known_shards)] = Field(
        default=(), description="The shards of this process, such as `0,2` or `0-3`. If unset, all of them."
    )
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)] = Field(
        default="INFO", description="How much to log: `DEBUG`, `INFO`, `WARNING` or `ERROR`."
    )
    health_port: int = Field(
        default=0,
        ge=0,
        le=65535,
        description="The port for `/healthz` and `/metrics`; 0 turns both off.",
    )
    health_host: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)] = Field(
        default="127.0.0.1",
        description="The address to listen on; in a container, `0.0.0.0`.",
    )
    public_url: Annotated[str | None, AfterValidator(_public_url)] = Field(
        default=None,
        description="The public address of the health server, for clubs' calendar feeds. If unset, there are no feeds.",
    )
    backup_folder: Annotated[Path | None, AfterValidator(_folder)] = Field(
        default=None, description="The folder for backups of an SQLite file. If unset, none are made."
    )
    backup_every_hours: int = Field(default=24, ge=1, le=LONGEST_HOURS, description="The hours between backups.")
    backup_keep: int = Field(default=14, ge=1, description="How many backups to keep; older ones are deleted.")
    erased_members_file: Annotated[Path | None, AfterValidator(_folder)] = Field(
        default=None,
        description=f"The list of erased members, which a restore needs. If unset, `{FILE_NAME}` in `BACKUP_FOLDER`.",
    )
    catalogue_file: Annotated[Path | None, AfterValidator(_folder)] = Field(
        default=None,
        description="The file with up to millions of papers, from `import-catalogue` ([how](CATALOGUE-FILE.md)).",
    )
    keep_outbox_days: int = Field(
        default=365,
        ge=SHORTEST_DAYS,
        le=LONGEST_DAYS,
        description="For how many days after a week's end to keep what is no longer needed of its messages.",
    )
    keep_drafts_days: int = Field(
        default=180,
        ge=SHORTEST_DAYS,
        le=LONGEST_DAYS,
        description="For how many days to keep drafts of logs and reviews that are never posted.",
    )

    providers: Annotated[str, AfterValidator(_providers)] = Field(
        default=ALL_PROVIDERS,
        description="Sites that are asked about other papers, in this order ([how](PROVIDERS.md)); `none` asks nobody.",
    )
    provider_contact: Annotated[str | None, StringConstraints(strip_whitespace=True), AfterValidator(_contact)] = Field(
        default=None, description="Your email address, which providers are told so that they can write to you."
    )
    semantic_scholar_key: Annotated[SecretStr | None, AfterValidator(_key)] = Field(
        default=None, description="Your key for Semantic Scholar, if you have one."
    )
    openalex_key: Annotated[SecretStr | None, AfterValidator(_key)] = Field(
        default=None, description="Your key for OpenAlex, which is free. Without one, it finds few papers by title."
    )

    @property
    def provider_names(self) -> tuple[ProviderName, ...]:
        """In the order of asking; empty if providers are turned off."""
        return () if self.providers == NO_PROVIDERS else tuple(map(ProviderName, self.providers.split(",")))

    @property
    def provider_keys(self) -> dict[ProviderName, str]:
        keys = {ProviderName.SEMANTIC_SCHOLAR: self.semantic_scholar_key, ProviderName.OPENALEX: self.openalex_key}
        return {name: key.get_secret_value() for name, key in keys.items() if key}

    @property
    def feed_url(self) -> str | None:
        """Under which address clubs' calendars are served; None without a health server to serve them."""
        return self.public_url if self.health_port else None

    @property
    def erased_list_file(self) -> Path | None:
        """Where the list of erased members is kept apart from the database, if it is."""
        in_folder = self.backup_folder / FILE_NAME if self.backup_folder else None
        return self.erased_members_file or in_folder

    @property
    def shards(self) -> Shards:
        return Shards(self.shard_count, self.shard_ids)

    @property
    def is_one_of_several(self) -> bool:
        """Whether other processes may use the same database, now or as a stand-by."""
        return self.database_url.startswith(POSTGRESQL_SCHEME)


def load_settings(**overrides: Any) -> Settings:
    """Read the settings; `overrides` win over the environment.

    Raises SettingsError for the first invalid value, or if `.env` can't be read.
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
