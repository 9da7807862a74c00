"""Lists, tables and headings beside a schedule that look like a part of it, but record no session."""

from __future__ import annotations

import pytest

from bot.core.schedules.files import read_schedule
from bot.core.schedules.session import Session, UnreadableScheduleError

LINKED = "- [Maps of small towns](https://arxiv.org/abs/2403.00001)\n"


def sessions(text: str) -> tuple[Session, ...]:
    return read_schedule("schedule.md", text.encode()).sessions


def titles(text: str) -> list[str]:
    return [paper.title for session in sessions(text) for paper in session.papers]


@pytest.mark.parametrize(
    "text",
    [
        "# Group\n\n## Join us\n\n- Join us on [the forum](https://example.org/a) today\n",
        f"# Group\n\n### Resources\n\n#### Tutorials\n\n{LINKED}\n#### Further reading\n\n{LINKED}",
        "# Group\n\n## Suggestions\n\n| Title | Person suggesting | Date |\n|--|--|--|\n| Old maps | Bo | |\n",
        "# Group\n\n**1. Who we are**\n\nWe read.\n\n**2. When we meet**\n\nFridays.\n\n**3. How to join**\n\nWrite.\n",
        "# Group\n\n## How?\n\n- [How to read an academic article](https://example.org/a)\n",
        "# Group\n\n## Todos\n\n### Next\n\n- [x] (2017-05-12) add the field for reviewers\n",
        "# Group\n\n- [ ] @TODO: (2017-05-15) move the script to a server\n",
    ],
)
def test_a_list_about_the_group_is_no_schedule(text: str) -> None:
    with pytest.raises(UnreadableScheduleError):
        sessions(text)


def test_a_list_of_papers_beside_a_list_about_the_group_is_read_alone() -> None:
    about = "## Join us\n\n- Join us on [the forum](https://example.org/a) today\n\n## What we read\n\n"
    assert titles(f"{about}{LINKED}") == ["Maps of small towns"]


def test_conferences_with_their_deadlines_are_no_sessions() -> None:
    table = (
        "| Title | Dates | Deadline |\n|--|--|--|\n| [Towns in Crete](https://example.org) | 29 June 2026 | none |\n"
    )
    found = sessions(f"{table}\n## 2026-06-16\n\n{LINKED}")
    assert [str(session.date) for session in found] == ["2026-06-16"]


def test_people_below_a_date_are_no_titles() -> None:
    day = "### {}\n\n* Finished chapter {}\n\n"
    names = ["Ada Berg", "Bo Lind", "Cleo", "Dina Ray"]
    text = "".join(f"## 2021-03-0{at}\n\n{day.format(name, at)}" for at, name in enumerate(names, 1))
    assert titles(text) == []


def test_a_column_of_numbers_has_no_papers() -> None:
    table = "| Date | Chapter(s) | Title |\n|--|--|--|\n| 2024-08-16 | 1 | A tour of towns |\n"
    assert titles(f"{table}| 2024-08-23 | 2–3 | Walls of many kinds |\n") == ["A tour of towns", "Walls of many kinds"]


def test_a_column_of_fields_has_no_hosts() -> None:
    rows = "".join(f"| 2024-08-0{at} | {name} | Maps of towns {at} |\n" for at, name in enumerate(FIELDS, 1))
    assert {session.hosts for session in sessions(f"| Date | Area | Paper |\n|--|--|--|\n{rows}")} == {()}


FIELDS = ["Computer Vision", "Machine Learning", "Graph Theory", "Town Planning", "Data Mining", "Game Theory"]


def test_authors_behind_titles_are_no_hosts() -> None:
    rows = "- 2024-01-0{}: Computing the walls of towns {} - {}\n"
    authors = ["Alan Stone", "Claude Field", "Grace Hill", "John Brook"]
    text = "".join(rows.format(at, at, name) for at, name in enumerate(authors, 1))
    assert {session.hosts for session in sessions(text)} == {()}


