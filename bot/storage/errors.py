"""Errors of a database, worded for the operator."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.core.errors import DatabaseAwayError


class DatabaseError(Exception):
    """The database cannot be used. `str(error)` tells the operator what to do and never contains a password."""


class ServerAwayError(DatabaseError):
    """A database server cannot be reached at the moment. Its address may be right."""


class IncompleteError(DatabaseError):
    """The database claims to be ours but lacks our tables."""


class NoTablesError(DatabaseError):
    """The database exists but contains nothing of ours yet."""


# The errors raised if the database does not answer, or not in time.
UNREACHABLE = (DatabaseAwayError, SQLAlchemyError, OSError)

PRIMARY_CODE = 0xFF
# PostgreSQL's code when `lock_timeout` expires.
LOCK_NOT_AVAILABLE = "55P03"


def reason_of(error: Exception) -> str:
    """Return in a word or two for the log why the database does not answer. It never contains what was being stored."""
    return str(error) if isinstance(error, DatabaseAwayError) else type(error).__name__


def is_locked(error: object) -> bool:
    """Return whether another program kept its lock for too long. Then nothing was stored."""
    cause = error.orig if isinstance(error, DBAPIError) else None
    code: int = getattr(cause, "sqlite_errorcode", 0)
    return code & PRIMARY_CODE == sqlite3.SQLITE_BUSY or getattr(cause, "sqlstate", "") == LOCK_NOT_AVAILABLE
