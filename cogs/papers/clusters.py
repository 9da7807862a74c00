"""The reading cluster of a paper as members see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.papers.buttons import PaperButton
from cogs.papers.cards import byline, reason_of, short_link
from cogs.papers.own_texts import prompts_of
from cogs.papers.views import PaperView
from cogs.ui.containers import parted
from cogs.ui.escaping import clip, written
from cogs.ui.replies import Page
from cogs.ui.text_budget import MESSAGE_TEXT, that_fit
from cogs.ui.theme import TIER_COLORS
from cogs.ui.wording import t

if TYPE_CHECKING:
    from bot.core.papers.clusters import Cluster, ClusterPaper, Minutes
    from bot.core.papers.paper import Paper

# Four papers of four lines each must leave room for the questions.
TITLE_LIMIT, AUTHORS_LIMIT = 110, 120


def cluster_page(cluster: Cluster) -> Page:
    """Return the reading order, why each paper is in it, the time to set aside, and questions for the discussion."""
    focus = cluster.focus
    texts = [
        t("papers-cluster", paper=written(focus.short_name), papers=len(cluster.steps)),
        "\n\n".join(steps_shown(cluster)),
        t("papers-time-to-set-aside", time=spoken(cluster.minutes)),
    ]
    questions = [f"**{t('papers-to-argue-about')}**", *(f"- {written(prompt)}" for prompt in prompts_of(focus))]
    if len(questions := that_fit(questions, MESSAGE_TEXT - sum(map(len, texts)))) > 1:
        texts.append("\n".join(questions))
    views = (PaperView.CARD, PaperView.LINEAGE, PaperView.WRITE)
    return Page(parted(texts, TIER_COLORS[focus.tier], *(PaperButton(view, focus.key) for view in views)))


def spoken(minutes: Minutes) -> str:
    """Return the time in words: `35–70 minutes`, or in hours from two hours on."""
    if minutes.most < 120:  # noqa: PLR2004 - two hours
        return t("papers-minutes", least=minutes.least, most=minutes.most)
    least, most = (round(amount / 30) / 2 for amount in (minutes.least, minutes.most))
    return t("papers-hours", least=f"{least:g}", most=f"{most:g}")


def steps_shown(cluster: Cluster) -> list[str]:
    """Return each paper of a cluster: linked title, byline with the time to set aside, and why it is there."""
    return [_step(number, step, cluster.focus) for number, step in enumerate(cluster.steps, start=1)]


def _step(number: int, step: ClusterPaper, focus: Paper) -> str:
    """Return one step. Its `why` gets a subject, or it would seem to be about the paper above it."""
    paper = step.paper
    brief = t("papers-min", least=step.minutes.least, most=step.minutes.most)
    why = t("papers-focus") if paper is focus else reason_of(focus, step.why, step.sentence)
    by = " · ".join(filter(None, (byline(paper, AUTHORS_LIMIT), brief)))
    return f"{number}. **{short_link(clip(paper.title, TITLE_LIMIT), paper)}**\n-# {by}\n{why}".rstrip()
