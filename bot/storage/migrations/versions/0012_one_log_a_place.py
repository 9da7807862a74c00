"""One log per member, paper and place, including logs outside weeks and clubs.

A unique constraint treats NULLs as different, so two processes could each store a log. If that happened, the texts
become versions of one log.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

ALONE, OUTSIDE = "uq_paper_logs_alone", "uq_paper_logs_outside_weeks"
# Higher than any version number, to use while the versions are put in order.
APART = 1_000_000

logs = sa.table(
    "paper_logs",
    *map(sa.column, ("id", "author_id", "paper_key", "club_id", "week_id", "state", "version", "message_id")),
)
versions = sa.table("log_versions", *map(sa.column, ("log_id", "number", "written_at")))
drafts = sa.table("log_drafts", sa.column("log_id"))
reviews = sa.table("reviews", *map(sa.column, ("log_id", "reviewer_id", "log_version")))
review_drafts = sa.table("review_drafts", *map(sa.column, ("log_id", "reviewer_id")))


def upgrade() -> None:
    connection = op.get_bind()
    for doubled in _doubled(connection):
        _merge(connection, doubled)
    alone, outside = sa.text("club_id IS NULL"), sa.text("week_id IS NULL")
    columns = ["author_id", "paper_key"]
    op.create_index(ALONE, "paper_logs", columns, unique=True, sqlite_where=alone, postgresql_where=alone)
    op.create_index(
        OUTSIDE, "paper_logs", [*columns, "club_id"], unique=True, sqlite_where=outside, postgresql_where=outside
    )


def downgrade() -> None:
    op.drop_index(OUTSIDE, "paper_logs")
    op.drop_index(ALONE, "paper_logs")


def _doubled(connection: sa.Connection) -> list[list[Any]]:
    """Return logs that share a place. The one to keep comes first: posted before unposted, then the oldest."""
    places: dict[tuple[int, str, int | None], list[Any]] = defaultdict(list)
    for row in connection.execute(sa.select(logs).where(logs.c.week_id.is_(None))):
        places[row.author_id, row.paper_key, row.club_id].append(row)
    ordered = (sorted(rows, key=lambda row: (row.message_id is None, row.id)) for rows in places.values())
    return [rows for rows in ordered if len(rows) > 1]


def _merge(connection: sa.Connection, doubled: list[Any]) -> None:
    kept, *others = doubled
    ids = [row.id for row in doubled]
    texts = connection.execute(
        sa.select(versions).where(versions.c.log_id.in_(ids)).order_by(versions.c.written_at, versions.c.number)
    ).all()
    # Move them out of each other's way first.
    connection.execute(versions.update().where(versions.c.log_id == kept.id).values(number=versions.c.number + APART))
    numbers = {}
    for number, text in enumerate(texts, 1):
        here = text.number + APART if text.log_id == kept.id else text.number
        which = (versions.c.log_id == text.log_id, versions.c.number == here)
        connection.execute(versions.update().where(*which).values(log_id=kept.id, number=number))
        numbers[text.log_id, text.number] = number
    _move_reviews(connection, kept, others, numbers)
    connection.execute(drafts.update().where(drafts.c.log_id.in_(ids)).values(log_id=kept.id))
    state = "kept" if any(row.state == "kept" for row in doubled) else kept.state
    connection.execute(logs.update().where(logs.c.id == kept.id).values(version=len(texts), state=state))
    connection.execute(logs.delete().where(logs.c.id.in_(ids[1:])))


def _move_reviews(connection: sa.Connection, kept: Any, others: list[Any], numbers: dict[tuple[int, int], int]) -> None:
    """Move reviews along with the versions that they quote. A second review by the same reviewer stays where it is."""
    for row in (kept, *others):
        found = connection.execute(sa.select(reviews).where(reviews.c.log_id == row.id)).all()
        for review in found:
            new = numbers.get((row.id, review.log_version), review.log_version)
            mine = (reviews.c.log_id == row.id, reviews.c.reviewer_id == review.reviewer_id)
            connection.execute(reviews.update().where(*mine).values(log_version=new))
    for table in (reviews, review_drafts):
        for row in others:
            taken = sa.select(table.alias("there").c.reviewer_id).where(sa.literal_column("there.log_id") == kept.id)
            which = (table.c.log_id == row.id, table.c.reviewer_id.not_in(taken))
            connection.execute(table.update().where(*which).values(log_id=kept.id))
