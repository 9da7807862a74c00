"""Which erasures a backup does not know."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.core.privacy.erased_list import ErasedList, ErasedMember

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
ERASURES = st.builds(
    ErasedMember,
    st.sampled_from(["a" * 64, "b" * 64, "c" * 64]),
    st.sampled_from([0, 1, 2]),
    st.booleans(),
    st.integers(0, 20).map(lambda hours: NOON + hours * HOUR),
)
LISTS = st.lists(ERASURES, max_size=8).map(lambda members: ErasedList("k", tuple(members)))


def erased(after: int = 0, server_id: int = 0) -> ErasedMember:
    return ErasedMember("a" * 64, server_id, keeps_reviews=True, erased_at=NOON + after * HOUR)


def test_a_backup_from_before_the_erasure_does_not_know_it() -> None:
    assert ErasedList("k", (erased(),)).unknown_to(ErasedList()) == [erased()]


def test_whoever_came_back_after_an_erasure_that_the_backup_knows_stays() -> None:
    assert ErasedList("k", (erased(),)).unknown_to(ErasedList("k", (erased(),))) == []


def test_whoever_was_erased_a_second_time_is_erased_again() -> None:
    assert ErasedList("k", (erased(5),)).unknown_to(ErasedList("k", (erased(),))) == [erased(5)]


def test_an_erasure_in_one_server_is_not_one_everywhere() -> None:
    assert ErasedList("k", (erased(),)).unknown_to(ErasedList("k", (erased(9, server_id=1),))) == [erased()]


def test_lists_under_different_keys_do_not_fit() -> None:
    assert not ErasedList("k").fits(ErasedList("other"))
    assert ErasedList("k").fits(ErasedList("k"))
    assert ErasedList("k").fits(ErasedList())
    assert ErasedList().fits(ErasedList("k"))


@given(LISTS, LISTS)
def test_one_list_of_both_knows_all_of_either(one: ErasedList, other: ErasedList) -> None:
    both = one.with_all_of(other)
    assert one.unknown_to(both) == other.unknown_to(both) == []
    assert set(both.members) <= {*one.members, *other.members}
    assert both.with_all_of(one).members == both.members


@given(LISTS, LISTS)
def test_what_is_unknown_is_known_once_it_was_carried_over(one: ErasedList, other: ErasedList) -> None:
    unknown = one.unknown_to(other)
    assert one.unknown_to(ErasedList("k", (*other.members, *unknown))) == []
    assert len({member.whose for member in unknown}) == len(unknown)
