"""The same limits for schedules: what their reader and the plan of an import let through."""

from __future__ import annotations

from bot.core.schedules.files import LONGEST_LINE
from bot.core.schedules.past import LONGEST_HOST, LONGEST_TOPIC, MOST_HOSTS
from bot.core.week_links.address import LONGEST_ADDRESS
from bot.core.week_links.link import LONGEST_WHAT, MOST_LINKS

TEXTS = {
    ("PlannedPaper", "title"): LONGEST_LINE,
    ("PlannedPaper", "key"): 40,
    ("PlannedSession", "hosts"): LONGEST_HOST,
    ("PlannedSession", "topic"): LONGEST_TOPIC,
    ("SessionLink", "what"): LONGEST_WHAT,
    ("SessionLink", "url"): LONGEST_ADDRESS,
    ("UnreadLine", "text"): 200,
    ("ShownPreview", "names"): LONGEST_HOST,
    ("ShownPreview", "token"): 16,
    ("PastSession", "keys"): 40,
    ("PastSession", "topic"): LONGEST_TOPIC,
    ("PastHost", "name"): LONGEST_HOST,
    ("MovingIn", "queue"): 40,
}
LISTS = {
    ("PlannedSession", "hosts"): MOST_HOSTS,
    ("PlannedSession", "links"): MOST_LINKS,
    ("PlannedSession", "papers"): 20,
    ("MovingIn", "sessions"): 40,
    ("MovingIn", "unread"): 20,
    ("ShownPreview", "names"): 30,
}
