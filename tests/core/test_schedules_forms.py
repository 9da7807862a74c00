"""Forms in which organizers keep a few sessions: lines below titles, rows of commas, terms as keys, handles."""

from __future__ import annotations

import pytest

from bot.core.schedules.files import read_schedule
from bot.core.schedules.session import Session, SessionKind, SessionLink

PAPER = "https://arxiv.org/abs/2403.0000{}"
TABLE = "| Date | Paper | Host |\n|--|--|--|\n"


def sessions(text: str, name: str = "schedule.md") -> tuple[Session, ...]:
    return read_schedule(name, text.encode()).sessions


def read(text: str, name: str = "schedule.md") -> list[tuple[str, list[str], tuple[str, ...]]]:
    return [(str(one.date), [paper.title for paper in one.papers], one.hosts) for one in sessions(text, name)]


def urls(text: str, name: str = "schedule.md") -> list[list[str | None]]:
    return [[paper.url for paper in one.papers] for one in sessions(text, name)]


BELOW = f"By {{}}, *March {{}}, 2024* - [[Talk Slides]](/slides/1.pdf) [[Original Paper]]({PAPER.format(1)})"


@pytest.mark.parametrize(
    ("title", "below"), [("- **{}**\n", "  - {}\n\n"), ("- {}\n", "  - {}\n"), ("### {}\n\n", "{}\n\n")]
)
def test_a_line_below_a_title_gives_its_date_host_and_links(title: str, below: str) -> None:
    text = "".join(
        title.format(name) + below.format(BELOW.format(host, day))
        for name, host, day in (("Maps of many towns", "Ada", 5), ("TOWN 2024 Paper Sharing", "Bo", 12))
    )
    assert read(text) == [("2024-03-05", ["Maps of many towns"], ("Ada",)), ("2024-03-12", [], ("Bo",))]
    first = sessions(text)[0]
    assert (first.papers[0].url, first.links) == (PAPER.format(1), (SessionLink("Talk Slides", "/slides/1.pdf"),))


@pytest.mark.parametrize("below", ["By Ada, who likes March 5, 2024", "By Ada, May 6, 2019"])
def test_who_wrote_something_on_another_day_is_no_host(below: str) -> None:
    text = f"- March 5, 2024: Maps of many towns\n  - {below}\n- March 12, 2024: Maps of many rivers\n  - {below}\n"
    assert [one.hosts for one in sessions(text)] == [(), ()]


@pytest.mark.parametrize("term", ["2024_1", "spring-2024", "2024"])
def test_the_key_of_a_term_gives_the_year_and_links_alone_are_papers(term: str) -> None:
    one, two = PAPER.format(1), PAPER.format(2)
    rows = f"  - {{date: 14/03, speaker: Ada Berg, links: [{one}, {two}]}}\n"
    rows += "  - {date: 21/03, speaker: Bo Lind e Cy Young, links: []}\n"
    rows += "  - {date: 28/03, speaker: Cancelado — Maps: no room, links: []}\n"
    found = sessions(f"{term}:\n{rows}", "sessions.yml")
    assert [(str(one.date), one.hosts) for one in found] == [
        ("2024-03-14", ("Ada Berg",)),
        ("2024-03-21", ("Bo Lind", "Cy Young")),
        ("2024-03-28", ()),
    ]
    assert [paper.url for paper in found[0].papers] == [one, two]
    assert found[2].kind is SessionKind.CANCELLED


def test_a_title_with_a_colon_needs_no_quotes() -> None:
    text = "- date: 2024-03-05\n  title: Maps: it's a survey of towns\n  host: Ada\n"
    assert read(text, "sessions.yml") == [("2024-03-05", ["Maps: it's a survey of towns"], ("Ada",))]


@pytest.mark.parametrize("key", ["extra_readings", "papers", "readings"])
def test_a_list_of_readings_beside_a_title_with_its_paper_holds_more_papers(key: str) -> None:
    text = (
        f"- date: 2024-03-05\n  title: Maps of many towns\n  paper_url: {PAPER.format(1)}\n  presenter: Ada\n"
        f"  {key}:\n    - {{title: Maps of many rivers, url: '{PAPER.format(2)}'}}\n"
    )
    assert urls(text, "sessions.yml") == [[PAPER.format(1), PAPER.format(2)]]


