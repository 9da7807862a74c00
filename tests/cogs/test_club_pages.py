"""Every page about a club fits into a message, even with the longest possible names, lists and reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.calendar.weekly_slot import WeeklySlot
from bot.core.clubs.club import LONGEST_NAME, Club, ClubSettings, ClubState
from bot.core.outbox.entry import Entry, EntryState
from bot.core.outbox.kinds import Kind
from bot.core.papers.paper import Catalog
from bot.core.syllabus.syllabus import Path
from bot.core.weeks.note import Note, NoteCode
from bot.core.weeks.week import Week, WeekState
from bot.services.clubs.news import News
from bot.services.clubs.planned_posts import PlannedPost
from bot.services.clubs.service import ClubOverview, EditedClub
from bot.services.meetings.changes import MeetingChange
from bot.services.syllabus.service import LONGEST_SYLLABUS, QueuedPapers, SyllabusView
from cogs.clubs.news import news_text
from cogs.clubs.notices import notice_message
from cogs.clubs.pages import closing_page, created_page, edited_page, overview_page
from cogs.syllabus.pages import syllabus_page, used_page, way_page
from cogs.ui.containers import TextPage
from cogs.ui.troubles import LONGEST
from cogs.ui.wording import t
from tests.cogs.test_pages import faults_of, longest
from tests.support.troubles import as_stored

if TYPE_CHECKING:
    from discord import ui

NOW = datetime(2026, 1, 4, 17, tzinfo=UTC)
BIG = 2**63 - 1
SLOT = WeeklySlot(2, time(18), "America/Argentina/ComodRivadavia")
SETTINGS = ClubSettings("_" * LONGEST_NAME, BIG, True, SLOT, role_id=BIG, organiser_role_id=BIG, tag_id=BIG)
CLUB = Club(10**17, "0123abcd", BIG, SETTINGS, ClubState.ACTIVE, date(2026, 1, 4), NOW)
FAULTS = [t("clubs-role-gone"), t("clubs-organizers-gone"), t("clubs-tag-wanted"), "x" * 300]
ENTRY = Entry(
    1, f"{CLUB.token}-260104-post", Kind.POST, CLUB.id, 1, BIG, BIG, True, False, EntryState.BLOCKED,
    trouble=as_stored("_" * LONGEST),
)  # fmt: skip
NOTICE = replace(ENTRY, key=f"{CLUB.token}-notice-{10**12}-{10**6}", kind=Kind.NOTICE)
LONG_NOTE = Note(NoteCode.AS_STORED, {"sentence": "_" * 200})
WEEK = Week(
    1, CLUB.id, date(2026, 1, 4), 1, "p0", WeekState.SKIPPED, False, NOW, None, None, None, None, None, LONG_NOTE,
    None, None,
)  # fmt: skip


def crowded(letter: str) -> Catalog:
    """A syllabus with the maximum number of papers, each building on the one before."""
    papers = [
        longest(f"p{number}", letter, (f"p{number - 1}",) if number else (), url_length=120)
        for number in range(LONGEST_SYLLABUS)
    ]
    return Catalog(papers, {"topic": "t" * 60})


def pages(letter: str) -> dict[str, ui.LayoutView]:
    catalog = crowded(letter)
    keys = tuple(paper.key for paper in catalog)
    posts = tuple(PlannedPost(NOW, key, False) for key in keys[:5])
    overview = ClubOverview(CLUB, posts, (ENTRY,) * 12, (WEEK,) * 6)
    dates = tuple(NOW + timedelta(weeks=week) for week in range(len(keys)))
    view = SyllabusView(keys, keys, dates, keys[0], NOW)
    queued = QueuedPapers(keys, keys, keys, len(keys))
    shown: dict[str, ui.LayoutView] = {
        "created": created_page(CLUB, "_" * 20, FAULTS),
        "edited": edited_page(EditedClub(CLUB, timedelta(days=13), (MeetingChange(NOW, None),) * 9), "_" * 20, FAULTS),
        "overview": overview_page(overview, "_" * 20, FAULTS, catalog, is_organizer=True),
        "closing": closing_page(CLUB),
        "said": TextPage(news_text(CLUB, News.PAUSED)),
        "notice": notice_message(NOTICE, ENTRY, CLUB).view,
        "used": used_page(CLUB, "t" * 100, queued, catalog),
        "way": way_page(CLUB, Path(keys, keys), queued, catalog),
        "way, nothing new": way_page(CLUB, Path(keys, keys), replace(queued, added=()), catalog),
    }
    return shown | {f"syllabus {page}": syllabus_page(CLUB, view, page, catalog) for page in (0, 1, 8, 9999)}


@pytest.mark.parametrize("letter", ["x", "_", "["])
def test_the_longest_pages_fit(letter: str) -> None:
    for name, page in pages(letter).items():
        assert faults_of(page) == [], name


def test_a_page_says_how_many_are_left_out() -> None:
    shown = str(
        way_page(
            CLUB, Path(tuple(f"p{n}" for n in range(60)), ()), QueuedPapers((), (), (), 0), crowded("x")
        ).to_components()
    )
    assert " more" in shown
