"""Every page about a club fits into a message, for the longest names, lists and reasons there may be."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.calendar import WeeklySlot
from bot.core.clubs import LONGEST_NAME, Club, ClubSettings, ClubState
from bot.core.outbox import REASON_LIMIT, Entry, EntryState, Kind
from bot.core.papers import Catalogue
from bot.core.syllabus import Path
from bot.core.weeks import Week, WeekState
from bot.services.clubs import ClubOverview, Edited, PlannedPost
from bot.services.syllabus import LONGEST_SYLLABUS, Queued, SyllabusView
from cogs.clubs.notices import notice_letter
from cogs.clubs.pages import closing_page, created_page, edited_page, overview_page, said_page
from cogs.clubs.places import ORGANISERS_GONE, ROLE_GONE, TAG_WANTED
from cogs.syllabus.pages import syllabus_page, used_page, way_page
from tests.cogs.test_pages import faults_of, longest

if TYPE_CHECKING:
    from discord import ui

NOW = datetime(2026, 1, 4, 17, tzinfo=UTC)
BIG = 2**63 - 1
SLOT = WeeklySlot(2, time(18), "America/Argentina/ComodRivadavia")
SETTINGS = ClubSettings("_" * LONGEST_NAME, BIG, True, SLOT, role_id=BIG, organiser_role_id=BIG, tag_id=BIG)
CLUB = Club(10**17, "0123abcd", BIG, SETTINGS, ClubState.ACTIVE, date(2026, 1, 4), NOW)
FAULTS = [ROLE_GONE, ORGANISERS_GONE, TAG_WANTED, "x" * 300]
ENTRY = Entry(
    1, f"{CLUB.token}-260104-post", Kind.POST, CLUB.id, 1, BIG, BIG, True, False, EntryState.BLOCKED,
    reason="_" * REASON_LIMIT,
)  # fmt: skip
NOTICE = replace(ENTRY, key=f"{CLUB.token}-notice-{10**12}-{10**6}", kind=Kind.NOTICE)
WEEK = Week(
    1, CLUB.id, date(2026, 1, 4), 1, "p0", WeekState.SKIPPED, False, NOW, None, None, None, None, None, "_" * 200,
    None, None,
)  # fmt: skip


def crowded(letter: str) -> Catalogue:
    """As many papers as a syllabus may have, each building on the one before."""
    papers = [
        longest(f"p{number}", letter, (f"p{number - 1}",) if number else (), url_length=120)
        for number in range(LONGEST_SYLLABUS)
    ]
    return Catalogue(papers, {"topic": "t" * 60})


def pages(letter: str) -> dict[str, ui.LayoutView]:
    catalogue = crowded(letter)
    keys = tuple(paper.key for paper in catalogue)
    posts = tuple(PlannedPost(NOW, key, False) for key in keys[:5])
    overview = ClubOverview(CLUB, posts, (ENTRY,) * 12, (WEEK,) * 6)
    dates = tuple(NOW + timedelta(weeks=week) for week in range(len(keys)))
    view = SyllabusView(keys, keys, dates, keys[0], NOW)
    queued = Queued(keys, keys, keys, len(keys))
    shown: dict[str, ui.LayoutView] = {
        "created": created_page(CLUB, "_" * 20, FAULTS),
        "edited": edited_page(Edited(CLUB, timedelta(days=13)), "_" * 20, FAULTS),
        "overview": overview_page(overview, "_" * 20, FAULTS, catalogue, may_steer=True),
        "closing": closing_page(CLUB),
        "said": said_page(CLUB, "is paused."),
        "notice": notice_letter(NOTICE, ENTRY, CLUB, names_club=True).view,
        "used": used_page(CLUB, "t" * 100, queued, catalogue),
        "way": way_page(CLUB, Path(keys, keys), queued, catalogue),
        "way, nothing new": way_page(CLUB, Path(keys, keys), replace(queued, added=()), catalogue),
    }
    return shown | {f"syllabus {page}": syllabus_page(CLUB, view, page, catalogue) for page in (0, 1, 8, 9999)}


@pytest.mark.parametrize("letter", ["x", "_", "["])
def test_the_longest_pages_fit(letter: str) -> None:
    for name, page in pages(letter).items():
        assert faults_of(page) == [], name


def test_a_page_says_how_many_are_left_out() -> None:
    shown = str(
        way_page(CLUB, Path(tuple(f"p{n}" for n in range(60)), ()), Queued((), (), (), 0), crowded("x")).to_components()
    )
    assert " more" in shown
