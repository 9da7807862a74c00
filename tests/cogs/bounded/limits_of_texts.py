"""How long each text may be, how many items each list may have, and which numbers aren't ids.

A limit is looked up by (class or builder, name), then by the name alone under "". The enclosing classes count too, so a
log's text may have a lower limit than a draft's.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import discord
from hypothesis import strategies as st

from bot.core.ballots.ballot import MOST_CANDIDATES
from bot.core.calendar.weekly_slot import zone_names
from bot.core.clubs.club import LOG_DAYS, LONGEST_NAME, REVIEW_DAYS, REVIEWERS
from bot.core.errors import DatabaseAwayError, ReviewKeptError, ReviewNoticedError
from bot.core.outbox.trouble import Trouble, TroubleCode
from bot.core.paper_logs.log_text import PART_LIMIT, PARTS
from bot.core.reviews.review_text import QUESTION_LIMIT, STRONGEST_LIMIT
from bot.core.syllabus.syllabus import LONGEST_POLL
from bot.core.takeaways.takeaway import QUESTION_LIMIT as TAKEAWAY_QUESTION
from bot.core.takeaways.takeaway import SENTENCE_LIMIT as TAKEAWAY_SENTENCE
from bot.core.weeks.note import Note, NoteCode, not_posted
from bot.core.weeks.week import REMINDED_AT_ONCE
from bot.delivery.permissions import NAMES
from bot.services.clubs.planned_posts import POSTS_SHOWN
from bot.services.clubs.service import SLOTS_LOOKED_BACK
from bot.services.syllabus.service import LONGEST_SYLLABUS, PATH_WEEKS
from bot.storage.privacy.registry import HOLDINGS
from cogs.papers.actions import SENTENCES_QUOTED
from cogs.ui.refusals import SaidError
from cogs.ui.troubles import LONGEST
from cogs.ui.wording import t
from tests.cogs.bounded import limits_of_catalog, limits_of_schedules, limits_of_sessions
from tests.cogs.bounded.clubhouse import GONE, OWN, PAPERS, ROW, SNOWFLAKE, TOPICS, key_of
from tests.support.troubles import as_stored, lacks

LONG_ZONE_NAME = 25
TYPED_LIMIT, REFUSAL, SENTENCE, DISPLAY_NAME, SHORT_NAME, KEY = 4000, 1200, 400, 32, 32, 60
NOW = datetime(2026, 1, 4, 17, tzinfo=UTC)

PAPER_KEYS = {
    "paper_key",
    "next_key",
    "keys",
    "known",
    "added",
    "queued",
    "read",
    "queue",
    "then",
    "candidates",
    "winner",
    "tied",
    "passed_over",
    "rankings",
    "left_out",
    "ballot",
}
MAY_BE_GONE = {"paper_key", "next_key", "candidates", "winner", "tied", "passed_over"}  # from the catalog
TEXTS = {
    **limits_of_catalog.TEXTS,
    **limits_of_schedules.TEXTS,
    **limits_of_sessions.TEXTS,
    ("fault_text", "reference"): 9,
    ("ClubSetup", "name"): LONGEST_NAME,
    ("typing_form", "present"): LONGEST_NAME,
    ("ready_page", "posted"): SENTENCE,
    ("", "problem"): TYPED_LIMIT,
    ("", "approach"): TYPED_LIMIT,
    ("", "key_result"): TYPED_LIMIT,
    ("", "limitation"): TYPED_LIMIT,
    ("PaperLog", "problem"): PART_LIMIT,
    ("PaperLog", "approach"): PART_LIMIT,
    ("PaperLog", "key_result"): PART_LIMIT,
    ("PaperLog", "limitation"): PART_LIMIT,
    ("", "strongest"): TYPED_LIMIT,
    ("", "question"): TYPED_LIMIT,
    ("Review", "strongest"): STRONGEST_LIMIT,
    ("Review", "question"): QUESTION_LIMIT,
    ("QuotedSentence", "sentence"): STRONGEST_LIMIT,
    ("QuotedSentence", "log_text"): TYPED_LIMIT,
    ("takeaway_form", "sentence"): TYPED_LIMIT,
    ("rescued", "sentence"): TYPED_LIMIT,
    ("_not_stored", "sentence"): TYPED_LIMIT,
    ("Takeaway", "sentence"): TAKEAWAY_SENTENCE,
    ("Takeaway", "question"): TAKEAWAY_QUESTION,
    ("WeekTakeaway", "sentence"): TAKEAWAY_SENTENCE,
    ("WeekTakeaway", "question"): TAKEAWAY_QUESTION,
    ("", "address"): 300,
    ("", "nearest"): PART_LIMIT,
    ("BorrowedRun", "text"): PART_LIMIT,
    ("BorrowedRun", "source"): 100,
    ("ClubSettings", "name"): LONGEST_NAME,
    ("review_form", "author"): DISPLAY_NAME,
    ("left_server_page", "server_name"): 100,
    ("", "club_name"): LONGEST_NAME,
    ("", "tag"): 20,
    ("", "names"): DISPLAY_NAME,
    ("", "short_name"): SHORT_NAME,
    ("", "next_short_name"): KEY,
    ("", "name"): KEY + len("Topic: "),
    ("", "answers"): 55,
    ("", "alt_text"): 1024,
    ("LineageView", "title"): 300,
    ("LineageView", "byline"): 300,
    ("LineageWords", "alone"): 60,
    ("LineageWords", "more"): 60,
    ("LineageWords", "tiers"): 60,
    ("Node", "key"): KEY,
    ("Node", "name"): SHORT_NAME,
    ("LineageWords", "builds_on"): 40,
    ("LineageWords", "led_to"): 40,
    ("", "query"): 6000,
    ("", "reason"): REFUSAL,
    ("rescued_page", "reason"): REFUSAL // 2,
    ("_not_stored", "reference"): 9,
    ("", "trouble"): LONGEST,
    ("", "note"): LONGEST,
    ("", "refusal"): REFUSAL,
    ("", "sentence"): REFUSAL,
    ("", "title"): 60,
    ("LogSaved", "held"): KEY,
    ("", "faults"): SENTENCE,
    ("", "text"): 2 * SENTENCE,
    ("", "top"): SENTENCE,
    ("", "ahead"): SENTENCE,
    ("", "where"): SENTENCE,
}
ON_ONE_LINE = {"name", "club_name", "tag", "names", "short_name", "next_short_name", "answers", "query", "alt_text"}
LISTS = {
    **limits_of_catalog.LISTS,
    **limits_of_schedules.LISTS,
    **limits_of_sessions.LISTS,
    ("", "faults"): 4,
    ("", "posts"): POSTS_SHOWN,
    ("", "failed_weeks"): SLOTS_LOOKED_BACK,
    ("", "answers"): MOST_CANDIDATES,
    ("", "candidates"): MOST_CANDIDATES,
    ("", "rankings"): MOST_CANDIDATES,
    ("", "left_out"): 2,
    ("", "ballot"): MOST_CANDIDATES,
    ("result_text", "nominators"): 3,
    ("", "queue"): LONGEST_SYLLABUS,
    ("", "keys"): PATH_WEEKS[-1],
    ("", "read"): PAPERS,
    ("closing_page", "views"): 2,
    ("closing_page", "names"): 2,
    ("closing_page", "happened"): 2,
    ("MyReviews", "views"): 4,
    ("news_text", "views"): 5,
    ("", "tied"): MOST_CANDIDATES,
    ("", "passed_over"): MOST_CANDIDATES,
    ("StoredAboutMember", "counts"): len(HOLDINGS),
    ("", "quoted"): SENTENCES_QUOTED,
    ("candidates_page", "papers"): MOST_CANDIDATES,
    ("did_you_mean_page", "papers"): 25,
    ("reminder_page", "members"): REMINDED_AT_ONCE,
    ("WeekView", "answers"): 400,
}
# These have the same length, because they belong together.
EXACTLY = {("closing_page", "views"), ("closing_page", "names"), ("closing_page", "happened")}
NOT_EMPTY = {
    ("Path", "keys"),
    ("DestinationChoice", "destinations"),
    ("ShortParts", "names"),
    ("Poll", "candidates"),
    ("did_you_mean_page", "papers"),
    ("candidates_page", "papers"),
    ("try_paper_page", "papers"),
    ("mentions_page", "papers"),
    ("choosing_page", "logs"),
    ("reminder_page", "members"),
    ("assignments_page", "pairs"),
    ("given_page", "pairs"),
    ("native_poll", "answers"),
}
FEW_AND_MANY = (0, 1, 2, 999)
NUMBERS = {
    **limits_of_sessions.NUMBERS,
    ("ClubSetup", "log_days"): tuple(LOG_DAYS),
    ("ClubSetup", "review_days"): tuple(REVIEW_DAYS),
    ("ClubSetup", "reviewers"): tuple(REVIEWERS),
    ("ClubSettings", "log_days"): tuple(LOG_DAYS),
    ("ClubSettings", "review_days"): tuple(REVIEW_DAYS),
    ("ClubSettings", "reviewers"): tuple(REVIEWERS),
    ("", "page"): (0, 1, 7, 9999),
    ("", "number"): (1, 999),
    ("", "version"): (1, 2, 9999),
    ("", "log_version"): (1, 9999),
    ("", "attempts"): FEW_AND_MANY,
    ("", "votes"): FEW_AND_MANY,
    ("", "cast"): FEW_AND_MANY,
    ("", "count"): FEW_AND_MANY,
    ("", "logs"): FEW_AND_MANY,
    ("", "left"): FEW_AND_MANY,
    ("", "here"): FEW_AND_MANY,
    ("", "total"): FEW_AND_MANY,
    ("", "length"): FEW_AND_MANY,
    ("", "of"): FEW_AND_MANY,
    ("", "part"): FEW_AND_MANY,
    ("", "words"): FEW_AND_MANY,
    ("", "start"): FEW_AND_MANY,
    ("", "end"): FEW_AND_MANY,
    ("FormDestination", "draft_revision"): (36**8 - 1,),
}
# What outbox entries of any kind may carry. The ids are those of the first items of a list.
GIVEN = [[SNOWFLAKE + index, ROW + index] for index in range(9)]
DETAILS: dict[str, Any] = {
    "log_id": ROW,
    "review_id": ROW,
    "poll_id": ROW,
    "author_id": SNOWFLAKE,
    "message_id": SNOWFLAKE,
    "club_name": "_" * LONGEST_NAME,
    "version": 9999,
    "part": 0,
    "reviewers": [SNOWFLAKE + index for index in range(100)],
    "members": [SNOWFLAKE + index for index in range(150)],
    "log_ids": [ROW + index for index in range(150)],
    "asked": [[SNOWFLAKE + index, ROW + index] for index in range(100)],
}
TROUBLE = [lacks(*NAMES.values()), *(as_stored(letter * LONGEST) for letter in "x_字"), Trouble(TroubleCode.LOCKED)]
TROUBLES = st.sampled_from([None, *TROUBLE])
NOTES = st.sampled_from(
    [
        None,
        not_posted(NoteCode.NOT_POSTED_YET, lacks(*NAMES.values())),
        *(Note(NoteCode.AS_STORED, {"sentence": letter * LONGEST}) for letter in "x_字"),
    ]
)
FIELDS = st.sampled_from(
    [
        {},
        {"strongest": "_" * TYPED_LIMIT, "question": "\n#" * (TYPED_LIMIT // 2)},
        {"strongest": "字" * TYPED_LIMIT},
    ]
)
ERRORS = st.sampled_from(
    [
        ReviewKeptError(SaidError("_" * REFUSAL), ROW, "_" * PART_LIMIT),
        ReviewNoticedError(SaidError("_" * REFUSAL), ROW, SNOWFLAKE),
        SaidError("_" * (REFUSAL // 2)),
        DatabaseAwayError(),
        RuntimeError(),
    ]
)
# What no general rule can generate: texts with fixed wording, and values that depend on each other.
LONG_ZONES = st.sampled_from([zone for zone in sorted(zone_names()) if len(zone) >= LONG_ZONE_NAME])
VALUES = {
    **limits_of_sessions.VALUES,
    ("Entry", "trouble"): TROUBLES,
    ("HeldMessage", "trouble"): st.sampled_from(TROUBLE),
    ("HeldCount", "name"): st.sampled_from([holding.name for holding in HOLDINGS]),
    ("for_organizers", "trouble"): TROUBLES,
    ("ClubSetup", "zone"): LONG_ZONES,
    ("ClubSetup", "weekday"): st.sampled_from((None, 0, 6)),
    ("SetupContext", "likely_zones"): st.lists(LONG_ZONES, max_size=40).map(tuple),
    ("GuessButton", "zone"): LONG_ZONES,
    ("Week", "note"): NOTES,
    ("Nomination", "paper"): st.sampled_from((key_of(0), OWN, GONE)),
    ("note_text", "note"): NOTES,
    ("Entry", "details"): st.sampled_from(
        [
            DETAILS,
            DETAILS | {"given": GIVEN},
            DETAILS | {"is_open_call": True},
            DETAILS | {"is_anonymous": True},
            DETAILS | {"is_withdrawn": True},
        ]
    ),
    ("Poll", "closes_at"): st.builds(lambda: discord.utils.utcnow() + LONGEST_POLL - timedelta(minutes=1)),
    ("BrowsedShelf", "topic"): st.sampled_from([None, *list(TOPICS)[:2]]),
    ("shelf_page", "topics"): st.just(TOPICS),
    ("used_page", "slug"): st.sampled_from(("must-read", "everything", *TOPICS)),
    ("closing_page", "what"): st.sampled_from(("logs", "reviews")),
    ("closed_text", "what"): st.sampled_from(("logs", "reviews")),
    ("Borrowed", "part"): st.sampled_from(PARTS),
    ("ShortParts", "parts"): st.sampled_from([PARTS[:1], PARTS]),
    ("Picture", "name"): st.just(f"lineage-{'k' * KEY}.png"),
    ("native_poll", "now"): st.just(NOW),
    ("native_poll", "closes_at"): st.sampled_from((NOW, NOW + timedelta(hours=1), NOW + LONGEST_POLL)),
    ("rescued_page", "fields"): FIELDS,
    ("_not_stored", "fields"): FIELDS,
    ("_not_stored", "error"): ERRORS,
    ("given_back", "texts"): st.sampled_from(
        [[], [("Problem", "_")], [(t("ui-field", field=part), "`" * TYPED_LIMIT) for part in PARTS]]
    ),
}
