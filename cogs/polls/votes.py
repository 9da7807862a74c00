"""Lines about a poll: members are voting, or the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord.utils import utcnow

from bot.core.polls.poll import PollKind
from cogs.papers.names import short_name
from cogs.polls.outcomes import ballots_line, told_outcome
from cogs.ui.escaping import written
from cogs.ui.mentions import mention
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.core.clubs.club import Club
    from bot.core.polls.poll import Poll, PollResult
    from bot.services.papers.papers import Papers


# A paper has one open nomination, so this is only a limit.
THANKED = 3


def poll_names(papers: Papers, poll: Poll | None) -> dict[str, str]:
    """Return the short names of a poll's papers, by key."""
    return {key: short_name(papers, key) for key in poll.candidates} if poll else {}


def is_running(poll: Poll) -> bool:
    """Return whether members can still vote in an open poll."""
    return poll.closes_at > utcnow()


def voting_line(poll: Poll) -> str:
    """Return the line for a poll that is still running, or that is over and not counted yet."""
    state = "running" if is_running(poll) else str(poll.kind)
    return t("polls-voting", state=state, channel=f"<#{poll.channel_id}>", until=poll.closes_at)


def outrun_note(poll: Poll | None, club: Club) -> str:
    """Return that Discord's own poll, which nobody can change, ends after the next post; empty if none does."""
    if poll is None or poll.kind is not PollKind.NATIVE or club.next_due is None or not is_running(poll):
        return ""
    return t("polls-outrun", ends=poll.closes_at) if poll.closes_at > club.next_due else ""


def vote_line(poll: Poll, names: Mapping[str, str]) -> str:
    """Return the line next to the paper that won: by how many votes, and in a tie, by which rule.

    Empty for a poll that isn't counted.
    """
    if outcome := poll.outcome:
        return ballots_line(outcome, names)
    result = poll.result
    if result is None:
        return ""
    won = t("polls-chosen", votes=result.votes, cast=result.cast)
    tie = f" {_tied(result, names)}" if result.tied else ""
    gave_way = f" {_gave_way(result, names)}" if result.passed_over else ""
    return f"{won}{tie}{gave_way}"


def result_text(poll: Poll, names: Mapping[str, str], nominators: Sequence[int] = ()) -> str:
    """Return the result of a poll, for everybody. `nominators` are thanked for the winner."""
    result, outcome = poll.result, poll.outcome
    text = told_outcome(outcome, names) if outcome else _native_text(result, names) if result else ""
    thanked = [mention(member_id) for member_id in nominators[:THANKED]]
    return f"{text}\n{t('polls-nominated-by', members=thanked)}" if thanked else text


def chosen_line(poll: Poll) -> str:
    """Return the line in a weekly post about the poll that chose its paper; empty for one that isn't counted."""
    if outcome := poll.outcome:
        return t("weeks-chosen-by-ballots", count=outcome.cast)
    return t("weeks-chosen", votes=poll.result.votes, cast=poll.result.cast) if poll.result else ""


def _native_text(result: PollResult, names: Mapping[str, str]) -> str:
    if not result.cast:
        return t("polls-nobody-voted")
    if result.winner is None:
        return t("polls-all-read")
    lines = [t("polls-won", paper=_name(result.winner, names), votes=result.votes, cast=result.cast)]
    lines += [_tied(result, names)] if result.tied else []
    lines += [_gave_way(result, names)] if result.passed_over else []
    return "\n".join(lines)


def _tied(result: PollResult, names: Mapping[str, str]) -> str:
    return t("polls-tied", papers=_listed(result.tied, names))


def _gave_way(result: PollResult, names: Mapping[str, str]) -> str:
    return t("polls-gave-way", papers=_listed(result.passed_over, names), count=len(result.passed_over))


def _listed(keys: Sequence[str], names: Mapping[str, str]) -> list[str]:
    return [f"**{_name(key, names)}**" for key in keys]


def _name(key: str, names: Mapping[str, str]) -> str:
    return written(names.get(key, key))
