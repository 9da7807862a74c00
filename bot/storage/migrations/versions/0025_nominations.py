"""Papers that members nominate and support, polls with ranked ballots, and hosts who choose the paper."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

# As in `bot/storage/columns.py`: eight bytes everywhere, with the type that lets SQLite number rows itself.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _create_nominations()
    _create_supports()
    op.create_table(
        "ballots",
        sa.Column("poll_id", ID, nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ranking", sa.JSON(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["polls.id"], name=op.f("fk_ballots_poll_id_polls"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("poll_id", "member_id", name=op.f("pk_ballots")),
    )
    op.create_index("ix_ballots_member_id", "ballots", ["member_id"])
    op.add_column("polls", sa.Column("kind", sa.String(8), server_default="native", nullable=False))
    op.add_column("polls", sa.Column("method", sa.String(8), nullable=True))
    op.add_column("polls", sa.Column("rankings", sa.JSON(), nullable=True))
    op.add_column("polls", sa.Column("left_out", sa.JSON(), nullable=True))
    for name in ("host_picks", "auto_vote"):
        op.add_column("clubs", sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False))


def _create_nominations() -> None:
    op.create_table(
        "nominations",
        sa.Column("id", ID, nullable=False),
        sa.Column("club_id", ID, nullable=False),
        sa.Column("paper_key", sa.String(60), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["club_id"], ["clubs.id"], name=op.f("fk_nominations_club_id_clubs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nominations")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_nominations_club_id", "nominations", ["club_id"])
    op.create_index("ix_nominations_member_id", "nominations", ["member_id"])
    is_open = sa.text("state = 'open'")
    op.create_index(
        "uq_nominations_open",
        "nominations",
        ["club_id", "paper_key"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def _create_supports() -> None:
    op.create_table(
        "supports",
        sa.Column("nomination_id", ID, nullable=False),
        sa.Column("member_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination_id"],
            ["nominations.id"],
            name=op.f("fk_supports_nomination_id_nominations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("nomination_id", "member_id", name=op.f("pk_supports")),
    )
    op.create_index("ix_supports_member_id", "supports", ["member_id"])


def downgrade() -> None:
    with op.batch_alter_table("clubs") as table:
        table.drop_column("auto_vote")
        table.drop_column("host_picks")
    with op.batch_alter_table("polls") as table:
        for name in ("left_out", "rankings", "method", "kind"):
            table.drop_column(name)
    for name in ("ballots", "supports", "nominations"):
        op.drop_table(name)
