"""The authors of a paper, where it is clear where each name ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.fulltext.bylines import authors_in

CLEAR = {
    "Robin Aldane": ["Robin Aldane"],
    "Robin Aldane and Miko Farrow University of Nowhere": ["Robin Aldane", "Miko Farrow"],
    "Robin Aldane, Miko van den Berg, and Zoë K. El-Ouardi {ra,mb}@nowhere.edu": [
        "Robin Aldane",
        "Miko van den Berg",
        "Zoë K. El-Ouardi",
    ],
    "Robin Aldane1,2∗ Miko Farrow 1 Lee Chan2 1Institute of Nowhere 2 Elsewhere Labs": [
        "Robin Aldane",
        "Miko Farrow",
        "Lee Chan",
    ],
    "Robin Aldane* , Miko Farrow Google Research, Brain Team": ["Robin Aldane", "Miko Farrow"],
    "Robin Aldane∗ and Miko Farrow† †Department of Letters, Nowhere University": ["Robin Aldane", "Miko Farrow"],
    "Robin Aldane Google robin@nowhere.edu May 2020 Abstract We Show Much": ["Robin Aldane"],
}
UNCLEAR = [
    "",
    "We present a method",
    "Robin Aldane Miko Farrow Lee Chan",
    "Robin Aldane∗ Miko Farrow Lee Chan Google Research",
    "Robin Aldane Nowhere University Miko Farrow Nowhere University",
    "Robin Aldane Google Inc. Miko Farrow University of Nowhere, Chapel Hill",
    "Robin Aldane robin@nowhere.edu Miko Farrow miko@nowhere.edu",
    "Learning to Read Robin Aldane1, Miko Farrow1 1Nowhere",
    "Robin ALDANE, Miko FARROW",
]


@pytest.mark.parametrize(("byline", "authors"), CLEAR.items())
def test_names_between_commas_and_marks_are_read(byline: str, authors: list[str]) -> None:
    assert list(authors_in(byline)) == authors


@pytest.mark.parametrize("byline", UNCLEAR)
def test_what_is_unclear_gives_no_author_instead_of_a_wrong_one(byline: str) -> None:
    assert authors_in(byline) == ()


PIECES = st.sampled_from(["Robin Aldane", "Miko", ",", " and ", "∗", "1", " ", "University of", "@", "{", "[★]", "de"])


@given(st.lists(PIECES | st.text(max_size=5), max_size=30).map("".join))
def test_every_name_stands_in_the_byline(byline: str) -> None:
    for name in authors_in(byline):
        assert name in byline
        assert len(name.split()) >= 2
