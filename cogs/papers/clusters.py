"""The reading cluster of a paper as members see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import SeparatorSpacing, ui

from cogs.papers.buttons import PaperButton
from cogs.papers.cards import authors, short_link, why_sentence, year_and_venue
from cogs.papers.goals import Goal
from cogs.ui.inert import clip, written
from cogs.ui.replies import Page
from cogs.ui.room import MESSAGE_TEXT, that_fit
from cogs.ui.theme import TIER_COLOURS

if TYPE_CHECKING:
    from bot.core.clusters import Cluster, Minutes, Step
    from bot.core.papers import Paper

# Four papers of four lines each must leave room for the questions.
TITLE_LIMIT, AUTHORS_LIMIT = 110, 120
ALONE = "Nothing that it builds on is in the catalogue, so it stands alone."
FOCUS = "The focus of the cluster: read it with all of the above in mind."
THIRD_PASS = "-# Building the central idea yourself, the third pass, comes on top. `/howto` tells how to read."


def cluster_page(cluster: Cluster) -> Page:
    """Reading order, why each paper is in it, the time to set aside, and questions for the discussion."""
    focus = cluster.focus
    intro = (
        ALONE
        if len(cluster.steps) == 1
        else "Read from the top, oldest first: the last paper builds on those before it."
    )
    texts = [
        f"## Reading cluster: {written(focus.short_name)}\n{intro}",
        "\n".join(steps_shown(cluster)),
        f"**Time to set aside: {spoken(cluster.minutes)}**\n{THIRD_PASS}",
    ]
    container: ui.Container[Any] = ui.Container(*map(ui.TextDisplay, texts), accent_colour=TIER_COLOURS[focus.tier])
    questions = ["**To argue about**", *(f"- {written(prompt)}" for prompt in focus.prompts)]
    if len(questions := that_fit(questions, MESSAGE_TEXT - sum(map(len, texts)))) > 1:
        container.add_item(ui.Separator(spacing=SeparatorSpacing.small))
        container.add_item(ui.TextDisplay("\n".join(questions)))
    container.add_item(
        ui.ActionRow(
            PaperButton(Goal.CARD, focus.key),
            PaperButton(Goal.LINEAGE, focus.key),
            PaperButton(Goal.WRITE, focus.key),
        )
    )
    return Page(container)


def spoken(minutes: Minutes) -> str:
    """`35–70 minutes`, and in hours from two on."""
    if minutes.most < 120:  # noqa: PLR2004 - two hours
        return f"{minutes.least}–{minutes.most} minutes"
    least, most = (round(amount / 30) / 2 for amount in (minutes.least, minutes.most))
    return f"{least:g}–{most:g} hours"


def steps_shown(cluster: Cluster) -> list[str]:
    """Each paper of a cluster: linked title, byline with the time to set aside, why it is in it."""
    return [_step(place, step, cluster.focus) for place, step in enumerate(cluster.steps, start=1)]


def _step(place: int, step: Step, focus: Paper) -> str:
    """Under another paper's title a why without its subject would be read as that paper's."""
    paper = step.paper
    brief = f"{step.minutes.least}–{step.minutes.most} min"
    why = (
        why_sentence(focus, step.why)
        if step.why
        else "The focus of the cluster: read it with all of the above in mind."
    )
    return (
        f"{place}. **{short_link(clip(paper.title, TITLE_LIMIT), paper)}**\n"
        f"-# {clip(authors(paper), AUTHORS_LIMIT)} · {year_and_venue(paper)} · {brief}\n{why}"
    )
