"""Talks, workshops and topics are sessions without papers."""

from __future__ import annotations

import pytest

from bot.core.schedules.files import read_schedule
from bot.core.schedules.session import Session, SessionKind, UnreadableScheduleError

PAPER = "[Maps of {} towns](https://arxiv.org/abs/2403.0000{})"


def sessions(text: str, name: str = "schedule.md") -> tuple[Session, ...]:
    return read_schedule(name, text.encode()).sessions


def titles(text: str, name: str = "schedule.md") -> list[str]:
    return [paper.title for session in sessions(text, name) for paper in session.papers]


def calendar(name: str, *events: str) -> str:
    parts = "".join(
        f"BEGIN:VEVENT\nUID:{at}\nDTSTART;VALUE=DATE:2026090{at}\n{event}\nEND:VEVENT\n"
        for at, event in enumerate(events, 1)
    )
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nX-WR-CALNAME:{name}\n{parts}END:VCALENDAR\n"


TALKS = [
    "SUMMARY:Seminar: Ada Berg – The walls of small towns",
    "SUMMARY:Seminar: Bruno Lind – Rivers that turn back",
    "SUMMARY:Seminar: Sara Ito – A theory of late clocks",
    "SUMMARY:Seminar: Thomas Ray – What foxes hear",
    "SUMMARY:Seminar: Oslo Mund – Rooms without corners",
]


def test_a_calendar_of_talks_has_speakers_and_topics() -> None:
    found = sessions(calendar("Town lab", *TALKS), "talks.ics")
    assert {session.papers for session in found} == {()}
    assert (found[0].hosts, found[0].topic) == (("Ada Berg",), "The walls of small towns")


@pytest.mark.parametrize(
    "event", ["SUMMARY:Seminar: Reading of maps", "SUMMARY:Seminar\nDESCRIPTION:https://arxiv.org/abs/2403.00001"]
)
def test_a_seminar_that_reads_has_papers(event: str) -> None:
    found = sessions(calendar("Town lab", event, *TALKS), "talks.ics")
    assert all(session.papers for session in found[1:])


def test_a_guest_alone_in_an_event_is_the_host() -> None:
    guests = ["Ada Berg (Smallville)", "Bruno Lind (Old Town U) — Seminar", "Neeraj Ray (Town A&M) — Seminar"]
    found = sessions(calendar("Clocks", *(f"SUMMARY:{guest}" for guest in guests)), "clocks.ics")
    assert [session.hosts for session in found] == [("Ada Berg",), ("Bruno Lind",), ("Neeraj Ray",)]
    assert {session.papers for session in found} == {()}


@pytest.mark.parametrize("tag", ["[Workshop]", "[2 tutorials]", "[Guest talk]"])
def test_a_tag_in_front_says_that_it_is_no_paper(tag: str) -> None:
    assert titles(f"- 2024-03-05 {tag} Pictures of data in small rooms [notes](notes.html)\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "Town review session",
        "Student research talk",
        "Practice talk",
        "Department recruitment",
        "Working day — coding the walls of towns",
        "Recap from last semester",
        "TOWN / ROOM '25",
        "Tutorial on clocks and towns",
        "No group meeting: all of us hear the talks of the other half of our group for once in the year",
    ],
)
def test_what_a_meeting_does_instead_is_no_title(text: str) -> None:
    assert titles(f"- 2024-03-05: {text}\n- 2024-03-12: Maps of many old towns\n") == ["Maps of many old towns"]


def test_a_row_without_all_that_others_have_names_no_paper() -> None:
    row = "- {{date: 2024-03-{}, presenter: Ada, title: {}{}}}\n"
    about = ", authors: Bo Lind, link: 'https://example.org/{}'"
    text = row.format("05", "Sharing our progress so far", "")
    text += "".join(row.format(day, f"Maps of {day} towns", about.format(day)) for day in (12, 19))
    first, *others = sessions(text, "sessions.yml")
    assert (first.papers, first.topic) == ((), "Sharing our progress so far")
    assert all(session.papers for session in others)


def test_a_column_with_a_name_of_its_own_and_few_words_has_topics() -> None:
    text = "color,date,slug,presenter\nred,2024-03-05,Column stores,ada\nred,2024-03-12,Late joins,bo\n"
    found = sessions(text, "course.csv")
    assert [(session.papers, session.topic) for session in found] == [((), "Column stores"), ((), "Late joins")]


