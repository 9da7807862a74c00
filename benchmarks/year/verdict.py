"""What the year must have produced, by independent rules: from the clubs' settings and what Discord showed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from benchmarks.year.scene import START
from bot.core.calendar.weekly_slot import zone_of
from bot.storage.tables import outbox, paper_logs, weeks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from benchmarks.year.ledger import Said
    from benchmarks.year.play import Play
    from benchmarks.year.scene import StudyClub
    from benchmarks.year.troubles import Span

MINUTE = timedelta(minutes=1)
# Within this time a post isn't called late, and after an outage it appears.
ON_TIME = 15 * MINUTE
# A corrected row is retried within ten minutes, and whatever failed with it ten minutes later.
AFTER_A_ROW = 30 * MINUTE
# The longest time until the bot knows that somebody has left.
KNOWN_AFTER = 30 * MINUTE
# They edit an existing message.
CHANGES = {"log-edit", "post-edit"}


@dataclass
class Findings:
    """What is wrong, one line each, by the rule it breaks; and how much was checked."""

    checked: dict[str, int] = field(default_factory=dict)
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def hold(self, rule: str, line: str, *, good: bool) -> None:
        self.checked[rule] = self.checked.get(rule, 0) + 1
        if not good:
            self.wrong.setdefault(rule, []).append(line)


async def judged(play: Play) -> Findings:
    """Check everything against the rules."""
    findings = Findings()
    async with play.engine.connect() as connection:
        week_rows = (await connection.execute(select(weeks))).all()
        entries = (await connection.execute(select(outbox.c.key, outbox.c.kind, outbox.c.state))).all()
        log_rows = (await connection.execute(select(paper_logs))).all()
    for club in play.studied:
        _judge_posts(findings, play, club)
    _judge_weeks(findings, play, week_rows)
    _judge_logs(findings, log_rows, {row.id: row for row in week_rows})
    _judge_messages(findings, play, entries)
    _judge_calls(findings, play)
    return findings


# Posts


def _judge_posts(findings: Findings, play: Play, club: StudyClub) -> None:
    stops = play.plan.stops(club)
    slots = _slots(club, play.plan.end)
    for number, (day, due) in enumerate(slots):
        up, slack = _up_from(stops, due), _slack(play, club, due)
        if up + slack > play.plan.end:
            continue
        said = play.ledger.by_key.get(f"{club.token}-{day:%y%m%d}-post", [])
        following = slots[number + 1][1] if number + 1 < len(slots) else None
        facts = f"club {club.id}, due {_short(due)}, bot up {_short(up)}, posted {[_short(one.at) for one in said]}"
        if following is not None and following <= up:
            findings.hold("older missed ones are skipped", facts, good=not said)
            continue
        findings.hold("every post once", facts, good=len(said) == 1)
        for one in said[:1]:
            findings.hold("posts come in time", facts, good=due <= one.at <= up + slack)
            findings.hold("late ones say so, others do not", facts, good=one.says_late == (one.at - due > ON_TIME))
            is_touched = any(span.start - ON_TIME <= due < span.end for span in stops)
            if not is_touched:
                findings.hold("the others are untouched", facts, good=one.at - due < MINUTE)


def _slots(club: StudyClub, end: datetime) -> list[tuple[datetime, datetime]]:
    """Each week's day, and the time at which the club's local clock shows the slot's time."""
    zone, slot = zone_of(club.settings.slot.zone), club.settings.slot
    day = datetime(START.year, START.month, START.day) - timedelta(days=1)  # noqa: DTZ001 - a wall clock's
    found = []
    while day < end.replace(tzinfo=None):
        wall = day.replace(hour=slot.at.hour, minute=slot.at.minute)
        due = wall.replace(tzinfo=zone).astimezone(START.tzinfo)
        if day.weekday() == slot.weekday and START < due < end:
            found.append((wall, due))
        day += timedelta(days=1)
    return found


def _up_from(stops: Sequence[Span], due: datetime) -> datetime:
    """When the bot could work for the club again, if something started while the post couldn't be sent yet."""
    up = due
    for span in stops:
        if span.start <= up < span.end:
            up = span.end
    return up


