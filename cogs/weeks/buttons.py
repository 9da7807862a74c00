"""Buttons under a week's messages. Their ids hold everything they need, so they work after any restart."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

import discord

from bot.core.weeks.week import Answer, WeekState
from cogs.next_step.buttons import NextStepButton
from cogs.reviews.buttons import NextButton
from cogs.takeaways.buttons import TakeawayAction, TakeawayButton
from cogs.ui.buttons import MARKER, ROW_ID, IdPart, PersistentButton, one_of
from cogs.ui.wording import t

if TYPE_CHECKING:
    from datetime import date

    from bot.services.weeks.views import WeekView


class WeekAction(StrEnum):
    """What a button does. `IN` and `OUT` are spelled like the answers they give."""

    IN = "in"
    OUT = "out"
    WRITE = "write"
    STATUS = "status"
    ABOUT = "about"


class Decision(StrEnum):
    """A decision about one week or slot, which an organizer confirms."""

    CLOSE_LOGS = "close-logs"
    CLOSE_REVIEWS = "close-reviews"
    POST = "post"
    SKIP = "skip"
    UNSKIP = "unskip"
    MOVE = "move"
    MOVE_MEETING = "move-meeting"
    CATCH_UP = "catch-up"


class WeekButton(
    PersistentButton,
    route="pc:weeks:{action}:v1:{key}[:{on_status}]",
    action=one_of(WeekAction),
    key=MARKER,
    on_status=IdPart("status", bool, lambda _on_status: "status"),
):
    """A button about a week. Its id ends with `key`, the key of the message's entry, by which delivery recognizes it.

    On the private page of `/week status`, the id ends differently, and a press updates that page instead of the post.
    """

    def __init__(self, action: WeekAction, key: str, *, on_status: bool = False, lead: bool = False) -> None:
        style = discord.ButtonStyle.primary if lead else discord.ButtonStyle.secondary
        super().__init__(t("weeks-button", action=action), style, action=action, key=key, on_status=on_status or None)
        self.action, self.key, self.on_status = action, key, on_status


class JoinButton(PersistentButton, route="pc:weeks:join:v1:{club_id}[:{marker}]", club_id=ROW_ID, marker=MARKER):
    """*I'm in* where no week has a post yet. It counts for the week whose logs are open, or else for the next one.

    Under a new club's announcement, its id ends with that message's marker.
    """

    def __init__(self, club_id: int, marker: str | None = None, *, lead: bool = False) -> None:
        style = discord.ButtonStyle.primary if lead else discord.ButtonStyle.secondary
        super().__init__(t("weeks-button", action=WeekAction.IN), style, club_id=club_id, marker=marker)
        self.club_id = club_id


def post_buttons(view: WeekView) -> discord.ui.ActionRow[Any]:
    """Return what members can do now, for under the weekly post. The buttons also mark the post as ours forever.

    A week that is not stored, as in a preview, gets disabled buttons.
    """
    key, state = view.key, view.week.state
    buttons: list[PersistentButton] = [WeekButton(WeekAction.STATUS, key)]
    if state is WeekState.REVIEWING and view.logged:
        review = NextButton(view.club.id, key, label=t("reviews-button-write"))
        buttons = [review, WeekButton(WeekAction.OUT, key), *buttons]
    elif state not in {WeekState.REVIEWING, WeekState.CLOSED}:
        answers = (WeekButton(WeekAction.IN, key), WeekButton(WeekAction.OUT, key))
        buttons = [WeekButton(WeekAction.WRITE, key, lead=True), *answers]
    if takes_takeaways(view):
        at = 1 if state is not WeekState.REVIEWING else -1
        buttons.insert(at, TakeawayButton(TakeawayAction.WRITE, key))
    buttons.append(NextStepButton(key))
    for button in buttons:
        button.item.disabled = not view.week.id
    return discord.ui.ActionRow(*buttons)


def takes_takeaways(view: WeekView) -> bool:
    """Return whether members can leave a takeaway: until the digest, if the club wants them."""
    is_over = view.week.state in {WeekState.CLOSED, WeekState.SKIPPED}
    return view.club.settings.takeaways and not is_over


def own_buttons(view: WeekView, user_id: int) -> discord.ui.ActionRow[Any]:
    """Return what one member can still do in an open week, for their own page about it.

    A late log is welcome. A member who has written one is in without saying so, and needs no takeaway.
    """
    has_logged, is_out = user_id in view.logged, view.answers.get(user_id) is Answer.OUT
    is_early, can_take_away = view.week.state is not WeekState.REVIEWING, takes_takeaways(view)
    buttons: list[PersistentButton] = []
    if not has_logged:
        buttons.append(WeekButton(WeekAction.WRITE, view.key, on_status=True, lead=is_early))
    if can_take_away and (not has_logged or view.has_takeaway(user_id)):
        buttons.append(TakeawayButton(TakeawayAction.WRITE, view.key, on_status=True))
    if is_out or user_id not in view.wrote:
        buttons.append(WeekButton(WeekAction.IN, view.key, on_status=True))
    out, following = WeekButton(WeekAction.OUT, view.key, on_status=True), NextStepButton(view.key, on_status=True)
    return discord.ui.ActionRow(*buttons, out, following)


class DecideButton(
    PersistentButton,
    route="pc:weeks:{decision}:v1:{club_id}:{target}",
    decision=one_of(Decision),
    club_id=ROW_ID,
    target=IdPart(r"\d{1,18}"),
):
    """An organizer's decision about the week (by its id) or the slot (by its date) that the page showed."""

    def __init__(self, decision: Decision, club_id: int, target: str, label: str = "") -> None:
        style = discord.ButtonStyle.secondary if decision is Decision.UNSKIP else discord.ButtonStyle.danger
        super().__init__(label or t("weeks-confirm"), style, decision=decision, club_id=club_id, target=target)
        self.decision, self.club_id, self.target = decision, club_id, target


def slot_button(decision: Decision, club_id: int, slot: date, label: str) -> DecideButton:
    """Return a button about the slot with this date."""
    return DecideButton(decision, club_id, f"{slot:%Y%m%d}", label)