def test_a_title_with_the_address_of_a_meeting_is_no_further_paper() -> None:
    header = "| Date | Title | Link | Readings |\n|--|--|--|--|\n"
    row = f"| 2024-03-05 | Maps for all of us | https://example.org/join | [Maps of many towns]({PAPER.format(1)}) |\n"
    assert read(header + row) == [("2024-03-05", ["Maps of many towns"], ())]


@pytest.mark.parametrize(
    "name",
    [
        "2024-fall.md",
        "Fall_2024.md",
        "2024.md",
        "spring24.md",
        "maps_2024-winter.md",
        "maps-f24.md",
        "readings-2024.md",
        "papers-2023-24.md",
    ],
)
def test_a_file_that_is_called_by_its_term_gives_the_year(name: str) -> None:
    assert read("- March 5: Maps of many towns (Ada presenting)\n", name) == [
        ("2024-03-05", ["Maps of many towns"], ("Ada",))
    ]


@pytest.mark.parametrize("name", ["towns-2024.md", "2024-06-18-readings.md", "fall-2023-and-fall-2024.md", "maps24.md"])
def test_another_number_in_a_name_is_no_year(name: str) -> None:
    assert sessions("- March 5: Maps of many towns\n", name)[0].date is None


@pytest.mark.parametrize("attributes", ['{:target="_blank"}', "{:.wide}", "{: .wide #maps}"])
def test_attributes_for_a_generator_are_no_text(attributes: str) -> None:
    text = f"{TABLE}| 2024-03-05 | Maps of many towns{attributes} | Ada |\n"
    assert read(text) == [("2024-03-05", ["Maps of many towns"], ("Ada",))]


def test_each_line_of_a_cell_is_a_paper_with_its_link() -> None:
    cell = f"Maps of many towns [[Berg et al.]({PAPER.format(1)})] <br/> Maps of two rivers [[pdf]({PAPER.format(2)})]"
    text = f"{TABLE}| 2024-03-05 | {cell} | Ada |\n"
    assert read(text) == [("2024-03-05", ["Maps of many towns", "Maps of two rivers"], ("Ada",))]
    assert urls(text) == [[PAPER.format(1), PAPER.format(2)]]


def test_a_cell_of_addresses_has_papers() -> None:
    text = "| Date | Presenter | URL |\n|--|--|--|\n| 2024-03-05 | Ada | https://science.sciencemag.org/content/1 |\n"
    assert urls(text) == [["https://science.sciencemag.org/content/1"]]


@pytest.mark.parametrize(
    "topic",
    [
        "Opening session in French, Spanish and Arabic",
        "Ask us anything! Q&A session with the chairs",
        "Special session: the journey of a paper",
        "Research talk: maps of towns and rivers",
        "Introduction to maps of many towns",
    ],
)
def test_sessions_without_a_link_are_topics_where_papers_are_linked(topic: str) -> None:
    papers = "".join(f"| 2024-03-0{n} | [Maps of town {n}a and b]({PAPER.format(n)}) | Ada |\n" for n in range(1, 7))
    *_, last = sessions(f"{TABLE}{papers}| 2024-03-20 | {topic} | Bo |\n")
    assert (last.papers, last.topic, last.hosts) == ((), topic, ("Bo",))


def test_a_special_session_has_a_topic_and_links() -> None:
    text = f"{TABLE}| 2024-03-05 | [Drawing challenge of the year](https://example.org/maps) | Special session |\n"
    (session,) = sessions(text)
    assert (session.papers, session.topic) == ((), "Drawing challenge of the year")
    assert [link.url for link in session.links] == ["https://example.org/maps"]


def test_a_talk_by_a_guest_is_a_topic_and_a_paper_of_a_guest_is_none() -> None:
    rows = "| 2024-03-05 | Machines of all times (Invited Talk) | Ada |\n"
    rows += "| 2024-03-12 | Maps of many towns (Invited Author) | Bo |\n"
    assert [bool(one.papers) for one in sessions(TABLE + rows)] == [False, True]


