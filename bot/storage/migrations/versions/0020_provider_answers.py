"""Answers of providers of facts about papers, with their age."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "provider_answers",
        sa.Column("provider", sa.String(20), nullable=False),
        sa.Column("question", sa.String(300), nullable=False),
        sa.Column("answer", sa.JSON()),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("provider", "question", name=op.f("pk_provider_answers")),
    )
    op.create_index("ix_provider_answers_fetched_at", "provider_answers", ["fetched_at"])


def downgrade() -> None:
    op.drop_table("provider_answers")
