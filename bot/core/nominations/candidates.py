"""Which papers a vote offers: those that organizers choose, or the best-supported nominations. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.ballots.ballot import MOST_CANDIDATES
from bot.core.errors import ClubError
from bot.core.nominations.nomination import ReadByClubError
from bot.core.nominations.shortlist import shortlist
from bot.core.syllabus.syllabus import POLL_CANDIDATES, poll_candidates

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from bot.core.nominations.nomination import Nomination
    from bot.core.nominations.shortlist import Shortlist
    from bot.core.papers.paper import Catalog

LEAST_CANDIDATES = 2


@dataclass(eq=False)
class TooFewCandidatesError(ClubError):
    """Too few papers are unread."""


@dataclass(eq=False)
class TooFewChosenError(ClubError):
    """The organizer chose too few papers."""

    least: int


@dataclass(eq=False)
class TooManyChosenError(ClubError):
    count: int
    most: int


@dataclass(frozen=True, slots=True)
class Candidates:
    """The papers of a vote, in its order. `shortlist` says how nominations were chosen, if any were."""

    papers: tuple[str, ...]
    shortlist: Shortlist | None = None


def chosen_candidates(chosen: Iterable[str], read: Collection[str]) -> Candidates:
    """Return the papers that an organizer chose, each once. Raises ClubError."""
    papers = tuple(dict.fromkeys(chosen))
    for paper in papers:
        if paper in read:
            raise ReadByClubError(paper)
    if len(papers) < LEAST_CANDIDATES:
        raise TooFewChosenError(LEAST_CANDIDATES)
    if len(papers) > MOST_CANDIDATES:
        raise TooManyChosenError(len(papers), MOST_CANDIDATES)
    return Candidates(papers)


def best_candidates(
    nominations: Iterable[Nomination], read: Collection[str], queued: Sequence[str], catalog: Catalog
) -> Candidates:
    """Return the best-supported nominations, and if they are fewer than three, papers that the club would read anyway.

    Without nominations, all are such papers. Raises TooFewCandidatesError.
    """
    listed = shortlist((one for one in nominations if one.paper in catalog), MOST_CANDIDATES, read)
    papers = [one.paper for one in listed.chosen]
    others = poll_candidates([*read, *papers], queued, catalog)
    papers += others[: max(0, POLL_CANDIDATES - len(papers))]
    if len(papers) < LEAST_CANDIDATES:
        raise TooFewCandidatesError
    return Candidates(tuple(papers), listed if listed.chosen else None)