def test_a_line_above_a_label_and_papers_is_the_topic() -> None:
    (session,) = sessions(
        f"- 2024-03-05: Walls of towns\n  - old ones\n  - Relevant Papers:\n    - {PAPER.format('old', 1)}\n"
    )
    assert ([paper.title for paper in session.papers], session.topic) == (["Maps of old towns"], "Walls of towns")


def test_the_only_link_called_paper_is_that_of_the_title_above() -> None:
    (session,) = sessions(
        "- 2024-03-05: The walls of small towns\n\n* [WALL paper](https://www.nature.com/articles/nature14236)\n"
    )
    assert [(paper.title, paper.url) for paper in session.papers] == [
        ("The walls of small towns", "https://www.nature.com/articles/nature14236")
    ]


def test_a_short_text_in_a_list_of_links_is_a_topic() -> None:
    lines = "".join(f"- 2024-03-1{at}: {PAPER.format(at, at)}\n" for at in range(1, 6))
    assert len(titles(f"{lines}- 2024-03-20: Support vectors\n")) == 5


def test_a_list_of_a_word_or_two_each_has_topics() -> None:
    lines = "".join(f"- {at} March 2024: {name} - {topic}\n" for at, name, topic in SHORT)
    assert [(session.topic, session.papers) for session in sessions(lines)] == [(topic, ()) for _, _, topic in SHORT]


def test_names_of_methods_are_papers_however_short() -> None:
    text = "- 5 March 2024: LoRA (Ada)\n- 12 March 2024: GPT-3 (Bo)\n- 19 March 2024: word2vec (Cy)\n"
    assert titles(text) == ["LoRA", "GPT-3", "word2vec"]
    assert [session.hosts for session in sessions(text)] == [("Ada",), ("Bo",), ("Cy",)]


def test_what_several_sessions_have_instead_of_a_paper_is_a_topic() -> None:
    free = "".join(f"| 2024-04-{day:02} | Bo | Strike |\n" for day in (2, 9, 16, 23))
    table = f"| Date | Presenter | Paper |\n|--|--|--|\n| 2024-03-26 | Ada | Maps of towns |\n{free}"
    assert titles(table) == ["Maps of towns"]
    assert [session.topic for session in sessions(table)][1:] == ["Strike"] * 4


SHORT = ((5, "Johanna", "Late clocks"), (12, "Anna", "Walls"), (19, "Martin", "Images as data"))


def test_columns_that_are_empty_for_both_hosts_cancel_nothing() -> None:
    table = "| Date | Paper | Presenter 1 | Presenter 2 |\n|--|--|--|--|\n"
    first, second = sessions(f"{table}| 2024-03-05 | Maps of towns | | |\n| 2024-03-12 | Walls of towns | Ada | Bo |\n")
    assert (first.kind, second.kind) == (SessionKind.SESSION, SessionKind.SESSION)
    assert second.hosts == ("Ada", "Bo")


def test_where_a_paper_is_available_is_no_title() -> None:
    text = "## 2024-03-05 The walls of towns\n\navailable from https://example.org/primer.pdf\n"
    assert titles(text) == ["The walls of towns"]


def test_the_guides_of_a_project_are_no_sessions() -> None:
    with pytest.raises(UnreadableScheduleError):
        sessions(
            "# Club\n\n## Next steps\n\n- [Full setup guide](docs/SETUP.md)\n- [All example journeys](docs/a.md)\n"
        )


def test_the_contents_of_a_folder_are_no_sessions() -> None:
    with pytest.raises(UnreadableScheduleError):
        sessions("# Spring club\n\n## Contents\n\n- [Papers file](papers.md)\n- [Meeting notes](notes/)\n")


def test_a_list_of_candidates_with_journals_is_no_schedule() -> None:
    rows = "".join(f"{at},Maps of {at} towns,Town {name},We drew maps and walls with care.\n" for at, name in JOURNALS)
    with pytest.raises(UnreadableScheduleError):
        sessions(f"pmid,title,journal,abstract\n{rows}", "candidates.csv")


JOURNALS = tuple(enumerate(["Sci Rep", "Letters", "Clin Maps", "Annals", "Rev Walls", "Notes"], 1))
