"""Who hosts: single steps, and 1,000 random histories."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from bot.core.hosts.answers import (
    HostFoundError,
    NotAskedToHostError,
    SessionBeganError,
    accepted,
    assigned,
    declined,
    volunteered,
    with_answer,
    without_leavers,
)
from bot.core.hosts.rotation import (
    MOST_MISSED,
    TIME_TO_ACCEPT,
    AnswerState,
    Ask,
    HostAnswer,
    Hosted,
    HostedSession,
    Hosting,
    Move,
    NotYet,
    Take,
    Unhosted,
    Wait,
    Willing,
    WithoutHost,
    missed_in_a_row,
    next_move,
)

DAY, WEEK = timedelta(days=1), timedelta(days=7)
START = datetime(2026, 1, 4, 18, tzinfo=UTC)
ADA, BO, CLEO = 1, 2, 3
ROSTER = [Willing(ADA, START - 9 * DAY), Willing(BO, START - 8 * DAY), Willing(CLEO, START - 7 * DAY)]
SESSION = HostedSession(START, START + WEEK)


def hostings(*members: int) -> list[Hosting]:
    return [Hosting(member, START + (number - len(members)) * DAY) for number, member in enumerate(members)]


def test_those_who_never_hosted_are_asked_first_and_then_the_longest_ago() -> None:
    assert next_move(SESSION, ROSTER, [], START) == Ask(ADA, START + TIME_TO_ACCEPT)
    assert next_move(SESSION, ROSTER, hostings(BO, ADA), START) == Ask(CLEO, START + TIME_TO_ACCEPT)
    assert next_move(SESSION, ROSTER, hostings(BO, CLEO, ADA), START) == Ask(BO, START + TIME_TO_ACCEPT)


def test_who_is_asked_about_another_session_holds_up_nobody_who_has_not_hosted_either() -> None:
    until = START + TIME_TO_ACCEPT
    assert next_move(SESSION, ROSTER, [], START, {ADA}) == Ask(BO, until)
    assert next_move(SESSION, ROSTER, hostings(BO), START, {ADA}) == Ask(CLEO, until)
    assert next_move(SESSION, ROSTER, hostings(BO, CLEO), START, {ADA}) == Ask(ADA, until)
    assert next_move(SESSION, ROSTER, hostings(ADA, BO, CLEO), START, {ADA}) == Ask(ADA, until)


def test_nobody_is_asked_too_early_or_too_late() -> None:
    assert next_move(SESSION, ROSTER, [], START - DAY) == NotYet(START)
    late = START + WEEK - DAY / 2
    assert next_move(SESSION, ROSTER, [], late) == Ask(ADA, START + WEEK)
    assert next_move(SESSION, ROSTER, [], START + WEEK) == Unhosted(WithoutHost.BEGAN)
    assert next_move(SESSION, [], [], START) == Unhosted(WithoutHost.NOBODY_WILLING)


def test_after_a_no_or_two_days_the_next_member_is_asked() -> None:
    asked = with_answer(SESSION, ADA, AnswerState.ASKED, START)
    until = START + TIME_TO_ACCEPT
    assert next_move(asked, ROSTER, [], START + DAY) == Wait(ADA, until)
    assert next_move(declined(asked, ADA, START + DAY), ROSTER, [], START + DAY) == Ask(BO, START + 3 * DAY)
    left = without_leavers(asked, [ADA])
    assert next_move(left, ROSTER[1:], [], START + DAY) == Ask(BO, START + 3 * DAY)
    assert next_move(asked, ROSTER, [], until) == Ask(BO, until + TIME_TO_ACCEPT)
    for member in (ADA, BO, CLEO):
        asked = declined(with_answer(asked, member, AnswerState.ASKED, START), member, START)
    assert next_move(asked, ROSTER, [], START) == Unhosted(WithoutHost.EVERYBODY_ASKED)


def test_a_yes_in_time_counts_and_a_late_one_is_an_offer() -> None:
    asked = with_answer(SESSION, ADA, AnswerState.ASKED, START)
    taken = accepted(asked, ADA, [], START + DAY)
    assert next_move(taken, ROSTER, [], START + DAY) == Hosted(ADA)
    assert accepted(taken, ADA, [], START + DAY) == taken
    with pytest.raises(HostFoundError):
        accepted(with_answer(taken, BO, AnswerState.ASKED, START), BO, [], START + DAY)
    late = accepted(asked, ADA, [], START + 3 * DAY)
    assert late.answer_of(ADA) == HostAnswer(ADA, AnswerState.OFFERED, START + 3 * DAY)
    assert next_move(late, ROSTER, hostings(BO), START + 3 * DAY) == Take(ADA)
    another = [Hosting(ADA, START + DAY / 2)]
    assert accepted(asked, ADA, another, START + DAY).host is None


def test_a_host_who_declines_or_leaves_is_replaced() -> None:
    hosted = accepted(with_answer(SESSION, ADA, AnswerState.ASKED, START), ADA, [], START)
    assert next_move(declined(hosted, ADA, START + DAY), ROSTER, [], START + DAY) == Ask(BO, START + 3 * DAY)
    assert next_move(without_leavers(hosted, [ADA]), ROSTER[1:], [], START + DAY) == Ask(BO, START + 3 * DAY)


def test_a_volunteer_takes_a_session_ahead_if_nobody_goes_before_them() -> None:
    ahead = HostedSession(START + 4 * WEEK, START + 5 * WEEK)
    offered = volunteered(ahead, CLEO, [], START)
    assert next_move(offered, ROSTER, hostings(ADA, BO), START) == Take(CLEO)
    assert next_move(offered, ROSTER, hostings(ADA, BO, CLEO), START) == NotYet(START + 4 * WEEK)
    assert next_move(offered, ROSTER, hostings(CLEO, ADA, BO), START) == Take(CLEO)
    guest = volunteered(ahead, 99, [], START)
    assert next_move(guest, ROSTER, [], START) == Take(99)


def test_a_volunteer_who_hosted_lately_waits_until_the_others_said_no() -> None:
    offered = volunteered(SESSION, CLEO, [], START - DAY)
    past = hostings(ADA, BO, CLEO)
    for member in (ADA, BO):
        assert next_move(offered, ROSTER, past, START) == Ask(member, START + TIME_TO_ACCEPT)
        offered = declined(with_answer(offered, member, AnswerState.ASKED, START), member, START)
    assert next_move(offered, ROSTER, past, START) == Take(CLEO)


def test_a_volunteer_goes_before_somebody_who_has_not_answered() -> None:
    asked = with_answer(SESSION, ADA, AnswerState.ASKED, START)
    offered = volunteered(asked, CLEO, [], START)
    assert next_move(offered, ROSTER, [], START) == Take(CLEO)
    taken = with_answer(offered, CLEO, AnswerState.HOSTS, START)
    assert taken.answer_of(ADA) is None
    assert volunteered(asked, ADA, [], START + DAY).host == ADA
    assert volunteered(taken, CLEO, [], START) == taken


def test_an_organizer_assigns_anybody_and_the_former_host_is_in_reserve() -> None:
    hosted = assigned(assigned(SESSION, ADA, START), 99, START)
    assert (hosted.host, assigned(hosted, 99, START)) == (99, hosted)
    assert next_move(declined(hosted, 99, START), ROSTER, [], START) == Take(ADA)


def test_what_cannot_be_answered_is_refused() -> None:
    with pytest.raises(NotAskedToHostError):
        accepted(SESSION, ADA, [], START)
    with pytest.raises(NotAskedToHostError):
        declined(SESSION, ADA, START)
    no = declined(with_answer(SESSION, ADA, AnswerState.ASKED, START), ADA, START)
    assert declined(no, ADA, START) == no
    with pytest.raises(NotAskedToHostError):
        accepted(no, ADA, [], START)
    assert next_move(volunteered(no, ADA, [], START), ROSTER, [], START) == Take(ADA)
    for late in (SESSION.starts_at, SESSION.starts_at + DAY):
        with pytest.raises(SessionBeganError):
            volunteered(SESSION, ADA, [], late)
        with pytest.raises(SessionBeganError):
            assigned(SESSION, ADA, late)


def test_who_never_answers_is_not_asked_for_ever() -> None:
    asked, no = HostAnswer(ADA, AnswerState.ASKED, START), HostAnswer(ADA, AnswerState.DECLINED, START)
    assert [missed_in_a_row(row) for row in ([], [asked], [asked, asked, no], [no, asked])] == [0, 1, 2, 0]
    silent = [replace(ROSTER[0], missed=MOST_MISSED), replace(ROSTER[1], missed=MOST_MISSED - 1)]
    assert next_move(SESSION, silent, [], START) == Ask(BO, START + TIME_TO_ACCEPT)
    assert next_move(SESSION, silent[:1], [], START) == Unhosted(WithoutHost.NOBODY_WILLING)


@dataclass
class Life:
    """A club whose members answer at random, twice a day, and what it must keep to."""

    random: Random
    sessions: list[HostedSession] = field(default_factory=list)
    roster: dict[int, Willing] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    taken: list[tuple[int, int, datetime]] = field(default_factory=list)  # session, member, when
    by_hand: set[int] = field(default_factory=set)
    agreed: set[tuple[int, int]] = field(default_factory=set)
    asked: set[tuple[int, int]] = field(default_factory=set)
    moves: Counter[type[Move]] = field(default_factory=Counter)

    def hostings(self) -> list[Hosting]:
        return [Hosting(member, at) for _, member, at in self.taken]

    def change(self, number: int, session: HostedSession, now: datetime) -> None:
        """Store a session, and who took it."""
        before = self.sessions[number].host
        self.sessions[number] = session
        if session.host != before:
            self.taken = [hosting for hosting in self.taken if hosting[0] != number]
            if session.host is not None:
                self.taken.append((number, session.host, now))

    def somebody_acts(self, now: datetime) -> None:
        member = self.random.randint(1, 6)
        if self.random.random() < 0.03:
            self.leave(member, now)
        if member in self.gone:
            return
        if self.random.random() < 0.15:
            self.roster.setdefault(member, Willing(member, now))
        for number, session in enumerate(self.sessions):
            chance = self.random.random()
            if now < session.starts_at and chance < 0.01:
                self.agreed.add((number, member))
                self.change(number, volunteered(session, member, self.hostings(), now), now)
            elif now < session.starts_at and chance < 0.012:
                self.by_hand.add(number)
                self.change(number, assigned(session, member, now), now)

    def leave(self, member: int, now: datetime) -> None:
        self.gone.add(member)
        self.roster.pop(member, None)
        for number, session in enumerate(self.sessions):
            if now < session.starts_at:
                self.change(number, without_leavers(session, self.gone), now)

    def answer_asks(self, number: int, now: datetime) -> None:
        for answer in self.sessions[number].answers:
            chance = self.random.random()
            if answer.member_id in self.gone or now >= self.sessions[number].starts_at or chance > 0.4:
                continue
            if chance < (0.05 if answer.state is AnswerState.HOSTS else 0.15):
                self.change(number, declined(self.sessions[number], answer.member_id, now), now)
            elif answer.state is AnswerState.ASKED and self.sessions[number].host is None:
                self.agreed.add((number, answer.member_id))
                self.change(number, accepted(self.sessions[number], answer.member_id, self.hostings(), now), now)

    def tick(self, now: datetime) -> None:
        for number in range(len(self.sessions)):
            for _ in range(20):
                session = self.sessions[number]
                move = next_move(session, self.roster.values(), self.hostings(), now)
                self.moves[type(move)] += 1
                self.check(number, move, now)
                if not isinstance(move, Ask | Take):
                    break
                state = AnswerState.ASKED if isinstance(move, Ask) else AnswerState.HOSTS
                self.change(number, with_answer(session, move.member_id, state, now), now)
            else:
                pytest.fail("no step is the last")

    def check(self, number: int, move: Move, now: datetime) -> None:
        session = self.sessions[number]
        assert sum(answer.state is AnswerState.HOSTS for answer in session.answers) <= 1
        willing = {member for member in self.roster if not self.has_refused(session, member, now)}
        if isinstance(move, Ask | Take | Hosted | Wait) and now < session.starts_at:
            assert move.member_id not in self.gone
        if isinstance(move, Ask):
            assert session.opens_at <= now < move.until <= min(session.starts_at, now + timedelta(days=2))
            assert move.member_id in willing
        if isinstance(move, Take | Hosted):
            assert (number, move.member_id) in self.agreed or number in self.by_hand
        if isinstance(move, Ask | Take):
            self.require_fair(move.member_id, willing)
        if isinstance(move, Unhosted) and now < session.starts_at:
            assert not willing

    def has_refused(self, session: HostedSession, member: int, now: datetime) -> bool:
        answer = session.answer_of(member)
        if answer is None or answer.state in {AnswerState.OFFERED, AnswerState.HOSTS}:
            return False
        return answer.state is AnswerState.DECLINED or now - answer.at >= timedelta(days=2)

    def require_fair(self, member: int, willing: set[int]) -> None:
        """In the row of hostings of two members alone, the last is the other's, or there is none."""
        for other in willing - {member}:
            row = [host for _, host, _ in sorted(self.taken, key=lambda hosting: hosting[2]) if host in {member, other}]
            assert not row or row[-1] == other, (member, other, row)


