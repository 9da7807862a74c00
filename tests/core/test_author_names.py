"""Which part of a name is the family name, and how people may type it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.papers.author_names import author_name, family_name, plain_letters, spellings


@pytest.mark.parametrize(
    ("written", "given", "family", "suffix"),
    [
        ("Edward J. Hu", "Edward J.", "Hu", ""),
        ("Martin Luther King Jr.", "Martin Luther", "King", "Jr."),
        ("John Hall III", "John", "Hall", "III"),
        ("Aaron van den Oord", "Aaron", "van den Oord", ""),
        ("Laurens Van Der Maaten", "Laurens", "Van Der Maaten", ""),
        ("Ludwig von Mises", "Ludwig", "von Mises", ""),
        ("Cyprien de Masson d'Autume", "Cyprien", "de Masson d'Autume", ""),
        ("Diego de Las Casas", "Diego", "de Las Casas", ""),
        ("José Ortega y Gasset", "José", "Ortega y Gasset", ""),
        ("Adrià Puigdomènech Badia", "Adrià Puigdomènech", "Badia", ""),
        # Names that are titles, degrees or particles in other contexts.
        ("Jimmy Ba", "Jimmy", "Ba", ""),
        ("Jack Ma", "Jack", "Ma", ""),
        ("Prince Kumar", "Prince", "Kumar", ""),
        ("Quoc V. Le", "Quoc V.", "Le", ""),
        ("Van Nguyen", "Van", "Nguyen", ""),
        ("Qingyao Ai", "Qingyao", "Ai", ""),
        ("陈天奇", "天奇", "陈", ""),
        ("欧阳锋", "锋", "欧阳", ""),
    ],
)
def test_names_of_people(written: str, given: str, family: str, suffix: str) -> None:
    name = author_name(written)
    assert (name.given, name.family, name.suffix, name.is_collective) == (given, family, suffix, False)


@pytest.mark.parametrize("written", ["Gemma Team", "Barnes and Noble", "The BigScience Workshop", "Meta AI", "AT & T"])
def test_groups_are_one_name(written: str) -> None:
    assert author_name(written).is_collective
    assert family_name(written) == written


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Bartłomiej", "bartlomiej"),
        ("Yıldız", "yildiz"),
        ("Þórsson", "thorsson"),
        ("Чебышёв", "chebyshyov"),
        ("Чебыше\u0308в", "chebyshyov"),
        ("陈", "chen"),
        ("d'Autume", "dautume"),
    ],
)
def test_plain_letters(text: str, letters: str) -> None:
    assert plain_letters(text) == letters


def test_spellings_that_people_type() -> None:
    assert {"Schölkopf", "Schoelkopf", "Scholkopf"} <= set(spellings("Schölkopf"))
    assert "Autume" in spellings("d'Autume")
    assert "Chen" in spellings("陈")


@given(st.text(max_size=60))
def test_any_text_has_a_family_name(text: str) -> None:
    assert isinstance(family_name(text), str)
    assert plain_letters(text).isascii()
