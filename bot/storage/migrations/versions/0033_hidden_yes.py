"""What hosts had said before they could no longer see their club is kept: they may see it again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"

HIDDEN_YES = ("hid-yes", "hid-host")


def upgrade() -> None:
    """Nothing to do: older rows don't say what these members had said."""


def downgrade() -> None:
    """The version before has one state for them all."""
    answers = sa.table("host_answers", sa.column("standing", sa.String))
    op.execute(answers.update().where(answers.c.standing.in_(HIDDEN_YES)).values(standing="hidden"))
