"""Who was passed over as a host, because they may not see the club, has an answer of their own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    """Older rows can't be told from those of members who declined."""


def downgrade() -> None:
    """The version before doesn't know the answer, and asks these members again."""
    answers = sa.table("host_answers", sa.column("standing", sa.String))
    op.execute(answers.delete().where(answers.c.standing == "hidden"))
