"""Reads notices that there is no session, such as "No meeting on August 23 and October 11"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.core.schedules.blocks import BlockKind
from bot.core.schedules.dates import dates_in
from bot.core.schedules.session import SessionKind
from bot.core.schedules.titles import is_topic_like
from bot.core.schedules.words import BREAKS, CANCELLED, NO_MEETING

if TYPE_CHECKING:
    from bot.core.schedules.blocks import Block
    from bot.core.schedules.dates import DayOrder, FoundDate

FURTHEST_DATE_OF_A_NOTICE = 10
LONGEST_NOTICE = 12  # words
REASON = re.compile(r"[:;!.]\s")
END_OF_A_SENTENCE = re.compile(r"[.!?]\s+(?=[A-Z])")

ON_GOES_THE_TOPIC = re.compile(r" (?!due\b|because\b|until\b|this\b|today\b)\w")


def days_off(block: Block, order: DayOrder) -> list[FoundDate]:
    """Return the days. A line that begins with its only date opens a session of its own, so it has none."""
    notice = NO_MEETING.search(block.text)
    if block.kind is BlockKind.HEADING or notice is None:
        return []
    found = dates_in(END_OF_A_SENTENCE.split(block.text[notice.start() :], maxsplit=1)[0], order)
    return [] if len(found) == 1 and found[0].start < FURTHEST_DATE_OF_A_NOTICE else found


def kind_of(text: str) -> SessionKind:
    """Return what a short notice says: a break, or that a session was called off."""
    if CANCELLED.search(text):
        return SessionKind.CANCELLED
    if NO_MEETING.search(text) or BREAKS.search(text):
        return SessionKind.BREAK
    return SessionKind.SESSION


def is_notice(text: str) -> bool:
    """Return whether a text says no more than that there is no session."""
    is_clear = CANCELLED.search(text) or NO_MEETING.search(text)
    # Why there is none may be a longer story.
    is_short = len(REASON.split(text, maxsplit=1)[0].split()) <= LONGEST_NOTICE
    return is_short and bool(is_clear or (BREAKS.search(text) and is_topic_like(text)))


def is_off_within(topic: str) -> bool:
    """Return whether a topic, such as "Noise canceled networks", only has the word for a canceled session in its
    middle.
    """
    found = CANCELLED.search(topic)
    return bool(found and topic[: found.start()].strip() and ON_GOES_THE_TOPIC.match(topic, found.end()))
