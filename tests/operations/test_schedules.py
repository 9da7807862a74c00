"""`python -m bot schedule FILE`, also on schedules of real groups, which are not part of the project."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.operations.conftest import Operate

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "schedules"
TABLE = """\
| Date | Host | Paper |
|--|--|--|
| 2026-05-12 | Yu | [A study of foxes](https://arxiv.org/abs/2503.18666) |
| 2026-05-19 | | canceled |
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "plan.md"
    file.write_text(TABLE, "utf-8")
    return file


def test_json_has_the_promised_form(operate: Operate, table: Path) -> None:
    code, printed = operate("schedule", str(table), "--json")
    assert code == 0
    assert json.loads(printed) == {
        "sessions": [
            {
                "line": 3,
                "date": "2026-05-12",
                "papers": [
                    {
                        "title": "A study of foxes",
                        "arxiv_id": "2503.18666",
                        "url": "https://arxiv.org/abs/2503.18666",
                    }
                ],
                "host": "Yu",
                "links": [],
                "kind": "session",
                "topic": "",
            },
            {
                "line": 4,
                "date": "2026-05-19",
                "papers": [],
                "host": None,
                "links": [],
                "kind": "cancelled",
                "topic": "canceled",
            },
        ],
        "unread": [],
    }


def test_people_read_a_line_for_each_session(operate: Operate, table: Path) -> None:
    code, printed = operate("schedule", str(table))
    assert code == 0
    assert printed == (
        "2 sessions with 1 papers; 0 lines not understood\n"
        "    3  2026-05-12  A study of foxes (Yu)\n"
        "    4  2026-05-19 [cancelled]  canceled\n"
    )


def test_what_is_no_schedule_is_one_sentence_and_exit_code_2(operate: Operate, tmp_path: Path) -> None:
    file = tmp_path / "letter.md"
    file.write_text("Dear Sir", "utf-8")
    code, printed = operate("schedule", str(file))
    assert (code, printed) == (
        2,
        "letter.md has no sessions: no table, list or heading with a date, a week or a paper.\n",
    )
    assert operate("schedule", str(tmp_path / "none.md")) == (2, "none.md can't be opened.\n")


def test_it_starts_without_the_bot(table: Path) -> None:
    code = f"import sys; sys.argv=['x']; from bot.__main__ import main; main(['schedule', {str(table)!r}])"
    code += "; print('discord' in sys.modules or 'sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.endswith("False\n")


def real_files() -> list[str]:
    return sorted(file.name for file in SHARED.glob("*.md") if file.name != "README.md")


@pytest.mark.skipif(not SHARED.exists(), reason="the real schedules are not beside the project")
@pytest.mark.parametrize("name", real_files())
def test_real_schedules_are_read(operate: Operate, name: str) -> None:
    expected = _expected(json.loads((SHARED / "expected.json").read_text("utf-8"))[name])
    code, printed = operate("schedule", str(SHARED / name), "--json")
    sessions = json.loads(printed)["sessions"]
    assert code == 0
    planned = [session for session in sessions if session["kind"] != "break" or session["date"] in expected["dates"]]
    papers = Counter(letters(paper["title"]) for session in sessions for paper in session["papers"])
    ids = Counter(paper["arxiv_id"] for session in sessions for paper in session["papers"] if paper["arxiv_id"])
    hosts = Counter(name for session in sessions for name in _names(session["host"]))
    assert papers == expected["papers"]
    assert ids == expected["ids"]
    assert hosts == expected["hosts"]
    assert Counter(session["date"] for session in planned) == expected["dates"]


def _expected(group: dict[str, Any]) -> dict[str, Counter[Any]]:
    sessions = group.get("sessions") or [
        {"date": None, "papers": [item["title"]], "host": None, "arxiv_ids": [item["arxiv_id"]]}
        for section in group["sections"]
        for item in section["items"]
    ]
    return {
        "papers": Counter(letters(title) for session in sessions for title in session["papers"]),
        "ids": Counter(found for session in sessions for found in session.get("arxiv_ids", ()) if found),
        "hosts": Counter(name for session in sessions for name in _names(session["host"])),
        "dates": Counter(session["date"] for session in sessions),
    }


def _names(host: str | list[str] | None) -> list[str]:
    return [host] if isinstance(host, str) else host or []


def letters(text: str) -> str:
    return re.sub(r"\W+", "", text.casefold())
