"""What `tests/support/intruders.py` tries of the welcome and of the wizard that sets a club up."""

from __future__ import annotations

from typing import Any

from cogs.club_setup import buttons as setup_items
from cogs.welcome import buttons as welcome_items

CHOICES: dict[Any, list[tuple[str, str]]] = {
    setup_items.ChannelPick: [("pc:club_setup:channel:v1", "4711")],
    setup_items.MentionedRolePick: [("pc:club_setup:role:v1", "4711")],
    setup_items.DayPick: [("pc:club_setup:day:v1", day) for day in ("1", "x")],
    setup_items.TimePick: [("pc:club_setup:time:v1", "18:00")],
    setup_items.ZonePick: [("pc:club_setup:zone:v1", "Asia/Tokyo")],
}
FORMS = {"pc:club_setup:form:": [f"pc:club_setup:form:v1:{part}" for part in (*setup_items.TypedPart, "x")]}


def presses(club_id: int) -> dict[Any, list[str]]:
    return {
        setup_items.SetupButton: ["pc:club_setup:open:v1", "pc:club_setup:open:v1:welcome-1"],
        setup_items.GuessButton: ["pc:club_setup:guess:v1:Asia/Tokyo"],
        setup_items.NameButton: ["pc:club_setup:name:v1:Owls"],
        setup_items.TypeButton: [f"pc:club_setup:type:v1:{part}" for part in setup_items.TypedPart],
        setup_items.FinishButton: [f"pc:club_setup:{finish}:v1:-.5.2.2.0" for finish in setup_items.Finish],
        setup_items.FirstStepButton: [f"pc:club_setup:{step}:v1:{club_id}" for step in setup_items.FirstStep],
        welcome_items.TryPaperButton: ["pc:welcome:try:v1:welcome-1"],
        welcome_items.HowItWorksButton: ["pc:welcome:how:v1:welcome-1"],
    }
