"""What is wrong with a database, in the operator's words."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError, SQLAlchemyError


class DatabaseError(Exception):
    """The database cannot be used; `str(error)` tells the operator what to do. It never holds a password."""


class ServerAwayError(DatabaseError):
    """A database server cannot be reached just now: nothing may be wrong with how it is named."""


class IncompleteError(DatabaseError):
    """It says that it is ours, and does not have our tables."""


class NoTablesError(DatabaseError):
    """There is a database, and nothing of ours in it yet."""


class DatabaseAwayError(Exception):
    """The connection to the database broke, or there is none to be had. What was being stored may be stored or not."""


class NotStoredError(DatabaseAwayError):
    """The connection broke, and what was being stored is known not to be."""


def nobody_knows(error: BaseException) -> bool:
    """Whether what was being stored may be stored or not."""
    return isinstance(error, DatabaseAwayError) and not isinstance(error, NotStoredError)


# What is raised where the database does not answer, or not in time.
UNREACHABLE = (DatabaseAwayError, SQLAlchemyError, OSError)

PRIMARY_CODE = 0xFF
# What PostgreSQL says after `lock_timeout`.
LOCK_NOT_AVAILABLE = "55P03"


def reason_of(error: Exception) -> str:
    """Why it does not, in a word or two for the log: never what was being stored."""
    return str(error) if isinstance(error, DatabaseAwayError) else type(error).__name__


def is_locked(error: object) -> bool:
    """Whether another program's lock was waited for in vain. Nothing was stored then."""
    cause = error.orig if isinstance(error, DBAPIError) else None
    code: int = getattr(cause, "sqlite_errorcode", 0)
    return code & PRIMARY_CODE == sqlite3.SQLITE_BUSY or getattr(cause, "sqlstate", "") == LOCK_NOT_AVAILABLE
