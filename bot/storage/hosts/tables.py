"""The tables of hosts. `bot/storage/tables.py` imports them into the same metadata."""

from sqlalchemy import BigInteger, Boolean, Column, Date, ForeignKey, String, Table

from bot.storage.columns import Instant, metadata

willing_hosts = Table(
    "willing_hosts",
    metadata,
    # Who takes turns hosting a club's sessions.
    Column("club_id", ForeignKey("clubs.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("since", Instant, nullable=False),
    # Their direct messages with the bot; none if they accept none, or if we could not open them.
    Column("channel_id", BigInteger),
)

host_answers = Table(
    "host_answers",
    metadata,
    # Where a member stands with hosting one session. A session has the date of its slot, before and after its week.
    Column("club_id", ForeignKey("clubs.id", ondelete="CASCADE"), primary_key=True),
    Column("slot", Date, primary_key=True, index=True),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("standing", String(8), nullable=False),
    Column("at", Instant, nullable=False),
    # As above, for members who only offered to host this session.
    Column("channel_id", BigInteger),
    Column("has_card", Boolean, nullable=False),  # their card for the session is on its way, or was sent
)

session_roles = Table(
    "session_roles",
    metadata,
    Column("club_id", ForeignKey("clubs.id", ondelete="CASCADE"), primary_key=True),
    Column("slot", Date, primary_key=True),
    Column("role", String(16), primary_key=True),
    Column("user_id", BigInteger, nullable=False),
    Column("taken_at", Instant, nullable=False),
)

hosted_clubs = Table(
    "hosted_clubs",
    metadata,
    # The clubs with hosts, and when to look at each again. All other clubs cost a tick nothing.
    Column("club_id", ForeignKey("clubs.id", ondelete="CASCADE"), primary_key=True),
    Column("look_at", Instant, nullable=False, index=True),
)
