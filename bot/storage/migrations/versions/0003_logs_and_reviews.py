"""Paper logs with their versions and drafts, and reviews."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

# As in `bot/storage/tables.py`: eight bytes everywhere, with the type that lets SQLite number rows itself.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _create_paper_logs()
    _create_log_drafts()
    _create_log_versions()
    _create_reviews()
    _create_review_drafts()


def _create_paper_logs() -> None:
    op.create_table(
        "paper_logs",
        sa.Column("id", ID, nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("paper_key", sa.String(length=60), nullable=False),
        sa.Column("club_id", ID, nullable=True),
        sa.Column("week_id", ID, nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["club_id"], ["clubs.id"], name=op.f("fk_paper_logs_club_id_clubs"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["week_id"], ["weeks.id"], name=op.f("fk_paper_logs_week_id_weeks"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_logs")),
        sa.UniqueConstraint(
            "week_id", "author_id", "paper_key", name=op.f("uq_paper_logs_week_id_author_id_paper_key")
        ),
    )
    op.create_index(op.f("ix_paper_logs_author_id"), "paper_logs", ["author_id"], unique=False)
    op.create_index(op.f("ix_paper_logs_club_id"), "paper_logs", ["club_id"], unique=False)
    op.create_index(op.f("ix_paper_logs_week_id"), "paper_logs", ["week_id"], unique=False)


def _create_log_drafts() -> None:
    op.create_table(
        "log_drafts",
        sa.Column("id", ID, nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("server_id", sa.BigInteger(), nullable=True),
        sa.Column("paper_key", sa.String(length=60), nullable=False),
        sa.Column("club_id", ID, nullable=True),
        sa.Column("week_id", ID, nullable=True),
        sa.Column("log_id", ID, nullable=True),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("approach", sa.Text(), nullable=False),
        sa.Column("key_result", sa.Text(), nullable=False),
        sa.Column("limitation", sa.Text(), nullable=False),
        sa.Column("interaction_id", sa.BigInteger(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["club_id"], ["clubs.id"], name=op.f("fk_log_drafts_club_id_clubs"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["log_id"], ["paper_logs.id"], name=op.f("fk_log_drafts_log_id_paper_logs"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["week_id"], ["weeks.id"], name=op.f("fk_log_drafts_week_id_weeks"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_drafts")),
        sa.UniqueConstraint("interaction_id", name=op.f("uq_log_drafts_interaction_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_log_drafts_author_id"), "log_drafts", ["author_id"], unique=False)


def _create_log_versions() -> None:
    op.create_table(
        "log_versions",
        sa.Column("log_id", ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("approach", sa.Text(), nullable=False),
        sa.Column("key_result", sa.Text(), nullable=False),
        sa.Column("limitation", sa.Text(), nullable=False),
        sa.Column("interaction_id", sa.BigInteger(), nullable=False),
        sa.Column("draft_id", ID, nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["log_id"], ["paper_logs.id"], name=op.f("fk_log_versions_log_id_paper_logs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("log_id", "number", name=op.f("pk_log_versions")),
        sa.UniqueConstraint("interaction_id", name=op.f("uq_log_versions_interaction_id")),
    )
    op.create_index(op.f("ix_log_versions_draft_id"), "log_versions", ["draft_id"], unique=False)


def _create_reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", ID, nullable=False),
        sa.Column("log_id", ID, nullable=False),
        sa.Column("reviewer_id", sa.BigInteger(), nullable=False),
        sa.Column("week_id", ID, nullable=False),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("problem_and_approach", sa.String(length=8), nullable=True),
        sa.Column("key_result", sa.String(length=8), nullable=True),
        sa.Column("limitation", sa.String(length=8), nullable=True),
        sa.Column("strongest", sa.Text(), nullable=True),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("log_version", sa.Integer(), nullable=True),
        sa.Column("interaction_id", sa.BigInteger(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_helpful", sa.Boolean(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["log_id"], ["paper_logs.id"], name=op.f("fk_reviews_log_id_paper_logs"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["week_id"], ["weeks.id"], name=op.f("fk_reviews_week_id_weeks"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint("interaction_id", name=op.f("uq_reviews_interaction_id")),
        sa.UniqueConstraint("log_id", "reviewer_id", name=op.f("uq_reviews_log_id_reviewer_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_reviews_reviewer_id"), "reviews", ["reviewer_id"], unique=False)
    op.create_index(op.f("ix_reviews_week_id"), "reviews", ["week_id"], unique=False)


def _create_review_drafts() -> None:
    op.create_table(
        "review_drafts",
        sa.Column("id", ID, nullable=False),
        sa.Column("reviewer_id", sa.BigInteger(), nullable=False),
        sa.Column("log_id", ID, nullable=False),
        sa.Column("problem_and_approach", sa.String(length=8), nullable=False),
        sa.Column("key_result", sa.String(length=8), nullable=False),
        sa.Column("limitation", sa.String(length=8), nullable=False),
        sa.Column("strongest", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("interaction_id", sa.BigInteger(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["log_id"], ["paper_logs.id"], name=op.f("fk_review_drafts_log_id_paper_logs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_drafts")),
        sa.UniqueConstraint("interaction_id", name=op.f("uq_review_drafts_interaction_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_review_drafts_reviewer_id"), "review_drafts", ["reviewer_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_review_drafts_reviewer_id"), table_name="review_drafts")
    op.drop_table("review_drafts")
    op.drop_index(op.f("ix_reviews_week_id"), table_name="reviews")
    op.drop_index(op.f("ix_reviews_reviewer_id"), table_name="reviews")
    op.drop_table("reviews")
    op.drop_index(op.f("ix_log_versions_draft_id"), table_name="log_versions")
    op.drop_table("log_versions")
    op.drop_index(op.f("ix_log_drafts_author_id"), table_name="log_drafts")
    op.drop_table("log_drafts")
    op.drop_index(op.f("ix_paper_logs_week_id"), table_name="paper_logs")
    op.drop_index(op.f("ix_paper_logs_club_id"), table_name="paper_logs")
    op.drop_index(op.f("ix_paper_logs_author_id"), table_name="paper_logs")
    op.drop_table("paper_logs")
