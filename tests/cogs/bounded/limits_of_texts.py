"""How long each text may be, how many items each list may have, and which numbers are no ids.

Looked up by (class or builder, name), then by the name alone under "". A class further out counts too, so that a log's
text may be shorter than a draft's.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import discord
from hypothesis import strategies as st

from bot.core.clubs import LOG_DAYS, LONGEST_NAME, REVIEW_DAYS, REVIEWERS
from bot.core.outbox import REASON_LIMIT
from bot.core.paper_logs import PART_LIMIT, PART_NAMES
from bot.core.reviews import QUESTION_LIMIT, STRONGEST_LIMIT
from bot.core.syllabus import LONGEST_POLL, POLL_CANDIDATES
from bot.core.weeks import REMINDED_AT_ONCE
from bot.services.clubs import POSTS_SHOWN, SLOTS_LOOKED_BACK
from bot.services.syllabus import LONGEST_SYLLABUS, PATH_WEEKS
from tests.cogs.bounded.clubhouse import PAPERS, ROW, SNOWFLAKE, TOPICS

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
}
MAY_BE_GONE = {"paper_key", "next_key", "candidates", "winner", "tied", "passed_over"}  # from the catalogue
TEXTS = {
    ("fault_text", "reference"): 9,
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
    ("", "nearest"): PART_LIMIT,
    ("BorrowedRun", "text"): PART_LIMIT,
    ("BorrowedRun", "source"): 100,
    ("ClubSettings", "name"): LONGEST_NAME,
    ("", "club_name"): LONGEST_NAME,
    ("", "tag"): 20,
    ("", "names"): DISPLAY_NAME,
    ("", "short_name"): SHORT_NAME,
    ("", "next_short_name"): KEY,
    ("", "name"): KEY + len("Topic: "),
    ("", "answers"): 55,
    ("", "alt_text"): 1024,
    ("", "query"): 6000,
    ("", "reason"): REFUSAL,
    ("rescued_page", "reason"): REFUSAL // 2,
    ("Entry", "reason"): REASON_LIMIT,
    ("", "trouble"): REASON_LIMIT,
    ("", "note"): 200,
    ("", "refusal"): REFUSAL,
    ("", "sentence"): REFUSAL,
    ("", "title"): 60,
    ("Saved", "held"): KEY,
    ("", "faults"): SENTENCE,
    ("", "text"): 2 * SENTENCE,
    ("", "top"): SENTENCE,
    ("", "where"): SENTENCE,
}
ON_ONE_LINE = {"name", "club_name", "tag", "names", "short_name", "next_short_name", "answers", "query", "alt_text"}
LISTS = {
    ("", "faults"): 4,
    ("", "posts"): POSTS_SHOWN,
    ("", "mishaps"): SLOTS_LOOKED_BACK,
    ("", "answers"): POLL_CANDIDATES,
    ("", "candidates"): POLL_CANDIDATES,
    ("", "queue"): LONGEST_SYLLABUS,
    ("", "keys"): PATH_WEEKS[-1],
    ("", "read"): PAPERS,
    ("closing_page", "views"): 2,
    ("closing_page", "names"): 2,
    ("closing_page", "happened"): 2,
    ("MyReviews", "views"): 4,
    ("news_text", "views"): 5,
    ("", "tied"): POLL_CANDIDATES,
    ("", "passed_over"): POLL_CANDIDATES,
    ("candidates_page", "papers"): POLL_CANDIDATES,
    ("did_you_mean_page", "papers"): 25,
    ("reminder_page", "members"): REMINDED_AT_ONCE,
    ("WeekView", "answers"): 400,
}
# Of one length, since they go together.
EXACTLY = {("closing_page", "views"), ("closing_page", "names"), ("closing_page", "happened")}
NOT_EMPTY = {
    ("Path", "keys"),
    ("PlaceChoice", "places"),
    ("ShortParts", "names"),
    ("Poll", "candidates"),
    ("did_you_mean_page", "papers"),
    ("candidates_page", "papers"),
    ("mentions_page", "papers"),
    ("choosing_page", "logs"),
    ("reminder_page", "members"),
    ("assignments_page", "pairs"),
    ("given_page", "pairs"),
    ("native_poll", "answers"),
}
FEW_AND_MANY = (0, 1, 2, 999)
NUMBERS = {
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
    ("", "length"): FEW_AND_MANY,
    ("", "of"): FEW_AND_MANY,
    ("", "part"): FEW_AND_MANY,
    ("", "words"): FEW_AND_MANY,
    ("", "start"): FEW_AND_MANY,
    ("", "end"): FEW_AND_MANY,
    ("FormPlace", "draft_revision"): (36**8 - 1,),
}
# What an outbox entry may carry, over all kinds; the ids are those of the first items of a list.
GIVEN = [[SNOWFLAKE + place, ROW + place] for place in range(9)]
DETAILS: dict[str, Any] = {
    "log_id": ROW,
    "review_id": ROW,
    "poll_id": ROW,
    "author_id": SNOWFLAKE,
    "message_id": SNOWFLAKE,
    "club_name": "_" * LONGEST_NAME,
    "version": 9999,
    "part": 0,
    "reviewers": [SNOWFLAKE + place for place in range(100)],
    "members": [SNOWFLAKE + place for place in range(150)],
    "log_ids": [ROW + place for place in range(150)],
    "asked": [[SNOWFLAKE + place, ROW + place] for place in range(100)],
}
# What no rule of thumb makes: texts of fixed wording, and values that only go together.
VALUES = {
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
    ("Shelf", "topic"): st.sampled_from([None, *list(TOPICS)[:2]]),
    ("shelf_page", "topics"): st.just(TOPICS),
    ("closing_page", "what"): st.sampled_from(("logs", "reviews")),
    ("closed_text", "what"): st.sampled_from(("logs", "reviews")),
    ("Borrowed", "name"): st.sampled_from(PART_NAMES),
    ("ShortParts", "names"): st.sampled_from([PART_NAMES[:1], PART_NAMES]),
    ("Picture", "name"): st.just(f"lineage-{'k' * KEY}.png"),
    ("native_poll", "now"): st.just(NOW),
    ("native_poll", "closes_at"): st.sampled_from((NOW, NOW + timedelta(hours=1), NOW + LONGEST_POLL)),
    ("rescued_page", "fields"): st.sampled_from(
        [
            {},
            {"strongest": "_" * TYPED_LIMIT, "question": "\n#" * (TYPED_LIMIT // 2)},
            {"strongest": "字" * TYPED_LIMIT},
        ]
    ),
    ("given_back", "texts"): st.sampled_from(
        [[], [("Problem", "_")], [(name, "`" * TYPED_LIMIT) for name in PART_NAMES]]
    ),
}
