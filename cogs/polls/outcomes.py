"""Why a paper won a vote with ranked ballots, in two sentences, and which rule broke each tie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.ballots.outcome import Method
from cogs.ui.escaping import clip, written
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.core.ballots.outcome import Duel, Outcome, Tie

# Then the longest names fit into one message.
TIES_SAID, TIED_NAMED, RUNNERS_UP_NAMED, NAME = 2, 3, 5, 32


def told_outcome(outcome: Outcome, names: Mapping[str, str]) -> str:
    """Return who won and why, ties, what was left out, and in which order the others come."""
    if outcome.winner is None:
        return t("polls-all-read") if outcome.left_out else t("polls-nobody-voted")
    lines = [f"{_who_won(outcome, names)} {_why(outcome, names)}".rstrip()]
    lines += [_tie(tie, names) for tie in outcome.ties_by_weight[:TIES_SAID]]
    if len(outcome.ties) > TIES_SAID:
        lines.append(t("ballots-more-ties", count=len(outcome.ties) - TIES_SAID))
    if outcome.left_out:
        lines.append(
            t("ballots-left-out", papers=_bold(outcome.left_out, names, TIED_NAMED), count=len(outcome.left_out))
        )
    if outcome.runners_up:
        lines.append(t("ballots-runners-up", papers=_bold(outcome.runners_up, names, RUNNERS_UP_NAMED)))
    return "\n".join(lines)


def ballots_line(outcome: Outcome, names: Mapping[str, str]) -> str:
    """Return the line next to the paper that won: how many voted, and in a tie, by which rule."""
    decisive = [_tie(tie, names) for tie in outcome.ties_by_weight[:1] if outcome.winner in tie.papers]
    return " ".join([t("ballots-chosen", count=outcome.cast), *decisive])


def _who_won(outcome: Outcome, names: Mapping[str, str]) -> str:
    """Return the first sentence."""
    paper, rounds = _name(outcome.winner or "", names), outcome.rounds
    if not outcome.runners_up:
        how, number, votes, of = "left" if outcome.left_out else "alone", 0, 0, 0
    elif outcome.method is Method.SCHULZE:
        how, number, votes, of = "all" if outcome.beats_all else "chains", 0, 0, 0
    else:
        number = outcome.majority_round or len(rounds)
        counted = dict(rounds[number - 1].votes)
        how = "majority" if outcome.majority_round else "last"
        votes, of = counted[outcome.winner or ""], sum(counted.values())
    # A ballot that ranks only what was left out was cast, but isn't counted.
    is_left_out, count = bool(outcome.left_out), outcome.cast
    return t(
        "ballots-won", paper=paper, how=how, count=count, is_left_out=is_left_out, number=number, votes=votes, of=of
    )


def _why(outcome: Outcome, names: Mapping[str, str]) -> str:
    """Return the second sentence: the duel that was closest to another result."""
    if not outcome.duels:
        return ""
    duel = min(outcome.duels, key=_margin)
    is_back = outcome.method is Method.SCHULZE and duel.wins < duel.losses
    how = "back" if is_back else "even" if duel.wins == duel.losses else "duel" if duel.wins > duel.losses else "lost"
    if how == "lost" and any(played.dropped == duel.other and played.is_tied for played in outcome.rounds):
        how = "lost-tied"
    return t(
        "ballots-why",
        how=how,
        paper=_name(duel.paper, names),
        other=_name(duel.other, names),
        wins=duel.wins,
        losses=duel.losses,
        chain=duel.chain,
        chain_back=duel.chain_back,
    )


def _margin(duel: Duel) -> int:
    return duel.wins - duel.losses


def _tie(tie: Tie, names: Mapping[str, str]) -> str:
    papers, equal = _bold(tie.papers, names, TIED_NAMED), _bold(tie.equal, names, TIED_NAMED)
    return t("ballots-tied", place=tie.place, papers=papers, equal=equal, rule="both" if tie.equal else tie.rule)


def _bold(keys: Sequence[str], names: Mapping[str, str], most: int) -> list[str]:
    """Return the names, and if there are more, how many."""
    kept = len(keys) if len(keys) <= most else most - 1
    named = [f"**{_name(key, names)}**" for key in keys[:kept]]
    return named if kept == len(keys) else [*named, t("ballots-others", count=len(keys) - kept)]


def _name(key: str, names: Mapping[str, str]) -> str:
    return written(clip(names.get(key, key), NAME))
