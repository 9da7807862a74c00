"""What looks like a host, a date or a notice in a schedule, but is none."""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.schedules.files import read_schedule
from bot.core.schedules.session import Session, SessionKind, UnreadableScheduleError

TABLE = "| Date | Paper | Host |\n|--|--|--|\n"


def sessions(text: str, name: str = "schedule.md") -> tuple[Session, ...]:
    return read_schedule(name, text.encode()).sessions


@pytest.mark.parametrize("title", ["Language Models present new risks to readers", "Attention and Memory in one place"])
def test_the_words_of_a_title_are_no_hosts(title: str) -> None:
    (session,) = sessions(f"- 2024-03-01: [{title}](https://arxiv.org/abs/2403.00001)\n")
    assert [paper.title for paper in session.papers] == [title]
    assert session.hosts == ()


@pytest.mark.parametrize("notice", ["moved to 17:00", "moved to 5 pm", "moved to room B", "rescheduled from 4 March"])
def test_a_session_at_another_hour_or_place_is_not_called_off(notice: str) -> None:
    (session,) = sessions(
        f"{TABLE}| 2024-03-11 | [Patient probes](https://arxiv.org/abs/2403.00001) ({notice}) | Ada |\n"
    )
    assert session.kind is SessionKind.SESSION


@pytest.mark.parametrize(
    "notice", ["moved to 11 March", "Moved to March 11", "moved to next week", "moved to 2024-03-11"]
)
def test_a_session_on_another_day_is_called_off(notice: str) -> None:
    first, _ = sessions(f"{TABLE}| 2024-03-04 | {notice} | |\n| 2024-03-11 | Patient probes of models | Ada |\n")
    assert (first.kind, first.papers) == (SessionKind.CANCELLED, ())


def test_the_day_on_which_a_paper_was_published_is_no_session_s() -> None:
    found = sessions(
        "# A list\n\n- [Patient probes](https://arxiv.org/abs/2403.00001) (2024-03-01, Nature)\n"
        "- [Maps of towns](https://arxiv.org/abs/2403.00002) (2024-03-02)\n"
    )
    assert [session.date for session in found] == [None, None]
    assert [session.hosts for session in found] == [(), ()]


def test_a_column_of_deadlines_leaves_the_sessions_of_a_group_alone() -> None:
    table = "| Date | Presenter | Paper | Summary deadline |\n|--|--|--|--|\n"
    (session,) = sessions(f"{table}| 2024-03-04 | Ada Berg | Patient probes of models | 2024-03-02 |\n")
    assert (session.date, session.hosts) == (date(2024, 3, 4), ("Ada Berg",))


def test_names_written_in_small_letters_are_hosts_and_phrases_are_none() -> None:
    names = ("Jiaqi wang", "Collaborative read", "Nurul binti Hassan", "Guest speaker")
    rows = "".join(f"| 2024-03-{day:02} | Patient probes {day} | {name} |\n" for day, name in enumerate(names, 4))
    assert [one.hosts for one in sessions(TABLE + rows)] == [("Jiaqi wang",), (), ("Nurul binti Hassan",), ()]


def test_papers_below_the_sessions_of_a_sheet_belong_to_none_of_them() -> None:
    rows = "2024-03-04,Patient probes of models,Ada\n2024-03-11,Maps of very small towns,Bo\n"
    found = sessions(f"Date,Paper,Host\n{rows},Tokens that nobody needs,\n,Questions for old machines,\n", "sheet.csv")
    assert [session.date for session in found] == [date(2024, 3, 4), date(2024, 3, 11), None, None]
    assert all(len(session.papers) == 1 for session in found)


def test_a_number_beside_a_month_is_no_day_unless_it_is_called_one() -> None:
    rows = "| March 2024 | 1 | Patient probes of models |\n| | 2 | Maps of very small towns |\n"
    weeks = sessions(f"| Month | Week | Paper |\n|--|--|--|\n{rows}")
    days = sessions(f"| Month | Day | Paper |\n|--|--|--|\n{rows}")
    assert [session.date for session in weeks] == [None, None]
    assert [session.date for session in days] == [date(2024, 3, 1), date(2024, 3, 2)]


