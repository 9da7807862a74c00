"""What is wrong with a database, in the operator's words."""

from __future__ import annotations


class DatabaseError(Exception):
    """The database cannot be used; `str(error)` tells the operator what to do. It never holds a password."""
