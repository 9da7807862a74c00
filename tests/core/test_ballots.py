"""Ranked ballots, against counts written independently here, and the promises of both methods."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, permutations
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.core.ballots.ballot import NotOnBallotError, RankedTwiceError, checked
from bot.core.ballots.counting import outcome_of
from bot.core.ballots.outcome import Duel, Method, Round, Tie, TieRule

PAPERS = "abcdefghij"
METHODS = st.sampled_from(Method)
Ballots = list[tuple[str, ...]]


def ballots_of(papers: str, most: int = 12) -> st.SearchStrategy[Ballots]:
    """Ballots that rank a part or all, often with the same ones several times, so that ties are common."""
    one = st.permutations(papers).flatmap(
        lambda order: st.integers(1, len(order)).map(lambda length: tuple(order[:length]))
    )
    return st.lists(one, max_size=most)


VOTES = st.integers(1, 6).flatmap(lambda size: st.tuples(st.just(PAPERS[:size]), ballots_of(PAPERS[:size])))


def random_ballots(random: Random, papers: str, count: int) -> Ballots:
    return [tuple(random.sample(papers, random.randint(1, len(papers)))) for _ in range(count)]


def prefers(ballot: tuple[str, ...], one: str, other: str) -> bool:
    return one in ballot and (other not in ballot or ballot.index(one) < ballot.index(other))


def recounted_by_schulze(papers: str, ballots: Ballots) -> list[str]:
    """The definition: each pair counted by itself, all chains by Floyd and Warshall."""
    n = len(papers)
    d = [[sum(prefers(ballot, one, other) for ballot in ballots) for other in papers] for one in papers]
    p = [[d[i][j] if d[i][j] > d[j][i] else 0 for j in range(n)] for i in range(n)]
    for k in range(n):
        for i in range(n):
            for j in range(n):
                if len({i, j, k}) == 3:
                    p[i][j] = max(p[i][j], min(p[i][k], p[k][j]))
    seen = {i for i in range(n) if any(papers[i] in ballot for ballot in ballots)}
    order: list[str] = []
    while seen:
        beaten = {j for i, j in permutations(seen, 2) if p[i][j] > p[j][i]}
        firsts = {i: sum(ballot[0] == papers[i] for ballot in ballots) for i in seen - beaten}
        best = min(i for i in firsts if firsts[i] == max(firsts.values()))
        order.append(papers[best])
        seen.remove(best)
    return order


def recounted_by_runoff(papers: str, ballots: Ballots) -> list[str]:
    """The winner of each set of papers, by dropping one and counting the shortened ballots anew."""
    seen = [paper for paper in papers if any(paper in ballot for ballot in ballots)]
    at_first = Counter(ballot[0] for ballot in ballots)

    def losers(left: list[str], cast: Ballots) -> list[str]:
        if len(left) < 2:
            return left
        tops = Counter(ballot[0] for ballot in cast if ballot)
        out = min(left, key=lambda paper: (tops[paper], at_first[paper], -papers.index(paper)))
        shortened = [tuple(paper for paper in ballot if paper != out) for ballot in cast]
        return [out, *losers([paper for paper in left if paper != out], shortened)]

    return losers(seen, ballots)[::-1]


RECOUNTS = {Method.SCHULZE: recounted_by_schulze, Method.RUNOFF: recounted_by_runoff}


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize(("votes", "least", "most"), [(1000, 1, 19), (1, 10_000, 10_000), (100, 100, 100)])
def test_ten_thousand_random_ballots_match_an_independent_count(
    method: Method, votes: int, least: int, most: int
) -> None:
    random, cast = Random(f"{method} {votes}"), 0
    for _ in range(votes):
        papers = PAPERS[: random.randint(2, len(PAPERS))]
        ballots = random_ballots(random, papers, random.randint(least, most))
        cast += len(ballots)
        assert list(outcome_of(method, papers, ballots).order) == RECOUNTS[method](papers, ballots)
    assert cast >= 9_000


@given(VOTES, METHODS)
def test_every_vote_matches_an_independent_count(vote: tuple[str, Ballots], method: Method) -> None:
    papers, ballots = vote
    outcome = outcome_of(method, papers, ballots)
    assert list(outcome.order) == RECOUNTS[method](papers, ballots)
    assert outcome.cast == len(ballots)
    for duel in outcome.duels:
        assert duel.wins == sum(prefers(ballot, duel.paper, duel.other) for ballot in ballots)
        assert duel.losses == sum(prefers(ballot, duel.other, duel.paper) for ballot in ballots)


@given(VOTES, METHODS, st.randoms(use_true_random=False))
def test_the_order_in_which_ballots_come_does_not_matter(
    vote: tuple[str, Ballots], method: Method, random: Random
) -> None:
    papers, ballots = vote
    assert outcome_of(method, papers, random.sample(ballots, len(ballots))) == outcome_of(method, papers, ballots)


@given(VOTES, METHODS)
def test_a_paper_that_most_put_first_wins_at_once(vote: tuple[str, Ballots], method: Method) -> None:
    papers, ballots = vote
    favorite, most = Counter(ballot[0] for ballot in ballots).most_common(1)[0] if ballots else ("", 0)
    assume(most * 2 > len(ballots))
    outcome = outcome_of(method, papers, ballots)
    assert outcome.winner == favorite
    assert outcome.beats_all
    assert not outcome.rounds or outcome.majority_round == 1
    assert all(tie.place > 1 for tie in outcome.ties)


@given(VOTES)
def test_schulze_chooses_whom_nobody_beats_head_to_head(vote: tuple[str, Ballots]) -> None:
    papers, ballots = vote
    wins = {
        (one, other)
        for one, other in permutations(papers, 2)
        if sum(prefers(ballot, one, other) - prefers(ballot, other, one) for ballot in ballots) > 0
    }
    best = [one for one in papers if all((one, other) in wins for other in papers if other != one)]
    outcome = outcome_of(Method.SCHULZE, papers, ballots)
    if ballots and best:
        assert [outcome.winner] == best
        assert outcome.beats_all
    worst = [one for one in papers if all((other, one) in wins for other in papers if other != one)]
    if len(outcome.order) > 1 and worst and worst[0] in outcome.order:
        assert outcome.order[-1] == worst[0]


@given(VOTES, st.data())
def test_schulze_never_punishes_more_support(vote: tuple[str, Ballots], data: st.DataObject) -> None:
    """A sole winner stays it when ballots put it higher. (A run-off can't promise that.)"""
    papers, ballots = vote
    outcome = outcome_of(Method.SCHULZE, papers, ballots)
    assume(outcome.winner is not None and all(tie.place > 1 for tie in outcome.ties))
    changed = list(ballots)
    for at in data.draw(st.sets(st.sampled_from(range(len(ballots))))):
        rest = [paper for paper in ballots[at] if paper != outcome.winner]
        before = ballots[at].index(outcome.winner) if outcome.winner in ballots[at] else len(rest)
        higher = data.draw(st.integers(0, before))
        changed[at] = (*rest[:higher], outcome.winner or "", *rest[higher:])
    assert outcome_of(Method.SCHULZE, papers, changed).winner == outcome.winner


@settings(max_examples=50)
@given(VOTES, METHODS, st.data())
def test_copies_of_a_paper_change_nothing(vote: tuple[str, Ballots], method: Method, data: st.DataObject) -> None:
    """If nothing is tied: next to a copy that every ballot ranks beside it, the same paper wins, or its copy."""
    papers, ballots = vote
    alone = outcome_of(method, papers, ballots)
    copied = data.draw(st.sampled_from(papers))
    doubled = [
        tuple(
            name
            for paper in ballot
            for name in (data.draw(st.permutations([copied, "copy"])) if paper == copied else [paper])
        )
        for ballot in ballots
    ]
    together = outcome_of(method, [*papers, "copy"], doubled)
    assume(alone.winner is not None and not [*alone.ties, *together.ties])
    assert together.winner in {alone.winner, "copy" if alone.winner == copied else alone.winner}


@given(VOTES, st.data())
def test_a_lower_choice_never_harms_a_higher_one_in_a_runoff(vote: tuple[str, Ballots], data: st.DataObject) -> None:
    """However ties fall: ballots with the winner on them may rank more papers below. (Schulze can't promise that.)"""
    papers, ballots = vote
    winner = outcome_of(Method.RUNOFF, papers, ballots).winner
    longer = [
        ballot + tuple(data.draw(st.permutations([paper for paper in papers if paper not in ballot])))
        if winner in ballot
        else ballot
        for ballot in ballots
    ]
    assert outcome_of(Method.RUNOFF, papers, longer).winner == winner


@given(VOTES, METHODS)
def test_each_tie_is_named_with_the_rule_that_broke_it(vote: tuple[str, Ballots], method: Method) -> None:
    papers, ballots = vote
    outcome = outcome_of(method, papers, ballots)
    firsts = Counter(ballot[0] for ballot in ballots)
    for tie in outcome.ties:
        expected = sorted(tie.papers, key=lambda paper: (-firsts[paper], papers.index(paper)))
        assert list(tie.papers) == expected
        one, other = tie.papers[:2] if method is Method.SCHULZE else tie.papers[-2:]
        assert (tie.rule is TieRule.LISTED) == (firsts[one] == firsts[other])
        # Whatever is said of several papers is true of each.
        settled = one if method is Method.SCHULZE else other
        same = tuple(paper for paper in tie.papers if firsts[paper] == firsts[settled])
        if tie.rule is TieRule.LISTED:
            assert (tie.equal or tie.papers) == same
        else:
            assert (same, tie.equal) == ((settled,), ())
        assert outcome.order[tie.place - 1] == (one if method is Method.SCHULZE else other)
    swapped = outcome_of(method, papers[::-1], ballots)
    if swapped.order != outcome.order:
        assert any(tie.rule is TieRule.LISTED for tie in outcome.ties)


@given(VOTES, METHODS, st.sets(st.sampled_from(PAPERS[:6])))
def test_papers_read_meanwhile_count_as_never_listed(vote: tuple[str, Ballots], method: Method, read: set[str]) -> None:
    papers, ballots = vote
    outcome = outcome_of(method, papers, ballots, read)
    rest = [tuple(paper for paper in ballot if paper not in read) for ballot in ballots]
    never = outcome_of(method, [paper for paper in papers if paper not in read], [ballot for ballot in rest if ballot])
    assert outcome.order == never.order
    assert outcome.left_out == tuple(paper for paper in papers if paper in read)
    assert not set(outcome.order) & read


def times(**votes: int) -> Ballots:
    return [tuple(order) for order, count in votes.items() for _ in range(count)]


def test_a_published_count_by_schulze() -> None:
    """The example of Schulze's paper, section 3.1, which many programs are checked with: e, a, c, b, d."""
    ballots = times(acbed=5, adecb=5, bedac=8, cabed=3, caebd=7, cbade=2, dceba=7, ebadc=8)
    outcome = outcome_of(Method.SCHULZE, "abcde", ballots)
    assert outcome.order == tuple("eacbd")
    assert outcome.ties == ()
    assert not outcome.beats_all
    assert outcome.duels[0] == Duel("e", "a", 23, 22, 25, 24)
    assert outcome.duels[3] == Duel("e", "d", 31, 14, 31, 24)


def test_a_published_count_by_runoff() -> None:
    """Tennessee's capital: the run-off chooses Knoxville, and Schulze chooses Nashville, which beats every other."""
    ballots = times(mnck=42, nckm=26, cknm=15, kcnm=17)
    runoff = outcome_of(Method.RUNOFF, "mnck", ballots)
    assert runoff.order == tuple("kmnc")
    assert runoff.rounds[1] == Round((("m", 42), ("k", 32), ("n", 26)), "n")
    assert runoff.majority_round == 3
    assert not runoff.beats_all
    assert outcome_of(Method.SCHULZE, "mnck", ballots).order == tuple("nckm")


def test_ties_go_to_more_first_choices_and_then_to_the_first_listed() -> None:
    even = outcome_of(Method.SCHULZE, "abc", times(ab=1, ba=1))
    assert (even.order, even.ties) == (("a", "b"), (Tie(1, ("a", "b"), TieRule.LISTED),))
    runoff = outcome_of(Method.RUNOFF, "abc", times(ab=1, ba=1))
    assert (runoff.order, runoff.ties) == (("a", "b"), (Tie(2, ("a", "b"), TieRule.LISTED),))
    circle = outcome_of(Method.SCHULZE, "abcd", times(abc=1, bca=1, cab=1, d=1))
    assert circle.ties[0] == Tie(1, ("a", "b", "c"), TieRule.LISTED)
    firsts = outcome_of(Method.SCHULZE, "abc", times(ba=2, ab=1, cab=1))
    assert firsts.ties == (Tie(1, ("b", "a"), TieRule.FIRST_CHOICES),)
    late = outcome_of(Method.RUNOFF, "bac", times(a=3, b=2, cb=1))
    assert (late.order, late.ties) == (("a", "b", "c"), (Tie(2, ("a", "b"), TieRule.FIRST_CHOICES),))
    assert late.majority_round is None


def test_two_rules_are_said_only_of_the_papers_that_they_are_true_of() -> None:
    outcome = outcome_of(Method.SCHULZE, "abc", times(bca=1, ac=1))
    assert outcome.ties == (
        Tie(1, ("a", "b", "c"), TieRule.LISTED, ("a", "b")),
        Tie(2, ("b", "c"), TieRule.FIRST_CHOICES),
    )


def test_ties_in_which_the_winner_stood_come_first() -> None:
    outcome = outcome_of(Method.RUNOFF, "abcde", times(eabc=1, abed=1, bdc=1, cbdae=1, e=1, daeb=1))
    decisive = [tie for tie in outcome.ties if outcome.winner in tie.papers]
    assert outcome.ties_by_weight[: len(decisive)] == tuple(sorted(decisive, key=lambda tie: tie.place))
    assert [played.is_tied for played in outcome.rounds] == [True, True, True, False]


def test_without_ballots_nobody_wins() -> None:
    for method in Method:
        outcome = outcome_of(method, "abc", [])
        assert (outcome.winner, outcome.runners_up, outcome.cast) == (None, (), 0)
        assert outcome_of(method, "abc", [("a",)], ["a"]).left_out == ("a",)
        assert outcome_of(method, "abc", [("a",)], ["a"]).winner is None
        assert outcome_of(method, "abc", [("b",)]).order == ("b",)


def test_a_ballot_ranks_each_paper_of_the_vote_once() -> None:
    assert checked(["c", "a"], "abc") == ("c", "a")
    assert checked([], "abc") == ()
    with pytest.raises(RankedTwiceError) as twice:
        checked(["a", "b", "a", "x"], "abc")
    assert twice.value.paper == "a"
    with pytest.raises(NotOnBallotError) as unknown:
        checked(["a", "x"], "abc")
    assert unknown.value.paper == "x"
    assert all(checked(pair, "abc") == pair for pair in combinations("abc", 2))
