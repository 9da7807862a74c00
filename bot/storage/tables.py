"""All tables, as SQLAlchemy Core sees them. Every change needs a migration (a test compares the two)."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    Time,
    UniqueConstraint,
    false,
)

from bot.core.calendar.rhythm import Rhythm
from bot.core.paper_logs.log_text import PARTS
from bot.storage.ballots import tables as _ballots  # noqa: F401
from bot.storage.calendar_files import tables as _calendar_files  # noqa: F401
from bot.storage.catalog import tables as _catalog  # noqa: F401 - its tables belong to the same metadata
from bot.storage.columns import ALONE, ID, OUTSIDE, Instant, new_review_token, new_secret
from bot.storage.columns import metadata as metadata  # noqa: PLC0414 - who needs the tables takes both from here
from bot.storage.hosts import tables as _hosts  # noqa: F401
from bot.storage.meetings import tables as _meetings  # noqa: F401
from bot.storage.nominations import tables as _nominations  # noqa: F401
from bot.storage.polls.tables import polls as polls  # noqa: PLC0414 - read with the other tables
from bot.storage.presences import tables as _presences  # noqa: F401
from bot.storage.privacy import tables as _erasures  # noqa: F401
from bot.storage.providers import tables as _providers  # noqa: F401
from bot.storage.reminders import tables as _reminders  # noqa: F401
from bot.storage.schedules import tables as _schedules  # noqa: F401
from bot.storage.shards import tables as _shards  # noqa: F401
from bot.storage.takeaways import tables as _takeaways  # noqa: F401
from bot.storage.week_links import tables as _week_links  # noqa: F401
from bot.storage.weeks import tables as _weeks  # noqa: F401
from bot.storage.welcome import tables as _welcome  # noqa: F401

command_syncs = Table(
    "command_syncs",
    metadata,
    Column("application_id", BigInteger, primary_key=True, autoincrement=False),
    Column("fingerprint", String(64), nullable=False),
    Column("synced_at", Instant, nullable=False),
)

clubs = Table(
    "clubs",
    metadata,
    Column("id", ID, primary_key=True),
    # Identifies the club in our messages on Discord, so that a restored file recognizes its posts.
    Column("token", String(8), nullable=False, unique=True),
    Column("server_id", BigInteger, nullable=False, index=True),
    Column("name", String(40), nullable=False),
    # The name in one case while the club is open. Empty once it is closed, so that the name is available again.
    Column("name_key", String(120)),  # casefolding makes up to three characters of one
    Column("channel_id", BigInteger, nullable=False, index=True),
    Column("is_forum", Boolean, nullable=False),
    Column("weekday", Integer, nullable=False),
    Column("at", Time, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("role_id", BigInteger),
    Column("organiser_role_id", BigInteger),
    Column("log_days", Integer, nullable=False),
    Column("review_days", Integer, nullable=False),
    Column("reviewers", Integer, nullable=False),
    Column("anonymous", Boolean, nullable=False),
    Column("takeaways", Boolean, nullable=False),
    Column("host_picks", Boolean, nullable=False, server_default=false()),
    Column("auto_vote", Boolean, nullable=False, server_default=false()),
    Column("tag_id", BigInteger),
    Column("meeting_weekday", Integer),  # this and the next five are empty for a club without meetings
    Column("meeting_at", Time),
    Column("meeting_minutes", Integer),
    Column("meeting_place", String(8)),
    Column("meeting_channel_id", BigInteger),
    Column("meeting_link", String(100)),
    Column("rhythm", String(16), nullable=False, default=Rhythm.WEEKLY),  # a value of `bot/core/calendar/rhythm.py`
    Column("anchor", Date),  # a day in the first week of a period; none for a club that has always been weekly
    Column("breaks", JSON, nullable=False, default=list),
    Column("state", String(8), nullable=False),
    Column("next_slot", Date),
    Column("next_due", Instant, index=True),
    Column("held_slot", Date),  # of a paused club, if an organizer had moved its next slot to this day
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("server_id", "name_key"),
    # Here and below: messages name rows by id, so the id of a deleted row must not be used again.
    sqlite_autoincrement=True,
)

club_secrets = Table(
    "club_secrets",
    metadata,
    Column("club_id", ForeignKey("clubs.id", ondelete="CASCADE"), primary_key=True),
    # Part of the seed that decides who reviews whom. Nobody sees it, so it is kept apart from what a club shows.
    Column("secret", String(32), nullable=False, default=new_secret),
)

syllabus_entries = Table(
    "syllabus_entries",
    metadata,
    Column("club_id", ForeignKey("clubs.id", ondelete="CASCADE"), primary_key=True),
    Column("paper_key", String(60), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("periods", Integer, nullable=False, default=1),  # how many slots the paper takes
)

weeks = Table(
    "weeks",
    metadata,
    Column("id", ID, primary_key=True),
    Column("club_id", ForeignKey("clubs.id", ondelete="CASCADE"), nullable=False),
    Column("slot", Date, nullable=False),
    Column("number", Integer),  # 1 for the club's first; none for a skipped week
    Column("paper_key", String(60)),
    Column("state", String(10), nullable=False),
    Column("is_late", Boolean, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("logs_due", Instant),
    Column("reviews_due", Instant),
    Column("channel_id", BigInteger),
    Column("message_id", BigInteger, index=True),
    Column("thread_id", BigInteger, index=True),
    Column("note", String(200), nullable=False),  # a code of `bot/core/weeks/note.py`, or nothing
    Column("note_facts", JSON, nullable=False),
    Column("next_step", String(16)),
    Column("next_step_at", Instant, index=True),
    Column("is_forum", Boolean, nullable=False),  # of the post, whatever the club uses now
    Column("periods", Integer, nullable=False, default=1),
    UniqueConstraint("club_id", "slot"),
    sqlite_autoincrement=True,
)

attendances = Table(
    "attendances",
    metadata,
    Column("week_id", ForeignKey("weeks.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", BigInteger, primary_key=True),
    Column("answer", String(4), nullable=False),
    Column("answered_at", Instant, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", ID, primary_key=True),
    Column("key", String(60), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("club_id", ForeignKey("clubs.id", ondelete="CASCADE"), index=True),  # none for a welcome
    Column("week_id", ForeignKey("weeks.id", ondelete="CASCADE")),
    Column("server_id", BigInteger, nullable=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("is_forum", Boolean, nullable=False),
    Column("wants_thread", Boolean, nullable=False),
    Column("state", String(10), nullable=False),
    Column("details", JSON, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("first_sent_at", Instant),
    Column("not_before", Instant),
    Column("message_id", BigInteger),
    Column("is_doubtful", Boolean, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("done_at", Instant),
    Column("trouble", String(16), nullable=False),  # a code of `bot/core/outbox/trouble.py`, or nothing
    Column("trouble_facts", JSON, nullable=False),
    Index("ix_outbox_state_not_before", "state", "not_before"),
    sqlite_autoincrement=True,
)

paper_logs = Table(
    "paper_logs",
    metadata,
    Column("id", ID, primary_key=True),
    Column("author_id", BigInteger, nullable=False, index=True),
    Column("paper_key", String(60), nullable=False),
    Column("club_id", ForeignKey("clubs.id", ondelete="CASCADE"), index=True),  # none for a log that is kept alone
    Column("week_id", ForeignKey("weeks.id", ondelete="CASCADE"), index=True),
    Column("state", String(10), nullable=False),
    Column("is_late", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("channel_id", BigInteger),
    Column("message_id", BigInteger),
    Column("written_at", Instant, nullable=False),
    UniqueConstraint("week_id", "author_id", "paper_key"),
    # A constraint treats NULLs as different. A partial index treats the rows as equal.
    Index("uq_paper_logs_alone", "author_id", "paper_key", unique=True, **ALONE),
    Index("uq_paper_logs_outside_weeks", "author_id", "paper_key", "club_id", unique=True, **OUTSIDE),
    sqlite_autoincrement=True,
)

log_versions = Table(
    "log_versions",
    metadata,
    Column("log_id", ForeignKey("paper_logs.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    *(Column(part, Text, nullable=False) for part in PARTS),
    # It identifies a form that Discord delivers twice. `draft_id` identifies a draft that is accepted twice.
    Column("interaction_id", BigInteger, nullable=False, unique=True),
    Column("draft_id", ID, index=True),
    Column("written_at", Instant, nullable=False),
)

log_drafts = Table(
    "log_drafts",
    metadata,
    Column("id", ID, primary_key=True),
    Column("author_id", BigInteger, nullable=False, index=True),
    Column("server_id", BigInteger),
    Column("paper_key", String(60), nullable=False),
    Column("club_id", ForeignKey("clubs.id", ondelete="CASCADE")),
    Column("week_id", ForeignKey("weeks.id", ondelete="CASCADE")),
    Column("log_id", ForeignKey("paper_logs.id", ondelete="CASCADE")),
    *(Column(part, Text, nullable=False) for part in PARTS),
    Column("interaction_id", BigInteger, nullable=False, unique=True),
    Column("written_at", Instant, nullable=False),
    sqlite_autoincrement=True,
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", ID, primary_key=True),
    Column("log_id", ForeignKey("paper_logs.id", ondelete="CASCADE"), nullable=False),
    Column("reviewer_id", BigInteger, nullable=False, index=True),
    Column("week_id", ForeignKey("weeks.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("origin", String(8), nullable=False),
    Column("state", String(8), nullable=False),
    Column("assigned_at", Instant, nullable=False),
    Column("problem_and_approach", String(8)),
    Column("key_result", String(8)),
    Column("limitation", String(8)),
    Column("strongest", Text),
    Column("question", Text),
    Column("log_version", Integer),
    Column("interaction_id", BigInteger, unique=True),
    Column("written_at", Instant),
    Column("is_helpful", Boolean, nullable=False),
    Column("message_id", BigInteger, index=True),
    # Identifies the review in messages and buttons. The id would reveal in which order reviews were assigned.
    Column("token", String(20), nullable=False, unique=True, index=True, default=new_review_token),
    Column("version", Integer, nullable=False, default=1),
    # Taken from the club when the review was assigned: editing the club later reveals nobody.
    Column("is_anonymous", Boolean, nullable=False),
    Column("is_revision_told", Boolean, nullable=False, default=False),
    UniqueConstraint("log_id", "reviewer_id"),
    sqlite_autoincrement=True,
)

review_drafts = Table(
    "review_drafts",
    metadata,
    Column("id", ID, primary_key=True),
    Column("reviewer_id", BigInteger, nullable=False, index=True),
    Column("log_id", ForeignKey("paper_logs.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("problem_and_approach", String(8), nullable=False),
    Column("key_result", String(8), nullable=False),
    Column("limitation", String(8), nullable=False),
    Column("strongest", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("interaction_id", BigInteger, nullable=False, unique=True),
    Column("written_at", Instant, nullable=False),
    sqlite_autoincrement=True,
)

freed_reviews = Table(
    "freed_reviews",
    metadata,
    # A review that a member no longer has to write. `fate` says what happened to it.
    Column("log_id", ForeignKey("paper_logs.id", ondelete="CASCADE"), primary_key=True),
    Column("reviewer_id", BigInteger, primary_key=True, autoincrement=False),
    Column("week_id", ForeignKey("weeks.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("fate", String(8), nullable=False),
    Column("freed_at", Instant, nullable=False),
)

leavers = Table(
    "leavers",
    metadata,
    Column("server_id", BigInteger, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("noticed_at", Instant, nullable=False),
)

restores = Table(
    "restores",
    metadata,
    Column("id", ID, primary_key=True),
    Column("backup_at", Instant, nullable=False),  # what was sent later is only in Discord
    Column("restored_at", Instant, nullable=False),
    Column("first_id", ID, nullable=False),
)