def test_a_title_that_begins_with_a_quotation_stays_whole() -> None:
    title = '"What did they say?": Reading between lines'
    (session,) = sessions(f"{TABLE}| 2024-03-04 | {title} | Ada |\n")
    assert [paper.title for paper in session.papers] == [title]


@pytest.mark.parametrize(
    "title",
    [
        "Explaining and Harnessing Adversarial Examples",
        "Trade-off between bias and variance",
        "Closed-Form Solutions of Graphs",
        "Skip-Thought Vectors for Sentences",
        "Active Noise Cancellation with Mics",
    ],
)
def test_the_words_of_a_title_call_no_session_off(title: str) -> None:
    (session,) = sessions(f"{TABLE}| 2024-03-11 | {title} | Ada |\n")
    assert (session.kind, [paper.title for paper in session.papers]) == (SessionKind.SESSION, [title])


@pytest.mark.parametrize(
    ("topic", "is_off"),
    [
        ("Noise canceled networks", False),
        ("Canceled: snow", True),
        ("Session canceled", True),
        ("Talk canceled due to snow", True),
    ],
)
def test_the_words_of_a_topic_beside_a_linked_paper_call_no_session_off(topic: str, is_off: bool) -> None:
    table = "| Date | Topic | Paper |\n|--|--|--|\n"
    (session,) = sessions(f"{table}| 2024-03-05 | {topic} | [Maps of many towns](https://arxiv.org/abs/2403.00001) |\n")
    assert (session.kind is SessionKind.CANCELLED) is is_off


def test_the_year_in_a_handle_or_an_address_is_no_term_s() -> None:
    (session,) = sessions(
        "# Club\n\nSigned up: @ada1998\n\n- March 3: [Patient probes](https://arxiv.org/abs/2403.00001)\n"
    )
    assert session.date is None


def test_rooms_are_no_papers() -> None:
    found = sessions("| Date | Presenter | Room |\n|--|--|--|\n| 2024-03-11 | Ada | The long blue room |\n")
    assert [(session.papers, session.hosts) for session in found] == [((), ("Ada",))]


def test_fields_in_front_of_titles_are_no_hosts() -> None:
    fields = ["Computer Vision", "Machine Translation", "Graph Theory", "Language Models"] * 2
    found = sessions("".join(f"- 2024-03-{at + 11}: {field}: Maps of towns {at}\n" for at, field in enumerate(fields)))
    assert [session.hosts for session in found] == [()] * len(fields)


def test_headings_that_many_sessions_have_are_no_titles() -> None:
    found = sessions("## 2024-03-11\n### The agenda\nTea.\n\n## 2024-03-18\n### The agenda\nMore tea.\n")
    assert [session.papers for session in found] == [(), ()]


def test_a_line_that_links_only_to_the_minutes_has_no_paper() -> None:
    found = sessions("- 2024-03-11: [Minutes](m/1.md)\n- 2024-03-18: [Minutes](m/2.md)\n")
    assert [session.papers for session in found] == [(), ()]


def test_a_dotted_date_beside_its_year_keeps_the_order_of_the_file() -> None:
    rows = "| 01.25 2024 | Maps of towns | Ada |\n| 01.11 2024 | Maps of very small towns | Bo |\n"
    found = sessions(f"{TABLE}{rows}| 12.07 2023 | Patient probes of models | Ada |\n")
    assert [session.date for session in found] == [date(2024, 1, 25), date(2024, 1, 11), date(2023, 12, 7)]


def test_a_dotted_date_in_a_cell_is_none_if_it_could_be_two() -> None:
    (session,) = sessions(f"# 2024\n\n{TABLE}| 01.11 | Maps of towns | Ada |\n")
    assert session.date is None


