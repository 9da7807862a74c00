"""The reading guide, the first message of a week's thread: in which order, how, and what to discuss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import SeparatorSpacing, ui

from bot.core.papers.clusters import FIRST_PASS, QUICK_SECOND_PASS, SECOND_PASS
from cogs.papers.cards import dated, reason_of, short_link
from cogs.papers.clusters import spoken, steps_shown
from cogs.papers.own_texts import prompts_of
from cogs.ui.escaping import clip, written
from cogs.ui.replies import Page
from cogs.ui.text_budget import MESSAGE_TEXT, that_fit
from cogs.ui.theme import TIER_COLORS
from cogs.ui.wording import t
from cogs.weeks.buttons import WeekAction, WeekButton

if TYPE_CHECKING:
    from bot.core.papers.clusters import Cluster, ClusterPaper
    from bot.core.papers.paper import Paper

WHY_LIMIT = 100


def guide_page(cluster: Cluster, key: str) -> Page:
    """Return the guide as a message with this key."""
    container = guide_container(cluster)
    container.add_item(ui.ActionRow(WeekButton(WeekAction.STATUS, key)))
    return Page(container)


def guide_container(cluster: Cluster, room: int = MESSAGE_TEXT) -> ui.Container[Any]:
    """Return the guide in at most `room` characters.

    If it is too long, bylines are left out first, then questions, then what each paper has to do with the others.
    """
    plan, newcomers = _plan(cluster), t("weeks-guide-newcomers")
    room -= len(plan) + len(newcomers)
    steps = _steps(cluster, room)
    texts = (steps, plan, newcomers, _questions(cluster.focus, room - len(steps)))
    container: ui.Container[Any] = ui.Container(accent_color=TIER_COLORS[cluster.focus.tier])
    for number, text in enumerate(filter(None, texts)):
        if number:
            container.add_item(ui.Separator(spacing=SeparatorSpacing.small))
        container.add_item(ui.TextDisplay(text))
    return container


def _steps(cluster: Cluster, room: int) -> str:
    """Return the cluster with as much about each paper as there is room for."""
    heading = t("weeks-reading-order", papers=len(cluster.steps))
    numbered = list(enumerate(cluster.steps, start=1))
    brief = [_brief(number, step, _why(step, cluster.focus)) for number, step in numbered]
    bare = [_brief(number, step) for number, step in numbered]
    texts = ["\n".join([heading, *lines]) for lines in (steps_shown(cluster), brief, bare)]
    return next((text for text in texts if len(text) <= room), texts[-1])


def _why(step: ClusterPaper, focus: Paper) -> str:
    sentence = None if step.sentence is None else ""  # there is no room for one
    return reason_of(focus, clip(step.why, WHY_LIMIT), sentence) if step.paper is not focus else ""


def _brief(number: int, step: ClusterPaper, reason: str = "") -> str:
    why = f": {reason}" if reason else ""
    return f"{number}. {dated(f'**{short_link(step.paper.short_name, step.paper)}**', step.paper.year)}{why}"


def _plan(cluster: Cluster) -> str:
    return t(
        "weeks-plan",
        time=spoken(cluster.minutes),
        first_pass=_span(FIRST_PASS),
        second_pass=_span(SECOND_PASS),
        older=_span(QUICK_SECOND_PASS),
        paper=written(cluster.focus.short_name),
        papers=len(cluster.steps),
    )


def _span(minutes: tuple[int, int]) -> str:
    return t("papers-minutes", least=minutes[0], most=minutes[1])


def _questions(focus: Paper, room: int) -> str:
    """Return something to answer, so that the discussion can begin."""
    asked = [f"- {written(prompt)}" for prompt in prompts_of(focus)]
    lines = that_fit([t("weeks-guide-questions"), *asked], room)
    return "\n".join(lines) if len(lines) > 1 else ""
