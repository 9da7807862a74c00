"""The same limits for sessions: breaks, meetings, hosts, links and nominations."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from bot.core.calendar.breaks import LONGEST_REASON, MOST_BREAKS
from bot.core.clubs.club import LONGEST_NAME
from bot.core.hosts.roles import Role
from bot.core.meetings.event import EventFacts
from bot.core.meetings.plan import MINUTES, Place, PlaceKind
from bot.core.nominations.nomination import LONGEST_WHY
from bot.core.syllabus.syllabus import PERIODS
from bot.core.week_links.address import LONGEST_ADDRESS
from bot.core.week_links.link import LONGEST_WHAT, MOST_LINKS
from bot.services.hosts.pages import PAST_SHOWN, SHOWN
from bot.services.hosts.sessions import OFFERED
from tests.cogs.bounded.clubhouse import KEY, SNOWFLAKE

SHORT_NAME = 32

PLACES = st.sampled_from(
    [None, Place(PlaceKind.STAGE, SNOWFLAKE), Place(PlaceKind.LINK, link=f"https://{'x' * 92}")],
)
NOW = datetime(2026, 1, 4, 17, tzinfo=UTC)
LONG_LINK = Place(PlaceKind.LINK, link=f"https://{'x' * 60}.example.org/".ljust(100, "x"))
EVENTS_SHOWN = st.just(EventFacts(NOW, NOW + timedelta(hours=1), LONG_LINK, "_" * LONGEST_NAME, 999, None))
TEXTS = {
    ("Break", "reason"): LONGEST_REASON,
    ("news_page", "days"): 2 * LONGEST_REASON + 40,
    ("news_text", "days"): 2 * LONGEST_REASON + 40,
    ("SyllabusView", "periods"): KEY,
    ("WeekLink", "url"): LONGEST_ADDRESS,
    ("WeekLink", "what"): LONGEST_WHAT,
    ("Place", "link"): 100,
    ("SessionMeeting", "event_key"): KEY,
    ("links_page", "paper"): 2 * SHORT_NAME,
    ("CalendarSession", "reason"): LONGEST_REASON,
    ("Nomination", "why"): LONGEST_WHY,
}
LISTS = {
    ("Club", "breaks"): MOST_BREAKS,
    ("ChangedBreaks", "weeks"): 12,
    ("ChangedBreaks", "meetings"): 12,
    ("MovedWeek", "parts"): PERIODS[-1] - 1,
    ("stretched_page", "parts"): PERIODS[-1] - 1,
    ("Cast", "roles"): len(Role),
    ("Overview", "sessions"): SHOWN,
    ("Overview", "past"): PAST_SHOWN,
    ("Overview", "asked"): SHOWN,
    ("which_to_decline_page", "sessions"): OFFERED,
    ("", "links"): MOST_LINKS,
    ("WeekView", "sessions"): PERIODS[-1],
    ("session_lines", "sessions"): PERIODS[-1],
    ("thanks_to_hosts", "casts"): PERIODS[-1],
}
NUMBERS = {
    ("MeetingPlan", "minutes"): (MINUTES[0], MINUTES[-1]),
    ("MeetingPlan", "weekday"): (0, 6),
    ("Part", "number"): (1, PERIODS[-1]),
    ("Part", "of"): (2, PERIODS[-1]),
    ("HostCard", "minutes"): (4, 15, 480),
}
VALUES = {
    ("MeetingPlan", "place"): PLACES,
    ("place_text", "place"): PLACES,
    ("MeetingChange", "before"): st.just(NOW),  # without one, there is a meeting after the change
    ("SessionMeeting", "event_shows"): st.none(),
    ("EventToSend", "facts"): EVENTS_SHOWN,
    ("Meeting", "place"): PLACES,
}
