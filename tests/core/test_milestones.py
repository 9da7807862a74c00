"""How far a club is, who wrote for the first time, and the look back every tenth week."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.core.papers.paper import Tier
from bot.core.syllabus.syllabus import track
from bot.core.weeks.milestones import PastLog, PastReview, PastWeeks, first_reviews, firsts, look_back, progress
from tests.support.shipped import shipped_catalog

ADA, BO, CY = 1, 2, 3
CATALOG = shipped_catalog()
WRITTEN = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 4)))


def test_progress_counts_what_is_read_and_what_is_ahead() -> None:
    found = progress(["lora", "qlora"], ["mamba"], ["dpo", "bert"], CATALOG)
    assert found is not None
    assert (found.read, found.whole, found.tier) == (2, 5, None)


def test_a_paper_read_twice_counts_once() -> None:
    found = progress(["lora", "lora"], [], ["lora", "qlora"], CATALOG)
    assert found is not None
    assert (found.read, found.whole) == (1, 2)


def test_without_a_syllabus_the_list_counts() -> None:
    must_reads = track(Tier.MUST_READ, CATALOG)
    found = progress([must_reads[0]], [must_reads[1]], [], CATALOG)
    assert found is not None
    assert (found.read, found.whole, found.tier) == (1, len(must_reads), Tier.MUST_READ)
    assert progress([], [], [], CATALOG) is None


@given(WRITTEN, st.integers(1, 5))
def test_a_first_is_a_first_only_once(written: list[tuple[int, int]], number: int) -> None:
    found = firsts(number, written)
    assert len(found) == len(set(found))
    for member in found:
        assert min(week for week, who in written if who == member) == number
    everyone = [member for week in range(1, 6) for member in firsts(week, written)]
    assert sorted(everyone) == sorted({member for _, member in written})


def test_first_reviews_say_nothing_in_a_club_with_secret_ones() -> None:
    named = [
        PastReview(1, ADA, is_secret=False),
        PastReview(2, ADA, is_secret=False),
        PastReview(2, BO, is_secret=False),
    ]
    assert first_reviews(2, named) == (BO,)
    assert first_reviews(2, [*named, PastReview(1, CY, is_secret=True)]) == ()


def test_the_look_back_comes_every_tenth_week_and_names_regulars_of_that_week() -> None:
    logs = [PastLog(week, ADA) for week in range(1, 21)] + [PastLog(week, BO) for week in range(11, 20)]
    logs += [PastLog(20, CY), PastLog(20, ADA)]
    past = PastWeeks({week: f"paper-{week}" for week in range(1, 21)}, logs, [PastReview(15, BO, is_secret=True)])
    assert [week for week in range(22) if look_back(week, past)] == [10, 20]
    found = look_back(20, past)
    assert found is not None
    assert (found.first, found.last, found.papers, found.logs, found.reviews, found.members) == (11, 20, 10, 21, 1, 3)
    assert found.regulars == (ADA,)


def test_ten_weeks_without_a_log_have_nothing_to_look_back_on() -> None:
    assert look_back(10, PastWeeks({10: "lora"}, [], [])) is None
