"""The type of a connection, for services to pass on: they own the transaction, and storage all SQL in it."""

from sqlalchemy.ext.asyncio import AsyncConnection

__all__ = ["AsyncConnection"]
