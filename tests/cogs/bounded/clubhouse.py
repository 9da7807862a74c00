"""A catalog whose papers are as long as its schema allows, and the results of looking things up in it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from bot.core.errors import DatabaseAwayError, NotStoredError
from bot.core.meetings.plan import Place, PlaceKind
from bot.core.papers.clusters import Cluster
from bot.core.papers.ids import LONGEST_DOI, ArxivId, Doi, PublisherPage
from bot.core.papers.paper import Catalog, Paper, Tier
from bot.services.paper_logs.destinations import DestinationChoice, alone
from bot.services.papers.papers import Nothing, PaperInContext, Papers, Relative
from bot.services.syllabus.service import SyllabusView
from bot.storage.papers.catalog_schema import LONGEST_TOPIC, MOST_TOPICS
from tests.cogs.test_pages import longest

if TYPE_CHECKING:
    from collections.abc import Callable

KEY = 60
OWN, ABSTRACT = "o" * KEY, 10_000  # a paper that a server has added
SNOWFLAKE, ROW = 1_234_567_890_123_456_789, 10**12  # ids from Discord, and ids of database rows
GONE = "g" * KEY  # a paper that is no longer in the catalog
TOPICS = {f"{'t' * (LONGEST_TOPIC - 3)}-{number:02}": "T" * 60 for number in range(MOST_TOPICS)}
PAPERS = 120
LONG_LINK = f"https://openreview.net/forum?id={'x' * 1900}"
IDENTIFIERS = (ArxivId("2401.00001"), Doi("10.1234/".ljust(LONGEST_DOI, "x")), PublisherPage("openreview:x", LONG_LINK))
# No title consists of these characters, and BibTeX writes each as a dozen.
NO_TITLE = str.maketrans("\\<", "[[")
# Texts that only the bot makes: the key of an outbox entry, which marks its message, and the URL of a file.
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
def service(outgoing: str) -> Papers:
    """A search service whose first paper builds on four others, and has many that build on it."""
    outgoing = outgoing[:1].translate(NO_TITLE)
    url = 120 if outgoing == "x" else 300
    older = [longest(key_of(number), outgoing, url_length=url) for number in range(1, 5)]
    focus = longest(key_of(0), outgoing, tuple(paper.key for paper in older), url)
    newer = [longest(key_of(number), outgoing, (focus.key,), url) for number in range(5, PAPERS)]
    added = longest(OWN, outgoing, tuple(paper.key for paper in older), url)
    links = tuple(replace(link, sentence=outgoing * 600) for link in added.builds_on)
    texts: dict[str, Any] = {"contribution": "", "why_it_matters": "", "prompts": (), "topics": (), "curriculum": None}
    own = replace(added, tier=Tier.ADDED, builds_on=links, abstract=outgoing * ABSTRACT, **texts)
    return Papers(Catalog([focus, *older, *newer, own], {"topic": "T" * 60} | dict(list(TOPICS.items())[1:])))


def _syllabus(made: dict[str, Any]) -> dict[str, Any]:
    """A syllabus with a date for each queued paper, or without dates."""
    return made | {"dates": made["dates"][:1] * len(made["queue"])}


def _choice(made: dict[str, Any]) -> dict[str, Any]:
    """Only one of the destinations may be without a club."""
    return made | {"destinations": (alone(GONE), *(one for one in made["destinations"] if one.club))}


def _place(made: dict[str, Any]) -> dict[str, Any]:
    """A link, or a channel."""
    if made["kind"] is PlaceKind.LINK:
        return made | {"channel_id": None, "link": made["link"] or "https://meet.example/"}
    return made | {"channel_id": made["channel_id"] or 2**62, "link": ""}


INVARIANTS: dict[type, Callable[[dict[str, Any]], dict[str, Any]]] = {
    SyllabusView: _syllabus,
    DestinationChoice: _choice,
    Place: _place,
}


@cache
def by_type(outgoing: str) -> dict[Any, Any]:
    """Values for builders' parameters by type; the builder gets one of a tuple's."""
    papers = service(outgoing)
    first, second, last = key_of(0), key_of(1), key_of(PAPERS - 1)
    return {
        Catalog: papers.catalog,
        Paper: tuple(papers.paper(key) for key in (first, second, last, OWN)),
        Cluster: tuple(papers.cluster(key) for key in (first, second, last, OWN)),
        PaperInContext: tuple(papers.in_context(key) for key in (first, second, last, OWN)),
        Relative: papers.in_context(first).builds_on,
        BaseException: (RuntimeError("wrong"), NotStoredError("away"), DatabaseAwayError("away")),
        Papers: papers,
        Nothing: tuple(map(Nothing, (None, *IDENTIFIERS))),
    }
