"""Messages of the outbox that belong to no club, and since when servers are welcomed.

SQLite makes the table anew, so foreign keys must be off, as in 0015. Its ids go on where they were.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    _change_outbox(club_may_lack=True)
    op.create_table(
        "welcome_start",
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("since", name=op.f("pk_welcome_start")),
    )


def downgrade() -> None:
    op.drop_table("welcome_start")
    op.execute("DELETE FROM outbox WHERE club_id IS NULL")
    _change_outbox(club_may_lack=False)


def _change_outbox(*, club_may_lack: bool) -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if is_sqlite and op.get_bind().scalar(sa.text("PRAGMA foreign_keys")):
        raise RuntimeError("foreign keys are on, so dropping a table would delete the rows that refer to it")
    last_id = _last_id() if is_sqlite else 0
    with op.batch_alter_table("outbox", table_kwargs={"sqlite_autoincrement": True}) as outbox:
        outbox.alter_column("club_id", existing_type=sa.BigInteger(), nullable=club_may_lack)
    if last_id:
        _go_on_after(last_id)


def _last_id() -> int:
    found: int | None = op.get_bind().scalar(sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'"))
    return found or 0


def _go_on_after(last_id: int) -> None:
    connection = op.get_bind()
    connection.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = 'outbox'"))
    connection.execute(sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES ('outbox', :last)"), {"last": last_id})
