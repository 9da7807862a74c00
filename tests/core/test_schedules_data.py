"""Sessions in YAML, JSON and front matter, with lists inside of them and beside lists of other things."""

from __future__ import annotations

import pytest

from bot.core.schedules.files import read_schedule
from bot.core.schedules.session import Session, SessionLink, UnreadableScheduleError

SLIDES = "https://example.org/slides"
PAPER = "https://arxiv.org/abs/2403.00001"
IN_PARTS = """
- {date: {day: 5, month: March, year: 2024}, title: Maps of towns}
- {date: {year: 2024, month: 3, day: 12}, title: Maps of rivers}
"""


def sessions(text: str, name: str = "sessions.yml") -> tuple[Session, ...]:
    return read_schedule(name, text.encode()).sessions


def read(text: str, name: str = "sessions.yml") -> list[tuple[str, list[tuple[str, str | None]], tuple[str, ...]]]:
    return [
        (str(one.date), [(paper.title, paper.url) for paper in one.papers], one.hosts) for one in sessions(text, name)
    ]


@pytest.mark.parametrize("key", ["readings", "papers"])
@pytest.mark.parametrize("more", ["", ", required: true", ", arxiv_id: '2403.00001'"])
def test_a_list_of_papers_within_a_session_is_no_table(key: str, more: str) -> None:
    paper = f"{{title: Maps of towns, url: {PAPER}{more}}}"
    text = f"- date: 2024-03-05\n  topic: Towns\n  leader: Ada\n  {key}:\n  - {paper}\n"
    assert read(text) == [("2024-03-05", [("Maps of towns", PAPER)], ("Ada",))]


def test_a_list_of_papers_within_a_week_is_no_table() -> None:
    text = f"- {{week: 1, topic: Towns, readings: [{{title: Maps of towns, url: '{PAPER}'}}], leader: Ada}}\n"
    assert read(text) == [("None", [("Maps of towns", PAPER)], ("Ada",))]


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-05: Maps of towns\n2024-03-12: Maps of rivers\n",
        "talks:\n  2024-03-05: {title: Maps of towns}\n  2024-03-12: {title: Maps of rivers}\n",
        IN_PARTS,
        '{"spring 2024": [{"when": "Mar 5", "what": "Maps of towns"}, {"when": "Mar 12", "what": "Maps of rivers"}]}',
    ],
)
def test_a_date_may_be_a_name_or_have_parts(text: str) -> None:
    assert read(text) == [("2024-03-05", [("Maps of towns", None)], ()), ("2024-03-12", [("Maps of rivers", None)], ())]


@pytest.mark.parametrize("term", ["session: Spring 2024", "name: Spring 2024, organizer: Ada"])
def test_a_term_may_have_sessions_with_hosts(term: str) -> None:
    text = f"- {{{term}, talks: [{{title: Maps of many towns, speaker: Bo}}]}}\n"
    assert read(text) == [("None", [("Maps of many towns", None)], ("Bo",))]


def test_what_the_command_writes_as_json_is_read_back() -> None:
    paper = f'{{"title": "Maps of towns", "arxiv_id": "2403.00001", "url": "{PAPER}"}}'
    session = f'{{"line": 3, "date": "2024-03-05", "papers": [{paper}], "host": "Ada", "links": [], "kind": "session"}}'
    (found,) = sessions(f'{{"sessions": [{session}], "unread": []}}', "sessions.json")
    assert [(one.title, one.arxiv_id) for one in found.papers] == [("Maps of towns", "2403.00001")]
    assert (found.hosts, found.links) == (("Ada",), ())


@pytest.mark.parametrize("key", ["links", "resources"])
def test_a_list_of_links_within_a_session_is_none_of_its_papers(key: str) -> None:
    text = f"- {{date: 2024-03-05, title: Maps of towns, host: Ada, {key}: [{{name: slides, url: '{SLIDES}'}}]}}\n"
    assert read(text) == [("2024-03-05", [("Maps of towns", None)], ("Ada",))]
    assert [one.links for one in sessions(text)] == [(SessionLink("slides", SLIDES),)]


def test_links_are_known_by_their_keys() -> None:
    links = f"{{slides: '{SLIDES}', paper: '{PAPER}'}}"
    text = f"- {{date: 2024-03-05, title: Maps of towns, host: Ada, links: {links}}}\n"
    assert read(text) == [("2024-03-05", [("Maps of towns", PAPER)], ("Ada",))]
    assert [one.links for one in sessions(text)] == [(SessionLink("slides", SLIDES),)]


@pytest.mark.parametrize("key", ["pdf_url", "arxiv_id"])
def test_the_second_address_of_a_paper_is_no_paper(key: str) -> None:
    paper = f"{{title: Maps of towns, url: 'https://example.org/a', {key}: '{PAPER}'}}"
    (session,) = sessions(f"- date: 2024-03-05\n  host: Ada\n  papers: [{paper}]\n")
    assert [(one.title, one.arxiv_id, one.url) for one in session.papers] == [
        ("Maps of towns", "2403.00001", "https://example.org/a")
    ]


