"""Members who were passed over as hosts, because they may not see the club, get a state of their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    """Nothing to do: in older rows, these members look like those who declined."""


def downgrade() -> None:
    """The version before doesn't know the state. Without the rows, it asks these members again."""
    answers = sa.table("host_answers", sa.column("standing", sa.String))
    op.execute(answers.delete().where(answers.c.standing == "hidden"))