def test_a_thousand_random_histories() -> None:
    moves: Counter[type[Move]] = Counter()
    for seed in range(1000):
        life = Life(Random(seed))
        life.sessions = [HostedSession(START + number * WEEK, START + (number + 1) * WEEK) for number in range(4)]
        for half_day in range(2 * 7 * 5):
            now = START + half_day * DAY / 2 + timedelta(minutes=1)
            life.somebody_acts(now)
            for number in range(4):
                life.answer_asks(number, now + timedelta(minutes=1))
            life.tick(now + timedelta(minutes=2))
        moves += life.moves
    assert min(moves[kind] for kind in (Ask, Wait, Take, Hosted, NotYet, Unhosted)) > 1000


def test_when_everybody_says_yes_everybody_hosts_in_turn() -> None:
    past: list[Hosting] = []
    roster = [Willing(member, START) for member in (5, 3, 4)]
    for number in range(9):
        now = START + number * WEEK
        session = HostedSession(now, now + WEEK)
        move = next_move(session, roster, past, now)
        assert isinstance(move, Ask)
        assert accepted(with_answer(session, move.member_id, AnswerState.ASKED, now), move.member_id, past, now).host
        past.append(Hosting(move.member_id, now))
        if number == 4:
            roster.append(Willing(1, now))
    assert [hosting.member_id for hosting in past] == [3, 4, 5, 3, 4, 1, 5, 3, 4]