def test_titles_that_only_count_up_are_topics() -> None:
    rows = "".join(f"| 2024-03-0{n} | RL{n} | Ada |\n" for n in range(1, 5))
    *counted, last, _ = sessions(f"{TABLE}{rows}| 2024-03-20 | T5 | Ada |\n| 2024-03-27 | Maps of towns | Bo |\n")
    assert [(one.papers, one.topic) for one in counted] == [((), f"RL{n}") for n in range(1, 5)]
    assert [paper.title for paper in last.papers] == ["T5"]


@pytest.mark.parametrize("comma", [", ", "，"])
def test_lines_with_commas_are_rows_below_their_headings(comma: str) -> None:
    cited = (
        '"Berg A A, Lind B. Maps of many towns[J]. Letters, 2019, 1(1): 1-9.", & "Ito C. Maps of hills[C]//TOWN. 2018."'
    )
    lines = ["Date, Presenter, Paper"]
    lines += [
        comma.join(row) for row in (["2024/03/05", "田耕", cited], ["2024/03/12", "Bo", "On maps, and on rivers"])
    ]
    lines += ["2024/03/19 清明节假期", comma.join(["2024/03/26", "中国地图学会议", "成都"])]
    for between in ("\n", "\n\n"):
        found = sessions(between.join(lines) + "\n")
        assert [str(one.date) for one in found] == ["2024-03-05", "2024-03-12", "2024-03-19", "2024-03-26"]
        assert [one.hosts for one in found] == [("田耕",), ("Bo",), (), ()]
        assert [[paper.title for paper in one.papers] for one in found] == [
            ["Maps of many towns", "Maps of hills"],
            ["On maps, and on rivers"],
            [],
            [],
        ]
        assert [one.kind for one in found[2:]] == [SessionKind.BREAK] * 2


@pytest.mark.parametrize(
    ("line", "hosts"),
    [
        ("Maps (Ada hosts)", ("Ada",)),
        ("Maps (Ada Berg presenting)", ("Ada Berg",)),
        ("Maps, presenter Ada", ("Ada",)),
        ("Maps - host Ada and Bo", ("Ada", "Bo")),
        ('"Maps", Ada leads', ("Ada",)),
        ("**Maps** — hosted by Ada", ("Ada",)),
        ("**Maps** — @ada", ("@ada",)),
        ("Maps (@ada, @bo)", ("@ada", "@bo")),
        (f"Maps {PAPER.format(1)} @ada", ("@ada",)),
    ],
)
def test_labels_and_handles_at_the_end_of_a_line_name_hosts(line: str, hosts: tuple[str, ...]) -> None:
    assert read(f"- 5 March 2024: {line}\n") == [("2024-03-05", ["Maps"], hosts)]


@pytest.mark.parametrize(
    "title", ["Search at @scale", "Maps, where Rivers lead", "A survey (via @ada)", "Models - how a host leads"]
)
def test_the_end_of_a_title_is_no_host(title: str) -> None:
    (session,) = sessions(f"- 5 March 2024: {title}\n")
    assert (session.papers[0].title, session.hosts) == (title, ())


@pytest.mark.parametrize("bar", ["| ", ""])
def test_two_lines_with_bars_are_rows_without_headings(bar: str) -> None:
    text = f"{bar}19 March 2024 | Maps of towns | @ada\n{bar}26 March 2024 | Rivers of towns | @bo\n"
    assert read(text) == [("2024-03-19", ["Maps of towns"], ("@ada",)), ("2024-03-26", ["Rivers of towns"], ("@bo",))]


def test_where_a_paper_stood_is_no_title() -> None:
    text = f"{TABLE}| 2024-03-05 | MapNet (Berg et al., *Letters on Towns* 2023) | Ada |\n"
    assert read(text) == [("2024-03-05", ["MapNet"], ("Ada",))]


def test_a_video_is_no_paper() -> None:
    (session,) = sessions(f"{TABLE}| 2024-03-05 | [Video]: Maps of many towns | Ada |\n")
    assert session.papers == ()


def test_a_name_with_a_small_word_is_one_person() -> None:
    assert sessions(f"{TABLE}| 2024-03-05 | Maps of towns | Ada Costa e Silva |\n")[0].hosts == ("Ada Costa e Silva",)
