"""Refusals for members to read, and errors for a database that is down."""

from __future__ import annotations

from dataclasses import dataclass, field, is_dataclass
from typing import TYPE_CHECKING, ClassVar, Final

if TYPE_CHECKING:
    from datetime import date


UNSAID: Final = {"is_said": False}  # field metadata: a fact for the program, left out of the sentence


class ClubError(Exception):
    """An expected refusal, whose facts are the fields of a dataclass; the edge has the words (`cogs/ui/refusals.py`).

        @dataclass(eq=False)
        class PlaceTakenError(ClubError):
            paper: str  # a name: shown as it is written
            typed: Typed  # what a member typed: shown back in code, clipped
            option: Code  # something to type: shown in code
            state: WeekState  # an enum's member: `{ $state -> [reading] … *[other] … }` in the message
            waiting: tuple[MemberId, ...]  # a list: `{ LIST($waiting, style: "and") }`
            channel: ChannelId  # shown as Discord's mention
            due: datetime  # `{ TIMESTAMP($due, style: "R") }`
            day: date  # `{ DATETIME($day, dateStyle: "medium") }`
            reason: ClubError  # another refusal: its sentence
            draft_id: int = field(metadata=UNSAID)  # not a part of the sentence

    Not frozen: Python's context managers set attributes of the exceptions that pass through them.
    Anything else that is raised is a fault: it reaches the one handler in `cogs/ui/faults.py` and gets a reference.

    A refusal that the edge decides by itself is a `SaidError`, and `str(error)` is its sentence.
    """

    def __str__(self) -> str:
        return repr(self) if has_facts(type(self)) else super().__str__()


def has_facts(kind: type[ClubError]) -> bool:
    """Return whether the edge words this refusal from its facts, so that it has no sentence of its own."""
    return is_dataclass(kind)


class Typed(str):
    """What a member typed. It is shown back in at most `longest` characters."""

    __slots__ = ()
    longest: ClassVar[int] = 40


class Code(str):
    """Something that members can type or look for: an option, a slug, an id."""

    __slots__ = ()


class FieldName(str):
    """A field of a form. The message `ui-field` has its label."""

    __slots__ = ()


class MemberId(int):
    """A member's id, shown as a mention."""


class ChannelId(int):
    """The id of a channel or thread, shown as a mention."""


class BadIdentifierError(ClubError):
    """Text that looks like an arXiv id, a DOI or a link, but cannot be looked up."""


@dataclass(eq=False)
class UnknownPaperError(ClubError):
    """The catalog has no paper with this key (any more)."""


class NoSuchLogError(ClubError):
    """No log that the member may see here has the id. It does not reveal whether another server has one."""


@dataclass(eq=False)
class UnknownLogError(NoSuchLogError):
    """The same error for a log that was asked for by its id."""


class NotYoursError(ClubError):
    """Another member has to write this. The sentence names that member and points to the reader's own task."""


@dataclass(eq=False)
class DraftKeptError(ClubError):
    """A form was refused for `reason`. Its text is kept, and `draft_id` opens the form again with it."""

    reason: ClubError
    draft_id: int = field(metadata=UNSAID)


@dataclass(eq=False)
class ReviewKeptError(DraftKeptError):
    """The same for a review. If its quotation was wrong, `nearest` is the most similar sentence of the log."""

    nearest: str | None = field(default=None, metadata=UNSAID)


@dataclass(eq=False)
class ReviewNoticedError(DraftKeptError):
    """Something was noticed, so the reviewer decides about the draft. `brought` is the interaction that sent it."""

    brought: int = field(metadata=UNSAID)


class NoSuchClubError(ClubError):
    """No club fits, or several do."""


class NoClubYetError(NoSuchClubError):
    """The server has no club that the member may see."""


class NotNowError(ClubError):
    """Allowed in principle, but not in the current state."""


@dataclass(eq=False)
class DecidedAlreadyError(NotNowError):
    """Somebody has just decided a slot by hand. Run again, the command would decide `slot`, the one after it, too.

    `last` is the slot that was decided. `number` is its week's number, or None if the slot was skipped. To go ahead,
    the organizer confirms this very slot.
    """

    slot: date = field(metadata=UNSAID)
    last: date = field(metadata=UNSAID)
    number: int | None = field(metadata=UNSAID)


@dataclass(eq=False)
class WeekPostedLatelyError(DecidedAlreadyError):
    """The last slot was decided by posting its week."""

    number: int | None


@dataclass(eq=False)
class PollEndsError(NotNowError):
    """A poll has ended and is not counted yet. A post now would fill `slot` without the poll's result."""

    slot: date = field(metadata=UNSAID)


class DatabaseAwayError(Exception):
    """The database connection broke or cannot be opened. What was being written may or may not be stored."""


class NotStoredError(DatabaseAwayError):
    """The connection broke, and what was being written is known not to be stored."""


def nobody_knows(error: BaseException) -> bool:
    """Return whether it is unknown if the data was stored."""
    return isinstance(error, DatabaseAwayError) and not isinstance(error, NotStoredError)
