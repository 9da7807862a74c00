"""Time zone rules come from the pinned package, whatever files the system has."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

import pytest

from bot.core.calendar.weekly_slot import zone_of

ROOT = Path(__file__).parents[2]
# Time zones whose rules changed in 2026, with their old rules.
OLDER = {"America/Vancouver": "America/Los_Angeles", "Africa/Casablanca": "Africa/Lagos"}
ASK = """
import zoneinfo, {first}
from datetime import date, time
from bot.core.calendar.weekly_slot import WeeklySlot
print(zoneinfo.TZPATH[0], WeeklySlot(6, time(18), {zone!r}).instant_on(date(2026, 12, 6)).isoformat())
"""


@pytest.fixture(scope="module")
def old_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a system with older rules."""
    folder = tmp_path_factory.mktemp("zoneinfo")
    for zone, rules in OLDER.items():
        file = folder.joinpath(*zone.split("/"))
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(files("tzdata").joinpath("zoneinfo", *rules.split("/")).read_bytes())
    return folder


@pytest.mark.parametrize(
    ("zone", "instant"),
    [("America/Vancouver", "2026-12-07T01:00:00+00:00"), ("Africa/Casablanca", "2026-12-06T18:00:00+00:00")],
)
@pytest.mark.parametrize("first", ["bot.wiring", "demo.world", "apscheduler.schedulers.asyncio"])
def test_a_system_with_older_rules_moves_no_post(old_files: Path, zone: str, instant: str, first: str) -> None:
    asked = subprocess.run(
        [sys.executable, "-c", ASK.format(first=first, zone=zone)],
        cwd=ROOT,
        env=os.environ | {"PYTHONTZPATH": str(old_files)},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert asked.stdout.split() == [str(old_files), instant]


@pytest.mark.parametrize(
    "name", ["", "Mars/Olympus", "../zones", "Europe", "Europe/Berlin/", "localtime", "\0", "/etc"]
)
def test_an_invalid_zone_does_not_name_a_file(name: str) -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        zone_of(name)


def test_time_zones_are_read_only_from_the_package() -> None:
    reading = re.compile(r"\bZoneInfo\(|available_timezones|pytz|dateutil(?!\.rrule)")
    modules = [path for folder in ("bot", "cogs", "demo", "benchmarks") for path in (ROOT / folder).rglob("*.py")]
    assert [path.name for path in modules if reading.search(path.read_text(encoding="utf-8"))] == []
