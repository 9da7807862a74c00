"""A takeaway: one sentence and perhaps a question, from a member who read but has no time for a log. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.text.characters import is_blank, require_acceptable, tidied

if TYPE_CHECKING:
    from datetime import datetime

# Room for one or two sentences.
SENTENCE_LIMIT, QUESTION_LIMIT = 300, 300
# The fields of the form. The message `ui-field` has their labels.
SENTENCE, QUESTION = "takeaway", "open_question"


@dataclass(frozen=True, slots=True)
class TakeawayText:
    """What a member typed, not yet known to be acceptable. The question may be empty."""

    sentence: str
    question: str = ""

    @classmethod
    def typed(cls, sentence: str, question: str) -> TakeawayText:
        """Create one from a form's fields, without the space around them. A question without a visible character counts
        as empty.
        """
        return cls(tidied(sentence), "" if is_blank(question) else tidied(question))

    @property
    def is_empty(self) -> bool:
        return is_blank(self.sentence) and not self.question

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """The fields and what is in them, in the form's order."""
        return (SENTENCE, self.sentence), (QUESTION, self.question)


NOTHING = TakeawayText("")


@dataclass(frozen=True, slots=True)
class Takeaway:
    """A takeaway as the club sees it."""

    author_id: int
    text: TakeawayText


@dataclass(frozen=True, slots=True)
class OwnTakeaway:
    """What a member typed in one week. `text` counts; it is None once withdrawn, or if nothing was accepted yet.

    `kept` was typed later and could not be accepted. `interaction_id` sent what was last taken in: Discord's ids rise,
    so that a form that arrives again, or late, is recognized.
    """

    interaction_id: int
    written_at: datetime
    text: TakeawayText | None = None
    kept: TakeawayText | None = None

    @property
    def newest(self) -> TakeawayText | None:
        """What the form is filled with."""
        return self.kept or self.text

    def is_older_than(self, interaction_id: int) -> bool:
        return self.interaction_id < interaction_id


def check(text: TakeawayText) -> None:
    """Raise UnacceptableTextError, with a reason for each field that cannot be accepted."""
    asked = [(QUESTION, text.question, QUESTION_LIMIT)] if text.question else []
    require_acceptable([(SENTENCE, text.sentence, SENTENCE_LIMIT), *asked])


def accepted(before: OwnTakeaway | None, text: TakeawayText, interaction_id: int, at: datetime) -> OwnTakeaway:
    """Return the member's takeaway after a form was accepted. An empty one withdraws it."""
    if before and not before.is_older_than(interaction_id):
        return before
    return OwnTakeaway(interaction_id, at, None if text.is_empty else text)


def refused(before: OwnTakeaway | None, text: TakeawayText, interaction_id: int, at: datetime) -> OwnTakeaway:
    """Return the member's takeaway after a form was refused: what counts stays, and the text is kept."""
    if before and not before.is_older_than(interaction_id):
        return before
    changed = before or OwnTakeaway(interaction_id, at)
    return replace(changed, interaction_id=interaction_id, written_at=at, kept=text)
