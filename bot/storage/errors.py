"""What is wrong with a database, in the operator's words."""

from __future__ import annotations

from sqlalchemy.exc import SQLAlchemyError


class DatabaseError(Exception):
    """The database cannot be used; `str(error)` tells the operator what to do. It never holds a password."""


class DatabaseAwayError(Exception):
    """The connection to the database broke, or there is none to be had. What was being stored may be stored or not."""


# What is raised where the database does not answer, or not in time.
UNREACHABLE = (DatabaseAwayError, SQLAlchemyError, OSError)
