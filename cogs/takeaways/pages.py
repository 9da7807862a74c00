"""What members read about takeaways: their own, and those of a week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cogs.takeaways.buttons import TakeawayAction, TakeawayButton
from cogs.ui.containers import TextPage
from cogs.ui.escaping import written
from cogs.ui.mentions import mention
from cogs.ui.rescue import given_back
from cogs.ui.text_budget import counted, quoted
from cogs.ui.theme import WARNING_COLOR
from cogs.ui.wording import t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.takeaways.takeaway import Takeaway, TakeawayText
    from bot.services.takeaways.service import WeekTakeaway
    from cogs.ui.replies import Page, Reply

FILE_NAME = "takeaway.txt"
SHOWN = 1500  # characters of a text that its author sees again
CREDIT = 33  # characters that a mention takes next to a text
SHORTEST, LONGEST = 90, 300


def saved_page(saved: WeekTakeaway, short_name: str) -> Page:
    """Return the confirmation: what counts now, and where it will appear."""
    if saved.text is None:
        return TextPage(t("takeaways-withdrawn", number=saved.week.number))
    heading = t("takeaways-saved", paper=written(short_name), is_change=saved.before is not None)
    asked = [quoted(saved.text.question, SHOWN)] if saved.text.question else []
    text = "\n".join([heading, quoted(saved.text.sentence, SHOWN), *asked, t("takeaways-next")])
    edit = TakeawayButton(TakeawayAction.WRITE, saved.key, on_status=True, is_change=True)
    return TextPage(text, edit, TakeawayButton(TakeawayAction.WITHDRAW, saved.key, on_status=True))


def kept_page(reason: str, key: str) -> Page:
    """Return the refusal, with a button that opens the form with the kept text."""
    edit = TakeawayButton(TakeawayAction.WRITE, key, on_status=True, is_change=True)
    return TextPage(t("takeaways-kept", reason=reason), edit, color=WARNING_COLOR)


def rescued(text: TakeawayText, reason: str) -> Reply:
    """Return a reply that gives the text back if nothing could be stored."""
    return given_back(reason, [(t("ui-field", field=name), typed) for name, typed in text.fields if typed], FILE_NAME)


def in_digest(takeaways: Sequence[Takeaway], room: int) -> tuple[str, str]:
    """Return a digest's part with the takeaways, and their questions for its open questions; empty if there are none.

    Both together fit into `room`. They are shortened if there are many.
    """
    if not takeaways:
        return "", ""
    heading, questions = t("takeaways-in-digest", count=len(takeaways)), t("weeks-questions")
    asking = [one for one in takeaways if one.text.question]
    # Each of both parts ends a line.
    space = room - len(heading) - len(questions) - 2
    each = min(max(space // (len(takeaways) + len(asking)) - CREDIT, SHORTEST), LONGEST)
    said = [f"{quoted(one.text.sentence, each)} – {mention(one.author_id)}" for one in takeaways]
    asked = [
        t("takeaways-question-by", question=quoted(one.text.question, each), author=mention(one.author_id))
        for one in asking
    ]
    lines = counted(said, space if not asked else space // 2)
    return "\n".join([heading, *lines]), "\n".join(counted(asked, space - len("\n".join(lines))))


def takeaway_count(takeaways: Sequence[Takeaway]) -> str:
    """Return how many there are; empty for none."""
    return t("takeaways-count", count=len(takeaways)) if takeaways else ""
