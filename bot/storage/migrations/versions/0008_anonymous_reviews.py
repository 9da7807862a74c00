"""Random names for reviews, a secret for each club, and whether a review is anonymous or was corrected."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COLUMNS = ("is_revision_told", "is_anonymous", "version", "token")


def upgrade() -> None:
    op.create_table(
        "club_secrets",
        sa.Column("club_id", ID, nullable=False),
        sa.Column("secret", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["club_id"], ["clubs.id"], name=op.f("fk_club_secrets_club_id_clubs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("club_id", name=op.f("pk_club_secrets")),
    )
    # SQLite cannot add a required column without a default.
    op.add_column("reviews", sa.Column("token", sa.String(length=20), nullable=False, server_default=""))
    op.add_column("reviews", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    for flag in ("is_anonymous", "is_revision_told"):
        op.add_column("reviews", sa.Column(flag, sa.Boolean(), nullable=False, server_default=sa.false()))
    _fill()
    op.create_index("ix_reviews_token", "reviews", ["token"], unique=True)
    op.create_index("ix_reviews_message_id", "reviews", ["message_id"])
    if op.get_bind().dialect.name == "postgresql":
        for name in COLUMNS:
            op.alter_column("reviews", name, server_default=None)


def _fill() -> None:
    connection = op.get_bind()
    for club_id in connection.scalars(sa.text("SELECT id FROM clubs")).all():
        row = {"club": club_id, "secret": secrets.token_hex(16)}
        connection.execute(sa.text("INSERT INTO club_secrets (club_id, secret) VALUES (:club, :secret)"), row)
    for review_id, old_key, is_sent in connection.execute(sa.text(REVIEWS)).all():
        # A message that may be in Discord is still recognized by its old key.
        token = str(review_id) if is_sent else secrets.token_hex(6)
        key = old_key.rpartition("-")[0] + f"-{token}"
        connection.execute(sa.text("UPDATE outbox SET key = :key WHERE key = :old"), {"key": key, "old": old_key})
        row = {"token": token, "id": review_id}
        connection.execute(sa.text("UPDATE reviews SET token = :token WHERE id = :id"), row)
    connection.execute(sa.text(ANONYMOUS))
    connection.execute(sa.text(TOLD))


REVIEWS = """
SELECT reviews.id, clubs.token || '-review-' || CAST(reviews.id AS VARCHAR(20)) AS old_key, EXISTS (
    SELECT 1 FROM outbox
    WHERE outbox.key = clubs.token || '-review-' || CAST(reviews.id AS VARCHAR(20)) AND outbox.first_sent_at IS NOT NULL
)
FROM reviews JOIN weeks ON weeks.id = reviews.week_id JOIN clubs ON clubs.id = weeks.club_id
"""
ANONYMOUS = """
UPDATE reviews SET is_anonymous = (
    SELECT clubs.anonymous FROM weeks JOIN clubs ON clubs.id = weeks.club_id WHERE weeks.id = reviews.week_id
)
"""
# Nobody is told about weeks that are over.
TOLD = """
UPDATE reviews SET is_revision_told = (
    SELECT weeks.state = 'closed' FROM weeks WHERE weeks.id = reviews.week_id
)
"""


def downgrade() -> None:
    # Earlier programs do not know these messages.
    op.execute(sa.text("DELETE FROM outbox WHERE kind = 'review-edit'"))
    op.drop_index("ix_reviews_message_id", "reviews")
    op.drop_index("ix_reviews_token", "reviews")
    for name in COLUMNS:
        op.drop_column("reviews", name)
    op.drop_table("club_secrets")