def _slack(play: Play, club: StudyClub, due: datetime) -> timedelta:
    bad = [row for row in play.plan.bad if row.club is club and row.span.start <= due < row.span.end + ON_TIME]
    return AFTER_A_ROW if bad else ON_TIME


# Deadlines


def _judge_weeks(findings: Findings, play: Play, week_rows: Sequence[Any]) -> None:
    clubs = {club.id: club for club in play.studied}
    for week in week_rows:
        club = clubs[week.club_id]
        key = f"{club.token}-{week.slot:%y%m%d}"
        said = play.ledger.by_key
        post, named, digest = (said.get(f"{key}-{kind}", []) for kind in ("post", "assignments", "digest"))
        if not post or week.logs_due is None:
            continue
        settings, zone = club.settings, club.settings.slot.zone
        full = _days_later(_heard(post[0], settings.slot.instant_on(week.slot)), settings.log_days, zone)
        facts = f"{key}: posted {_short(post[0].at)}, logs {_short(week.logs_due)}, reviews {_short(week.reviews_due)}"
        findings.hold("logs have their full days", f"{facts}, full {_short(full)}", good=week.logs_due >= full)
        if named:
            findings.hold("logs close at their end", facts, good=named[0].at >= week.logs_due)
            full = _days_later(_heard(named[0], week.logs_due), settings.review_days, zone)
            line = f"{facts}, named {_short(named[0].at)}, full {_short(full)}"
            findings.hold("reviews have their full days", line, good=week.reviews_due >= full)
        for one in digest:
            findings.hold("weeks end at their end", f"{facts}, ended {one.at}", good=one.at >= week.reviews_due)
        if _is_over(play, club, week.reviews_due):
            findings.hold(
                "weeks come to their end", f"{facts}, {week.state}", good=week.state == "closed" and len(digest) == 1
            )


def _heard(said: Said, due: datetime) -> datetime:
    """From when members have full days. A message that isn't late counts as one that came in time."""
    return due if due < said.at <= due + ON_TIME else said.at


def _short(at: datetime) -> str:
    return f"{at:%m-%d %H:%M}"


def _is_over(play: Play, club: StudyClub, due: datetime) -> bool:
    return _up_from(play.plan.stops(club), due) + AFTER_A_ROW < play.plan.end


def _days_later(at: datetime, days: int, zone: str) -> datetime:
    """The same time by the local clock."""
    wall = at.astimezone(zone_of(zone)) + timedelta(days=days)
    return wall.astimezone(START.tzinfo)


def _judge_logs(findings: Findings, log_rows: Sequence[Any], week_rows: dict[int, Any]) -> None:
    for log in log_rows:
        week = week_rows.get(log.week_id)
        if week is not None and week.logs_due is not None and log.written_at < week.logs_due:
            line = f"log {log.id}: written {log.written_at}, due {week.logs_due}"
            findings.hold("logs in time are not late", line, good=not log.is_late)


# Messages


def _judge_messages(findings: Findings, play: Play, entries: Sequence[Any]) -> None:
    for entry in entries:
        if entry.kind in CHANGES:
            continue
        times = len(play.ledger.by_key.get(entry.key, []))
        line = f"{entry.key} is {entry.state} and there {times} times"
        if entry.state == "done":
            findings.hold("nothing lost or doubled", line, good=times == 1)
        else:
            findings.hold("nothing waits at the end", line, good=entry.state == "cancelled" and times == 0)
    known = {entry.key for entry in entries}
    for key, said in play.ledger.by_key.items():
        if key not in known:
            findings.hold("nothing unknown is said", f"{key} {len(said)}", good=False)
    for one in play.ledger.said:
        findings.hold("silent under a wrong clock", f"{one.at}: {sorted(one.keys)}", good=not one.by_wrong_clock)


def _judge_calls(findings: Findings, play: Play) -> None:
    for one in play.ledger.said:
        for user in one.called:
            left = play.absences.since(user, one.at)
            line = f"{_short(one.at)} {_shortest(one)} calls {user}, who left {left}"
            findings.hold("nobody who left is pinged", line, good=left is None or one.at - left <= KNOWN_AFTER)


def _shortest(one: Said) -> str:
    return min(sorted(one.keys), key=len, default="?")


def expected_weeks(play: Play) -> int:
    """The number of slots."""
    return sum(len(_slots(club, play.plan.end)) for club in play.studied)
