"""A catalogue whose papers are as long as its schema lets them be, and everything that is looked up in one."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from bot.client import PaperClub
from bot.core.clusters import Cluster
from bot.core.papers import Catalogue, Paper
from bot.services.log_places import PlaceChoice, alone
from bot.services.papers import PaperInContext, PaperService, Relative
from bot.services.syllabus import SyllabusView
from bot.storage.catalogue_schema import LONGEST_TOPIC, MOST_TOPICS
from bot.storage.errors import DatabaseAwayError, NotStoredError
from tests.cogs.test_pages import longest

if TYPE_CHECKING:
    from collections.abc import Callable

KEY = 60
SNOWFLAKE, ROW = 1_234_567_890_123_456_789, 10**12  # what Discord numbers, and rows of the database
GONE = "g" * KEY  # a paper that the catalogue no longer holds
TOPICS = {f"{'t' * (LONGEST_TOPIC - 3)}-{number:02}": "T" * 60 for number in range(MOST_TOPICS)}
PAPERS = 120
# No title is made of these, and BibTeX writes each in a dozen characters.
NO_TITLE = str.maketrans("\\<", "[[")
# Texts that only the bot makes: an outbox entry's key, which marks its message, and a server's file.
MARKER = f"abcd1234-261231-review-reminder-{10**12}"
TYPED = {
    "key": MARKER,
    "log_key": MARKER,
    "marker": MARKER,
    "token": "abcd1234",
    "entry_key": MARKER,
    "file_name": "your-text.txt",
}


def key_of(number: int) -> str:
    return f"{'k' * (KEY - 5)}-{number:04}"


@cache
def service(letter: str) -> PaperService:
    """Four that the first of the list builds on, it, and many that build on it."""
    letter = letter[:1].translate(NO_TITLE)
    url = 120 if letter == "x" else 300
    older = [longest(key_of(number), letter, url_length=url) for number in range(1, 5)]
    focus = longest(key_of(0), letter, tuple(paper.key for paper in older), url)
    newer = [longest(key_of(number), letter, (focus.key,), url) for number in range(5, PAPERS)]
    return PaperService(Catalogue([focus, *older, *newer], {"topic": "T" * 60} | dict(list(TOPICS.items())[1:])))


def _syllabus(made: dict[str, Any]) -> dict[str, Any]:
    """A date for each paper that waits, or none at all."""
    return made | {"dates": made["dates"][:1] * len(made["queue"])}


def _choice(made: dict[str, Any]) -> dict[str, Any]:
    """One place alone may be without a club."""
    return made | {"places": (alone(GONE), *(place for place in made["places"] if place.club))}


INVARIANTS: dict[type, Callable[[dict[str, Any]], dict[str, Any]]] = {SyllabusView: _syllabus, PlaceChoice: _choice}


@cache
def by_type(letter: str) -> dict[Any, Any]:
    """A tuple holds several to choose from."""
    papers = service(letter)
    first, second, last = key_of(0), key_of(1), key_of(PAPERS - 1)
    return {
        Catalogue: papers.catalogue,
        Paper: tuple(papers.paper(key) for key in (first, second, last)),
        Cluster: tuple(papers.cluster(key) for key in (first, second, last)),
        PaperInContext: tuple(papers.in_context(key) for key in (first, second, last)),
        Relative: papers.in_context(first).builds_on,
        BaseException: (RuntimeError("wrong"), NotStoredError("away"), DatabaseAwayError("away")),
        PaperClub: SimpleNamespace(papers=papers),
    }
