"""A club's sessions by the wall clock of Berlin, as a member would note them in a diary.

Nothing here uses the bot's own calendar, so that tests can compare the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from tests.support.club_server import DAY

BERLIN = ZoneInfo("Europe/Berlin")


def berlin(day: date, hour: int, minute: int = 0) -> datetime:
    """The instant at which clocks in Berlin show that time on that day."""
    return datetime.combine(day, time(hour, minute), BERLIN).astimezone(UTC)


def stamp(moment: datetime, style: str = "F") -> str:
    """A time as Discord shows it to each member."""
    return f"<t:{int(moment.timestamp())}:{style}>"


@dataclass(frozen=True)
class Session:
    """A session: its paper is posted on `slot` at 18:00, the club meets on `meets` at 19:00 for 90 minutes, and logs
    are due on `logs` and reviews on `ends`, both at 18:00. `part`, such as "1 of 2", if the paper has several meetings.
    """

    number: int
    paper: str
    slot: date
    meets: date
    logs: date
    ends: date
    part: str = ""

    @property
    def posted_at(self) -> datetime:
        return berlin(self.slot, 18)

    @property
    def meeting(self) -> str:
        """How a question names the meeting."""
        return f"meeting {self.part} of week {self.number}" if self.part else f"the meeting of week {self.number}"

    @property
    def logs_due(self) -> datetime:
        return berlin(self.logs, 18)

    @property
    def log_reminder(self) -> datetime:
        return berlin(self.logs - 2 * DAY, 18)

    @property
    def writes_at(self) -> datetime:
        """When somebody writes a log: on the day of the meeting, at noon."""
        return berlin(self.meets, 12)

    @property
    def reviews_due(self) -> datetime:
        return berlin(self.ends, 18)

    @property
    def day_before(self) -> datetime:
        return berlin(self.meets - DAY, 19)

    @property
    def hour_before(self) -> datetime:
        return berlin(self.meets, 18)

    @property
    def meets_at(self) -> datetime:
        return berlin(self.meets, 19)

    @property
    def ends_at(self) -> datetime:
        return berlin(self.meets, 20, 30)


def session(number: int, paper: str, slot: str, meets: str, **changed: str) -> Session:
    """A session of the year 2026, whose days are noted as `month-day`. Logs are due 5 days after the post, and reviews
    2 days later, unless the diary says otherwise.
    """
    posted = _day(slot)
    logs = _day(changed["logs"]) if "logs" in changed else posted + 5 * DAY
    ends = _day(changed["ends"]) if "ends" in changed else logs + 2 * DAY
    return Session(number, paper, posted, _day(meets), logs, ends, changed.get("part", ""))


def _day(noted: str) -> date:
    return date.fromisoformat(f"2026-{noted}")
