"""Refusals that a member is meant to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


class ClubError(Exception):
    """An expected refusal. `str(error)` is shown to the member as it stands: what is wrong and what to do.

    Anything else that is raised is a fault: it reaches the one handler in `bot/client.py` and gets a reference.
    """


class BadIdentifierError(ClubError):
    """Something that looks like an arXiv id, a DOI or a link, and is not one that can be looked up."""


class UnknownPaperError(ClubError):
    """A key that the catalogue does not (or no longer) hold."""


class NoSuchLogError(ClubError):
    """No log that the member may see here has the id; nor does this say whether there is one elsewhere."""


class NotYoursError(ClubError):
    """It is another member's turn; the sentence says whose, and where one's own is."""


class TooFastError(ClubError):
    """`seconds` until it may be tried again."""

    def __init__(self, sentence: str, seconds: int) -> None:
        super().__init__(sentence)
        self.seconds = seconds


class DraftKeptError(ClubError):
    """A form was not accepted, for `reason`, and its text is kept: `draft_id` reopens it filled in."""

    def __init__(self, reason: str, draft_id: int) -> None:
        super().__init__(f"{reason}\nYour text is kept as a draft.")
        self.reason = reason
        self.draft_id = draft_id


class ReviewKeptError(DraftKeptError):
    """The same for a review; `nearest` is the log's sentence most like what was quoted, where that was wrong."""

    def __init__(self, reason: str, draft_id: int, nearest: str | None = None) -> None:
        super().__init__(reason, draft_id)
        self.nearest = nearest


class ReviewNoticedError(DraftKeptError):
    """Something was noticed, so the reviewer decides about the draft, which the interaction `brought`."""

    def __init__(self, reason: str, draft_id: int, brought: int) -> None:
        super().__init__(reason, draft_id)
        self.brought = brought


class NoSuchClubError(ClubError):
    """No club is meant, or several may be."""


class NoClubYetError(NoSuchClubError):
    """The server has no club that the member may see."""


class NotNowError(ClubError):
    """Allowed in principle, but not in the state that things are in."""


class UnacceptableTextError(ClubError):
    """What was typed into a form cannot be taken as it stands; whoever asks keeps it as a draft.

    `names` are the fields that are meant, in the form's order.
    """

    def __init__(self, sentence: str, names: tuple[str, ...]) -> None:
        super().__init__(sentence)
        self.names = names


class NotInLogError(ClubError):
    """A quotation that does not stand in the log; `nearest` is the log's sentence most like it, if any is."""

    def __init__(self, sentence: str, nearest: str | None) -> None:
        super().__init__(sentence)
        self.nearest = nearest


class DecidedAlreadyError(NotNowError):
    """Somebody has just decided a slot by hand; asked again, the command would decide the `slot` after it too.

    `last` is the slot that was decided, `number` that of its week, None where it was left out. Whoever means it
    confirms it for this very slot.
    """

    def __init__(self, sentence: str, slot: date, last: date, number: int | None) -> None:
        super().__init__(sentence)
        self.slot = slot
        self.last = last
        self.number = number


class PollEndsError(NotNowError):
    """A poll has ended and is not counted yet; posted now, the `slot` would be read without its result."""

    def __init__(self, slot: date) -> None:
        super().__init__("A poll has ended and is being counted. Try again in a minute.")
        self.slot = slot