def test_papers_may_stand_below_a_heading_that_speaks_of_their_year() -> None:
    found = sessions(
        "| Paper Title (Conf/Year) | Code | Presenters |\n|--|--|--|\n"
        "| [Maps of small towns](https://arxiv.org/abs/2403.00001) (TOWN 2022) | none | Ada |\n"
    )
    assert [[paper.title for paper in session.papers] for session in found] == [["Maps of small towns"]]


GUIDE = "## 1. {}\nSee [a](https://arxiv.org/abs/2403.00001).\n## 2. {}\nSee [b]({}).\n## 3. {}\nMore.\n"
OTHER = "https://arxiv.org/abs/2403.00002"


@pytest.mark.parametrize(
    ("one", "two", "three"),
    [
        ("Choose a paper", "Read the paper", "Discuss the paper"),
        ("Be kind to others", "Read before you come", "Bring your questions"),
        ("Introduction to maps", "Methods for maps", "Results of maps"),
        ("About our group", "How to join us", "Past papers of ours"),
    ],
)
def test_the_numbered_parts_of_a_text_are_no_papers(one: str, two: str, three: str) -> None:
    with pytest.raises(UnreadableScheduleError):
        sessions(GUIDE.format(one, two, OTHER, three))


def test_numbered_parts_that_cite_the_same_paper_are_no_papers() -> None:
    with pytest.raises(UnreadableScheduleError):
        sessions(GUIDE.format("Maps of towns", "Maps of hills", "https://arxiv.org/abs/2403.00001", "Maps of lakes"))


def test_a_numbered_paper_has_the_only_link_below_it() -> None:
    text = GUIDE.format("Maps of old towns", "Maps of old hills", OTHER, "Maps of old lakes")
    found = sessions(f"{text}[c](https://arxiv.org/abs/2403.00003) [d](https://arxiv.org/abs/2403.00004)\n")
    assert [(one.papers[0].title, one.papers[0].arxiv_id) for one in found] == [
        ("Maps of old towns", "2403.00001"),
        ("Maps of old hills", "2403.00002"),
    ]


def test_a_numbered_paper_may_have_its_preprint_beside_its_publisher_s_page() -> None:
    both = f"{OTHER}) and [c](https://doi.org/10.1234/maps"
    found = sessions(GUIDE.format("Maps of old towns", "Maps of old hills", both, "Maps of old lakes"))
    assert [one.papers[0].arxiv_id for one in found] == ["2403.00001", "2403.00002", None]


def test_steps_that_link_to_a_tool_are_no_papers() -> None:
    text = (
        "# Town readers\n\n## How we read\n\n1. Clone [this repository](https://github.com/town/readers) to a folder\n"
        "2. Download [a reader](https://reader.example.org/) for all of your texts\n"
        "3. Look at ![the map of towns](images/2.png)\n"
    )
    with pytest.raises(UnreadableScheduleError):
        sessions(text)
    assert sessions(text + "4. Maps of many towns ([pdf](https://arxiv.org/abs/2403.00001))\n")[0].hosts == ()


def test_the_menu_of_a_page_is_no_list_of_papers() -> None:
    menu = '<ul><li><a href="./a.html">Home</a></li><li><a href="./b.html">Town Reading Group</a></li></ul>'
    with pytest.raises(UnreadableScheduleError):
        sessions(f"<!DOCTYPE html>\n<html><body>{menu}<h1>Town Lab</h1></body></html>", "page.html")


def test_fields_that_return_before_titles_are_no_hosts() -> None:
    lines = ("Deep Maps: Towns of old", "Deep Maps: Towns of late", "Old Rivers: Towns from afar", "Old Rivers: Bends")
    text = "".join(f"- 2024-03-{at:02}: {line} in view\n" for at, line in enumerate(lines, start=4))
    assert [session.hosts for session in sessions(text)] == [(), (), (), ()]
