"""Schedules are read in a process of its own."""

from __future__ import annotations

import pytest

from bot.core.schedules.files import MOST_BYTES, read_schedule
from bot.core.schedules.session import ScheduleFault, UnreadableScheduleError
from bot.extraction.schedules import read_limited
from bot.extraction.schedules_child import main

FILE = b"| Date | Paper | Host |\n|--|--|--|\n| 2024-05-06 | [Ponds](https://arxiv.org/abs/2201.02177) | Ada |\n"


def test_the_process_reads_the_same() -> None:
    assert read_limited(FILE, "plan.md") == read_schedule("plan.md", FILE)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"x" * (MOST_BYTES + 1), ScheduleFault.TOO_LARGE),
        (b"# Hello", ScheduleFault.NO_SESSIONS),
    ],
)
def test_it_says_what_is_wrong(data: bytes, fault: ScheduleFault) -> None:
    with pytest.raises(UnreadableScheduleError) as caught:
        read_limited(data, "plan.md")
    assert caught.value.fault is fault


def test_what_takes_all_memory_is_too_complex(monkeypatch: pytest.MonkeyPatch) -> None:
    def greedy(_name: str, _data: bytes) -> None:
        raise MemoryError

    monkeypatch.setattr("bot.core.schedules.files.read_schedule", greedy)
    assert main(b"", "plan.md") == {"fault": ScheduleFault.TOO_COMPLEX}