def test_who_comes_again_behind_the_title_is_the_host() -> None:
    rows = "- 2024-01-0{}: Computing the walls of towns {} - {}\n"
    names = ["Ada Berg", "Bo Lind", "Ada Berg", "Bo Lind"]
    text = "".join(rows.format(at, at, name) for at, name in enumerate(names, 1))
    assert [session.hosts for session in sessions(text)] == [(name,) for name in names]


@pytest.mark.parametrize("cell", ["Collaborative read", "Town's Sport Day", "Maps and Towns Lab", "Special Session"])
def test_what_stands_for_a_host_without_a_name_is_none(cell: str) -> None:
    (session,) = sessions(f"| Date | Host | Paper |\n|--|--|--|\n| 2024-08-16 | {cell} | Maps of towns |\n")
    assert session.hosts == ()


def test_a_speaker_in_the_title_is_no_second_host() -> None:
    row = "| 2024-08-16 | Ada Berg | **Guest speaker:** Maps of small towns |\n"
    (session,) = sessions(f"| Date | Host | Paper |\n|--|--|--|\n{row}")
    assert session.hosts == ("Ada Berg",)


def test_a_topic_above_its_papers_is_no_paper() -> None:
    day = "__Week {0} (Feb {0}): Rooms and walls__\n\n[Maps of towns {0}](https://arxiv.org/abs/2403.0000{0})\n\n"
    text = "## Spring 2024\n\n" + "".join(day.format(at) for at in (1, 2, 3))
    found = sessions(text)
    assert [[paper.title for paper in session.papers] for session in found] == [
        [f"Maps of towns {at}"] for at in (1, 2, 3)
    ]
    assert {session.topic for session in found} == {"Rooms and walls"}


def test_a_picture_between_two_words_keeps_them_apart() -> None:
    assert titles("- 2024-05-03 Maps![a](https://example.org/a.png)of towns\n") == ["Maps of towns"]


def test_papers_that_somebody_suggests_are_no_sessions() -> None:
    rows = "".join(
        f"Maps of {what} towns,TOWN 2024,https://example.org/{what},Ada\n" for what in ("small", "old", "far")
    )
    with pytest.raises(UnreadableScheduleError):
        read_schedule("papers.csv", f"Paper title,Venue,URL,Suggested by\n{rows}".encode())


def test_two_given_names_in_each_cell_are_two_people() -> None:
    rows = "".join(
        f"| 2021-08-{day} | Maps of {what} towns | {who} |\n"
        for day, what, who in (
            ("06", "old", "Apala, Shreya"),
            ("13", "far", "Sreshta, Manav"),
            ("20", "new", "Pranju, Parnit"),
            ("27", "dry", "Apala, Subod"),
        )
    )
    first, *_ = sessions(f"| Date | Topic | Presenters |\n|--|--|--|\n{rows}")
    assert first.hosts == ("Apala", "Shreya")


@pytest.mark.parametrize("name", ["_config.yml", "data.json"])
@pytest.mark.parametrize(
    "text",
    [
        "title: Our club\ndescription: We read papers on Fridays.\nurl: https://example.org\n",
        "- name: Ada Berg\n  bio: She studies the walls of small towns.\n- name: Bo Lind\n  bio: He reads clocks.\n",
        "- title: Home\n  url: /\n- title: Papers\n  url: /papers\n",
        "a: &a [x, x]\nb: &b [*a, *a]\nsessions: [{date: 2024-05-03, title: *b}]\n",
        "[" * 2_000,
        "- date: 2024-05-03\n title: [",
    ],
)
def test_other_data_of_a_site_is_no_schedule(name: str, text: str) -> None:
    with pytest.raises(UnreadableScheduleError):
        read_schedule(name, text.encode())


def test_the_front_of_a_page_is_no_session() -> None:
    front = '---\ntitle: "Reading group"\ndate: 2021-01-24\nauthor: Ada Berg\n---\n\n'
    assert titles(f"{front}## What we read\n\n{LINKED}") == ["Maps of small towns"]


