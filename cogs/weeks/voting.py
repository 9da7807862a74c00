"""How organizers start a vote on what to read next: on which papers, and how members vote."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from discord import app_commands

from bot.core.ballots.outcome import Method
from cogs.clubs.organizers import organized_club
from cogs.papers.choices import CHOICE_LIMIT, CHOICES
from cogs.papers.names import short_name
from cogs.papers.scope import papers_here
from cogs.syllabus.naming import named_paper
from cogs.ui.escaping import clip, written
from cogs.ui.replies import say_privately, when_ready
from cogs.ui.wording import command_words, t
from cogs.weeks.posting_check import require_may_post

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.core.nominations.shortlist import Shortlist
    from bot.services.papers.papers import Papers
    from cogs.ui.dependencies import Dependencies
    from cogs.ui.interactions import ClubInteraction


SEPARATORS = re.compile(r"[;,]")
BETWEEN = ", "


class VoteKind(StrEnum):
    """The choices of `kind`."""

    NATIVE = "native"
    RANKED = "ranked"
    RUNOFF = "run-off"


METHODS = {VoteKind.RANKED: Method.SCHULZE, VoteKind.RUNOFF: Method.RUNOFF}
KIND_CHOICES = [
    app_commands.Choice(name=command_words("weeks-poll-kind", kind=kind), value=str(kind)) for kind in VoteKind
]


class Voting:
    """Starts votes, for organizers."""

    def __init__(self, dependencies: Dependencies) -> None:
        services = dependencies.services
        self._papers = services.papers
        self._clubs = services.clubs
        self._polls = services.polls
        self._outbox_worker = dependencies.outbox_worker

    async def poll(
        self, interaction: ClubInteraction, named: str | None, candidates: str | None = None, kind: str | None = None
    ) -> None:
        """Start a poll. Raises ClubError."""
        club = await organized_club(self._clubs, interaction, named)
        require_may_post(interaction, club)
        papers = await papers_here(self._papers, interaction)
        chosen = [named_paper(papers, typed).key for typed in typed_papers(candidates or "")]
        method = METHODS.get(VoteKind(kind or VoteKind.NATIVE))
        started = await when_ready(interaction, self._polls.start_vote(club, chosen, method), private=True)
        self._outbox_worker.wake()
        poll = started.poll
        late = club.next_due is not None and poll.closes_at > club.next_due
        names = _bold(papers, poll.candidates)
        channel = f"<#{poll.channel_id}>"
        said = [t("weeks-poll-started", channel=channel, until=poll.closes_at, papers=names, is_late=late)]
        said += shortlist_lines(started.shortlist, papers)
        await say_privately(interaction, "\n".join(said))

    async def suggested(self, interaction: ClubInteraction, typed: str) -> list[app_commands.Choice[str]]:
        """Suggest papers for the last one that is being typed. A choice keeps those before it."""
        papers = await papers_here(self._papers, interaction)
        *before, last = re.split(SEPARATORS, typed)
        kept = [found for one in before if (found := one.strip())]
        return [
            app_commands.Choice(name=clip(BETWEEN.join([*kept, paper.short_name]), CHOICE_LIMIT), value=value)
            for paper in papers.suggest(last, CHOICES)
            if len(value := BETWEEN.join([*kept, paper.key])) <= CHOICE_LIMIT
        ]


def typed_papers(typed: str) -> list[str]:
    """Return the papers that were typed: separated by semicolons, or if there are none, by commas."""
    parts = typed.split(";") if ";" in typed else typed.split(",")
    return [part.strip() for part in parts if part.strip()]


def shortlist_lines(shortlist: Shortlist | None, papers: Papers) -> list[str]:
    """Return how the nominations on the ballot were chosen, and if some were as well supported, which rule decided."""
    if shortlist is None:
        return []
    lines = [t("weeks-poll-nominations", count=len(shortlist.chosen), waiting=len(shortlist.waiting))]
    if shortlist.tied and shortlist.rule:
        tied = _bold(papers, (one.paper for one in shortlist.tied[:3]))
        lines.append(t("weeks-poll-tied", papers=tied, rule=shortlist.rule))
    return lines


def _bold(papers: Papers, keys: Iterable[str]) -> list[str]:
    return [f"**{written(short_name(papers, key))}**" for key in keys]
