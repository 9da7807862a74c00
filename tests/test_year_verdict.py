"""The rules of the simulated year find errors in made-up years."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks.year import verdict
from benchmarks.year.ledger import Ledger, Said
from benchmarks.year.scene import START, Absences, Clock, StudyClub, settings_of
from benchmarks.year.troubles import Plan, Span
from benchmarks.year.verdict import Findings

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Its slot is Monday at 7:00 in Berlin.
CLUB = StudyClub(1, "00000000", 10, 100, settings_of(0, 100, None), (7, 8))
DUE = datetime(2026, 3, 2, 6, tzinfo=UTC)
KEY = "00000000-260302-post"


def said(at: datetime, *, key: str = KEY, late: bool = False, called: tuple[int, ...] = ()) -> Said:
    return Said(at, CLUB.server_id, frozenset({key}), frozenset(called), says_late=late, by_wrong_clock=False)


def year(*messages: Said, away: tuple[Span, ...] = ()) -> Any:
    ledger = Ledger(Clock())
    for one in messages:
        ledger.said.append(one)
        for key in one.keys:
            ledger.by_key[key].append(one)
    plan = Plan(START + 6 * DAY, away=list(away))
    return SimpleNamespace(ledger=ledger, plan=plan, studied=[CLUB], absences=Absences())


AWAY = (Span(DUE - HOUR, DUE + 23 * HOUR),)


@pytest.mark.parametrize(
    ("messages", "away", "broken"),
    [
        ([said(DUE)], (), set()),
        ([], (), {"every post once"}),
        ([said(DUE), said(DUE + HOUR)], (), {"every post once"}),
        ([said(DUE - HOUR)], (), {"posts come in time"}),
        ([said(DUE, late=True)], (), {"late ones say so, others do not"}),
        ([said(DUE + 5 * 60 * timedelta(seconds=1))], (), {"the others are untouched"}),
        ([said(DUE + 23 * HOUR, late=True)], AWAY, set()),
        ([said(DUE + 23 * HOUR)], AWAY, {"late ones say so, others do not"}),
        ([said(DUE + 30 * HOUR, late=True)], AWAY, {"posts come in time"}),
    ],
)
def test_posts(messages: list[Said], away: tuple[Span, ...], broken: set[str]) -> None:
    findings = Findings()
    verdict._judge_posts(findings, year(*messages, away=away), CLUB)
    assert set(findings.wrong) == broken


SHORT = {"logs have their full days"}


@pytest.mark.parametrize(
    ("days", "late", "broken"), [(5, 0, set()), (4, 0, SHORT), (5, 15, set()), (5, 16, SHORT), (6, 16, set())]
)
def test_days_of_logs(days: int, late: int, broken: set[str]) -> None:
    """A post that is up to 15 minutes late counts as one in time."""
    week = SimpleNamespace(club_id=1, slot=DUE.date(), state="reading", logs_due=DUE + days * DAY)
    week.reviews_due = week.logs_due + 2 * DAY
    findings = Findings()
    verdict._judge_weeks(findings, year(said(DUE + late * HOUR / 60)), [week])
    assert set(findings.wrong) == broken


@pytest.mark.parametrize(("ago", "broken"), [(HOUR / 4, set()), (HOUR, {"nobody who left is pinged"})])
def test_members_who_left(ago: timedelta, broken: set[str]) -> None:
    play = year(said(DUE, called=(7, 8)))
    play.absences.left[7] = [(DUE - ago, None)]
    play.absences.left[8] = [(DUE - DAY, DUE - HOUR)]
    findings = Findings()
    verdict._judge_calls(findings, play)
    assert set(findings.wrong) == broken


@pytest.mark.parametrize(("state", "times", "is_broken"), [("done", 1, False), ("done", 2, True), ("done", 0, True)])
def test_messages(state: str, times: int, is_broken: bool) -> None:
    findings = Findings()
    entry = SimpleNamespace(key=KEY, kind="post", state=state)
    verdict._judge_messages(findings, year(*[said(DUE)] * times), [entry])
    assert bool(findings.wrong) is is_broken
