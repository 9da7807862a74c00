"""Where in a line or in a sentence dates, hosts and titles stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.schedules.files import read_schedule

if TYPE_CHECKING:
    from bot.core.schedules.session import Session

LINK = "https://arxiv.org/abs/2403.0000{}"


def sessions(text: str) -> tuple[Session, ...]:
    return read_schedule("schedule.md", text.encode()).sessions


def days(text: str) -> list[str]:
    return [str(session.date) for session in sessions(text)]


def titles(text: str) -> list[str]:
    return [paper.title for session in sessions(text) for paper in session.papers]


@pytest.mark.parametrize(
    "written",
    ["14, 21 May 2024", "May 14, 21, 2024", "May 14 and 21 2024", "5/14 and 5/21/2024", "2024-05-14 & 2024-05-21"],
)
def test_two_dates_of_a_line_are_two_sessions(written: str) -> None:
    found = sessions(f"- {written}: Maps of many towns\n")
    assert [str(session.date) for session in found] == ["2024-05-14", "2024-05-21"]
    assert [session.papers[0].title for session in found] == ["Maps of many towns"] * 2
    rows = sessions(f"| Date | Paper |\n|--|--|\n| {written} | Maps of many towns |\n")
    assert [session.date for session in rows] == [session.date for session in found]


@pytest.mark.parametrize("written", ["May 14, 14:00 2024", "14 May 2024, 2 pm", "May 14, 2024", "May 14 and 15, 2024"])
def test_an_hour_or_a_further_day_of_one_event_is_no_session(written: str) -> None:
    assert len(sessions(f"## 2024\n\n- {written}: Maps of many towns\n")) == 1


def test_a_date_at_the_end_of_headings_needs_no_brackets() -> None:
    text = "".join(
        f'### {at}. "A pun on many towns" {at}.03.2024\n\nWe read it.\n\n'
        f'[1] Ada Berg et al. ["Maps of town {at} and its walls."]({LINK.format(at // 7)})\n\n'
        for at in (14, 21, 28)
    )
    assert days(text) == ["2024-03-14", "2024-03-21", "2024-03-28"]
    assert titles(text) == [f"Maps of town {at} and its walls" for at in (14, 21, 28)]


def test_a_term_may_stand_in_front_of_a_sentence() -> None:
    table = "| Date | Paper |\n|--|--|\n| October 11 | Maps of towns |\n"
    assert days(f"## Schedule\n\nFor Fall 2024, we meet on Fridays at noon in the old mill.\n\n{table}") == [
        "2024-10-11"
    ]


def test_a_list_right_below_an_html_heading_is_read() -> None:
    text = f"<h3>Past <b>ones</b>:</h3>\n* 2024-03-05: [Maps of old towns]({LINK.format(1)})\n"
    assert [(session.line, session.papers[0].title) for session in sessions(text)] == [(2, "Maps of old towns")]


def test_names_on_a_line_of_their_own_are_hosts() -> None:
    names = ["Ada Berg", "Łukasz Żaba", "Daria Lind"]
    text = "".join(
        f"* 2024-03-{at}: {name}  \n  [<cite>Berg</cite> et al. 1997 (Nature {at})]({LINK.format(at)}):"
        f' "_Walls of {at} towns_"\n'
        for at, name in enumerate(names, 11)
    )
    found = sessions(text)
    assert [session.hosts for session in found] == [(name,) for name in names]
    assert titles(text) == ["Walls of 11 towns", "Walls of 12 towns", "Walls of 13 towns"]
    assert found[0].papers[0].url == LINK.format(11)


@pytest.mark.parametrize(
    "sentence",
    [
        "This time Ada Berg will present the paper.",
        "On Tuesday at 3pm, Ada Berg from Smallville will present it.",
        "Ada Berg, director of the mill, will be presenting this paper.",
        "We are happy to have [Ada Berg](https://example.org/~ada) presenting the paper.",
        "The discussion is led by our new postdoc Ada Berg.",
        "Maps (presented by Ada Berg)",
    ],
)
def test_a_sentence_says_who_will_present(sentence: str) -> None:
    (session,) = sessions(f"## 2024-03-05 Maps of small towns\n\nWe go on.\n\n{sentence}\n")
    assert session.hosts == ("Ada Berg",)


@pytest.mark.parametrize(
    "sentence",
    [
        "In it, Ada Berg and Bo Lind present a method.",
        "On Tuesday, we will present it.",
        "The authors, Ada Berg says, will lead us.",
        "On May 3 at 3pm, Half-Lind will discuss walls.",
    ],
)
def test_who_does_something_else_is_no_host(sentence: str) -> None:
    (session,) = sessions(f"## 2024-03-05 Maps of small towns\n\nWe go on.\n\n{sentence}\n")
    assert session.hosts == ()


def test_a_host_may_be_called_will() -> None:
    (session,) = sessions("- 2024-03-05 Maps of small towns (presented by Will)\n")
    assert session.hosts == ("Will",)


def test_a_sentence_in_a_column_of_names_is_no_host() -> None:
    table = "| Date | Paper | Presenter |\n|--|--|--|\n"
    cell = "We studied how the walls of many old towns were built, and who did it in the end."
    assert sessions(f"{table}| 2024-03-05 | Maps of towns | {cell} |\n")[0].hosts == ()


@pytest.mark.parametrize(
    ("cell", "title"),
    [
        ("Walls and [Koka](https://example.org/koka)", "Walls and Koka"),
        ("Maps - [Lind](https://example.org/book) chapter 13", "Maps - Lind chapter 13"),
        ("Chapter six of [Town Maps](https://example.org/book)", "Town Maps"),
        ("Maps of towns, TOWN 2013, (Sections 1 and 3. Skip 4.8)", "Maps of towns"),
        ("Rooms without corners (ROOM) [[paper](https://arxiv.org/abs/2403.00001)]", "Rooms without corners (ROOM)"),
        ("[Supplementary paper: Maps of towns](https://arxiv.org/abs/2403.00001)", "Maps of towns"),
        ("Berg, “Maps of old towns.” [town 2022 link](https://arxiv.org/abs/2403.00001)", "Maps of old towns"),
        ("\\[Maps of 2014: walls and towns\\](https://arxiv.org/abs/2403.00001)", "Maps of 2014: walls and towns"),
        ("[Gaussian Material Maps](https://example.org/maps)", "Gaussian Material Maps"),
    ],
)
def test_where_a_title_begins_and_ends(cell: str, title: str) -> None:
    assert titles(f"| Date | Paper | Presenter |\n|--|--|--|\n| 2024-03-05 | {cell} | Ada |\n") == [title]


@pytest.mark.parametrize(
    "venue",
    ["_Letters on Towns_, 12(3): 307--392, 2019", "_Town Maps 2019_", "TOWN'19"],
)
def test_a_venue_below_the_title_is_no_part_of_it(venue: str) -> None:
    text = f"- 2024-03-05: Maps of many small towns<br>\n{venue}<br>\n[`paper`]({LINK.format(1)}) | `slides`\n"
    assert titles(text) == ["Maps of many small towns"]


def test_a_host_and_a_date_may_stand_between_bars_at_the_end() -> None:
    item = f"- Maps of {{}} towns<br>\n_TOWN 2019_<br>\n[`paper`]({LINK.format(1)}) | `slides` | {{}} | June {{}}\n\n"
    text = "".join(item.format(*each) for each in (("old", "Ada Berg", 13), ("new", "Bo Lind", 20)))
    found = sessions(f"## Agenda (Year 2021)\n\n{text}")
    assert [str(session.date) for session in found] == ["2021-06-13", "2021-06-20"]
    assert [session.hosts for session in found] == [("Ada Berg",), ("Bo Lind",)]
    assert [session.papers[0].title for session in found] == ["Maps of old towns", "Maps of new towns"]


@pytest.mark.parametrize(
    "url", ["https://www.biorxiv.org/content/10.1101/519660v1", "https://www.ncbi.nlm.nih.gov/pubmed/30726"]
)
def test_an_address_where_papers_are_kept_is_the_paper(url: str) -> None:
    lines = "".join(f"March {day}, 2024: {name}: {url}{day}\n\n" for day, name in ((5, "Ada Berg"), (12, "Anna Lind")))
    assert [session.papers[0].url for session in sessions(lines)] == [f"{url}5", f"{url}12"]
    assert [session.hosts for session in sessions(lines)] == [("Ada Berg",), ("Anna Lind",)]
