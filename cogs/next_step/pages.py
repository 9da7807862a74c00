"""What a member reads about their next step: one sentence, and the one button that fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.core.next_step.next_step import StepKind
from bot.core.weeks.week import WeekState
from cogs.paper_logs.buttons import LogAction, LogButton
from cogs.reviews.buttons import ReviewButton
from cogs.ui.containers import TextPage
from cogs.ui.escaping import plain, written
from cogs.ui.mentions import mention
from cogs.ui.wording import t
from cogs.weeks.buttons import JoinButton, WeekAction, WeekButton

if TYPE_CHECKING:
    from discord import ui

    from bot.core.next_step.next_step import MemberWeek, NextStep
    from bot.services.next_step.service import ClubStep
    from cogs.ui.replies import Page


def step_page(found: ClubStep, short_name: str) -> Page:
    """Return the step with its button. `short_name` is the paper of its week."""
    step, week, club = found.step, found.step.week, plain(found.club.settings.name)
    if week is None:
        buttons = [JoinButton(found.club.id, lead=True)] if step.kind is StepKind.JOIN else []
        return TextPage("\n".join([t("next-step-club", club=club), _before_the_first(step)]), *buttons)
    lines = [t("next-step-week", club=club, week=week.number), _what(step, week, written(short_name))]
    if step.kind in {StepKind.REST, StepKind.DONE}:
        lines.append(_then(step))
    return TextPage("\n".join(lines), *_buttons(step, week))


def _what(step: NextStep, week: MemberWeek, paper: str) -> str:
    return t(
        "next-step-what",
        kind=step.kind,
        week=week.number,
        paper=paper,
        author=mention(week.review.author) if week.review else None,
        due=step.due,
        has_draft=week.has_draft,
        has_logged=week.log_id is not None,
        has_takeaway=week.has_takeaway,
        is_log_optional=step.is_log_optional,
        is_over=week.state is WeekState.CLOSED,
        digest=week.reviews_due if week.state is WeekState.REVIEWING else None,
    )


def _before_the_first(step: NextStep) -> str:
    then = step.then
    return t("next-step-first", at=then.at, has_joined=then.has_joined) if then.at else _then(step)


def _then(step: NextStep) -> str:
    """Return when the club's next post comes."""
    return t("next-step-then", at=step.then.at, is_on_its_way=step.then.is_on_its_way)


def _buttons(step: NextStep, week: MemberWeek) -> list[ui.Item[Any]]:
    match step.kind:
        case StepKind.REVIEW | StepKind.HELP if week.review:
            return [ReviewButton(week.review.log_id)]
        case StepKind.WRITE | StepKind.LATE:
            return [WeekButton(WeekAction.WRITE, week.key, on_status=True, lead=True)]
        case StepKind.JOIN | StepKind.REST:
            return [WeekButton(WeekAction.IN, week.key, on_status=True, lead=step.kind is StepKind.JOIN)]
        case StepKind.EDIT if week.log_id:
            return [LogButton(LogAction.EDIT, week.log_id)]
        case StepKind.DONE if step.is_log_optional:
            return [WeekButton(WeekAction.WRITE, week.key, on_status=True)]
    return []
