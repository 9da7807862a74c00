"""What is said of a poll, wherever it shows: that members are voting, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.utils import format_dt

from cogs.ui.inert import written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.core.polls import PollResult
    from bot.storage.polls import Poll

TIE_RULE = "In a tie, the paper listed first in the poll wins."


def voting_line(poll: Poll) -> str:
    """While it runs."""
    return f"Members are voting on what to read next, in <#{poll.channel_id}> until {format_dt(poll.closes_at, 'F')}."


def vote_line(result: PollResult, names: Mapping[str, str]) -> str:
    """Beside the paper that won: by how many votes, and where it was a tie, by which rule."""
    won = f"Chosen by poll, with {_votes(result)}."
    tie = f" {_tied(result, names)}" if result.tied else ""
    gave_way = f" {_gave_way(result, names)}" if result.passed_over else ""
    return f"{won}{tie}{gave_way}"


def result_text(result: PollResult, names: Mapping[str, str]) -> str:
    """At the end of a poll, to everybody."""
    if not result.cast:
        return "Nobody voted, so the syllabus decides what comes next."
    if result.winner is None:
        read = "All papers that got votes were read while the poll ran"
        return f"{read}, so the syllabus decides what comes next."
    lines = [f"**{_name(result.winner, names)}** won with {_votes(result)} and is up next."]
    lines += [_tied(result, names)] if result.tied else []
    lines += [_gave_way(result, names)] if result.passed_over else []
    return "\n".join(lines)


def _votes(result: PollResult) -> str:
    return f"{result.votes} of {result.cast} {'vote' if result.cast == 1 else 'votes'}"


def _tied(result: PollResult, names: Mapping[str, str]) -> str:
    return f"It tied with {_listed(result.tied, names)}. {TIE_RULE}"


def _gave_way(result: PollResult, names: Mapping[str, str]) -> str:
    were = "was" if len(result.passed_over) == 1 else "were"
    return f"{_listed(result.passed_over, names)} ranked higher, but {were} read while the poll ran."


def _listed(keys: Sequence[str], names: Mapping[str, str]) -> str:
    return " and ".join(f"**{_name(key, names)}**" for key in keys)


def _name(key: str, names: Mapping[str, str]) -> str:
    return written(names.get(key, key))
