"""What `DATABASE_URL` may be, and what is wrong with one that can't be used."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

SQLITE_SCHEME = "sqlite+aiosqlite:///"
POSTGRESQL_SCHEME = "postgresql+asyncpg://"
# The options allowed after the question mark of a PostgreSQL address; `host` is for the folder of a socket.
CACHE_SIZE = "prepared_statement_cache_size"
POSTGRESQL_OPTIONS = {"host", "port", "ssl", CACHE_SIZE, "passfile", "target_session_attrs"}
SET_BY_ITSELF = {"timeout", "command_timeout", "server_settings", "application_name", "options"}
FOR_POOLERS = {"pgbouncer", "prepared_statement_name_func", "pool_mode"}
OTHER_NAMES = {"sslmode": "ssl", "statement_cache_size": CACHE_SIZE}
SSL_MODES = {"disable", "allow", "prefer", "require", "verify-ca", "verify-full"}


class UnusableError(ValueError):
    """What is wrong with a value: the rest of a sentence that starts with the variable's name. Holds no secret."""


def checked_database_url(value: str) -> str:
    """Return the address without spaces around it; raises UnusableError, or ValueError if it is no address at all."""
    value = value.strip()
    if value.startswith(POSTGRESQL_SCHEME):
        _require_postgresql(value)
    elif value.startswith(SQLITE_SCHEME):
        _require_file(value.removeprefix(SQLITE_SCHEME))
    elif value.startswith("postgres"):
        raise UnusableError(f"must start with {POSTGRESQL_SCHEME}, which names the driver")
    elif value.startswith("sqlite"):
        raise UnusableError(f"must start with {SQLITE_SCHEME}, which names the driver, followed by a file name")
    else:
        raise ValueError
    return value


def _require_file(name: str) -> None:
    # Each connection has its own in-memory database: readers would never see what the writer wrote.
    if name.strip("/") in {"", ":memory:"}:
        raise ValueError
    if name.endswith("/"):
        raise UnusableError("names a folder: add a file name, such as paperclub.db")
    if "?" in name:
        raise UnusableError("must end with the file name; write %3F for a question mark in it")


def _require_postgresql(value: str) -> None:
    """Raises ValueError, also if the port isn't a number."""
    address = urlsplit(value)
    if value.count("@") > 1 or ("@" in value and "@" not in address.netloc):
        # Part of the password would be taken for the host and end up in messages.
        raise UnusableError("has special characters in its user or password: escape them, such as %40 for @")
    options = parse_qs(address.query, keep_blank_values=True)
    has_host = bool(address.hostname or options.get("host"))
    has_port = address.port is None or address.port > 0
    has_database = bool(address.path.strip("/"))
    if not (has_host and has_port and has_database and not address.fragment):
        raise ValueError
    for name in sorted(set(options) - POSTGRESQL_OPTIONS):
        raise UnusableError(_why_not(name))
    if not all(value.isdecimal() for value in options.get(CACHE_SIZE, ())):
        raise UnusableError(f"needs a whole number after {CACHE_SIZE}= (0 caches no prepared statements)")
    if not set(options.get("ssl", ())) <= SSL_MODES:
        raise UnusableError(f"needs one of these after ssl=: {', '.join(sorted(SSL_MODES))}")


def _why_not(option: str) -> str:
    """What to do about an option that an address must not have."""
    if option in OTHER_NAMES:
        return f"must have {OTHER_NAMES[option]}= instead of {option}="
    if option in SET_BY_ITSELF:
        return f"must not have {option}=, because Paper Club sets it"
    if option in FOR_POOLERS:
        return f"must not have {option}=: connect to PostgreSQL itself, since connection poolers don't work"
    shown = re.sub(r"\W", "", option)[:40]
    return f"has an unknown option {shown!r}; the allowed ones are {', '.join(sorted(POSTGRESQL_OPTIONS))}"
