"""What the tables have in common: names of constraints, instants, ids and random names."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, DateTime, Integer, MetaData, TypeDecorator, text

if TYPE_CHECKING:
    from sqlalchemy import Dialect

# Later migrations can drop and change named constraints on every database.
NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
# Of all tables.
metadata = MetaData(naming_convention=NAMING_CONVENTION)
# For partial unique indexes, because NULLs are never equal to each other.
ALONE: dict[str, Any] = dict.fromkeys(("sqlite_where", "postgresql_where"), text("club_id IS NULL"))
OUTSIDE: dict[str, Any] = dict.fromkeys(("sqlite_where", "postgresql_where"), text("week_id IS NULL"))


class Instant(TypeDecorator[datetime]):
    """An instant, in UTC on both sides. SQLite drops zones, so this restores UTC. It refuses times without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} is not an instant: it has no zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


# Eight bytes everywhere, so that a forged id does not overflow. SQLite numbers rows itself only if the type is INTEGER.
ID = BigInteger().with_variant(Integer(), "sqlite")


def new_review_token() -> str:
    """Return twelve random hex digits, which reveal nothing and cannot be guessed."""
    return secrets.token_hex(6)


def new_secret() -> str:
    return secrets.token_hex(16)
