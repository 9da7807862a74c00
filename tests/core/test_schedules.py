"""Schedules in every form that groups keep them in, and in forms that only an attacker would."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.schedules.files import LONGEST_LINE, MOST_BYTES, MOST_LINES, read_schedule
from bot.core.schedules.session import Schedule, ScheduleFault, SessionKind, UnreadableScheduleError


def read(text: str, name: str = "schedule.md") -> Schedule:
    return read_schedule(name, text.encode())


def titles(schedule: Schedule) -> list[list[str]]:
    return [[paper.title for paper in session.papers] for session in schedule.sessions]


def days(schedule: Schedule) -> list[str | None]:
    return [session.date.isoformat() if session.date else None for session in schedule.sessions]


HOSTED_TABLE = """\
# Journal club

| Nr | When | Who | What we read | Extra |
| -- | ---- | --- | ------------ | ----- |
| 1 | 5th May, 2025 | Ada Berg & Bo | [Grok nets](https://arxiv.org/abs/2201.02177v1) (ICLR 2022) | [Slides](a.pdf) |
| 2 | 12 May 2025 | Cy Ito, PhD | D. One, E. Two. **A paper about sparse probes**. ACL 2020 | |
| | | | "Another paper on dense probes" (Two et al., 2021) | [video](https://youtu.be/x) |
| 3 | May 19, 2025 | TBD | TBD | |
| | 26 May 2025 | | no meeting, public holiday | |
"""


def test_a_table_with_hosts_links_and_sessions_over_two_rows() -> None:
    schedule = read(HOSTED_TABLE)
    assert days(schedule) == ["2025-05-05", "2025-05-12", "2025-05-19", "2025-05-26"]
    assert titles(schedule) == [
        ["Grok nets"],
        ["A paper about sparse probes", "Another paper on dense probes"],
        [],
        [],
    ]
    assert [session.hosts for session in schedule.sessions] == [("Ada Berg", "Bo"), ("Cy Ito",), (), ()]
    assert schedule.sessions[0].papers[0].arxiv_id == "2201.02177"
    assert [link.what for link in schedule.sessions[0].links] == ["Slides"]
    assert [link.url for link in schedule.sessions[1].links] == ["https://youtu.be/x"]
    assert schedule.sessions[3].kind is SessionKind.BREAK
    assert [session.line for session in schedule.sessions] == [5, 6, 8, 9]
    assert schedule.unread == ()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2024-02-09", "2024-02-09"),
        ("2024.2.9", "2024-02-09"),
        ("Feb. 9th, 2024", "2024-02-09"),
        ("Friday, 9 February 2024", "2024-02-09"),
        ("9th of Feb 2024", "2024-02-09"),
        ("09.02.2024", "2024-02-09"),
        ("2024 Feb 9", "2024-02-09"),
        ("Feb 9-10, 2024", "2024-02-09"),
        ("23/02/2024", "2024-02-23"),
        ("2/23/2024", "2024-02-23"),
        # Two readings, or none: nothing is invented.
        ("2/3/2024", None),
        ("30 February 2024", None),
        ("Feb 9", None),
        ("soon", None),
    ],
)
def test_a_date_in_every_spelling(written: str, expected: str | None) -> None:
    table = f"| Date | Paper |\n|--|--|\n| {written} | A title of a paper |\n"
    assert days(read(table)) == [expected]


def test_a_file_shows_how_it_writes_its_days() -> None:
    rows = "".join(f"| {day} | A title of a paper |\n" for day in ("01/03/2018", "08/03/2018", "15/03/2018"))
    assert days(read(f"| Date | Paper |\n|--|--|\n{rows}")) == ["2018-03-01", "2018-03-08", "2018-03-15"]
    weekly = "".join(f"| {day} | A title of a paper |\n" for day in ("03/02/2021", "10/02/2021", "10/03/2021"))
    assert days(read(f"| Date | Paper |\n|--|--|\n{weekly}")) == ["2021-02-03", "2021-02-10", "2021-03-10"]


def test_years_come_from_the_heading_above_and_go_on_into_the_next() -> None:
    text = "# Fall 2023\n\n- Dec 1: [First of all papers](https://x.org/a)\n- Jan 5: [Second of all](https://x.org/b)\n"
    text += "\n# Spring 2025\n\n* **Feb 3** [Third of all papers](https://x.org/c)\n"
    assert days(read(text)) == ["2023-12-01", "2024-01-05", "2025-02-03"]


def test_headings_with_dates_and_what_stands_below_them() -> None:
    text = """\
## March 29, 2019 – Learning to add
Presenter: Ana Ruiz

- [paper](https://arxiv.org/abs/1912.01412)
- [slides](https://x.org/s.pdf)

## April 5, 2019: No meeting (Easter)

## Week 3: Two classics

* Readings:
  * [A study of many things](https://openreview.net/forum?id=abc)
  * [The authors' blog post](https://x.org/blog)
"""
    first, second, third = read(text).sessions
    assert (first.date, [paper.title for paper in first.papers], first.hosts) == (
        date(2019, 3, 29),
        ["Learning to add"],
        ("Ana Ruiz",),
    )
    assert first.papers[0].arxiv_id == "1912.01412"
    assert [link.what for link in first.links] == ["slides"]
    assert (second.kind, second.date) == (SessionKind.BREAK, date(2019, 4, 5))
    assert (third.date, third.topic) == (None, "Two classics")
    assert [paper.title for paper in third.papers] == ["A study of many things"]
    assert [link.what for link in third.links] == ["The authors' blog post"]


def test_days_without_a_meeting_in_a_sentence_are_breaks() -> None:
    text = "year 2024\n\n# 2024\n\n- May 3: [A paper on rust](https://x.org/a)\n\nNo meeting on May 10 or May 17.\n"
    schedule = read(text)
    assert [(session.date, session.kind) for session in schedule.sessions][1:] == [
        (date(2024, 5, 10), SessionKind.BREAK),
        (date(2024, 5, 17), SessionKind.BREAK),
    ]


def test_a_wish_list_is_no_session_but_is_named() -> None:
    text = "- 2024-05-03 [A paper on rust](https://x.org/a)\n\n## Papers to cover\n\n"
    text += "1. Some other paper\n2. One more paper\n"
    schedule = read(text)
    assert titles(schedule) == [["A paper on rust"]]
    assert [(each.line, each.text) for each in schedule.unread] == [(5, "Some other paper"), (6, "One more paper")]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_of_values(mark: str) -> None:
    rows = [
        ["date", "presenter", "title", "link"],
        ["2026-05-12", "Yu", "A title: with a colon", "https://arxiv.org/abs/2503.18666"],
        ["2026-05-19", "", "No session", ""],
    ]
    schedule = read("\ufeff" + "\r\n".join(mark.join(row) for row in rows), "table.CSV")
    first, second = schedule.sessions
    assert (first.line, first.hosts, first.papers[0].arxiv_id) == (2, ("Yu",), "2503.18666")
    assert first.papers[0].title == "A title: with a colon"
    assert (second.kind, second.papers) == (SessionKind.BREAK, ())


CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//y
BEGIN:VEVENT
UID:1
DTSTART;TZID=Europe/Berlin:20260304T180000
SUMMARY:Reading group: Sparse probes of small nets
DESCRIPTION:https://arxiv.org/abs/2201.02177\\nHost: Ada Berg
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART;VALUE=DATE:20260311
SUMMARY:Summer break
END:VEVENT
BEGIN:VEVENT
UID:3
DTSTART:20260318T180000Z
STATUS:CANCELLED
SUMMARY:Dense probes of small nets
END:VEVENT
BEGIN:VEVENT
UID:4
DTSTART:20260318T180000Z
RRULE:FREQ=WEEKLY
SUMMARY:Our weekly meeting
END:VEVENT
END:VCALENDAR
"""


def test_a_calendar() -> None:
    schedule = read(CALENDAR, "club.ics")
    first, second, third = schedule.sessions
    assert (first.line, first.date, first.hosts) == (4, date(2026, 3, 4), ("Ada Berg",))
    assert [(paper.title, paper.arxiv_id) for paper in first.papers] == [("Sparse probes of small nets", "2201.02177")]
    assert (second.kind, second.date) == (SessionKind.BREAK, date(2026, 3, 11))
    assert third.kind is SessionKind.CANCELLED
    assert [each.text for each in schedule.unread] == ["Our weekly meeting"]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", ScheduleFault.NO_SESSIONS),
        (b"# Hello\n\nWe meet on Fridays.\n", ScheduleFault.NO_SESSIONS),
        (b"PK\x03\x04\x00\x00", ScheduleFault.NOT_TEXT),
        ("plan".encode("utf-16"), ScheduleFault.NOT_TEXT),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", ScheduleFault.BAD_CALENDAR),
        (b"x" * (MOST_BYTES + 1), ScheduleFault.TOO_LARGE),
        (b"\n" * MOST_LINES, ScheduleFault.TOO_LARGE),
        (b"x" * (LONGEST_LINE + 1), ScheduleFault.LONG_LINE),
    ],
)
def test_what_is_no_schedule(content: bytes, fault: ScheduleFault) -> None:
    with pytest.raises(UnreadableScheduleError) as caught:
        read_schedule("schedule.md", content)
    assert caught.value.fault is fault


PIECES = st.sampled_from(
    [
        "| ",
        " |",
        "\n",
        "- ",
        "# ",
        "2024-05-03",
        "May 3",
        "[a b c](https://arxiv.org/abs/2201.02177)",
        "Week 3: ",
        "|--|--|",
    ]
)


DATA = st.sampled_from(
    [
        "---\n",
        "- ",
        "date: ",
        "title: ",
        "presenter: ",
        "sessions:\n",
        "  ",
        "\n",
        "[",
        "]",
        "{",
        "}",
        "2024-05-03",
        "1. ",
    ]
)


ADDRESS_OF_LINK = re.compile(r"\]\([^()\s]*\)")


@pytest.mark.parametrize("name", ["schedule.md", "schedule.yml"])
@settings(max_examples=300)
@given(text=st.lists(PIECES | DATA | st.text(max_size=20), max_size=40).map("".join))
def test_nothing_is_invented(name: str, text: str) -> None:
    """Every title and host stands in the text, and nothing but a known refusal is raised."""
    try:
        schedule = read(text.encode(errors="replace").decode(), name)
    except UnreadableScheduleError:
        return
    lines = len(text.splitlines()) + 1
    # Readers see what is on both sides of a link's address as one.
    seen = {shown(text), shown(ADDRESS_OF_LINK.sub("]", text))}
    for session in schedule.sessions:
        assert 1 <= session.line <= lines
        for words in (*(paper.title for paper in session.papers), *session.hosts):
            assert all(any(shown(part) in one for one in seen) for part in words.split())


def test_control_characters_join_no_words() -> None:
    (session,) = read("- 2024-05-03 Maps\x1bpresenter: Ada Berg\x1bof towns").sessions
    assert "\x1b" not in "".join((*(paper.title for paper in session.papers), *session.hosts))
    assert "\x1b" not in session.topic


def shown(text: str) -> str:
    """The text without what Markdown and HTML take away."""
    return re.sub(r"[\W_]", "", unescape(text))
