"""Sessions that a file tells twice become one."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.core.schedules.same_sessions import with_same_joined
from bot.core.schedules.session import ScheduledPaper, Session, SessionKind, SessionLink

DAY, NEXT = date(2024, 3, 5), date(2024, 3, 12)
MAPS, ROOFS = ScheduledPaper("Maps of towns"), ScheduledPaper("Roofs in the rain")
SESSIONS = st.lists(
    st.builds(
        Session,
        line=st.integers(1, 99),
        kind=st.sampled_from(SessionKind),
        date=st.sampled_from([None, DAY, NEXT]),
        papers=st.lists(st.sampled_from([MAPS, ROOFS, ScheduledPaper("Doors")]), max_size=2, unique=True).map(tuple),
        hosts=st.lists(st.sampled_from(["Ada Berg", "Ada", "Bo"]), max_size=2, unique=True).map(tuple),
    ),
    max_size=8,
)


def test_the_same_paper_on_the_same_day_is_one_session() -> None:
    slides = SessionLink("Slides", "https://example.org/s")
    again = Session(9, date=DAY, papers=(ScheduledPaper("Maps of Towns.", "2201.00001", "u"), ROOFS), hosts=("Ada",))
    told = with_same_joined([Session(1, date=DAY, papers=(MAPS,), hosts=("Ada Berg",), links=(slides,)), again])
    papers = (ScheduledPaper("Maps of towns", "2201.00001", "u"), ROOFS)
    assert told == (Session(1, date=DAY, papers=papers, hosts=("Ada Berg",), links=(slides,)),)


def test_another_day_or_another_paper_is_another_session() -> None:
    one, other, later = (
        Session(1, date=DAY, papers=(MAPS,)),
        Session(2, date=DAY, papers=(ROOFS,)),
        Session(3, date=NEXT, papers=(MAPS,)),
    )
    assert with_same_joined([one, other, later]) == (one, other, later)


def test_titles_that_differ_only_in_marks_are_two_papers() -> None:
    one, other = (Session(1, date=DAY, papers=(ScheduledPaper(title),)) for title in ("Maps in C", "Maps in C++"))
    assert with_same_joined([one, other]) == (one, other)
    signs = [Session(1, date=DAY, papers=(ScheduledPaper(title),)) for title in ("?", "!")]
    assert with_same_joined(signs) == tuple(signs)


def test_the_longer_name_of_a_host_is_kept() -> None:
    told = [Session(1, date=DAY, papers=(MAPS,), hosts=(host,)) for host in ("Ada", "Ada Berg")]
    assert with_same_joined(told) == (Session(1, date=DAY, papers=(MAPS,), hosts=("Ada Berg",)),)


def test_a_session_that_shares_a_paper_with_two_joins_them() -> None:
    one, other, both = (
        Session(line, date=DAY, papers=papers) for line, papers in enumerate(((MAPS,), (ROOFS,), (MAPS, ROOFS)))
    )
    assert with_same_joined([one, other, both]) == (Session(0, date=DAY, papers=(MAPS, ROOFS)),)


def test_without_a_date_and_in_our_own_tables_every_row_is_a_session() -> None:
    undated, ours = Session(1, papers=(MAPS,)), Session(1, date=DAY, papers=(MAPS,), keys=("maps",))
    assert with_same_joined([undated, undated]) == (undated, undated)
    assert with_same_joined([ours, ours]) == (ours, ours)


@given(SESSIONS)
def test_nothing_is_lost_and_a_second_time_changes_nothing(sessions: list[Session]) -> None:
    told = with_same_joined(sessions)
    assert with_same_joined(told) == told
    assert {(one.date, paper.title) for one in told for paper in one.papers} == {
        (one.date, paper.title) for one in sessions for paper in one.papers
    }
    assert [one for one in told if one.kind is not SessionKind.SESSION] == [
        one for one in sessions if one.kind is not SessionKind.SESSION
    ]
