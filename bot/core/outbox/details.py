"""What outbox entries store besides their channel: one class for each kind, in its feature's package. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from bot.core.outbox.entry import Entry


@dataclass(frozen=True, slots=True)
class Details:
    """Base class. Its fields must fit into JSON. A field that is None is not stored."""

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """Return the details of an entry of this kind. Other stored names are ignored."""
        names = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in entry.details.items() if name in names})

    def stored(self) -> dict[str, Any]:
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class NoticeDetails(Details):
    """Details of a notice. `about` is the key of the entry that is held up.

    `is_open` is set if people who may not know about the club can read the notice.
    """

    about: str = ""
    is_open: bool | None = None