@pytest.mark.parametrize("key", ["arxiv", "arxiv_id"])
def test_an_arxiv_id_needs_no_address(key: str) -> None:
    in_yaml = f"- {{date: 2024-03-05, title: Maps of towns, {key}: 2403.00001, host: Ada}}\n"
    assert read(in_yaml) == [("2024-03-05", [("Maps of towns", PAPER)], ("Ada",))]
    in_table = f"date,title,{key.replace('_', ' ')},host\n2024-03-05,Maps of towns,2403.00001,Ada\n"
    assert read(in_table, "sessions.csv") == [("2024-03-05", [("Maps of towns", PAPER)], ("Ada",))]


def test_pictures_of_people_are_no_hosts() -> None:
    text = (
        f"- {{date: 2024-03-05, title: Maps of towns, host: {{name: Ada, website: '{SLIDES}', photo: '{SLIDES}/a'}}}}\n"
    )
    assert read(text) == [("2024-03-05", [("Maps of towns", None)], ("Ada",))]


PERSON = "- {name: Ada Berg, title: Assistant Professor, url: 'https://example.org'}\n"


@pytest.mark.parametrize(
    "text",
    [
        PERSON,
        f"organizers:\n{PERSON}",
        "- {name: Ada Berg, title: Professor, email: ada@example.org}\n",
        "- {name: Ada Berg, title: Professor, start: 2020-01-01}\n",
        "name: club\nversion: 1.0.0\ncontributors:\n- {name: Ada Berg, title: Maintainer, url: 'https://example.org'}\n",
    ],
)
def test_people_are_no_sessions(text: str) -> None:
    with pytest.raises(UnreadableScheduleError):
        sessions(text)


def test_people_in_the_front_of_a_page_are_no_sessions() -> None:
    table = f"| Date | Paper | Host |\n|--|--|--|\n| 2024-03-05 | [Maps of towns]({PAPER}) | Cy |\n"
    front = f"---\ntitle: Reading group\norganizers:\n{PERSON}---\n"
    assert read(front + table, "index.md") == [("2024-03-05", [("Maps of towns", PAPER)], ("Cy",))]


def test_a_session_may_call_its_host_by_name() -> None:
    text = "- {name: Ada Berg, title: Maps of many towns, date: 2024-03-05}\n- {name: Bo Lind, title: Maps of rivers}\n"
    assert sessions(text)[0].hosts[0] == "Ada Berg"
    assert sessions("- {name: Bo Lind, paper: Maps of many rivers}\n")[0].hosts == ("Bo Lind",)


FRONT = "---\ntitle: Maps of towns\ndate: 2024-03-05\nhost: Ada\n---\n"
OTHER = "https://arxiv.org/abs/2403.00002"


@pytest.mark.parametrize(
    "below",
    [
        f"## 2024-03-12\n[Maps of hills]({OTHER})\n",
        f"| Date | Paper |\n|--|--|\n| 2024-03-12 | [Maps of hills]({OTHER}) |\n",
    ],
)
def test_the_front_of_a_page_does_not_hide_the_sessions_below(below: str) -> None:
    assert read(FRONT + below, "index.md") == [("2024-03-12", [("Maps of hills", OTHER)], ())]


@pytest.mark.parametrize("below", [f"We read [the paper]({PAPER}).\n", f"- Date: March 5, 2024\n- Paper: {PAPER}\n"])
def test_the_session_in_front_of_a_page_takes_the_only_paper_below(below: str) -> None:
    assert read(FRONT + below, "index.md") == [("2024-03-05", [("Maps of towns", PAPER)], ("Ada",))]


def test_references_below_a_session_in_front_of_a_page_are_no_sessions() -> None:
    text = f"{FRONT}- [Maps of towns]({PAPER})\n- [Maps of hills]({OTHER})\n"
    schedule = read_schedule("index.md", text.encode())
    assert [(one.papers[0].title, one.papers[0].url) for one in schedule.sessions] == [("Maps of towns", None)]
    assert [line.line for line in schedule.unread] == [6, 7]


def test_a_text_that_repeats_itself_by_aliases_holds_nothing() -> None:
    """Ten times ten times ten: to read all of it would take longer than anybody waits."""
    parts = [f"part{n}: &part{n} [{', '.join([f'*part{n - 1}'] * 10)}]" for n in range(1, 12)]
    data = "\n".join(["title: Maps of towns\ndate: 2024-01-01\nspeaker: Ada Berg\npart0: &part0 [one, two]", *parts])
    for name, text in (("sessions.yml", data), ("page.md", f"---\n{data}\n---\n\nText.\n")):
        with pytest.raises(UnreadableScheduleError):
            read(text, name)


def test_only_the_common_names_of_very_many_make_columns() -> None:
    """A table as wide as it is long would take minutes."""
    rows = [f"- {{date: 2024-01-01, paper: Maps of town {n}a, name {n}: none}}" for n in range(4_000)]
    assert len(read("\n".join(rows))) == len(rows)
