"""Who hosts a club's sessions, and who has a role in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

# As in `bot/storage/columns.py`: eight bytes everywhere, with the type that lets SQLite number rows itself.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "willing_hosts",
        sa.Column("club_id", ID, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel_id", sa.BigInteger()),
        _of_a_club("willing_hosts"),
        sa.PrimaryKeyConstraint("club_id", "user_id", name=op.f("pk_willing_hosts")),
    )
    op.create_table(
        "host_answers",
        sa.Column("club_id", ID, nullable=False),
        sa.Column("slot", sa.Date(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("standing", sa.String(8), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel_id", sa.BigInteger()),
        sa.Column("has_card", sa.Boolean(), nullable=False),
        _of_a_club("host_answers"),
        sa.PrimaryKeyConstraint("club_id", "slot", "user_id", name=op.f("pk_host_answers")),
    )
    op.create_index(op.f("ix_host_answers_slot"), "host_answers", ["slot"])
    _create_roles_and_looks()


def _create_roles_and_looks() -> None:
    op.create_table(
        "session_roles",
        sa.Column("club_id", ID, nullable=False),
        sa.Column("slot", sa.Date(), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        _of_a_club("session_roles"),
        sa.PrimaryKeyConstraint("club_id", "slot", "role", name=op.f("pk_session_roles")),
    )
    op.create_table(
        "hosted_clubs",
        sa.Column("club_id", ID, nullable=False),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=False),
        _of_a_club("hosted_clubs"),
        sa.PrimaryKeyConstraint("club_id", name=op.f("pk_hosted_clubs")),
    )
    op.create_index(op.f("ix_hosted_clubs_look_at"), "hosted_clubs", ["look_at"])


def downgrade() -> None:
    for name in ("hosted_clubs", "session_roles", "host_answers", "willing_hosts"):
        op.drop_table(name)


def _of_a_club(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_club_id_clubs")
    return sa.ForeignKeyConstraint(["club_id"], ["clubs.id"], name=name, ondelete="CASCADE")
