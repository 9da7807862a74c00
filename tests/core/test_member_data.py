"""An outbox entry's details without a member."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.core.privacy.member_data import is_erased, replaced_id, without_member

ME = 911_111_111_111_111_111
MEMBERS = st.sampled_from((ME, 922_222_222_222_222_222, 933_333_333_333_333_333))
DETAILS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "members": st.lists(MEMBERS),
        "reviewers": st.lists(MEMBERS),
        "given": st.lists(st.tuples(MEMBERS, st.integers(1, 99)).map(list)),
        "author_id": MEMBERS,
        "log_id": st.integers(1, 99),
        "club_name": st.text(),
    },
)


@given(DETAILS)
def test_the_member_is_nowhere_and_the_others_are_where_they_were(details: dict[str, Any]) -> None:
    left = without_member(details, ME)
    assert str(ME) not in repr({name: value for name, value in left.items() if name != "club_name"})
    for name in ("members", "reviewers"):
        if name in details:
            assert left[name] == [member for member in details[name] if member != ME]
    if "given" in details:
        assert left["given"] == [pair for pair in details["given"] if pair[0] != ME]
    assert all(left[name] == details[name] for name in ("log_id", "club_name") if name in details)
    assert without_member(left, ME) == left


@given(DETAILS)
def test_nothing_changes_without_them(details: dict[str, Any]) -> None:
    assert without_member(details, 944_444_444_444_444_444) == details


def test_a_replaced_id_is_nobody_s() -> None:
    assert is_erased(replaced_id(7))
    assert not is_erased(ME)