def test_single_words_below_paper_may_be_people() -> None:
    rows = "".join(
        f"- {{date: 2026-02-{day}, paper: {who}}}\n" for day, who in (("11", "Suba"), ("18", "Ani"), ("25", "Dip"))
    )
    with pytest.raises(UnreadableScheduleError):
        read_schedule("meetings.yml", rows.encode())


@pytest.mark.parametrize("link", ["", "https://example.org/a"])
def test_a_paper_may_have_one_word_for_its_title(link: str) -> None:
    words = ["BERT", "GPT-3", "LoRA"] if not link else ["Dune", "Emma", "Ulysses"]
    rows = "".join(f"| 2024-03-{day} | {word} | {link} |\n" for day, word in enumerate(words, 10))
    assert titles(f"| Date | Paper | Link |\n|--|--|--|\n{rows}") == words


@pytest.mark.parametrize(
    "place", ["in room 5 -", "at the mill,", "on", "via Zoom", "@ 5pm, room 5", "in [Room 5](https://m.example.org)"]
)
def test_a_paper_may_stand_behind_the_place(place: str) -> None:
    assert titles(f"- 2024-03-12 {place} {LINKED.removeprefix('- ')}") == ["Maps of small towns"]


def test_a_line_that_is_taken_for_a_place_is_not_lost() -> None:
    schedule = read_schedule(
        "schedule.md", b"- 2024-03-05: in search of lost maps\n- 2024-03-12: at the mill\n  - Paper: Maps of towns\n"
    )
    assert [session.papers[0].title for session in schedule.sessions if session.papers] == ["Maps of towns"]
    assert [line.line for line in schedule.unread] == [1]


@pytest.mark.parametrize(
    "text", ["on [a video call](https://example.org/call)", "via [Google Meet](https://example.org/a)"]
)
def test_the_link_of_a_place_is_no_paper(text: str) -> None:
    assert titles(f"- 2024-03-12 {text}\n") == []


@pytest.mark.parametrize("name", ["Big Ideas Reading Club", "Ideas of Maps reading group"])
def test_the_name_of_a_group_is_no_list_of_ideas(name: str) -> None:
    table = (
        "| Week | Paper | Host |\n|--|--|--|\n| 1 | [Maps of small towns](https://arxiv.org/abs/2403.00001) | Ada |\n"
    )
    assert titles(f"# {name}\n{table}") == ["Maps of small towns"]
    assert titles(f"# {name}\n## Papers\n{LINKED}") == ["Maps of small towns"]


@pytest.mark.parametrize("heading", ["Ideas", "Suggestions for the reading group", "Reading group: candidates"])
def test_what_is_only_suggested_is_no_session(heading: str) -> None:
    with pytest.raises(UnreadableScheduleError):
        titles(f"# {heading}\n## Papers\n{LINKED}")


@pytest.mark.parametrize("title", ["Pick and place maps of many towns", "Discuss, adapt, repeat: maps of many towns"])
def test_a_title_may_begin_like_a_meeting(title: str) -> None:
    assert titles(f"| Date | Paper | Host |\n|--|--|--|\n| 2024-03-05 | {title} | Ada |\n") == [title]


@pytest.mark.parametrize(
    "topic", ["Pick the next three papers", "Discuss our name, pick papers for the term", "Discuss and vote on papers"]
)
def test_what_a_meeting_does_is_no_title(topic: str) -> None:
    assert titles(f"| Date | Paper | Host |\n|--|--|--|\n| 2024-03-05 | {topic} | Ada |\n") == []


def test_slides_among_the_readings_leave_the_titles_alone() -> None:
    rows = "".join(
        f"| 2024-03-{day} | Maps of {day} towns | [slides](https://example.org/{day}) |\n" for day in (11, 12)
    )
    assert titles(f"| Date | Title | Readings |\n|--|--|--|\n{rows}") == ["Maps of 11 towns", "Maps of 12 towns"]
