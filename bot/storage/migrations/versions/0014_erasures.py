"""What is needed to erase members and servers, and to know later who was erased."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

# As in `bot/storage/columns.py`: eight bytes everywhere, with the type that lets SQLite number rows itself.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_erasures()
    _create_records()


def _create_erasures() -> None:
    op.create_table(
        "erasures",
        sa.Column("id", ID, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("server_id", sa.BigInteger()),
        sa.Column("keeps_reviews", sa.Boolean(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_erasures_user_id", "erasures", ["user_id"])
    op.create_table(
        "erasure_messages",
        sa.Column("erasure_id", ID, nullable=False),
        sa.Column("entry_id", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["erasure_id"], ["erasures.id"], name=op.f("fk_erasure_messages_erasure_id_erasures"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["outbox.id"], name=op.f("fk_erasure_messages_entry_id_outbox"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("erasure_id", "entry_id", name=op.f("pk_erasure_messages")),
    )
    op.create_index("ix_erasure_messages_entry_id", "erasure_messages", ["entry_id"])


def _create_records() -> None:
    op.create_table(
        "erased_members",
        sa.Column("member_hash", sa.String(64), nullable=False),
        sa.Column("server_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("keeps_reviews", sa.Boolean(), nullable=False),
        sa.Column("erased_at", INSTANT, nullable=False),
        sa.Column("is_due_again", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("member_hash", "server_id", name=op.f("pk_erased_members")),
    )
    op.create_table(
        "erasure_keys",
        sa.Column("key", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_erasure_keys")),
    )
    op.create_table(
        "left_servers",
        sa.Column("server_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("left_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("server_id", name=op.f("pk_left_servers")),
    )
    op.create_index("ix_left_servers_left_at", "left_servers", ["left_at"])


def downgrade() -> None:
    for table in ("left_servers", "erasure_keys", "erased_members", "erasure_messages", "erasures"):
        op.drop_table(table)
