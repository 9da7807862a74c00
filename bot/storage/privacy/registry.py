"""Every table with a member in it, and the columns that are about nobody."""

from __future__ import annotations

from bot.storage.ballots.personal_data import BALLOTS
from bot.storage.calendar_files.personal_data import CALENDAR_FEEDS
from bot.storage.catalog.personal_data import CATALOG_PREVIEWS, PAPER_SUGGESTIONS, SERVER_PAPERS
from bot.storage.hosts.personal_data import HOST_ANSWERS, SESSION_ROLES, WILLING_HOSTS
from bot.storage.members.personal_data import LEAVERS
from bot.storage.nominations.personal_data import NOMINATIONS, SUPPORTS
from bot.storage.outbox.personal_data import OUTBOX
from bot.storage.paper_logs.personal_data import LOG_DRAFTS, LOG_VERSIONS, PAPER_LOGS
from bot.storage.presences.personal_data import PRESENCES
from bot.storage.privacy.personal_data import ERASURE_MESSAGES, ERASURES
from bot.storage.reminders.personal_data import REMINDERS
from bot.storage.reviews.personal_data import FREED_REVIEWS, REVIEW_DRAFTS, REVIEWS
from bot.storage.schedules.personal_data import PAST_SESSION_HOSTS, SCHEDULE_MATCHES, SCHEDULE_PREVIEWS
from bot.storage.takeaways.personal_data import TAKEAWAYS
from bot.storage.weeks.personal_data import ATTENDANCES, SIGN_UPS

# In the order in which they are erased: a row goes before the one by which it is found.
HOLDINGS = (
    ATTENDANCES,
    SIGN_UPS,
    PRESENCES,
    CALENDAR_FEEDS,
    TAKEAWAYS,
    SUPPORTS,
    NOMINATIONS,
    BALLOTS,
    LOG_DRAFTS,
    REVIEW_DRAFTS,
    FREED_REVIEWS,
    REVIEWS,
    LOG_VERSIONS,
    PAPER_LOGS,
    WILLING_HOSTS,
    HOST_ANSWERS,
    SESSION_ROLES,
    LEAVERS,
    REMINDERS,
    SERVER_PAPERS,
    PAPER_SUGGESTIONS,
    CATALOG_PREVIEWS,
    PAST_SESSION_HOSTS,
    SCHEDULE_MATCHES,
    SCHEDULE_PREVIEWS,
    OUTBOX,
    ERASURE_MESSAGES,
    ERASURES,
)

# Columns of all other tables that hold a number, a text or JSON, by the reason why no member is in them.
ABOUT_NOBODY = {
    "the bot's own application and processes": (
        "command_syncs.application_id",
        "command_syncs.fingerprint",
        "shard_leases.shard_count",
        "shard_leases.shard_id",
        "shard_leases.owner",
        "shard_leases.epoch",
        "shard_leases.beat",
        "shard_leases.written",
        "turns.name",
        "restores.id",
        "restores.first_id",
    ),
    "a club and its settings; who created it is not stored": (
        "clubs.id",
        "clubs.token",
        "clubs.server_id",
        "clubs.name",
        "clubs.name_key",
        "clubs.channel_id",
        "clubs.zone",
        "clubs.role_id",
        "clubs.organiser_role_id",
        "clubs.tag_id",
        "clubs.meeting_place",
        "clubs.meeting_channel_id",
        "clubs.meeting_link",
        "clubs.rhythm",
        "clubs.breaks",
        "clubs.state",
        "club_secrets.secret",
        "calendar_sessions.facts",
    ),
    "a club's papers and weeks; who chose a paper is not stored": (
        "syllabus_entries.paper_key",
        "week_links.id",
        "week_links.url",
        "week_links.what",
        "weeks.id",
        "weeks.paper_key",
        "weeks.state",
        "weeks.channel_id",
        "weeks.message_id",
        "weeks.thread_id",
        "weeks.note",
        "weeks.note_facts",
        "weeks.next_step",
    ),
    "a club's sessions from before it moved here; their hosts are in a table of their own": (
        "past_sessions.id",
        "past_sessions.topic",
        "past_sessions.links",
        "past_session_papers.paper_key",
    ),
    "links between a server's papers; who added a link is not stored": (
        "server_links.guild_id",
        "server_links.key",
        "server_links.builds_on",
        "server_links.why",
        "server_links.sentence",
        "server_links.section",
        "server_catalogs.guild_id",
    ),
    "when and where a club meets; who was there is not in it": (
        "meetings.id",
        "meetings.state",
        "meetings.place",
        "meetings.channel_id",
        "meetings.link",
        "meetings.next_step",
        "meetings.event_key",
        "meetings.event_id",
        "meetings.event_shows",
    ),
    "a poll and what was voted, without names; Discord, or until the count a ballot, has who voted": (
        "polls.id",
        "polls.candidates",
        "polls.channel_id",
        "polls.message_id",
        "polls.winner",
        "polls.votes",
        "polls.week_id",
        "polls.kind",
        "polls.method",
        "polls.rankings",
        "polls.left_out",
    ),
    "who was erased, which nobody can read from it": (
        "erased_members.member_hash",
        "erased_members.server_id",
        "erasure_keys.key",
    ),
    "servers": ("left_servers.server_id",),
    "what sites tell about published papers; a title that was asked for is only a hash": (
        "provider_answers.provider",
        "provider_answers.question",
        "provider_answers.answer",
    ),
}
