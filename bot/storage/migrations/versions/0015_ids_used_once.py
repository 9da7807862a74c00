"""SQLite gives no id a second time, even after the newest row was deleted. PostgreSQL never did.

SQLite can't add AUTOINCREMENT to a table, so each is made anew and takes the rows over. Foreign keys must be off for
that: dropping the old table would otherwise delete what belongs to it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

TABLES = ("clubs", "weeks", "polls", "outbox", "paper_logs")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _make_anew(autoincrement=True)
        _go_on_after_restores()


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _make_anew(autoincrement=False)


def _make_anew(*, autoincrement: bool) -> None:
    if op.get_bind().scalar(sa.text("PRAGMA foreign_keys")):
        raise RuntimeError("foreign keys are on, so dropping a table would delete the rows that refer to it")
    for table in TABLES:
        with op.batch_alter_table(table, recreate="always", table_kwargs={"sqlite_autoincrement": autoincrement}):
            """Nothing else changes."""


def _go_on_after_restores() -> None:
    """Ids below a restore's `first_id` may have been given to rows that the backup did not know."""
    connection = op.get_bind()
    first_id = connection.scalar(sa.text("SELECT max(first_id) FROM restores"))
    for table in TABLES if first_id else ():
        highest = connection.scalar(sa.text("SELECT seq FROM sqlite_sequence WHERE name = :table"), {"table": table})
        row = {"table": table, "last": max(first_id - 1, highest or 0)}
        connection.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = :table"), row)
        connection.execute(sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :last)"), row)
