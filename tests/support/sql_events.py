"""Notes what SQLAlchemy does."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.storage.database import Database


async def writer_of(database: Database) -> Engine:
    """The engine of its write transactions."""
    async with database.write_transaction() as connection:
        assert connection.sync_connection
        return connection.sync_connection.engine


@contextmanager
def sql_events(name: str, note: Callable[..., Any], target: Any = Engine) -> Iterator[None]:
    """Call `note` at every event of this name while the block runs, of one engine or of all."""
    event.listen(target, name, note)
    try:
        yield
    finally:
        event.remove(target, name, note)


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement sent while the block runs."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    with sql_events("before_cursor_execute", note):
        yield sent
